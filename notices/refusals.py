"""Refusals of this room: each is a sentence for the person who asked, and nothing was written."""

from __future__ import annotations

from orgs.refusals import Refusal


class AddressRefused(Refusal):
    """Letters can't go to this address as asked."""


class ProofRefused(Refusal):
    """The code shows nothing about the address."""


class NotChoosable(Refusal):
    """What was chosen can't be chosen."""
