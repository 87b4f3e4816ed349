"""Refusals of this room: each is a sentence for the person who asked, and nothing was written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Of what orgs.names.is_name turns down.
NO_NAME = _("This is no name: it has no letters, or a character that stands in no name. Type it anew.")


class Refusal(Exception):  # noqa: N818  (a refusal is not a failure)
    """What was refused, by which rule, and what to do next, in the language of the person."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class NotYours(Refusal):
    """The account may not do this, here and today."""


class UnitRefused(Refusal):
    """The unit can't be founded or changed as asked."""


class SeatRefused(Refusal):
    """The seat can't be given, ended or withdrawn as asked."""


class AuthorityRefused(Refusal):
    """Authority to decide can't be delegated or ended as asked."""


class DelegationRefused(Refusal):
    """The seat can't be delegated, or the delegation ended, as asked; `field` is what of the form is meant."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class AccountRefused(Refusal):
    """The account can't be opened as asked."""
