"""Acts on a whole case beside its way: who is offered them, and why somebody is not."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Set

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.cancellation import NotAdmitted, who_cancels
from admission_flow.decisions.correctable import deciders
from admission_flow.decisions.transfer import who_transfers
from admission_flow.flows import step_node, way_of
from admission_flow.models import Case, Correction
from admission_flow.refusals import AlreadyHappened, CaseClosed, NotYours, OnHold, Refused
from orgs import roles

Held = Set[tuple[str, int]]


class NothingProposed(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("No correction waits for a decision in this case."))


def _transferring(case: Case, at: datetime.datetime) -> Held:
    return {who_transfers(case)}


def _cancelling(case: Case, at: datetime.datetime) -> Held:
    return {who_cancels(case, at)} if case.outcome == Case.Outcome.ADMITTED else set()


def _proposing(case: Case, at: datetime.datetime) -> Held:
    """Whoever holds a seat of the case's way; which facts are theirs, the form and the verb say."""
    nodes = [step_node(step) for steps in way_of(case) for step in steps]
    return {(node.capability, unit_id) for node in nodes if (unit_id := node.place.unit_of(case)) is not None}


def _deciding(case: Case, at: datetime.datetime) -> Held:
    return set(deciders(case, case.unit_id))


def _cancels(case: Case, held: Held, at: datetime.datetime) -> bool:
    admitted = case.outcome == Case.Outcome.ADMITTED and _decides_somewhere(held)
    return bool(admitted and _cancelling(case, at) & held)


def _decides_somewhere(held: Held) -> bool:
    return any(capability in (roles.DECIDE_BLOC, roles.APPROVE_GRASSROOTS) for capability, _unit in held)


def _transfers(case: Case, held: Held, at: datetime.datetime) -> bool:
    return bool(case.is_open and case.held_since is None and _transferring(case, at) & held)


def _proposes(case: Case, held: Held, at: datetime.datetime) -> bool:
    return bool(case.held_since is None and _proposing(case, at) & held)


def _decides(case: Case, held: Held, at: datetime.datetime) -> bool:
    return bool(case.held_since is None and _deciding(case, at) & held) and _is_proposed(case)


def _is_proposed(case: Case) -> bool:
    return Correction.objects.filter(case=case, accepted__isnull=True).exists()


# Verb -> label, and to whom it is offered.
ON_CASE: dict[str, tuple[str | Promise, Callable[[Case, Held, datetime.datetime], bool]]] = {
    "decide_correction": (_("Decide on a correction"), _decides),
    "propose_correction": (_("Propose a correction"), _proposes),
    "transfer": (_("Transfer to another organisation"), _transfers),
    "cancel_admission": (_("Cancel the admission"), _cancels),
}


def offered(case: Case, held: Held, at: datetime.datetime) -> list[tuple[str, str | Promise]]:
    """(verb, label) of what this person may do. Three statements at the most, one for most cases."""
    return [(verb, label) for verb, (label, fits) in ON_CASE.items() if fits(case, held, at)]


# Verb -> whose act it is, whatever the state of the case.
_SEATS: dict[str, Callable[[Case, datetime.datetime], Held]] = {
    "decide_correction": _deciding,
    "propose_correction": _proposing,
    "transfer": _transferring,
    "cancel_admission": _cancelling,
}


def seats_of_act(case: Case, verb: str, at: datetime.datetime) -> Held:
    """The (capability, unit id) of which any gives this act, whatever the state of the case."""
    return _SEATS[verb](case, at)


def why_not(case: Case, verb: str, held: Held, at: datetime.datetime) -> Refused:
    """Why one of these is not offered; what the case is like is told to whose act it is, and to nobody else."""
    if verb == "cancel_admission" and case.outcome != Case.Outcome.ADMITTED:
        return NotAdmitted()
    if not _SEATS[verb](case, at) & held:
        return NotYours()
    if case.held_since:
        return OnHold(case.held_since)
    return NothingProposed() if verb == "decide_correction" else CaseClosed()
