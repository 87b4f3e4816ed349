"""Extension of a legal term, in a special case, by the body whose decision the term is for."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.bodies import decider_of
from admission_flow.deadlines import COUNTED, Terms, parameters_of
from admission_flow.decisions.act import Act, add_papers, decide
from admission_flow.decisions.given import PaperGiven
from admission_flow.decisions.whole_case import begin_on_case, conclude_on_case, open_tasks
from admission_flow.engine import refuse_held
from admission_flow.models import Case, Deadline, DeadlineChange, Decision, Task
from admission_flow.refusals import InvalidFacts, NotExtendable
from admission_flow.rules import clock
from admission_flow.rules.deadlines import EXTENDABLE
from admission_flow.rules.values import verdict
from orgs.models import User


def extend(
    case_id: int, working_days: int, reason: str, paper: PaperGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The running term gets so many working days more; the open steps that it makes due move with it.

    By the competent body: it is the one that the term binds, and that answers to its superior for being late. As often
    and by as many days as the regulation of the term says (29-QĐ/TW 4.3, S1), by a paper of before the last day.
    """
    with transaction.atomic():
        act = begin_on_case(case_id, "extension", acting_user=acting_user, at=at, dated=paper.dated, seated=decider_of)
        refuse_held(act.case)
        deadline = _extendable(act.terms)
        _refuse_unsound(act, deadline, working_days, reason)
        before = deadline.due_on
        deadline.extended_by += working_days
        deadline.extensions += 1
        act.terms.count(deadline)
        deadline.save(update_fields=["extended_by", "extensions", *COUNTED])
        change = _change(act, deadline, working_days, reason, paper, before)
        tasks = open_tasks(act)
        act.moved = [task for task in tasks if task.due_rule == deadline.rule]
        Task.objects.filter(pk__in=[task.pk for task in act.moved]).update(due_on=deadline.due_on)
        for task in act.moved:
            task.due_on = deadline.due_on
        act.rows += [deadline, change]
        add_papers(act, [paper])
        decision = _decide(act, change, paper)
        return conclude_on_case(act, "extend", decision, tasks, "term_extended")


def why_not(case: Case, at: datetime.datetime) -> NotExtendable:
    """Why no term of the case may be extended."""
    try:
        _extendable(Terms(case, at))
    except NotExtendable as refusal:
        return refusal
    return NotExtendable(_("No term of this case runs that could still be extended."))


def _extendable(terms: Terms) -> Deadline:
    """The term that runs and may be extended. Raises NotExtendable."""
    running = next((one for one in terms.running() if one.rule in EXTENDABLE), None)
    if running is None:
        raise NotExtendable(_("No term runs that could be extended: it has not begun, or the decision has been made."))
    if not clock.may_extend(parameters_of(running.regulation), running.extensions):
        raise NotExtendable(
            _("The term has been extended already, and ends on %(day)s. The regulation doesn't allow it once more.")
            % {"day": date_format(running.due_on, "SHORT_DATE_FORMAT")}
        )
    return running


def _refuse_unsound(act: Act, deadline: Deadline, working_days: int, reason: str) -> None:
    most = parameters_of(deadline.regulation)["extension_working_days"].value
    if not 1 <= working_days <= most:
        sentence = _("The term can be extended by 1 to %(most)s working days.") % {"most": most}
        raise InvalidFacts.of("working_days", sentence)
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Say why this case needs more time."))
    if not deadline.runs_from <= act.dated <= deadline.due_on:
        raise InvalidFacts.of(
            "dated",
            _("A term is extended while it runs: from %(first)s to %(last)s. What is late already stays late.")
            % {
                "first": date_format(deadline.runs_from, "SHORT_DATE_FORMAT"),
                "last": date_format(deadline.due_on, "SHORT_DATE_FORMAT"),
            },
        )


def _change(
    act: Act, deadline: Deadline, working_days: int, reason: str, paper: PaperGiven, before: datetime.date
) -> DeadlineChange:
    if not paper.number.strip():
        raise InvalidFacts.of("number", _("Give the number of the paper that extends the term."))
    return DeadlineChange.objects.create(
        deadline=deadline,
        runs_from=deadline.runs_from,
        kind=DeadlineChange.Kind.EXTENSION,
        working_days=working_days,
        reason=reason.strip(),
        paper_number=paper.number,
        paper_dated=paper.dated,
        signed_by=paper.signed_by,
        due_before=before,
        due_after=deadline.due_on,
        decided_by=act.acting_user,
        at=act.at,
    )


def _decide(act: Act, change: DeadlineChange, paper: PaperGiven) -> Decision:
    deadline, by = change.deadline, parameters_of(change.deadline.regulation)
    most_days, most_times = by["extension_working_days"], by["most_extensions"]
    numbers = {"working_days": change.working_days, "most": most_days.value, "times": most_times.value}
    days = {"due_before": change.due_before, "due_after": change.due_after}
    allowed = verdict("extension", True, by, most_days, most_times, **numbers, **days)
    return decide(
        act,
        "extended",
        verdicts=[allowed],
        reason=change.reason,
        number=paper.number,
        signed_by=paper.signed_by,
        facts={"rule": deadline.rule, **{name: day.isoformat() for name, day in days.items()}},
    )
