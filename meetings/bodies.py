"""Which body sits at a unit, who is on its roll, and what it may do about each step that waits for it: data."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions import appraisal, bloc, cell, recognition
from admission_flow.decisions.given import PaperGiven, VoteGiven
from admission_flow.decisions.routes import has_delegated_authority
from admission_flow.models import Decision
from admission_flow.rules import thresholds
from admission_flow.rules.tallies import ABSENCES, Tally
from admission_flow.rules.values import Parameters, Verdict
from documents.models import Register
from orgs import roles
from orgs.access import committee_of
from orgs.members import official_members
from orgs.models import Person, Unit, User

K = Unit.Kind

# Whoever holds this capability at the unit calls the body, runs its meetings and closes them.
CONVENES: dict[str, str] = {
    K.CELL: roles.RECORD_VOTE,
    K.GRASSROOTS_CELL: roles.RECORD_VOTE,
    K.DEPARTMENTAL_COMMITTEE: roles.APPRAISE_DEPARTMENT,
    K.GRASSROOTS_COMMITTEE: roles.APPROVE_GRASSROOTS,
    K.BLOC: roles.DECIDE_BLOC,
}
# Who sits: a committee within the unit, or the unit itself.
_BODIES: dict[str, Promise] = {
    K.DEPARTMENTAL_COMMITTEE: _("Departmental committee, %(unit)s"),
    K.GRASSROOTS_COMMITTEE: _("Grassroots committee, %(unit)s"),
    K.BLOC: _("Standing committee, %(unit)s"),
}
# What may be put to the vote, in words.
OUTCOME_WORDS: dict[str, Promise] = {
    appraisal.REPORTED: _("report up"),
    appraisal.ADMITTED: _("admit"),
    appraisal.NOT_ADMITTED: _("do not admit"),
    recognition.RECOGNISED: _("recognise as official member"),
    recognition.STRUCK_OFF: _("strike off the list"),
}
# No activity elsewhere or exemption takes a seat in a committee away.
COMMITTEE_ABSENCES = ("suspended", "accepted", "unexcused")


@dataclass(frozen=True)
class Sitting:
    """What a verb needs from the meeting beside the item: who closes it, and when."""

    acting_user: User
    at: datetime.datetime


@dataclass(frozen=True)
class Taken:
    """An item as it was taken: the case and step by id, the count with its paper, what was put to the vote, why."""

    case: int
    task: int
    vote: VoteGiven
    outcome: str
    reason: str


@dataclass(frozen=True)
class Matter:
    """A step before a body. `rule` judges its vote; empty where the body reports and doesn't vote.

    `outcomes`: what may be put to the vote, empty where there is no choice. `paper`: form and kind of what it makes.
    """

    rule: Callable[[Tally, Parameters], Verdict] | None
    outcomes: tuple[str, ...]
    code: str
    kind: Register.Kind
    close: Callable[[Taken, Sitting], Decision]


def _cell_vote(taken: Taken, by: Sitting) -> Decision:
    return cell.record_cell_vote(taken.case, taken.task, taken.vote, acting_user=by.acting_user, at=by.at)


def _reports(verb: Callable[..., Decision]) -> Callable[[Taken, Sitting], Decision]:
    def close(taken: Taken, by: Sitting) -> Decision:
        report: PaperGiven = taken.vote.paper
        return verb(taken.case, taken.task, report, taken.reason, acting_user=by.acting_user, at=by.at)

    return close


def _votes(verb: Callable[..., Decision]) -> Callable[[Taken, Sitting], Decision]:
    def close(taken: Taken, by: Sitting) -> Decision:
        given = (taken.case, taken.task, taken.vote, taken.outcome, taken.reason)
        return verb(*given, acting_user=by.acting_user, at=by.at)

    return close


_ADMIT = (appraisal.ADMITTED, appraisal.NOT_ADMITTED)
_RECOGNISE = (recognition.RECOGNISED, recognition.STRUCK_OFF)
_RESOLUTION, _DECISION, _REPORT = Register.Kind.RESOLUTION, Register.Kind.DECISION, Register.Kind.REPORT
_APPROVE, _APPROVE_RECOGNITION = _votes(appraisal.approve_grassroots), _votes(recognition.approve_recognition)

MATTERS: dict[str, Matter] = {
    "cell_vote": Matter(thresholds.cell_vote, (), "6-KNĐ", _RESOLUTION, _cell_vote),
    "recognition_vote": Matter(
        thresholds.recognition_vote, _RECOGNISE, "13-KNĐ", _RESOLUTION, _votes(recognition.record_recognition_vote)
    ),
    "departmental_appraisal": Matter(None, (), "7-KNĐ", _REPORT, _reports(appraisal.appraise_department)),
    "recognition_appraisal": Matter(None, (), "14-KNĐ", _REPORT, _reports(recognition.appraise_recognition)),
    "grassroots_approval": Matter(thresholds.committee_vote, (appraisal.REPORTED,), "8-KNĐ", _RESOLUTION, _APPROVE),
    "recognition_approval": Matter(
        thresholds.recognition_committee_vote, _RECOGNISE, "15-KNĐ", _RESOLUTION, _APPROVE_RECOGNITION
    ),
    "bloc_decision": Matter(thresholds.standing_committee_vote, _ADMIT, "9-KNĐ", _DECISION, _votes(bloc.decide_bloc)),
    "recognition_decision": Matter(
        thresholds.standing_committee_vote, _RECOGNISE, "16-KNĐ", _DECISION, _votes(recognition.decide_recognition)
    ),
}
# Where authority is delegated to the grassroots committee, it decides itself.
DELEGATED: dict[str, Matter] = {
    "grassroots_approval": Matter(thresholds.committee_vote, _ADMIT, "9-KNĐ", _DECISION, _APPROVE),
    "recognition_approval": Matter(
        thresholds.recognition_committee_vote, _RECOGNISE, "16-KNĐ", _DECISION, _APPROVE_RECOGNITION
    ),
}


def body_name(unit: Unit) -> str:
    return str(_BODIES.get(unit.kind, "%(unit)s")) % {"unit": unit.name}


def matters_at(unit: Unit, day: datetime.date) -> dict[str, Matter]:
    """What each step is before this unit's body on that day. One statement for a grassroots committee, else none."""
    delegated = unit.kind == K.GRASSROOTS_COMMITTEE and has_delegated_authority(unit, day)
    return MATTERS | DELEGATED if delegated else MATTERS


def body_of(unit: Unit, day: datetime.date) -> list[tuple[Person, str]]:
    """Who is on the roll of the body on that day, each with the role, in the order of the roll. One statement.

    All official members of a cell, from the register; the committee's members, from their seats.
    """
    if unit.kind in Unit.CELLS:
        return [(member.person, "") for member in official_members(unit, day)]
    return [(seat.person, seat.role) for seat in committee_of(unit, day)]


def absences_at(unit: Unit) -> tuple[str, ...]:
    """The reasons for an absence that this body knows."""
    return ABSENCES if unit.kind in Unit.CELLS else COMMITTEE_ABSENCES
