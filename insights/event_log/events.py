"""What happened at the steps of a case, as events in the order of time, in the words of the XES lifecycle."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from viewflow.workflow.status import STATUS

from admission_flow.queries.listing import step_title
from insights.event_log.stories import ActRow, StepRow, Story

# Transitions of the standard lifecycle (IEEE 1849-2016, 5.6.3), in the order of what happens at one moment.
SCHEDULE, START, SUSPEND, RESUME = "schedule", "start", "suspend", "resume"
COMPLETE, WITHDRAW, ABORT = "complete", "withdraw", "ate_abort"
_ORDER = {name: place for place, name in enumerate((SCHEDULE, START, SUSPEND, RESUME, WITHDRAW, ABORT, COMPLETE))}


class StepEvent(NamedTuple):
    """`by` is an account; None where the system did it, or where the depth doesn't tell."""

    at: datetime.datetime
    step: StepRow
    transition: str
    by: int | None = None
    on_behalf: bool = False


def step_events(story: Story, *, who: bool) -> list[StepEvent]:
    """A step was opened (schedule), taken (start), put on hold and resumed with its case, and done (complete); or
    cancelled, before it was taken (withdraw) or after (ate_abort). `who`: whether to tell by whom.

    At one moment, what happened at the step that was opened first comes first.
    """
    done_by, pauses = story.done_by(), story.pauses()
    found = [event for step in story.steps for event in _of_step(step, done_by.get(step.task), pauses)]
    if not who:
        found = [event._replace(by=None, on_behalf=False) for event in found]
    return sorted(found, key=lambda event: (event.at, event.step.task, _ORDER[event.transition]))


def _of_step(
    step: StepRow, act: ActRow | None, pauses: Iterable[tuple[datetime.datetime, bool]]
) -> Iterator[StepEvent]:
    yield StepEvent(step.opened_at, step, SCHEDULE)
    if step.claimed_at:
        yield StepEvent(step.claimed_at, step, START, step.owner)
    for at, held in pauses:
        if step.opened_at <= at and (step.done_at is None or at <= step.done_at):
            yield StepEvent(at, step, SUSPEND if held else RESUME)
    if step.done_at is None:
        return
    if step.status == STATUS.CANCELED:
        yield StepEvent(step.done_at, step, ABORT if step.claimed_at else WITHDRAW)
    else:
        by = act.decided_by if act else step.owner
        yield StepEvent(step.done_at, step, COMPLETE, by, bool(act and act.delegation))


class Titles(dict[str, str]):
    """Step -> its title in the reader's language, asked once."""

    def __missing__(self, step: str) -> str:
        self[step] = step_title(step)
        return self[step]
