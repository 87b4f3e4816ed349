"""What the verbs of this room share: the locks in their order, the right to act, and the entry in the class's journal.

Locks: the class, then its cases in the order of their ids and in one statement, then the counter of certificates, then
journal heads. Nothing locks a class while it holds a case.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from admission_flow.decisions.act import seat_for
from admission_flow.engine import waiting
from admission_flow.models import Case, Task
from admission_flow.refusals import InvalidFacts, NotYours
from journal import record
from journal.facts import Fact
from orgs import access, roles
from orgs.models import Seat, User
from training.models import Enrolment, TrainingClass
from training.refusals import ClassEnded


def lock_class(class_id: int) -> TrainingClass:
    """The class, locked until the end of the transaction. Raises Busy, or TrainingClass.DoesNotExist."""
    with waiting():
        return (TrainingClass.objects.select_for_update(of=("self",)).select_related("unit", "ended_by__person")).get(
            pk=class_id
        )


def take_up(class_id: int, *, acting_user: User, at: datetime.datetime) -> tuple[TrainingClass, Seat]:
    """The class, locked and still open, for its training centre. Raises NotYours, ClassEnded or Busy."""
    found = lock_class(class_id)
    seat = seat_for(acting_user, roles.RUN_COURSE, found.unit_id, at)
    refuse_ended(found)
    return found, seat


def refuse_ended(found: TrainingClass) -> None:
    if not found.is_open:
        raise ClassEnded(found)


def open_steps(cases: Iterable[int], step: str) -> dict[int, Task]:
    """The open tasks of this step, by case. One statement."""
    return {task.process_id: task for task in Task.objects.filter(process__in=cases, step=step, status=STATUS.NEW)}


def seats_of_enrolling(
    found: TrainingClass, cases: Iterable[Case], *, acting_user: User, at: datetime.datetime
) -> list[Seat]:
    """By which seats this person may put these cases into the class or take them out: that of the training centre for
    any, otherwise those at the cases' own cells. Raises NotYours. One statement for the centre, and one a cell."""
    centre = access.seat_behind(acting_user, roles.RUN_COURSE, found.unit_id, at)
    if centre is not None:
        return [centre]
    cells = sorted({case.unit_id for case in cases})
    if not cells:
        raise NotYours
    return [seat_for(acting_user, roles.PREPARE_FILE, cell, at) for cell in cells]


def live_enrolments(found: TrainingClass) -> list[Enrolment]:
    rows = found.enrolments.filter(state=Enrolment.State.ENROLLED)
    return list(rows.select_related("case__candidate__person", "case__unit").order_by("pk"))


def said(text: str, field: str, sentence: str) -> str:
    """The text without spaces at its ends. Raises InvalidFacts where nothing is left of it."""
    if not text.strip():
        raise InvalidFacts.of(field, sentence)
    return text.strip()


def not_later_than_today(day: datetime.date, today: datetime.date, field: str) -> None:
    if day > today:
        raise InvalidFacts.of(field, _("The date lies in the future. Record it once it has taken place."))


def write_entry(
    found: TrainingClass,
    verb: str,
    seats: Sequence[Seat],
    facts: Sequence[Fact],
    *,
    acting_user: User,
    at: datetime.datetime,
    refs: Mapping[str, object],
) -> None:
    """The last statement of an act: its entry in the stream of the class."""
    lent = [seat for seat in seats if seat.delegation_id is not None]
    by_delegation = {"delegations": [seat.delegation_id for seat in lent]} if lent else {}
    record.append(
        f"class:{found.pk}",
        verb,
        acting_user=acting_user,
        on_behalf_of=access.absent(lent[0]) if lent else None,
        at=at,
        refs={"class": found.number, "seats": [seat.pk for seat in seats], **refs, **by_delegation},
        facts=facts,
    )
