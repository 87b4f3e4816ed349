"""Correction of recorded facts by a second pair of eyes: one proposes, somebody else above decides."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.deadlines import Office
from admission_flow.decisions import correctable
from admission_flow.decisions.act import CASE_COLUMNS, Act, decide, make_fall, regulation_on, vouched_for
from admission_flow.decisions.ceremony_day import move_ceremony, refuse_unsound_day
from admission_flow.decisions.correctable import Correctable
from admission_flow.decisions.given import CorrectionGiven
from admission_flow.decisions.telling import refresh_open_pages, tell_of_correction
from admission_flow.flows import PATH, step_node
from admission_flow.models import Case, Correction, Decision, Paper, Regulation, Task
from admission_flow.numbers import refuse_drawn, refuse_given
from admission_flow.papers import CERTIFICATE, NUMBERED_HERE
from admission_flow.refusals import AlreadyHappened, InvalidFacts, NotYours, Refused
from admission_flow.rules import validity
from journal import record
from orgs import access
from orgs.models import Person, Seat, User

STEP, CORRECTED = "correction", "corrected"


class AlreadyDecided(AlreadyHappened):
    def __init__(self, correction: Correction) -> None:
        who = correction.decided_by.display_name if correction.decided_by else ""
        super().__init__(
            _("%(who)s has already decided on this correction. Nothing was recorded twice.") % {"who": who}
        )


class AlreadyProposed(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("A correction of this fact has been proposed already and waits for a decision."))


class OwnProposal(Refused):
    def __init__(self) -> None:
        super().__init__(_("You proposed this correction yourself; somebody else has to decide on it."))


def propose_correction(case_id: int, given: CorrectionGiven, *, acting_user: User, at: datetime.datetime) -> Correction:
    """A fact of the record is said to be wrong. Nothing changes until somebody above has accepted it.

    Raises NotYours for who doesn't hold the seat where the fact was recorded, or InvalidFacts.
    """
    known = _Known.on(at)
    with engine.waiting(), transaction.atomic():
        case = engine.lock(case_id)
        engine.refuse_held(case)
        one = correctable.found(case, given.fact)
        if one is None:
            raise InvalidFacts.of("fact", correctable.NOT_KNOWN)
        seat = _first_seat(acting_user, [correctable.seat_of(case, one)], at)
        if not given.reason.strip():
            raise InvalidFacts.of("reason", _("Say why the recorded fact is wrong, and what shows it."))
        value = correctable.as_text(correctable.parsed(one, given.value, timezone.localdate(at)))
        if value == one.value:
            raise InvalidFacts.of("value", _("This is what is recorded already."))
        _refuse_by_rule(case, one, value)
        correction = Correction(
            case=case,
            table=one.table,
            row=one.row.pk,
            field=one.field,
            old_value=one.value,
            new_value=value,
            reason=given.reason.strip(),
            proposed_by=acting_user,
            proposed_under_id=seat.delegation_id,
            proposed_at=at,
        )
        try:
            with transaction.atomic():
                correction.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyProposed from error
        act = _act(case, acting_user, seat, at, known)
        tell_of_correction(act, correction, correctable.deciders(case, correctable.seat_of(case, one)[1]))
        _write_end(act, "propose_correction", correction)
        return correction


def decide_correction(
    case_id: int, correction_id: int, accepted: bool, answer: str, *, acting_user: User, at: datetime.datetime
) -> Correction:
    """Accept: the row changes, the old value stays with the correction, what rests on the fact falls. Or refuse.

    Raises OwnProposal for who proposed it, NotYours, AlreadyDecided, InvalidFacts.
    """
    known = _Known.on(at)
    with engine.waiting(), transaction.atomic():
        case = engine.lock(case_id)
        engine.refuse_held(case)
        waiting = Correction.objects.select_related("decided_by__person", "proposed_by", "proposed_under__seat")
        correction = waiting.filter(pk=correction_id, case=case).first()
        if correction is None:
            raise InvalidFacts.of("correction", _("Choose a correction that waits for a decision."))
        one = correctable.found(case, correction.fact)
        recorded_at = correctable.seat_of(case, one)[1] if one else case.unit_id
        seat = _first_seat(acting_user, correctable.deciders(case, recorded_at), at)
        if correction.accepted is not None:
            raise AlreadyDecided(correction)
        if _proposers(correction) & {acting_user.person_id, seat.person_id}:
            raise OwnProposal
        if not accepted and not answer.strip():
            raise InvalidFacts.of("answer", _("Say why the correction is refused; who proposed it is told."))
        act = _act(case, acting_user, seat, at, known)
        opened, cancelled = _apply(act, correction, one) if accepted else ([], [])
        correction.accepted, correction.answer = accepted, answer.strip()
        correction.decided_by, correction.decided_at = acting_user, at
        correction.decided_under_id = seat.delegation_id
        correction.save(update_fields=["accepted", "answer", "decided_by", "decided_at", "decided_under"])
        tell_of_correction(act, correction, [], opened, cancelled)
        _write_end(act, "decide_correction", correction, opened)
        return correction


@dataclass(frozen=True)
class _Known:
    """What is read before the case is locked."""

    regulation: Regulation
    office: Office

    @classmethod
    def on(cls, at: datetime.datetime) -> _Known:
        day = timezone.localdate(at)
        return cls(regulation_on(day, at), Office.around(day))


def _act(case: Case, acting_user: User, seat: Seat, at: datetime.datetime, known: _Known) -> Act:
    return Act(case, STEP, None, acting_user, seat, at, timezone.localdate(at), known.regulation, known.office)


def _first_seat(user: User, pairs: Sequence[tuple[str, int]], at: datetime.datetime) -> Seat:
    for capability, unit_id in pairs:
        seat = access.seat_behind(user, capability, unit_id, at)
        if seat is not None:
            return seat
    raise NotYours


def _proposers(correction: Correction) -> set[int | None]:
    """Ids of the persons whose pair of eyes has seen it: who proposed it, and on whose behalf."""
    under = correction.proposed_under
    return {correction.proposed_by.person_id, *([under.seat.person_id] if under else [])}


def _refuse_by_rule(case: Case, one: Correctable, value: str) -> None:
    """What the register and the file hold of a value whoever gives it."""
    if one.field == "citizen_id" and Person.objects.filter(citizen_id=value).exists():
        raise InvalidFacts.of("value", _("This citizen ID is already kept with another person. Check it."))
    born = case.candidate.person.birth_date.isoformat()
    if one.table == correctable.PAPER and one.field == "dated" and value <= born:
        raise InvalidFacts.of("value", _("The date lies before the candidate was born. Check it."))
    if one.table == correctable.CEREMONY:
        refuse_unsound_day(one.row, datetime.date.fromisoformat(value))
    if one.field == "number" and one.row.task_id:
        _refuse_number(case, one, value)


def _refuse_number(case: Case, one: Correctable, value: str) -> None:
    """A number of the unit's own, beside its register."""
    paper = one.row if one.table == correctable.PAPER else next(iter(_twins(case, one, one.value)), None)
    if isinstance(paper, Paper) and paper.code in NUMBERED_HERE:
        unit, year = one.row.task.unit, one.row.dated.year
        refuse_drawn(unit, one.value, year, field="value")
        refuse_given(unit, value, year, field="value", row=paper)


def _apply(act: Act, correction: Correction, one: Correctable | None) -> tuple[list[Task], list[Task]]:
    """The row changes and is a fact of this act; returns the steps that open and those cancelled for it."""
    if one is None or one.value != correction.old_value:
        raise Refused(_("The fact was recorded anew since this was proposed. Refuse it, and have it proposed again."))
    _refuse_by_rule(act.case, one, correction.new_value)
    marks = _marks(act, one, correction.new_value)
    value = correctable.parsed(one, correction.new_value, act.day)
    _write(act, one.row, one.field, value)
    if one.table == correctable.CEREMONY:
        move_ceremony(act, one.row, value)
    for twin in _twins(act.case, one, correction.old_value):
        _write(act, twin, one.field, value)
    return _do_again(act, marks)


def _write(act: Act, row: Any, field: str, value: Any) -> None:
    setattr(row, field, value)
    columns = [field]
    if isinstance(row, Paper) and field == "dated":
        row.valid_to = validity.paper_valid_to(row.code, value, act.parameters)
        columns.append("valid_to")
    row.save(update_fields=columns)
    act.rows.append(row)


def _twins(case: Case, one: Correctable, old: str) -> list[models.Model]:
    """A decision and its paper keep number and signer both: what was wrong in one was wrong in the other."""
    if one.table not in (correctable.PAPER, correctable.DECISION) or one.field == "dated" or not one.row.task_id:
        return []
    other = Decision if one.table == correctable.PAPER else Paper
    return list(other.objects.filter(case=case, task=one.row.task_id, **{one.field: old}))


def _marks(act: Act, one: Correctable, value: str) -> set[str]:
    """The facts that conclusions rest on which change with it; none once it is decided, for a decision stands until it
    is cancelled."""
    if not act.case.is_open or act.case.admitted_on:
        return set()
    if one.table == correctable.PAPER and one.field == "dated" and one.row.code == CERTIFICATE:
        return {"certificate"} if _makes_invalid(act, datetime.date.fromisoformat(value)) else set()
    return {correctable.COLUMNS[one.table][one.field]} - {""}


def _makes_invalid(act: Act, dated: datetime.date) -> bool:
    """Whether a certificate of that day was not valid when a step that judged it was done."""
    judged = Decision.objects.filter(case=act.case, step__in=("file_check", "cell_vote")).values_list(
        "dated", flat=True
    )
    return any(not validity.certificate(dated, day, act.parameters).met for day in {*judged, act.day})


def _do_again(act: Act, marks: set[str]) -> tuple[list[Task], list[Task]]:
    """What rests on the fact is done again, and a decision says so."""
    case = act.case
    fell = make_fall(act, marks)
    if "certificate" in marks and "course" in case.standing:
        case.standing = [step for step in case.standing if step != "course"]
        act.fell.append("course")
    if not act.fell and not fell:
        return [], []
    opened, cancelled = _on_its_way_again(act)
    decide(act, CORRECTED, facts={"again": list(act.fell)})
    return opened, cancelled


def _on_its_way_again(act: Act) -> tuple[list[Task], list[Task]]:
    """A case whose cell is about to supplement goes on from there."""
    case = act.case
    if Task.objects.filter(process=case, status="NEW", step="supplement").exists():
        return [], []
    act.task, opened, cancelled = engine.restart_at(
        case, step_node(STEP), act.terms, acting_user=act.acting_user, at=act.at
    )
    act.rows += [act.task, *cancelled]
    return opened, cancelled


def _write_end(act: Act, verb: str, correction: Correction, opened: Sequence[Task] = ()) -> None:
    """The last rows of an act without a decision of its own: the case, the journal."""
    case = act.case
    correction.fell = [step for group in PATH for step in group if step in act.fell]
    act.rows.append(correction)
    case.changed_at = act.at
    case.save(update_fields=CASE_COLUMNS)
    refresh_open_pages(case, act.acting_user, act.at)
    record.append(
        f"case:{case.pk}",
        verb,
        acting_user=act.acting_user,
        on_behalf_of=access.absent(act.seat),
        at=act.at,
        refs={
            "case": case.number,
            "step": STEP,
            **access.grounds(act.seat),
            "outcome": correction.outcome,
            "correction": correction.pk,
            "opened": [task.step for task in opened],
        },
        facts=vouched_for(act, opened),
    )
