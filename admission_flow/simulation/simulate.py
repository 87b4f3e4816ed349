"""The whole simulation: read the bloc, plan, run, count."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from admission_flow.models import Case, Task
from admission_flow.simulation import statistics
from admission_flow.simulation.clock import DAY, WorkingTime
from admission_flow.simulation.history import History
from admission_flow.simulation.pace import Pace, Slow
from admission_flow.simulation.planner import Planner, SimulationRefusedError
from admission_flow.simulation.roster import Roster
from admission_flow.simulation.scene import World
from notices.queries import settle_before
from notices.tell import quiet
from orgs.queries import bloc

# Notices of acts that are older than this are taken as read.
_READ_AFTER = 2 * DAY


@dataclass(frozen=True)
class Summary:
    """Nominations of this history by outcome ("" is open), open steps, and the recognitions that followed."""

    outcomes: Counter[str]
    open_steps: Counter[str]
    recognitions: Counter[str]


def simulate(
    cases: int,
    first: datetime.date,
    last: datetime.date,
    seed: int,
    *,
    now: datetime.datetime,
    slow: Slow = Slow(),  # noqa: B008  (frozen)
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """So many cases nominated from `first` on, with everything that happened up to the end of `last`, or to `now`.

    All of it or nothing. The same seed on the same database gives the same history. `progress` is told of working
    days done and in all. Raises SimulationRefusedError, or history.PlanFailedError where a verb refuses the plan.
    """
    _refuse(cases, first, last, timezone.localdate(now))
    with quiet(), transaction.atomic():
        statistics.refresh()
        world = _world(first, last, seed, now, slow)
        plans = Planner(world.roster, world.clock, world.pace, world.limit, seed).plan(cases)
        runs = History(world).run(plans, lambda second: progress(second // DAY + 1, world.limit // DAY + 1))
        settle_before(world.clock.moment(max(0, world.limit - _READ_AFTER)))
        return _count([run.admission_id or run.case_id for run in runs])


def _world(first: datetime.date, last: datetime.date, seed: int, now: datetime.datetime, slow: Slow) -> World:
    roster = Roster()
    if first < roster.first_day:
        day = f"{roster.first_day:%d/%m/%Y}"
        raise SimulationRefusedError(_("The rules are known from %(day)s on; begin then or later.") % {"day": day})
    clock = WorkingTime(first, last)
    limit = min(clock.elapsed(now), len(clock.days) * DAY - 1)
    if limit < 0:
        raise SimulationRefusedError(_("No working day lies between these dates and now."))
    return World(seed, roster, clock, Pace(seed, clock, slow), limit)


def _refuse(cases: int, first: datetime.date, last: datetime.date, today: datetime.date) -> None:
    """Raises SimulationRefusedError where there is nothing to simulate, or where it would do harm."""
    if settings.PRODUCTION:
        raise SimulationRefusedError(
            _("This is a production server: a simulated history would mix invented people with real ones.")
        )
    if cases < 1:
        raise SimulationRefusedError(_("Ask for at least one case."))
    if last < first:
        raise SimulationRefusedError(_("The first day lies after the last one. Exchange them."))
    if last > today:
        sentence = _("The last day, %(day)s, has not come. End the history today, %(today)s, or earlier.")
        raise SimulationRefusedError(sentence % {"day": f"{last:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"})
    if bloc() is None:
        raise SimulationRefusedError(_("No bloc is loaded. Load one first: manage.py load_bloc demo/bloc.xlsx"))


def _count(case_ids: list[int]) -> Summary:
    outcomes = Counter(Case.objects.filter(pk__in=case_ids).values_list("outcome", flat=True))
    second = dict(Case.objects.filter(admission__in=case_ids).values_list("pk", "outcome"))
    open_tasks = Task.objects.filter(process__in=[*case_ids, *second], status=STATUS.NEW)
    return Summary(outcomes, Counter(open_tasks.values_list("step", flat=True)), Counter(second.values()))
