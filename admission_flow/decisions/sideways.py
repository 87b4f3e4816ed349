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
from admission_flow.refusals import AlreadyHappened, NotYours, Refused
from orgs import roles

Held = Set[tuple[str, int]]


class NothingProposed(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("No correction waits for a decision in this case."))


def _transfers(case: Case, held: Held, at: datetime.datetime) -> bool:
    return case.is_open and case.held_since is None and who_transfers(case) in held


def _cancels(case: Case, held: Held, at: datetime.datetime) -> bool:
    return bool(case.outcome == Case.Outcome.ADMITTED and _decides_somewhere(held) and who_cancels(case, at) in held)


def _decides_somewhere(held: Held) -> bool:
    return any(capability in (roles.DECIDE_BLOC, roles.APPROVE_GRASSROOTS) for capability, _unit in held)


def _proposes(case: Case, held: Held, at: datetime.datetime) -> bool:
    """Whoever holds a seat of the case's way; which facts are theirs, the form and the verb say."""
    nodes = [step_node(step) for steps in way_of(case) for step in steps]
    seats = {(node.capability, unit_id) for node in nodes if (unit_id := node.place.unit_of(case)) is not None}
    return bool(seats & held) and case.held_since is None


def _decides(case: Case, held: Held, at: datetime.datetime) -> bool:
    return bool(set(deciders(case, case.unit_id)) & held) and case.held_since is None and _is_proposed(case)


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


def why_not(case: Case, verb: str) -> Refused | None:
    """Why one of these that a closed case allows too is not offered; None for other verbs."""
    if verb == "cancel_admission":
        return NotYours() if case.outcome == Case.Outcome.ADMITTED else NotAdmitted()
    if verb == "decide_correction":
        return NotYours() if _is_proposed(case) else NothingProposed()
    return NotYours() if verb == "propose_correction" else None
