"""What the daily letter says of a person's work: the steps that wait, how many are late, and the first few."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.hearing import named
from admission_flow.queries.listing import step_title
from admission_flow.queries.work import SORTS, tasks_of
from notices.digest import Part, PartLine
from orgs import access
from orgs.models import User

FIRST = 5
_COLUMNS = ("step", "due_on", "process_id", "process__number", "process__candidate__person__full_name")


def waiting_part(person: User, at: datetime.datetime) -> Part | None:
    """None where no step waits for this person. Three statements."""
    tasks = tasks_of(access.seats_of(person, at))
    today = timezone.localdate(at)
    counts = tasks.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    if not counts["waiting"]:
        return None
    sentence = ngettext("%(number)d step waits for you.", "%(number)d steps wait for you.", counts["waiting"])
    sentence %= {"number": counts["waiting"]}
    if counts["late"]:
        late = ngettext("%(number)d of them is late.", "%(number)d of them are late.", counts["late"])
        sentence = f"{sentence} {late % {'number': counts['late']}}"
    rows = tasks.order_by(*SORTS["due"]).values_list(*_COLUMNS)[:FIRST]
    lines = [
        PartLine(step_title(step), named(number, name), _due(due_on, today), reverse("case", args=[case]))
        for step, due_on, case, number, name in rows
    ]
    return Part(_("My work"), sentence, lines, reverse("my_work"))


def _due(due_on: datetime.date | None, today: datetime.date) -> str:
    if due_on is None:
        return ""
    words = _("late, was due on %(day)s") if due_on < today else _("due on %(day)s")
    return words % {"day": date_format(due_on, "SHORT_DATE_FORMAT")}
