"""Transfer: the candidate moves to another organisation in the middle of the procedure (domain, 2.13; S41, S42).

The organisation that lets the person go certifies that he or she is being helped, so the act is its own: the old
grassroots committee's, or of a grassroots cell, which is itself the grassroots organisation, the cell's.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow import engine, papers
from admission_flow.deadlines import Office
from admission_flow.decisions.act import (
    Act,
    add_papers,
    decide,
    refuse_before_earlier_steps,
    regulation_on,
    seat_for,
    write_end,
)
from admission_flow.decisions.given import TransferGiven
from admission_flow.decisions.returns import fall_again
from admission_flow.decisions.routes import way_up
from admission_flow.decisions.telling import tell_of_move
from admission_flow.flows import step_node
from admission_flow.models import Case, Decision, Task
from admission_flow.nodes import FORWARD
from admission_flow.refusals import CaseClosed, InvalidFacts, Refused
from orgs import roles
from orgs.members import membership_of, move, official_on
from orgs.models import Unit, User

STEP = "transfer"
MOVED, TRANSFERRED = "moved", "transferred"
# Done again at the new place while nothing is decided; the departmental and grassroots levels hear of the person anew.
OF_AN_ADMISSION = (
    *("opinions", "file_check", "cell_vote"),
    *("departmental_appraisal", "grassroots_approval", "bloc_appraisal"),
)
OF_A_RECOGNITION = (
    *("probation_opinions", "recognition_vote"),
    *("recognition_appraisal", "recognition_approval", "recognition_bloc_appraisal"),
)


def who_transfers(case: Case) -> tuple[str, int]:
    """The (capability, unit id) whose act it is."""
    if case.committee_id is None:
        return roles.PREPARE_FILE, case.unit_id
    return roles.APPROVE_GRASSROOTS, case.committee_id


def transfer(case_id: int, given: TransferGiven, *, acting_user: User, at: datetime.datetime) -> Decision:
    """Move the case to another cell of the bloc with its helper, or end it where the person leaves the bloc.

    Course, declaration and verification stand. Before the decision, the new place asks for its opinions, checks the
    file and votes; after it only the ceremony moves. A supplement that was open is left to the new cell's file check.
    A member on probation moves in the register too; class and review stand, the new place asks and votes.
    """
    regulation, office = regulation_on(given.dated, at), Office.around(timezone.localdate(at))
    destination = _destination(given, at)
    with transaction.atomic():
        case = engine.lock(case_id)
        if not case.is_open:
            raise CaseClosed
        seat = seat_for(acting_user, *who_transfers(case), at)
        engine.refuse_held(case)
        case.last_dated = Decision.objects.filter(case=case).order_by("-dated").values_list("dated", flat=True).first()
        refuse_before_earlier_steps(case, given.dated)
        _refuse_incomplete(given, recognition=case.is_recognition)
        act = Act(case, STEP, None, acting_user, seat, at, given.dated, regulation, office)
        return _move_out(act, given) if given.unit is None else _move_within(act, given, destination)


@dataclass(frozen=True)
class _Destination:
    """The new cell, the columns of the case that say through whom it goes there, and whether the helper may help."""

    unit: Unit
    way: dict[str, Any]
    has_helper: bool


def _destination(given: TransferGiven, at: datetime.datetime) -> _Destination | None:
    """Read before anything is locked. None where it isn't a cell that exists on that day."""
    unit = Unit.objects.filter(_cells(given.dated), pk=given.unit).first() if given.unit else None
    if unit is None:
        return None
    helper = given.helper is not None and bool(official_on(unit, given.dated, {given.helper}))
    return _Destination(unit, way_up(unit, timezone.localdate(at)), helper)


def _refuse_incomplete(given: TransferGiven, *, recognition: bool) -> None:
    if not given.reason.strip():
        raise InvalidFacts.of("reason", _("Say why the candidate moves."))
    if not given.certificate.number.strip() or not given.certificate.signed_by.strip():
        raise InvalidFacts.of("number", _("The paper that the person takes along has a number and a signer."))
    if given.certificate.code != (papers.LETTER_OF_TRANSFER if recognition else papers.HELPED):
        raise InvalidFacts.of("number", _("A member takes a letter of transfer along, a candidate the certificate."))
    if (given.unit is None) == (not given.outside.strip()):
        raise InvalidFacts.of("unit", _("Choose the new cell, or name the organisation outside the bloc: one of both."))


def _move_out(act: Act, given: TransferGiven) -> Decision:
    case = act.case
    cancelled = engine.cancel(case, at=act.at)
    case.outcome = Case.Outcome.TRANSFERRED
    act.rows += cancelled
    add_papers(act, [given.certificate])
    _move_in_register(act, None, given.outside.strip())
    facts = {"outside": given.outside.strip()}
    decision = decide(act, TRANSFERRED, reason=given.reason, facts=facts, **_paper_columns(given))
    write_end(act, STEP, decision, opened=[], cancelled=cancelled)
    return decision


def _move_within(act: Act, given: TransferGiven, destination: _Destination | None) -> Decision:
    case, old = act.case, act.case.unit
    if destination is None or destination.unit == old or destination.way["bloc"] != case.bloc:
        raise InvalidFacts.of("unit", _("The new cell must be another cell of the same bloc that exists today."))
    if not destination.has_helper:
        raise InvalidFacts.of("helper", _("The helper must be an official member of the new organisation."))
    new = destination.unit
    left = places_of(case)
    for column, value in {"unit": new, **destination.way}.items():
        setattr(case, column, value)
    case.save(update_fields=("unit", "department", "committee", "route"))
    case.helper_id, case.returned_from = given.helper, ""
    _move_in_register(act, new, new.name)
    again = fall_again(act, [one for one in _done_again(case) if one in case.standing])
    opened, cancelled = _set_on_its_way(act)
    add_papers(act, [given.certificate])
    facts = {"from": old.pk, "to": new.pk, "helper": given.helper, "again": again}
    decision = decide(act, MOVED, reason=given.reason, facts=facts, **_paper_columns(given))
    tell_of_move(act, decision, old, {*left, *((task.capability, task.unit_id) for task in cancelled)})
    write_end(act, STEP, decision, opened=opened, cancelled=cancelled)
    return decision


def _done_again(case: Case) -> tuple[str, ...]:
    if case.is_recognition:
        return OF_A_RECOGNITION
    # The levels of the new place had no part in a decision that was made.
    return () if case.admitted_on else OF_AN_ADMISSION


def _move_in_register(act: Act, to: Unit | None, place: str) -> None:
    """A member on probation is struck from the one roll and entered in the other. Raises Refused for no member."""
    if not act.case.is_recognition:
        return
    person = act.case.candidate.person
    if membership_of(person, act.dated) is None:
        sentence = _("The register has no stay of this member on %(day)s. Have the register put right first.")
        raise Refused(sentence % {"day": date_format(act.dated, "SHORT_DATE_FORMAT")})
    act.rows += move(person, to, act.dated, place)


def _set_on_its_way(act: Act) -> tuple[Sequence[Task], Sequence[Task]]:
    node = step_node("recognition_transfer" if act.case.is_recognition else STEP)
    outcome = "decided" if act.case.admitted_on and not act.case.is_recognition else FORWARD
    act.task, opened, cancelled = engine.restart_at(
        act.case, node, act.terms, outcome, acting_user=act.acting_user, at=act.at
    )
    act.rows += [act.task, *cancelled]
    # Whose steps were cancelled are told of the move, and what is done again at the new place comes to its bodies.
    act.fell.clear()
    return opened, cancelled


def _cells(day: datetime.date) -> Q:
    return Q(kind__in=Unit.CELLS, valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def cells_to_move_to(case: Case, day: datetime.date) -> models.QuerySet[Unit]:
    """The other cells of the bloc on that day."""
    return Unit.objects.filter(_cells(day), path__startswith=case.bloc.path).exclude(pk=case.unit_id)


def places_of(case: Case) -> set[tuple[str, int]]:
    """Whose case it is: the cell and whoever verifies and approves above it."""
    places = {(roles.PREPARE_FILE, case.unit_id)}
    return places | ({(roles.APPROVE_GRASSROOTS, case.committee_id)} if case.committee_id else set())


def _paper_columns(given: TransferGiven) -> dict[str, Any]:
    return {"number": given.certificate.number, "signed_by": given.certificate.signed_by}
