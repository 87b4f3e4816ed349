"""The shape that all verbs share: begin an act on a step, conclude it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow import papers as papers_by_code
from admission_flow.deadlines import Office, Terms, parameters_of
from admission_flow.decisions.given import PaperGiven
from admission_flow.decisions.telling import tell_of
from admission_flow.models import Case, Decision, Paper, Regulation, Task
from admission_flow.nodes import Place
from admission_flow.numbers import refuse_given
from admission_flow.parts import Taken, judged_independent, parts_taken
from admission_flow.refusals import CaseClosed, InvalidFacts, NotYours, RuleNotMet, WrongStep
from admission_flow.rules import standing, validity
from admission_flow.rules.independence import part_of
from admission_flow.rules.values import Parameters, Verdict
from journal import record
from journal.facts import Fact, fact_of
from orgs import access, roles
from orgs.models import Seat, User

CASE_COLUMNS = (
    "status",
    "outcome",
    "standing",
    "returned_from",
    "route",
    "helper",
    "admitted_on",
    "probation_from",
    "closed_at",
    "changed_at",
    "held_since",
)
# Steps that gather papers, which may be older than the case.
GATHERED = frozenset({"course", "declaration", "new_member_class"})


@dataclass
class Act:
    """One step taken up by one person at one moment, judged by the regulation of the day it is dated.

    An act on the whole case, such as a withdrawal, has no task.
    """

    case: Case
    step: str
    task: Task | None
    acting_user: User
    seat: Seat
    at: datetime.datetime
    dated: datetime.date
    regulation: Regulation
    office: Office | None = None
    rows: list[models.Model] = field(default_factory=list)
    # Steps whose conclusion this act made fall; their bodies are told.
    fell: list[str] = field(default_factory=list)
    # Found before the verb asks its own rules; kept with its decision.
    judged: list[Verdict] = field(default_factory=list)
    # Open steps whose due day this act moved.
    moved: list[Task] = field(default_factory=list)

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.case, self.at, self.office)

    @property
    def parameters(self) -> Parameters:
        return parameters_of(self.regulation)

    @property
    def day(self) -> datetime.date:
        return timezone.localdate(self.at)


def begin(
    case_id: int,
    task_id: int,
    step: str,
    *,
    acting_user: User,
    at: datetime.datetime,
    dated: datetime.date,
    seated: tuple[str, Place] | None = None,
) -> Act:
    """Read what doesn't change, lock, refresh, ask access.

    `seated` is another (capability, place) than the step's own, where the step allows it.

    Raises WrongStep, AlreadyDone, CaseClosed, Busy, NotYours, RuleNotMet for who took a part that has to be another's,
    or InvalidFacts for a day that has not come yet or that
    lies before what the step rests on.
    """
    regulation, office = regulation_on(dated, at), Office.around(timezone.localdate(at))
    # What came before this step is done, so that nobody's part in it changes while this act waits for the lock.
    people = [acting_user.person_id] if acting_user.person_id and part_of(step) else []
    taken = parts_taken(case_id, people) if people else {}
    case, task = engine.take_up(case_id, task_id, step)
    capability, unit_id = (seated[0], seated[1].unit_of(case)) if seated else (task.capability, task.unit_id)
    seat = seat_for(acting_user, capability, unit_id, at)
    if step not in GATHERED:
        refuse_before_earlier_steps(case, dated)
    act = Act(case, step, task, acting_user, seat, at, dated, regulation, office)
    if people and seat.delegation_id is not None:
        # Whoever acts for somebody away is no more independent than both are.
        people.append(seat.person_id)
        taken = parts_taken(case_id, people)
    _refuse_dependent(act, people, taken)
    return act


def _refuse_dependent(act: Act, people: Collection[int], taken: Taken) -> None:
    """Raises RuleNotMet for who took a part in this case that has to be another's."""
    found = judged_independent(act.case, act.step, people, taken, act.regulation)
    if found is not None:
        if not found.met:
            raise RuleNotMet([found])
        act.judged.append(found)


def begin_beside(case_id: int, act_on: str, *, acting_user: User, at: datetime.datetime, dated: datetime.date) -> Act:
    """An act of the cell on its open admission beside the step it is at; `act_on` is its name among the decisions.

    Raises CaseClosed, Busy, NotYours, OnHold, WrongStep for a recognition, or InvalidFacts for a day that has not come
    yet.
    """
    regulation, office = regulation_on(dated, at), Office.around(timezone.localdate(at))
    case = engine.lock(case_id)
    if not case.is_open:
        raise CaseClosed
    seat = seat_for(acting_user, roles.PREPARE_FILE, case.unit_id, at)
    engine.refuse_held(case)
    if case.is_recognition:
        raise WrongStep
    return Act(case, act_on, None, acting_user, seat, at, dated, regulation, office)


def seat_for(acting_user: User, capability: str, unit_id: int | None, at: datetime.datetime) -> Seat:
    """The seat that lets this person act there at this moment. Raises NotYours."""
    seat = access.seat_behind(acting_user, capability, unit_id, at) if unit_id is not None else None
    if seat is None:
        raise NotYours
    return seat


def refuse_before_earlier_steps(case: Case, dated: datetime.date) -> None:
    """The day decides by which rules and by how many a vote is judged, so it isn't free."""
    earlier = case.last_dated
    if earlier and dated < earlier:
        raise InvalidFacts.of(
            "dated",
            _("The date lies before %(day)s, the date of an earlier step of this case. Check both.")
            % {"day": date_format(earlier, "SHORT_DATE_FORMAT")},
        )


def regulation_on(dated: datetime.date, at: datetime.datetime) -> Regulation:
    """The generation in force on the day of the act. Raises InvalidFacts for the future and for before all records."""
    if dated > timezone.localdate(at):
        raise InvalidFacts.of("dated", _("The date lies in the future. Record the step once it has taken place."))
    try:
        return Regulation.on(dated)
    except Regulation.DoesNotExist as error:
        raise InvalidFacts.of(
            "dated", _("The date lies before 01/01/2010, from which on the rules are known.")
        ) from error


def make_fall(act: Act, changed: Iterable[str]) -> list[str]:
    """The conclusions that rest on what has changed stand no longer; the steps they were made at, in their order."""
    fell = standing.fallen(act.case.standing, changed)
    act.case.standing = [step for step in act.case.standing if step not in fell]
    act.fell += fell
    return fell


def add_papers(act: Act, papers: Iterable[PaperGiven]) -> list[Paper]:
    """Paper rows of this act, in one statement; until when each is valid, by the regulation of the act's day.

    Raises InvalidFacts for a day that can't be, and for a number that the register has given to another paper.
    """
    papers = list(papers)
    rows = [
        Paper(
            case=act.case,
            task=act.task,
            code=paper.code,
            number=paper.number,
            dated=paper.dated,
            signed_by=paper.signed_by,
            valid_to=validity.paper_valid_to(paper.code, paper.dated, act.parameters),
            checked_by=act.acting_user,
            at=act.at,
        )
        for paper in papers
    ]
    born = act.case.candidate.person.birth_date
    for row in rows:
        if row.dated > act.day:
            sentence = _("%(paper)s: its date lies in the future. Check it.")
        elif row.dated <= born:
            sentence = _("%(paper)s: its date lies before the candidate was born. Check it.")
        else:
            continue
        raise InvalidFacts.of("dated", sentence % {"paper": papers_by_code.title(row.code)})
    for paper in papers:
        if paper.code in papers_by_code.NUMBERED_HERE and not paper.drawn:
            refuse_given(act.seat.unit, paper.number, paper.dated.year)
    act.rows += Paper.objects.bulk_create(rows)
    return rows


def decide(act: Act, outcome: str, *, verdicts: Sequence[Verdict] = (), **columns: object) -> Decision:
    """The Decision row of this act, with the parameters and the arithmetic it used."""
    decision = Decision.objects.create(
        case=act.case,
        task=act.task,
        step=act.step,
        outcome=outcome,
        dated=act.dated,
        derivation=[one.derivation() for one in (*act.judged, *verdicts)],
        regulation=act.regulation,
        decided_by=act.acting_user,
        delegation_id=act.seat.delegation_id,
        at=act.at,
        **columns,
    )
    act.rows.append(decision)
    return decision


def conclude(act: Act, verb: str, decision: Decision, *, stands: bool = True) -> Decision:
    """Advance the flow, save the case, write the journal entry and the notices.

    `stands`: the step's conclusion holds from now on, so that a later supplement passes over it.
    """
    case = act.case
    if act.task is None:
        raise ValueError("an act on a step has its task")
    if stands and act.step not in case.standing:
        case.standing = [*case.standing, act.step]
    opened = engine.complete(case, act.task, decision.outcome, act.terms, acting_user=act.acting_user, at=act.at)
    act.rows.append(act.task)
    write_end(act, verb, decision, opened)
    return decision


def write_end(
    act: Act,
    verb: str,
    decision: Decision,
    opened: Sequence[Task],
    cancelled: Sequence[Task] = (),
    *,
    saved: bool = False,
) -> None:
    """The last rows of an act: the case, the notices, and the journal, whose head is the last lock of all.

    `saved`: the case has been written in this act as it is, and needs no second statement.
    """
    case = act.case
    case.changed_at = act.at
    if not case.is_open:
        case.closed_at = act.at
    if not saved:
        case.save(update_fields=CASE_COLUMNS)
    tell_of(act, decision, opened, cancelled)
    record.append(
        f"case:{case.pk}",
        verb,
        acting_user=act.acting_user,
        on_behalf_of=access.absent(act.seat),
        at=act.at,
        refs={
            "case": case.number,
            "task": act.task.pk if act.task else None,
            "step": act.step,
            **access.grounds(act.seat),
            "outcome": decision.outcome,
            "decision": decision.pk,
            "opened": [task.step for task in opened],
        },
        facts=vouched_for(act, opened),
    )


def vouched_for(act: Act, opened: Sequence[Task]) -> list[Fact]:
    """Every row the act wrote, as the journal keeps it."""
    salt = act.case.candidate.person.salt
    rows: list[models.Model] = [*act.rows, *act.terms.written.values(), act.case]
    written = [fact_of(row, salt=salt) for row in rows]
    still_open = (fact_of(task, salt=salt, at_first=True) for task in (*act.moved, *opened))
    return [*written, *still_open, fact_of(act.regulation)]
