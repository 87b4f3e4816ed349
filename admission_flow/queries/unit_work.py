"""What waits at one unit, and who is on it: for its head, who may give it to others."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils import timezone
from viewflow.workflow.status import STATUS

from admission_flow.models import Task
from admission_flow.queries.listing import WHOLE, CountedPages, step_title, working_days_left
from orgs import access, roles
from orgs.models import Unit, User

NOBODY = "nobody"
_ORDER = ("due_on", "id")
_BESIDE = ("process__candidate__person", "owner__person")


@dataclass(frozen=True)
class UnitRow:
    """One open step. `name` is empty for who may not see the case in lists; `left` is in working days."""

    task_id: int
    number: str
    name: str
    title: str
    taken_by: str
    due_on: datetime.date | None
    due_kind: str
    left: int | None
    waited: int
    held_since: datetime.date | None

    @property
    def held(self) -> bool:
        return self.held_since is not None


@dataclass(frozen=True)
class UnitWork:
    """`on` is whose steps are shown: an account's id as text, NOBODY, or "" for all. `holders` may be given steps."""

    unit: Unit
    on: str
    page: Page[Any]
    rows: list[UnitRow]
    holders: list[User]
    takers: list[User]
    unseen_names: bool


def unit_work(person: User, unit: Unit, on: str, page: str, *, at: datetime.datetime) -> UnitWork:
    """A page of the steps that wait there, the due ones first. Seven statements, however many."""
    waiting = _waiting(unit)
    takers = list(
        User.objects.filter(pk__in=waiting.exclude(owner=None).values("owner")).select_related("person").order_by("pk")
    )
    shown = {NOBODY: waiting.filter(owner=None), **{str(one.pk): waiting.filter(owner=one) for one in takers}}
    on = on if on in shown else ""
    tasks = shown.get(on, waiting).order_by(*_ORDER)
    found = CountedPages(tasks.values("pk"), tasks.count()).get_page(page)
    names = access.sees(person, roles.SEE_LIST, unit, at)
    rows = Task.objects.filter(pk__in=found.object_list).select_related(*_BESIDE).order_by(*_ORDER)
    return UnitWork(
        unit=unit,
        on=on,
        page=found,
        rows=_rows(list(rows), names, at),
        holders=_holders(unit, set(waiting.values_list("capability", flat=True).order_by().distinct()), at),
        takers=takers,
        unseen_names=not names,
    )


def every_row(person: User, unit: Unit, on: str, *, at: datetime.datetime) -> Iterator[UnitRow]:
    """What all pages of the same list show, in its order; two statements for each `WHOLE` rows and one more."""
    names, waiting = access.sees(person, roles.SEE_LIST, unit, at), _waiting(unit)
    if on == NOBODY:
        waiting = waiting.filter(owner=None)
    elif on.isascii() and on.isdecimal() and len(on) < 19:
        waiting = waiting.filter(owner=int(on))
    rows = waiting.select_related(*_BESIDE).order_by(*_ORDER).iterator(chunk_size=WHOLE)
    while chunk := list(islice(rows, WHOLE)):
        yield from _rows(chunk, names, at)


def _waiting(unit: Unit) -> QuerySet[Task]:
    return Task.objects.filter(unit=unit, status=STATUS.NEW)


def _rows(tasks: list[Task], names: bool, at: datetime.datetime) -> list[UnitRow]:
    today = timezone.localdate(at)
    left = working_days_left((task.due_on for task in tasks), today)
    return [_row(task, names, left.get(task.due_on) if task.due_on else None, today) for task in tasks]


def _row(task: Task, names: bool, left: int | None, today: datetime.date) -> UnitRow:
    case = task.process
    return UnitRow(
        task_id=task.pk,
        number=case.number,
        name=case.candidate.person.full_name if names else "",
        title=step_title(task.step),
        taken_by=task.owner.display_name if task.owner else "",
        due_on=task.due_on,
        due_kind=task.due_kind,
        left=left,
        waited=(today - timezone.localdate(task.opened_at)).days,
        held_since=case.held_since,
    )


def _holders(unit: Unit, capabilities: Collection[str], at: datetime.datetime) -> list[User]:
    found = access.holders([(capability, unit.pk) for capability in capabilities], at)
    ids = {user for users in found.values() for user in users}
    return list(User.objects.filter(pk__in=ids).select_related("person").order_by("person__sort_key", "pk"))
