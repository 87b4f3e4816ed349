"""What the minutes of a closed meeting say of one case, as a form for its file: of the other candidates nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise

from admission_flow.access import FILE, case_for
from admission_flow.deadlines import parameters_of
from admission_flow.models import Case, Regulation
from admission_flow.paper_forms.catalogue import EXTRACT
from admission_flow.paper_forms.facts import in_vietnamese
from documents.forms import office
from documents.forms.engine import Unfillable, Values, render
from documents.store import FileAltered
from meetings.bodies import matters_at
from meetings.minutes import counted_in, item_lines
from meetings.models import Attendee, Item, Meeting
from meetings.papers import head
from meetings.sitting import roll_of
from meetings.taking_up import day_of
from orgs.access import Account
from orgs.refusals import Refusal

# What became of an item that the minutes tell of.
TOLD = (Item.Result.VOTED, Item.Result.ADJOURNED, Item.Result.RETURNED)


@dataclass(frozen=True)
class Extract:
    """The DOCX, the case it is of, and the version of the template that it was filled into."""

    case: Case
    content: bytes
    template: int


class NotMade(Refusal):
    """The template can't be had or filled in. `case` is the id of whose extract it is."""

    def __init__(self, case: int, sentence: str | Promise) -> None:
        self.case = case
        super().__init__(sentence)


def is_told(item: Item) -> bool:
    """Whether the minutes tell of this item: its meeting is closed."""
    return item.meeting.status == Meeting.Status.CLOSED and item.result in TOLD


def extract_for(person: Account, meeting: int, item: int, *, at: datetime.datetime) -> Extract:
    """For who sees the file of the case, whether or not the meeting's page.

    Raises Http404, also where the meeting is not closed or the item was taken off, and NotMade.
    """
    rows = Item.objects.select_related(
        "case__candidate__person", "case__unit", "task", "number", "meeting__unit", "meeting__chair",
        "meeting__secretary", "meeting__minutes_number",
    )  # fmt: skip
    found = rows.filter(pk=item, meeting=meeting, meeting__status=Meeting.Status.CLOSED, result__in=TOLD).first()
    if found is None:
        raise Http404
    case = case_for(person, found.case_id, at=at)
    if case.depth != FILE:
        raise Http404
    with in_vietnamese():
        values = _values(found, roll_of(found.meeting))
    try:
        template = office.in_use(EXTRACT)
        return Extract(case, render(template.content, values), template.version)
    except (FileAltered, Unfillable) as refusal:
        raise NotMade(case.pk, refusal.sentence) from refusal


def _values(item: Item, roll: list[Attendee]) -> Values:
    meeting, day = item.meeting, day_of(item.meeting)
    by, matter = parameters_of(Regulation.on(day)), matters_at(meeting.unit, day)[item.task.step]
    return {
        **head(meeting, roll),
        "full_name": item.case.candidate.person.full_name,
        "cell": item.case.unit.name,
        "item": "\n".join(item_lines(item, roll, matter, by, counted_in(meeting).get(item.pk, ()))),
    }
