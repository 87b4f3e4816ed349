"""What would come of closing a class: who gets a certificate, who waits for another class, and what stands against it.

The closing asks it under its locks, and the page before the button.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.models import Case, Task
from training.decisions.enrolling import why_not_waiting
from training.models import Attendance, Enrolment, TrainingClass
from training.refusals import Obstacle
from training.rules import NO_GRADE, SHORT, UNRECORDED, Attended, against_closing, needed


@dataclass
class Outlook:
    passing: list[Enrolment] = field(default_factory=list)
    failing: list[Enrolment] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)


def examined(
    found: TrainingClass, enrolled: Sequence[Enrolment], cases: Mapping[int, Case], tasks: Mapping[int, Task]
) -> Outlook:
    """`cases` and `tasks` (the open steps that the class ends) by the case's id. Two statements."""
    attended = attended_by(found, enrolled)
    outlook = Outlook()
    for one in enrolled:
        obstacle = _obstacle(one, found, cases[one.case_id], tasks.get(one.case_id), attended[one.pk])
        if obstacle:
            outlook.obstacles.append(obstacle)
        elif attended[one.pk].passes:
            outlook.passing.append(one)
        else:
            outlook.failing.append(one)
    return outlook


def attended_by(found: TrainingClass, enrolled: Sequence[Enrolment]) -> dict[int, Attended]:
    """What each of these attended, by the id of the enrolment. Two statements."""
    periods = dict(found.sessions.order_by().values_list("pk", "periods"))
    of_periods = sum(periods.values())
    rows: dict[int, dict[int, bool]] = {one.pk: {} for one in enrolled}
    there = Attendance.objects.filter(enrolment__in=rows).values_list("enrolment", "session", "present")
    for enrolment, session, present in there:
        rows[enrolment][session] = present
    return {
        one.pk: Attended(
            grade=one.grade,
            periods=sum(periods[session] for session, present in rows[one.pk].items() if present),
            of_periods=of_periods,
            needed=needed(of_periods, found.asks_percent),
            unrecorded=len(periods) - len(rows[one.pk]),
        )
        for one in enrolled
    }


def _obstacle(
    one: Enrolment, found: TrainingClass, case: Case, task: Task | None, attended: Attended
) -> Obstacle | None:
    words = why_not_waiting(case, task, found)
    take_out = bool(words)
    if words:
        words = _("%(why)s Take the person out of the class.") % {"why": words}
    else:
        words = _sentence(against_closing(attended), attended)
    if not words:
        return None
    return Obstacle(one.pk, case.candidate.person.full_name, case.number, words, take_out)


def _sentence(key: str, attended: Attended) -> str:
    if key == UNRECORDED:
        sentence = ngettext(
            "The attendance of %(number)d session is not recorded.",
            "The attendance of %(number)d sessions is not recorded.",
            attended.unrecorded,
        )
        return sentence % {"number": attended.unrecorded}
    if key == NO_GRADE:
        return _("There is no result yet.")
    if key == SHORT:
        return _(
            "Attended %(periods)d of %(of)d periods, and the class asks for %(needed)d: the grade can't be one that "
            "passes. Correct the attendance or the grade."
        ) % {"periods": attended.periods, "of": attended.of_periods, "needed": attended.needed}
    return ""
