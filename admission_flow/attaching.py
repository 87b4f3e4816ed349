"""Whose papers of a case one may attach files to."""

from __future__ import annotations

from collections.abc import Set

from admission_flow.bodies import board_of, decider_of
from admission_flow.flows import step_node
from admission_flow.models import Case
from admission_flow.papers import EXTENSION, HOLDING, step_of
from orgs import roles

# Of papers that acts on the whole case make: whose act it is.
_ON_CASE = {EXTENSION: decider_of, HOLDING: board_of}


def seats_attaching(case: Case, code: str, made_at: str = "") -> list[tuple[str, int]]:
    """(capability, unit id) of the cell, which keeps the file, and of the step at which this paper is made.

    `made_at`: the step whose act recorded it, where one did; a decision is made elsewhere on another route.
    """
    seats = [(roles.PREPARE_FILE, case.unit_id)]
    if step := made_at or step_of(code):
        node = step_node(step)
        unit_id = node.place.unit_of(case)
        seats += [(node.capability, unit_id)] if unit_id is not None else []
    elif code in _ON_CASE:
        capability, place = _ON_CASE[code](case)
        unit_id = place.unit_of(case)
        seats += [(capability, unit_id)] if unit_id is not None else []
    return list(dict.fromkeys(seats))


def is_theirs(case: Case, code: str, made_at: str, held: Set[tuple[str, int]]) -> bool:
    """Whether a person may attach files to this paper, as long as the case is open and not on hold.

    `held`: the capabilities of the person, as `orgs.access.capabilities` has them.
    """
    return not held.isdisjoint(seats_attaching(case, code, made_at))
