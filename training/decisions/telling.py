"""Who is told what of a class: numbers and keys only, never a name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from viewflow.workflow.status import STATUS

from admission_flow.models import Task
from notices.tell import Told, tell_each
from orgs import access, roles
from orgs.models import User
from training.kinds import ENDS
from training.models import Enrolment, TrainingClass


def planned_source(found: TrainingClass) -> str:
    return f"class:{found.pk}"


def tell_of_plan(found: TrainingClass, *, acting_user: User, at: datetime.datetime) -> None:
    """The cells that have cases waiting for such a class."""
    waits = Task.objects.filter(step=ENDS[found.kind].step, status=STATUS.NEW, unit=found.unit)
    cells = waits.order_by().values_list("process__unit", flat=True).distinct()
    people = _cells(cells, acting_user, at)
    tell_each([Told(people, "class_planned", _params(found), _link(found), planned_source(found))], at=at)


def tell_of_change(
    found: TrainingClass, enrolled: Sequence[Enrolment], kind: str, *, acting_user: User, at: datetime.datetime
) -> None:
    """`class_changed` or `class_cancelled`, to the cells whose candidates are enrolled."""
    people = _cells((one.case.unit_id for one in enrolled), acting_user, at)
    source = f"{planned_source(found)}.{found.revision}"
    ended = [planned_source(found)] if not found.is_open else []
    tell_each([Told(people, kind, _params(found), _link(found), source)], at=at, settled=ended)


def tell_of_places(
    found: TrainingClass, enrolments: Sequence[Enrolment], kind: str, *, acting_user: User, at: datetime.datetime
) -> None:
    """`class_enrolled` or `class_taken_out`: each cell of its own candidates, the training centre of all."""
    by_cell: dict[int, list[Enrolment]] = {}
    for one in enrolments:
        by_cell.setdefault(one.case.unit_id, []).append(one)
    centre = (roles.RUN_COURSE, found.unit_id)
    seats = {cell: (roles.PREPARE_FILE, cell) for cell in by_cell}
    holders = access.holders({centre, *seats.values()}, at)
    told = []
    for cell, group in by_cell.items():
        people = {*holders[centre], *holders[seats[cell]]} - {acting_user.pk}
        params = {**_params(found), "number": len(group)}
        told.append(Told(sorted(people), kind, params, _link(found), f"enrolment:{group[0].pk}"))
    tell_each(told, at=at)


def tell_of_end(
    found: TrainingClass, not_passed: Sequence[Enrolment], *, acting_user: User, at: datetime.datetime
) -> None:
    """Of who passed the case tells; of who did not, the cell hears that they wait for another class."""
    holders = access.holders({(roles.PREPARE_FILE, one.case.unit_id) for one in not_passed}, at)
    told = [
        Told(
            sorted({*holders[roles.PREPARE_FILE, one.case.unit_id]} - {acting_user.pk}),
            "class_not_passed",
            {**_params(found), "case": one.case.number},
            f"/cases/{one.case_id}/",
            f"enrolment:{one.pk}",
        )
        for one in not_passed
    ]
    tell_each(told, at=at, settled=[planned_source(found)])


def _cells(cells: Iterable[int], acting_user: User, at: datetime.datetime) -> list[int]:
    holders = access.holders({(roles.PREPARE_FILE, cell) for cell in cells}, at)
    return sorted({user for users in holders.values() for user in users} - {acting_user.pk})


def _params(found: TrainingClass) -> dict[str, str | int | bool | None]:
    return {"class": found.number, "kind": found.kind}


def _link(found: TrainingClass) -> str:
    return f"/classes/{found.pk}/"
