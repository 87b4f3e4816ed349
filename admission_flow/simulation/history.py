"""All cases run side by side, act by act in the order of time, from the first nomination to the end of the history."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils import timezone
from viewflow.workflow.status import STATUS

from admission_flow.decisions import handling
from admission_flow.models import Task
from admission_flow.rules.independence import independence, part_of
from admission_flow.simulation import (
    acts_above,
    acts_of_cells,
    acts_of_probation,
    acts_of_verifiers,
    fates,
    statistics,
)
from admission_flow.simulation.clock import DAY
from admission_flow.simulation.pace import after_sitting
from admission_flow.simulation.planner import Plan
from admission_flow.simulation.scene import Run, Scene, World
from admission_flow.simulation.ways import rows_from, with_detours
from orgs import roles
from orgs.models import User
from orgs.refusals import Refusal

Act = Callable[[Scene], object]

ACTS: dict[str, Act] = {
    "course": acts_above.record_certificate,
    "declaration": acts_of_cells.declare,
    "verification": acts_of_verifiers.verify,
    "opinions": acts_of_cells.record_opinions,
    "file_check": acts_of_cells.check_file,
    "cell_vote": acts_of_cells.vote,
    "departmental_appraisal": acts_above.appraise_department,
    "grassroots_approval": acts_above.approve_grassroots,
    "bloc_appraisal": acts_above.appraise_bloc,
    "bloc_decision": acts_above.decide_bloc,
    "consultation": acts_above.answer_consultation,
    "supplement": acts_of_cells.supplement,
    "ceremony": acts_of_cells.hold_ceremony,
    "new_member_class": acts_of_probation.record_class,
    "probation_papers": acts_of_probation.review,
    "probation_opinions": acts_of_probation.record_opinions,
    "recognition_vote": acts_of_probation.vote,
    "recognition_appraisal": acts_of_probation.appraise,
    "recognition_approval": acts_of_probation.approve,
    "recognition_bloc_appraisal": acts_of_probation.appraise_bloc,
    "recognition_decision": acts_of_probation.decide,
}
# Done by the cell instead of by the seat of the step.
BY_THE_CELL = (acts_of_cells.present_certificate, acts_of_cells.withdraw)
_A_MINUTE = 60
# Numbers of cases at which the tables have grown so much that the planner should hear of it.
_COUNTED_ANEW = frozenset(8 * 3**power for power in range(12))


class PlanFailedError(Exception):
    """A verb refused what was planned: the plan is wrong, and nothing of the history is kept."""


@dataclass
class Errand:
    """An open step with what is to become of it, and who took it."""

    task: Task
    times: int
    since: int
    act: Act
    seat: tuple[str, int]
    rng: random.Random
    owner: User | None = None


@dataclass
class History:
    world: World
    # Told of each nomination once its case is open.
    nominated: Callable[[Scene], object] = lambda _scene: None
    _queue: list[tuple[int, int, Callable[[int], None]]] = field(default_factory=list)
    _pushed: int = 0
    _opened: int = 0

    def run(self, plans: list[Plan], progress: Callable[[int], None]) -> list[Run]:
        """Do everything up to the last second of the world; `progress` is told each second. Raises PlanFailedError."""
        runs = [Run(plan) for plan in plans]
        for run in runs:
            self._push(run.plan.start, partial(self._nominate, run))
        while self._queue:
            second, _place, event = heapq.heappop(self._queue)
            progress(second)
            event(second)
        return runs

    def _push(self, second: int, event: Callable[[int], None]) -> None:
        """What lies behind the end never happens."""
        if second <= self.world.limit:
            self._pushed += 1
            heapq.heappush(self._queue, (second, self._pushed, event))

    def _nominate(self, run: Run, second: int) -> None:
        unit, rng = run.plan.cell.unit, self._rng(run, "nominate", 1)
        actor = self._actor((roles.NOMINATE, unit.pk), second, rng)
        if actor is None:
            raise PlanFailedError(f"nobody may nominate in {unit.code} on {self.world.clock.day(second):%d/%m/%Y}")
        scene = Scene(self.world, run, 0, "nominate", unit.pk, 1, max(0, second - 3 * DAY), second, actor, rng)
        try:
            case = acts_of_cells.nominate(scene)
        except Refusal as refusal:
            raise self._failed(scene, refusal) from refusal
        run.case_id, run.number, run.candidate = case.pk, case.number, case.candidate
        self.nominated(scene)
        self._opened += 1
        if self._opened in _COUNTED_ANEW:
            statistics.refresh()
        self._take_up_opened(run, second)

    def _take_up_opened(self, run: Run, second: int) -> None:
        """Look at the steps that are open now, and plan what becomes of the new ones."""
        open_tasks = Task.objects.filter(process=run.case_id, status=STATUS.NEW).order_by("pk")
        tasks = list(open_tasks.only("step", "unit", "capability"))
        run.closed = not tasks
        for task in tasks:
            if task.pk not in run.tasks:
                run.tasks.add(task.pk)
                run.opened[task.step] += 1
                self._plan(run, task, second)

    def _plan(self, run: Run, task: Task, second: int) -> None:
        """Somebody sees the step, somebody may take it, and somebody does it."""
        times = run.opened[task.step]
        rng, act = self._rng(run, task.step, times), _act_of(run, task.step, times)
        cell = (roles.PREPARE_FILE, run.plan.cell.unit.pk)
        seat = cell if act in BY_THE_CELL else (task.capability, task.unit_id)
        errand = Errand(task, times, second, act, seat, rng)
        stays = task.step == run.fate.left_at or (
            run.probation is not None and not acts_of_probation.goes_on(self.world, run)
        )
        done = None if stays else self._done_at(run, errand)
        pace, unit = self.world.pace, self.world.roster.units[task.unit_id].code
        length = (done if done is not None else self.world.limit + 30 * DAY) - second
        seen = second + min(pace.seen_after(unit, rng), max(length * 3 // 4, 1))
        self._push(seen, partial(self._see, run, errand))
        if pace.is_taken(unit, rng) and act not in BY_THE_CELL:
            taken = seen + int((length - (seen - second)) * rng.uniform(0.05, 0.8))
            self._push(taken, partial(self._take, run, errand))
        if errand.act is acts_of_verifiers.verify:
            self._push_letters(run, errand, seen, length - (seen - second))
        if done is not None:
            self._push(done, partial(self._do, run, errand))

    def _push_letters(self, run: Run, errand: Errand, seen: int, left: int) -> None:
        """In half of the verifications letters go out, and answers come back one by one."""
        rng = self._rng(run, "letters", errand.times)
        if rng.random() < 0.5:
            sent = seen + 1 + int(left * rng.uniform(0.05, 0.2))
            letters = replace(errand, rng=rng)
            self._push(sent, partial(self._correspond, run, replace(letters, act=acts_of_verifiers.ask)))
            heard = seen + 1 + int(left * rng.uniform(0.5, 0.9))
            self._push(heard, partial(self._correspond, run, replace(letters, act=acts_of_verifiers.hear)))

    def _correspond(self, run: Run, errand: Errand, second: int) -> None:
        """An act that leaves the step open; nothing where the seat is empty or the step is done."""
        actor = self._actor(errand.seat, second, errand.rng, errand.owner)
        open_still = Task.objects.filter(pk=errand.task.pk, status=STATUS.NEW)
        if run.closed or actor is None or not open_still.exists():
            return
        scene = self._scene(run, errand, second, actor)
        try:
            errand.act(scene)
        except Refusal as refusal:
            raise self._failed(scene, refusal) from refusal

    def _done_at(self, run: Run, errand: Errand) -> int:
        """The second at which the step will be done."""
        world, step, since, rng = self.world, errand.task.step, errand.since, errand.rng
        done = since + self._length(run, errand)
        if step == "probation_papers" and run.probation:
            # Not before month 12 is complete, and some cells let it lie.
            begins = world.clock.opening(acts_of_probation.over(world, run))
            return max(begins, since) + run.probation.late * DAY + self._length(run, errand)
        if errand.act is acts_of_cells.withdraw:
            return done
        if run.plan.decided_on and errand.act is ACTS[step]:
            day = world.clock.opening(run.plan.decided_on)
            if self._decides(run, step, day):
                return max(since + _A_MINUTE, after_sitting(day // DAY, rng))
        if step == "course" and errand.act is acts_above.record_certificate and run.plan.goal is None:
            ends = world.pace.class_after(since)
            return world.limit + 1 if ends is None else (ends + rng.choice((0, 0, 1, 2))) * DAY + rng.randrange(DAY)
        # Before that, only those are admitted whom the register names.
        admits = errand.act is ACTS[step] and self._decides(run, step, done) and not run.fate.refused
        earliest = world.register_ends if admits else 0
        if step in ("bloc_decision", "recognition_decision"):
            sitting = world.pace.sitting_after(max(since, earliest))
            return world.limit + 1 if sitting is None else after_sitting(sitting, rng)
        return done if done >= earliest else earliest + rng.randrange(DAY)

    def _decides(self, run: Run, step: str, second: int) -> bool:
        """Whether this step is the one at which the case is decided."""
        if step == "grassroots_approval":
            day = self.world.clock.day(min(second, self.world.limit))
            return self.world.roster.delegated(run.plan.cell.committee, day)
        return step == "bloc_decision"

    def _length(self, run: Run, errand: Errand) -> int:
        """As long as it takes here; in a case that has to be somewhere by a day, its share of the time left."""
        pace, step, goal = self.world.pace, errand.task.step, run.plan.goal
        done = {one for one in run.opened if one != step or errand.times > 1}
        rows = rows_from(with_detours(goal.rows, run.fate, done), step) if goal else []
        if goal and rows:
            return pace.share(step, rows, max(0, goal.by - errand.since), errand.rng)
        return pace.length(step, self.world.roster.units[errand.task.unit_id].code, errand.rng)

    def _see(self, run: Run, errand: Errand, second: int) -> None:
        if not run.closed:
            handling.mark_seen([errand.task.pk], at=self.world.clock.moment(second))

    def _take(self, run: Run, errand: Errand, second: int) -> None:
        actor = self._actor(errand.seat, second, errand.rng, barred=partial(self._barred, run, errand, second))
        if run.closed or actor is None:
            return
        errand.owner, task = actor, errand.task
        scene = self._scene(run, errand, second, actor)
        try:
            handling.take(run.case_id, task.pk, task.step, acting_user=actor, at=scene.at)
        except Refusal as refusal:
            raise self._failed(scene, refusal) from refusal

    def _do(self, run: Run, errand: Errand, second: int) -> None:
        """Whoever took the step does it, where they still hold the seat. While nobody holds it, the step waits."""
        if run.closed:
            return
        actor = self._actor(errand.seat, second, errand.rng, errand.owner, partial(self._barred, run, errand, second))
        if actor is None:
            self._push(second + DAY, partial(self._do, run, errand))
            return
        scene = self._scene(run, errand, second, actor)
        try:
            errand.act(scene)
        except Refusal as refusal:
            raise self._failed(scene, refusal) from refusal
        run.took[part_of(errand.task.step, delegated=self._decides(run, errand.task.step, second))].add(
            actor.person_id or 0
        )
        self._take_up_opened(run, second)

    def _scene(self, run: Run, errand: Errand, second: int, actor: User) -> Scene:
        task, unit_id = errand.task, errand.seat[1]
        return Scene(
            self.world, run, task.pk, task.step, unit_id, errand.times, errand.since, second, actor, errand.rng
        )

    def _actor(
        self,
        seat: tuple[str, int],
        second: int,
        rng: random.Random,
        preferred: User | None = None,
        barred: Callable[[User], bool] = lambda _user: False,
    ) -> User | None:
        """One of those who hold the seat on that day, most often the same one. None where nobody does who may act."""
        found = self.world.roster.holders(*seat, self.world.clock.day(second))
        holders = [user for user in found if not barred(user)]
        if not holders:
            return None
        if preferred in holders:
            return preferred
        return holders[0] if rng.random() < 0.7 else rng.choice(holders)

    def _barred(self, run: Run, errand: Errand, second: int, user: User) -> bool:
        """Whether this person took a part in the case that has to be another's."""
        part = part_of(errand.task.step, delegated=self._decides(run, errand.task.step, second))
        by = self.world.roster.parameters(self.world.clock.day(second))
        return not independence(part, [user.person_id or 0], run.took, by).met

    def _rng(self, run: Run, step: str, times: int) -> random.Random:
        return random.Random(f"{self.world.seed}:{run.plan.number}:{step}:{times}")

    def _failed(self, scene: Scene, refusal: Refusal) -> PlanFailedError:
        case = scene.run.number or f"plan {scene.run.plan.number}"
        moment = timezone.localtime(scene.at)
        return PlanFailedError(f"{case}, {scene.step} on {moment:%d/%m/%Y %H:%M}: {refusal}")


def _act_of(run: Run, step: str, times: int) -> Act:
    """What is done at the step this time."""
    fate, first = run.fate, times == 1
    if step == fate.withdrawn_at:
        return acts_of_cells.withdraw
    if step == "file_check" and run.unclear:
        return acts_above.return_for_supplement
    if first and step in fate.returns:
        return acts_above.return_for_supplement
    if first and step == "bloc_decision" and fate.asked:
        return acts_above.ask_opinion
    if step == "course" and fate.certificate == fates.PRESENTED:
        return acts_of_cells.present_certificate
    return ACTS[step]
