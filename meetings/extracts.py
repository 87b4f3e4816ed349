"""Extracts of the minutes: what closed meetings did with one case, and nothing of the others on their agendas."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from admission_flow.deadlines import parameters_of
from admission_flow.models import Case, Regulation
from meetings.bodies import body_name, matters_at
from meetings.minutes import counted_in, item_lines
from meetings.models import Item, Meeting
from meetings.sitting import roll_of, tally_of
from meetings.taking_up import day_of


@dataclass(frozen=True)
class Extract:
    """One item of one meeting. The counts are None where nobody voted on it; `decision` is the id of what it wrote.

    `number` is that of the paper it made; `text` is what the minutes say of it, in the office's language.
    """

    meeting: int
    item: int
    decision: int | None
    step: str
    body: str
    dated: datetime.date
    starts_at: datetime.datetime
    place: str
    chair: str
    secretary: str
    minutes_number: str
    on_roll: int
    present: int
    result: str
    outcome: str
    voting: str
    issued: int | None
    returned: int | None
    votes_for: int | None
    votes_against: int | None
    votes_other: int | None
    votes_invalid: int | None
    number: str
    text: str


def extracts_of(case: Case) -> list[Extract]:
    """Of every closed meeting that took the case, the earliest first. A few statements for each meeting.

    The caller has asked who may see the file (`admission_flow.access.case_for`).
    """
    items = (
        Item.objects.filter(case=case, meeting__status=Meeting.Status.CLOSED)
        .exclude(result=Item.Result.OFF)
        .select_related("meeting__unit", "meeting__chair", "meeting__secretary", "meeting__minutes_number")
        .select_related("case__candidate__person", "task", "number")
        .order_by("meeting__starts_at", "pk")
    )
    return [_extract(item) for item in items]


def _extract(item: Item) -> Extract:
    meeting = item.meeting
    day, roll = day_of(meeting), roll_of(meeting)
    matter = matters_at(meeting.unit, day)[item.task.step]
    tally, by = tally_of(item, roll), parameters_of(Regulation.on(day))
    with translation.override(settings.LANGUAGE_CODE):
        text = "\n".join(item_lines(item, roll, matter, by, counted_in(meeting).get(item.pk, ())))
        body = body_name(meeting.unit)
    return Extract(
        meeting=meeting.pk,
        item=item.pk,
        decision=item.decision_id,
        step=item.task.step,
        body=body,
        dated=day,
        starts_at=meeting.starts_at,
        place=meeting.place,
        chair=meeting.chair.full_name if meeting.chair else "",
        secretary=meeting.secretary.full_name if meeting.secretary else "",
        minutes_number=meeting.minutes_number.symbol if meeting.minutes_number else "",
        on_roll=len(roll),
        present=tally.present,
        result=item.result,
        outcome=item.outcome,
        voting=item.voting,
        issued=item.issued,
        returned=item.returned,
        votes_for=item.votes_for,
        votes_against=item.votes_against,
        votes_other=item.votes_other,
        votes_invalid=item.votes_invalid,
        number=item.number.symbol if item.number else "",
        text=text,
    )
