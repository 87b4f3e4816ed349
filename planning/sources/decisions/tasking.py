"""Tasks by which a cell tries a source, and how they were done."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from documents.entries import day_words
from journal.facts import fact_of
from orgs.models import User
from planning.models import SourceTask
from planning.resolutions.decisions.begin import refuse_faults, write_entry
from planning.sources import rules
from planning.sources.decisions.begin import fault_of_day, refs_of, take_up
from planning.sources.given import AssessmentGiven, TaskGiven
from planning.sources.refusals import AlreadyAssessed


@transaction.atomic
def give_task(
    source_id: int, given: TaskGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> SourceTask:
    """Raises NotYours, NotOpen, SourceChanged, SourceBusy, InvalidFacts."""
    found, seat = take_up(source_id, rules.TASK, revision, acting_user=acting_user, at=at)
    late = _("The term lies before the day on which the task is given. Check both dates.")
    faults = {
        "given_on": fault_of_day(given.given_on, found.since, at),
        "until": late if given.until < given.given_on else None,
    }
    refuse_faults(SourceTask(), {"what": (given.what, _("Write what the task is."))}, faults)
    task = SourceTask.objects.create(
        source=found,
        what=given.what.strip(),
        given_on=given.given_on,
        until=given.until,
        given_by=acting_user,
        at=at,
    )
    found.revision += 1
    found.save(update_fields=["revision"])
    facts = [fact_of(row, salt=found.person.salt) for row in (found, task)]
    refs = refs_of(found, task=task.pk)
    write_entry(found.unit_id, "give_task", seat, facts, acting_user=acting_user, at=at, refs=refs)
    return task


@transaction.atomic
def assess_task(
    task_id: int, given: AssessmentGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> SourceTask:
    """`revision` is the source's. Raises NotYours, NotOpen, SourceChanged, SourceBusy, AlreadyAssessed,
    InvalidFacts."""
    source = SourceTask.objects.values_list("source", flat=True).get(pk=task_id)
    found, seat = take_up(source, rules.ASSESS, revision, acting_user=acting_user, at=at)
    # Under the lock of the source.
    task = SourceTask.objects.get(pk=task_id)
    if task.assessed_on is not None:
        raise AlreadyAssessed(day_words(task.assessed_on))
    result = None if given.result in SourceTask.Result.values else _("Say how the task was done.")
    missing = _("Say what was not done, and why.") if given.result == SourceTask.Result.NOT_DONE else ""
    refuse_faults(
        task,
        {"words": (given.words, missing)},
        {"day": _fault_of_assessment(given.day, task, at), "result": result},
    )
    task.result, task.words = given.result, given.words.strip()
    task.assessed_on, task.assessed_by = given.day, acting_user
    task.save(update_fields=["result", "words", "assessed_on", "assessed_by"])
    found.revision += 1
    found.save(update_fields=["revision"])
    facts = [fact_of(row, salt=found.person.salt) for row in (found, task)]
    refs = refs_of(found, task=task.pk)
    write_entry(found.unit_id, "assess_task", seat, facts, acting_user=acting_user, at=at, refs=refs)
    return task


def _fault_of_assessment(day: datetime.date, task: SourceTask, at: datetime.datetime) -> str | None:
    if day < task.given_on:
        return _("The task was given on %(day)s. Assess it on that day or later.") % {"day": day_words(task.given_on)}
    return fault_of_day(day, None, at)
