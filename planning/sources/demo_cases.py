"""Cases that come of sources of the demo and are decided: the simulation carries them on, by the verbs."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence

from django.db import transaction

from admission_flow.simulation import fates
from admission_flow.simulation.clock import DAY, WorkingTime
from admission_flow.simulation.fates import Fate
from admission_flow.simulation.history import History, PlanFailedError
from admission_flow.simulation.pace import Pace
from admission_flow.simulation.planner import Plan
from admission_flow.simulation.roster import Cell, Roster
from admission_flow.simulation.scene import Scene, World
from notices.queries import settle_before
from orgs.calendar import ONE_DAY, local_day
from planning.models import Source
from planning.sources.decisions.converting import link_case

# So many days ago the first of them is nominated, the others a week apart.
PAST = 280
APART = 5 * DAY
# Two are admitted, one is not.
FATES = (Fate(fates.GIVEN), Fate(fates.GIVEN, refused=True), Fate(fates.GIVEN))
_SEED = 11
_LOG = logging.getLogger(__name__)


def carry_to_decisions(sources: Sequence[Source], at: datetime.datetime) -> None:
    """Of these, in their order, those that were on the list already and whose cells can take a case through. Nothing
    of it is kept where the bloc of that time refuses what was planned."""
    world = _world(at)
    if world is None:
        return
    chosen = _chosen(sources, world)
    plans = [
        Plan(place + 1, cell, place * APART, fate, person=source.person)
        for place, ((source, cell), fate) in enumerate(zip(chosen, FATES, strict=False))
    ]
    of_person = {source.person_id: source.pk for source, _cell in chosen}

    def link(scene: Scene) -> None:
        source = Source.objects.get(pk=of_person[scene.run.candidate.person_id])
        link_case(source.pk, source.revision, acting_user=scene.actor, at=scene.at)

    try:
        with transaction.atomic():
            History(world, nominated=link).run(plans, lambda _second: None)
    except PlanFailedError as failed:
        _LOG.warning("No source of the demo comes to a decision: %s", failed)
    settle_before(at - 2 * ONE_DAY)


def _world(at: datetime.datetime) -> World | None:
    """None where no working day lies between the first day and now."""
    today, roster = local_day(at), Roster()
    clock = WorkingTime(max(roster.first_day, today - PAST * ONE_DAY), today)
    limit = min(clock.elapsed(at), len(clock.days) * DAY - 1)
    return World(_SEED, roster, clock, Pace(_SEED, clock), limit) if limit > 0 else None


def _chosen(sources: Sequence[Source], world: World) -> list[tuple[Source, Cell]]:
    """One of a cell at most. Asked of the first, the middle and the last day."""
    days = world.clock.days
    asked = (days[0], days[len(days) // 2], world.clock.day(world.limit))
    cells = {cell.unit.pk: cell for cell in world.roster.cells}
    found: dict[int, tuple[Source, Cell]] = {}
    for one in sources:
        cell = cells[one.unit_id]
        listed = one.state == Source.State.LISTED and one.state_on < days[0]
        if listed and one.unit_id not in found and all(world.roster.works(cell, day) for day in asked):
            found[one.unit_id] = (one, cell)
        if len(found) == len(FATES):
            break
    return list(found.values())
