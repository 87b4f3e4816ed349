"""What of this room hangs on a seat, for who sees it change hands: the steps that wait at its unit, and its cases."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.decisions.reassignment import hand_on
from admission_flow.flows import step_node
from admission_flow.models import Case, Task
from orgs import access, roles
from orgs.handing_over import LINES, Line, Load
from orgs.models import Seat, User


def steps_of(seat: Seat, person: User, at: datetime.datetime) -> Load:
    """Open steps that the seat may act on, those first that its holder is on. Four statements."""
    tasks = _steps(seat).select_related("process__candidate__person").order_by("due_on", "pk")
    theirs = {task for task in tasks if task.owner_id and task.owner_id == _account(seat)}
    names = access.sees(person, roles.SEE_LIST, seat.unit, at)
    ordered = sorted(tasks, key=lambda task: task not in theirs)
    lines = [_line(task, names, task in theirs) for task in ordered[:LINES]]
    return Load(_("Steps that wait"), len(ordered), lines, _digest((task.pk, task.owner_id) for task in ordered))


def cases_of(seat: Seat, person: User, at: datetime.datetime) -> Load:
    """Open cases that the unit has, whatever step they are at. Three statements."""
    cases = _cases(seat).select_related("candidate__person").order_by("pk")
    ids = list(cases.values_list("pk", flat=True))
    names = access.sees(person, roles.SEE_LIST, seat.unit, at)
    lines = [
        Line(str(case.pk), _named(case.number, case.candidate.person.full_name, names), _href(case.pk, names))
        for case in cases[:LINES]
    ]
    return Load(_("Open cases"), len(ids), lines, _digest((pk,) for pk in ids))


def hand_steps(seat: Seat, to: User | None, acting_user: User, at: datetime.datetime) -> None:
    """The steps that the holder is on, to whom follows on the seat, or to nobody."""
    taken = list(_steps(seat).filter(owner=_account(seat)).values_list("pk", flat=True))
    if taken:
        hand_on(taken, to, acting_user=acting_user, at=at)


def _steps(seat: Seat) -> QuerySet[Task]:
    acting = roles.capabilities_of(seat.unit.kind, seat.role) - roles.SEEING
    return Task.objects.filter(unit=seat.unit_id, capability__in=acting, status=STATUS.NEW)


def _cases(seat: Seat) -> QuerySet[Case]:
    """Of a cell its own; of a committee those under it; none for a seat that acts on no case."""
    if not roles.capabilities_of(seat.unit.kind, seat.role) - roles.SEEING - {roles.MANAGE_UNITS}:
        return Case.objects.none()
    here = Q()
    for place in ("unit", "department", "committee", "bloc"):
        here |= Q(**{place: seat.unit_id})
    return Case.objects.filter(here, status=PROCESS.NEW)


def _account(seat: Seat) -> int | None:
    return User.objects.filter(person=seat.person_id).values_list("pk", flat=True).first()


def _line(task: Task, names: bool, theirs: bool) -> Line:
    case = task.process
    step = str(step_node(task.step).task_title)
    words = f"{_named(case.number, case.candidate.person.full_name, names)} · {step}"
    return Line(str(task.pk), words, _href(case.pk, names), theirs)


def _named(number: str, name: str, names: bool) -> str:
    """Candidates are named to who may see their cases."""
    return f"{number} · {name}" if names else number


def _href(case_id: int, names: bool) -> str:
    return f"/cases/{case_id}/" if names else ""


def _digest(rows: Iterable[tuple[object, ...]]) -> str:
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()[:16]
