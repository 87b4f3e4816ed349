"""Hold and resume: a case waits for what lies outside the procedure, such as a political check.

Both are the bloc's organisation board's: it is the one that checks, sees every case of the bloc, and is not itself
bound by the term that a hold stops; the body whose decision is awaited must not stop its own clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.deadlines import COUNTED
from admission_flow.decisions.act import Act, add_papers, decide
from admission_flow.decisions.given import PaperGiven
from admission_flow.decisions.whole_case import begin_on_case, conclude_on_case, open_tasks
from admission_flow.engine import refuse_held
from admission_flow.models import Case, Deadline, DeadlineChange, Decision, Hold, Task
from admission_flow.refusals import InvalidFacts, NotOnHold, Refused
from orgs.calendar import ONE_DAY, add_working_days, working_days_between
from orgs.models import User


def hold(
    case_id: int, reason: str, paper: PaperGiven | None = None, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """From today on nobody may act on the case, and no term or target of it runs, until it is resumed.

    Its open steps have no due day meanwhile. `paper` is what asked for the hold, where there is one.
    """
    with transaction.atomic():
        act = begin_on_case(case_id, "hold", acting_user=acting_user, at=at, dated=timezone.localdate(at))
        refuse_held(act.case)
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say why the case is put on hold."))
        tasks = open_tasks(act)
        act.moved = [task for task in tasks if task.due_on]
        waiting = {task.step: _waiting(act, task.due_on) for task in act.moved if task.due_on}
        held = Hold.objects.create(case=act.case, since=act.day, reason=reason.strip(), waiting=waiting)
        act.rows.append(held)
        act.case.held_since = act.day
        for task in act.moved:
            task.due_on = None
        _save_due_days(act.moved)
        if paper:
            add_papers(act, [paper])
        number, signed_by = (paper.number, paper.signed_by) if paper else ("", "")
        decision = decide(act, "put_on_hold", reason=reason, number=number, signed_by=signed_by)
        return conclude_on_case(act, "hold", decision, tasks, "case_held")


def _waiting(act: Act, due_on: datetime.date) -> dict[str, object]:
    left = working_days_between(act.day - ONE_DAY, due_on, act.terms.calendar_from(min(due_on, act.day)))
    return {"due_on": due_on.isoformat(), "left": left}


def resume(case_id: int, reason: str, *, acting_user: User, at: datetime.datetime) -> Decision:
    """The case goes on: its terms and targets have as many working days left as when it was put on hold."""
    with transaction.atomic():
        act = begin_on_case(case_id, "resumption", acting_user=acting_user, at=at, dated=timezone.localdate(at))
        if act.case.held_since is None:
            raise NotOnHold
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say what came of it, and why the case goes on."))
        held = end_hold(act)
        deadlines = _count_anew(act, held)
        tasks = open_tasks(act)
        act.moved = [task for task in tasks if _give_due_day(act, task, held, deadlines)]
        _save_due_days(act.moved)
        facts = {"held_since": held.since.isoformat()}
        decision = decide(act, "resumed", reason=reason, facts=facts)
        return conclude_on_case(act, "resume", decision, tasks, "case_resumed")


def end_hold(act: Act) -> Hold:
    """The hold ends on the day of this act, which resumes the case or ends it."""
    held = close_hold(act.case, act.day)
    act.rows.append(held)
    return held


def close_hold(case: Case, day: datetime.date) -> Hold:
    """The case's hold ends on that day; the caller saves the case. Raises Refused where no record of it is kept."""
    held = Hold.objects.filter(case=case, until__isnull=True).first()
    if held is None:
        raise Refused(_("The record of this hold is missing. An administrator has to mend the case: manage.py fsck."))
    held.until = max(day, held.since)
    held.save(update_fields=["until"])
    case.held_since = None
    return held


def _count_anew(act: Act, held: Hold) -> dict[str, Deadline]:
    """Every running term, by rule; those that were not over when the hold began are moved by it."""
    running = {one.rule: one for one in act.terms.running()}
    changes = []
    for deadline in running.values():
        before = deadline.due_on
        if before < held.since:
            continue
        act.terms.count(deadline)
        if deadline.due_on != before:
            changes.append(_suspension(act, deadline, held, before))
    moved = [change.deadline for change in changes]
    if moved:
        Deadline.objects.bulk_update(moved, COUNTED)
    act.rows += [*moved, *DeadlineChange.objects.bulk_create(changes)]
    return running


def _suspension(act: Act, deadline: Deadline, held: Hold, before: datetime.date) -> DeadlineChange:
    numbers = deadline.derivation["numbers"]
    span = f"{held.since.isoformat()}/{held.until.isoformat() if held.until else ''}"
    return DeadlineChange(
        deadline=deadline,
        runs_from=deadline.runs_from,
        kind=DeadlineChange.Kind.SUSPENSION,
        working_days=dict(zip(numbers["stood"], numbers["stood_days"], strict=True)).get(span, 0),
        first_day=held.since,
        until=held.until,
        reason=held.reason,
        due_before=before,
        due_after=deadline.due_on,
        decided_by=act.acting_user,
        at=act.at,
    )


def _give_due_day(act: Act, task: Task, held: Hold, deadlines: dict[str, Deadline]) -> bool:
    """Whether the step has a due day again: that of its term, or as many working days on as its target had left."""
    lost = held.waiting.get(task.step)
    if task.due_kind == Task.DueKind.LEGAL and task.due_rule in deadlines:
        task.due_on = deadlines[task.due_rule].due_on
    elif lost is None:
        return False
    elif lost["left"] > 0:
        task.due_on = add_working_days(act.day - ONE_DAY, lost["left"], act.terms.office.calendar)
    else:
        task.due_on = datetime.date.fromisoformat(lost["due_on"])
    return True


def _save_due_days(tasks: Sequence[Task]) -> None:
    if tasks:
        Task.objects.bulk_update(tasks, ["due_on"])


def holding_paper(dated: datetime.date, number: str, signed_by: str) -> PaperGiven:
    return PaperGiven(papers.HOLDING, dated, number, signed_by)
