"""What the page of a class shows: its programme to all who see it, of the enrolled those of the person's own units."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from viewflow.workflow.status import STATUS

from admission_flow.access import case_for
from admission_flow.deadlines import parameters_of
from admission_flow.models import Case, Paper, Regulation, Task
from admission_flow.rules.validity import paper_valid_to
from orgs import access, roles
from orgs.access import Account
from training import numbering
from training.access import Rights, class_for, rights_of
from training.certificates import has_certificates
from training.decisions.begin import open_steps
from training.decisions.enrolling import why_not_waiting
from training.examining import Outlook, attended_by, examined
from training.kinds import ENDS, STEPS, kind_for
from training.models import Attendance, Enrolment, Session, TrainingClass
from training.queries.listing import STAYED, waiting_tasks
from training.rules import Attended, needed

GONE = (Enrolment.State.WITHDRAWN, Enrolment.State.CANCELLED)


@dataclass(frozen=True)
class EnrolledRow:
    """One enrolled person. `marks` are True, False or None (not recorded) for each session in their order."""

    enrolment: Enrolment
    name: str
    marks: list[bool | None]
    attended: Attended
    certificate: str
    valid_to: datetime.date | None
    may_take_out: bool
    # Why the case could get no certificate from this class as it is now.
    trouble: str


@dataclass
class ClassPage:
    """`rows` are of the person's own units; `elsewhere` counts those of other units."""

    found: TrainingClass
    rights: Rights
    sessions: Sequence[Session]
    rows: list[EnrolledRow]
    taken: int
    elsewhere: int
    today: datetime.date
    gone: list[Enrolment] = field(default_factory=list)
    # How many this person could enrol.
    waiting: int = 0

    @property
    def runs(self) -> bool:
        return self.rights.runs(self.found)

    @property
    def left(self) -> int:
        return max(0, self.found.capacity - self.taken)

    @property
    def periods(self) -> int:
        return sum(one.periods for one in self.sessions)

    @property
    def needed(self) -> int:
        return needed(self.periods, self.found.asks_percent)

    @property
    def may_enrol(self) -> bool:
        return self.found.is_open and (self.runs or bool(self.rights.cells))

    @property
    def has_certificates(self) -> bool:
        """Whether this person may take the certificates as forms."""
        return self.runs and has_certificates(self.found) and any(row.certificate for row in self.rows)

    @property
    def has_begun(self) -> bool:
        return self.found.starts <= self.today

    @property
    def is_over(self) -> bool:
        return self.found.ends <= self.today

    @property
    def recorded(self) -> bool:
        """Whether anything of the attendance is."""
        return any(mark is not None for row in self.rows for mark in row.marks)


def class_page(person: Account, pk: int, *, at: datetime.datetime) -> ClassPage:
    """The page of one class. Raises Http404 where the person may not see it."""
    found = class_for(person, pk, at=at)
    rights = rights_of(person, at)
    live = Q(attendances__enrolment__state=Enrolment.State.ENROLLED)
    sessions = list(found.sessions.annotate(recorded=Count("attendances", filter=live)))
    own = access.in_subtrees(person, roles.SEE_LIST, at, field="case__unit__path")
    enrolled = _enrolments(found.enrolments.filter(own))
    staying = [one for one in enrolled if one.state not in GONE]
    taken = found.enrolments.exclude(state__in=GONE).count()
    page = ClassPage(
        found=found,
        rights=rights,
        sessions=sessions,
        rows=_rows(found, rights, sessions, staying),
        taken=taken,
        elsewhere=taken - len(staying),
        today=timezone.localdate(at),
        gone=[one for one in enrolled if one.state in GONE],
    )
    if page.may_enrol:
        tasks = waiting_tasks(rights, frozenset({ENDS[found.kind].step}))
        page.waiting = tasks.filter(unit=found.unit_id, process__held_since__isnull=True).count()
    return page


def _enrolments(rows: object) -> list[Enrolment]:
    """By the order of a roll, each with the number and the last day of its certificate."""
    codes = [end.code for end in ENDS.values()]
    paper = Paper.objects.filter(task=OuterRef("certificate__decision__task"), code__in=codes)
    found = rows.select_related("case__candidate__person", "case__unit")  # type: ignore[attr-defined]
    return list(
        found.annotate(
            certificate_number=F("certificate__number"), valid_to=Subquery(paper.values("valid_to")[:1])
        ).order_by("case__candidate__person__sort_key", "pk")
    )


def _rows(
    found: TrainingClass, rights: Rights, sessions: Sequence[Session], enrolled: Sequence[Enrolment]
) -> list[EnrolledRow]:
    marks: dict[int, dict[int, bool]] = {one.pk: {} for one in enrolled}
    for enrolment, session, present in Attendance.objects.filter(enrolment__in=marks).values_list(
        "enrolment", "session", "present"
    ):
        marks[enrolment][session] = present
    attended = attended_by(found, enrolled)
    tasks = open_steps([one.case_id for one in enrolled], ENDS[found.kind].step) if found.is_open else {}
    return [
        EnrolledRow(
            enrolment=one,
            name=one.case.candidate.person.full_name,
            marks=[marks[one.pk].get(session.pk) for session in sessions],
            attended=attended[one.pk],
            certificate=getattr(one, "certificate_number", None) or "",
            valid_to=getattr(one, "valid_to", None),
            may_take_out=found.is_open and one.is_live and rights.may_enrol(found, one.case.unit_id),
            trouble=why_not_waiting(one.case, tasks.get(one.case_id), found) if found.is_open else "",
        )
        for one in enrolled
    ]


def on_the_roll(found: TrainingClass) -> list[Enrolment]:
    """The live enrolments, by the order of a roll: for the forms of the training centre."""
    return _enrolments(found.enrolments.filter(state=Enrolment.State.ENROLLED))


@dataclass(frozen=True)
class Preview:
    """What a closing on this day would do. `first_number` and `last_number` are empty where nobody passes.

    `counted`: certificates of that year are numbered here already, so the centre tells no last number.
    """

    outlook: Outlook
    first_number: str
    last_number: str
    valid_to: datetime.date | None
    counted: bool


def preview(found: TrainingClass, issued_on: datetime.date, told: int | None) -> Preview:
    """Nothing is locked or written. Raises InvalidFacts for a last number that contradicts what is recorded."""
    enrolled = on_the_roll(found)
    cases: Mapping[int, Case] = {one.case_id: one.case for one in enrolled}
    end = ENDS[found.kind]
    outlook = examined(found, enrolled, cases, open_steps(cases, end.step))
    used = numbering.last_used(found, issued_on.year, told)
    passing = len(outlook.passing)
    return Preview(
        outlook=outlook,
        first_number=end.numbered(used + 1) if passing else "",
        last_number=end.numbered(used + passing) if passing else "",
        valid_to=paper_valid_to(end.code, issued_on, parameters_of(Regulation.on(issued_on))),
        counted=numbering.last_counted(found, issued_on.year) is not None,
    )


@dataclass(frozen=True)
class ClassesOfCase:
    """`waits`: the case waits for a class and is in none; `coming` are those it could get a place in, each with
    `taken`."""

    case: Case
    enrolments: list[Enrolment]
    waits: bool
    coming: list[TrainingClass]
    may_enrol: bool


def classes_of_case(person: Account, pk: int, *, at: datetime.datetime) -> ClassesOfCase:
    """Every class that a case was enrolled in, the newest first. Raises Http404 for a case that one may not see."""
    case = case_for(person, pk, at=at)
    rows = case.enrolments.select_related("training_class").annotate(certificate_number=F("certificate__number"))
    enrolments = list(rows.order_by("-pk"))
    task = Task.objects.filter(process=case, step__in=STEPS, status=STATUS.NEW).first()
    waits = task is not None and not any(one.is_live for one in enrolments)
    coming: list[TrainingClass] = []
    rights = rights_of(person, at)
    if task is not None and waits:
        classes = TrainingClass.objects.filter(
            unit=task.unit_id, kind=kind_for(task.step), state__in=["planned", "running"]
        )
        coming = list(classes.annotate(taken=Count("enrolments", filter=STAYED)).order_by("starts", "pk")[:3])  # type: ignore[no-redef]
    may_enrol = case.unit_id in rights.cells or case.bloc_id in rights.centres
    return ClassesOfCase(case, enrolments, waits, coming, may_enrol)
