"""From the facts of cases to what is kept of their waiting: one Span a case, one Stay a step it stood at.

Days are local calendar days between arrival and end: in on the 3rd and out on the 8th are five. Steps that are done as
they open wait for nobody and are left out.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q
from viewflow.workflow.status import STATUS

from admission_flow.flows import SUPPLEMENTS
from admission_flow.models import Case, Decision, Hold, Task, Verification, VerificationRequest
from admission_flow.queries.listing import STEPS
from insights.models import Span, Stay
from insights.waits.parts import Interval, Stood, split, whole_days
from meetings.bodies import MATTERS
from meetings.models import Item, Meeting
from orgs.calendar import ONE_DAY, Calendar, calendar_for, local_day
from training import kinds
from training.models import Enrolment

AT_ONCE = frozenset({"nominate"})
WAITED_AT = tuple(step for step in STEPS if step not in AT_ONCE)
DECIDED = frozenset({"admitted", "not_admitted", "recognised", "struck_off"})
# Steps that only a vote of a body or a class ends: whoever has seen the case waits for that.
VOTED = frozenset(step for step, matter in MATTERS.items() if matter.rule)
TAUGHT = kinds.STEPS


class Measures(NamedTuple):
    spans: list[Span]
    stays: list[Stay]


@dataclass
class Causes:
    """Of some cases: when something else than the step's own unit made them wait."""

    held: dict[int, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    # By task; `settled` is the day of the vote or of the certificate that ended it.
    settled: dict[int, datetime.date] = field(default_factory=dict)
    outside: dict[int, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    sitting: dict[int, list[Interval]] = field(default_factory=lambda: defaultdict(list))


def measure(case_ids: Collection[int], *, at: datetime.datetime) -> Measures:
    """Everything of these cases as of this moment, not saved. Nine statements, whatever their number."""
    cases = Case.objects.filter(pk__in=case_ids).order_by("pk")
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in Task.objects.filter(process__in=case_ids).select_related("cause").order_by("pk"):
        tasks[task.process_id].append(task)
    generations = _generations(case_ids)
    causes = _causes(case_ids, at)
    first = min((case.opened_at for case in cases), default=at)
    calendar = calendar_for(local_day(first), local_day(at))
    spans, stays = [], []
    for case in cases:
        place = _place_of(case, generations.get(case.pk, ""))
        spans.append(_span(case, tasks[case.pk], place))
        stays += [
            _stay(task, place, causes, calendar, at, held=case.held_since is not None)
            for task in tasks[case.pk]
            if task.step in WAITED_AT
        ]
    return Measures(spans, stays)


def _place_of(case: Case, generation: str) -> dict[str, object]:
    levels = (case.unit_id, case.department_id, case.committee_id, case.bloc_id)
    # A grassroots cell is its own grassroots organisation.
    places = list(dict.fromkeys(unit for unit in levels if unit is not None))
    return {"unit_id": case.unit_id, "places": places, "route": case.route, "generation": generation}


def _span(case: Case, tasks: Sequence[Task], place: Mapping[str, object]) -> Span:
    decided = [task.done_at for task in tasks if task.outcome in DECIDED and task.done_at is not None]
    end = max(decided, default=case.closed_at)
    return Span(
        case=case,
        opened_on=local_day(case.opened_at),
        ended_on=local_day(end) if end else None,
        decided=bool(decided),
        closed_on=local_day(case.closed_at) if case.closed_at else None,
        outcome=case.outcome,
        recognition=case.is_recognition,
        reached=sorted({task.step for task in tasks if task.step in WAITED_AT}),
        **place,
    )


def _stay(
    task: Task, place: Mapping[str, object], causes: Causes, calendar: Calendar, at: datetime.datetime, *, held: bool
) -> Stay:
    parts = split(
        Stood(task.opened_at, task.done_at or at, task.first_seen_at, task.claimed_at),
        calendar,
        held=causes.held[task.process_id],
        outside=causes.outside[task.pk],
        sitting=[*causes.sitting[task.pk], *_until_settled(task, causes.settled.get(task.pk), at)],
    )
    asked_by = task.cause.step if task.step in SUPPLEMENTS and task.cause is not None else ""
    return Stay(
        task=task,
        case_id=task.process_id,
        step=task.step,
        asked_by=asked_by,
        opened_on=local_day(task.opened_at),
        ended_on=local_day(task.done_at) if task.done_at else None,
        concluded=task.status == STATUS.DONE,
        due_on=None if held else task.due_on,
        **{part.value: int(length.total_seconds()) for part, length in parts.items()},
        **place,
    )


def _until_settled(task: Task, settled: datetime.date | None, at: datetime.datetime) -> Iterable[Interval]:
    """From when somebody had seen it to the end of that day; of what nobody is known to have seen before, from its
    arrival. An open one that was seen waits for it still."""
    if task.step not in VOTED | TAUGHT:
        return
    seen = task.first_seen_at
    if task.done_at is None:
        yield Interval(seen or at, at)
    elif settled is not None:
        day = whole_days(settled, settled + ONE_DAY)
        yield Interval(seen if seen and seen < day.since else task.opened_at, day.until)


def _generations(case_ids: Collection[int]) -> dict[int, str]:
    """Of each case that of its first decision."""
    first = Decision.objects.filter(case__in=case_ids).order_by("case", "pk").distinct("case")
    return dict(first.values_list("case", "regulation__code"))


def _causes(case_ids: Collection[int], at: datetime.datetime) -> Causes:
    causes = Causes()
    tomorrow = local_day(at) + datetime.timedelta(days=1)
    for case, since, until in Hold.objects.filter(case__in=case_ids).values_list("case", "since", "until"):
        causes.held[case].append(whole_days(since, until or tomorrow))
    causes.settled.update(_settled(case_ids))
    for task, asked, answered in _letters(case_ids):
        causes.outside[task].append(whole_days(asked, answered or tomorrow))
    for task, interval in [*_sittings(case_ids, at), *_classes(case_ids, at)]:
        causes.sitting[task].append(interval)
    return causes


def _settled(case_ids: Collection[int]) -> Iterable[tuple[int, datetime.date]]:
    voted, taught = Q(step__in=VOTED, present__isnull=False), Q(step__in=TAUGHT)
    rows = Decision.objects.filter(voted | taught, case__in=case_ids, task__isnull=False)
    return rows.values_list("task", "dated")


def _letters(case_ids: Collection[int]) -> Iterable[tuple[int, datetime.date, datetime.date | None]]:
    """Task, day of asking and of the answer. What is answered without a letter waited for nobody that we know of."""
    answers = dict(
        Verification.objects.filter(case__in=case_ids, request__isnull=False).values_list("request", "answered_on")
    )
    requests = VerificationRequest.objects.filter(case__in=case_ids).values_list("pk", "task", "sent_on")
    return [(task, sent_on, answers.get(request)) for request, task, sent_on in requests]


def _sittings(case_ids: Collection[int], at: datetime.datetime) -> Iterable[tuple[int, Interval]]:
    """From the calling of the meeting that has the case on its agenda to its end."""
    items = Item.objects.filter(case__in=case_ids).exclude(result=Item.Result.OFF)
    items = items.exclude(meeting__status=Meeting.Status.CANCELLED)
    rows = items.values_list("task", "meeting__called_at", "meeting__closed_at")
    return [(task, Interval(called, closed or at)) for task, called, closed in rows]


def _classes(case_ids: Collection[int], at: datetime.datetime) -> Iterable[tuple[int, Interval]]:
    """From the enrolment in a class to its end, or to leaving it."""
    rows = Enrolment.objects.filter(case__in=case_ids).values_list(
        "task", "enrolled_at", "withdrawn_at", "training_class__ended_at"
    )
    return [(task, Interval(enrolled, left or ended or at)) for task, enrolled, left, ended in rows]
