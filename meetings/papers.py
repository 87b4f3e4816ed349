"""The papers of a meeting as forms: its minutes, and those of the tellers of its ballots on paper."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise

from admission_flow.deadlines import parameters_of
from admission_flow.models import Regulation
from admission_flow.paper_forms.catalogue import MINUTES, TELLERS
from admission_flow.paper_forms.facts import ABOVE_THE_BLOC, committee, dated_texts, in_vietnamese
from admission_flow.wording.votes import ABSENCES
from documents.forms import office
from documents.forms.engine import Unfillable, Values, render
from documents.store import FileAltered
from journal import record
from meetings.access import meeting_for
from meetings.bodies import matters_at
from meetings.minutes import counted_in, item_lines
from meetings.models import Attendee, Item, Meeting
from meetings.sitting import roll_of, tally_of
from meetings.taking_up import day_of, items_of
from orgs.access import Account
from orgs.models import Unit, User
from orgs.refusals import Refusal

S = Meeting.Status


@dataclass(frozen=True)
class MeetingPaper:
    """The DOCX, the meeting it is of, its form, and the version of the template that it was filled into."""

    meeting: Meeting
    code: str
    content: bytes
    template: int


class PaperNotMade(Refusal):
    """The template can't be had or filled in."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)


def papers_of(meeting: Meeting, items: Sequence[Item]) -> list[str]:
    """The forms that this meeting has the facts for: the tellers' once they have counted, the minutes once closed."""
    counted = meeting.status in (S.OPEN, S.CLOSED) and any(_by_tellers(item) for item in items)
    return [*([MINUTES] if meeting.status == S.CLOSED else []), *([TELLERS] if counted else [])]


def _by_tellers(item: Item) -> bool:
    return item.voting == Meeting.Voting.SECRET and item.result == Item.Result.VOTED


def paper_for(person: Account, pk: int, code: str, *, at: datetime.datetime) -> MeetingPaper:
    """For who sees the names on the agenda. Raises Http404, also where the meeting has no such paper; PaperNotMade."""
    meeting = meeting_for(person, pk, at=at)
    items = [item for item in items_of(meeting) if item.result != Item.Result.OFF]
    if not meeting.names or code not in papers_of(meeting, items):
        raise Http404
    roll = roll_of(meeting)
    with in_vietnamese():
        values = {**head(meeting, roll), "tellers": [{"full_name": one.person.full_name} for one in roll if one.teller]}
        values |= _minutes(meeting, roll, items) if code == MINUTES else {"counts": _counts(items, roll)}
    try:
        template = office.in_use(code)
        return MeetingPaper(meeting, code, render(template.content, values), template.version)
    except (FileAltered, Unfillable) as refusal:
        raise PaperNotMade(refusal.sentence) from refusal


def head(meeting: Meeting, roll: Sequence[Attendee]) -> Values:
    """What every paper of a meeting begins with. One statement."""
    above = Unit.objects.filter(path=meeting.unit.path[: -Unit.steplen]).first()
    present = sum(one.present is True for one in roll)
    return {
        "organisation": committee(meeting.unit),
        "superior": committee(above) if above else ABOVE_THE_BLOC,
        "number": meeting.minutes_number.symbol if meeting.minutes_number else "",
        **dated_texts(day_of(meeting)),
        "body": _body(meeting.unit),
        "begun_at": _moment(meeting.starts_at),
        "place": meeting.place,
        "chair": meeting.chair.full_name if meeting.chair else "",
        "secretary": meeting.secretary.full_name if meeting.secretary else "",
        "votes_entitled": str(len(roll)),
        "votes_present": str(present),
        "votes_absent": str(len(roll) - present),
    }


def _body(unit: Unit) -> str:
    """The body as it is named on paper: the standing committee of the bloc, else the committee or the cell itself."""
    return f"Ban Thường vụ {committee(unit)}" if unit.kind == Unit.Kind.BLOC else committee(unit)


def _moment(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M, %d/%m/%Y}"


def _minutes(meeting: Meeting, roll: Sequence[Attendee], items: Sequence[Item]) -> Values:
    by, matters = parameters_of(Regulation.on(day_of(meeting))), matters_at(meeting.unit, day_of(meeting))
    counted = counted_in(meeting)
    texts = [item_lines(item, roll, matters[item.task.step], by, counted.get(item.pk, ())) for item in items]
    return {
        "closed_at": _moment(meeting.closed_at) if meeting.closed_at else "",
        "absent": [
            {"full_name": one.person.full_name, "reason": str(ABSENCES[one.absence]).lower()}
            for one in roll
            if one.absence
        ],
        "items": [{"text": "\n".join(lines)} for lines in texts],
        "receipts": [
            {"full_name": item.case.candidate.person.full_name, "numbers": ", ".join(one.receipts)}
            for item in items
            for one in counted.get(item.pk, ())
            if one.receipts
        ],
    }


def _counts(items: Sequence[Item], roll: Sequence[Attendee]) -> list[dict[str, str]]:
    rows = []
    for item in items:
        if _by_tellers(item):
            tally = tally_of(item, roll)
            counts = {
                "issued": tally.issued,
                "returned": tally.returned,
                "valid": tally.valid,
                "invalid": tally.votes_invalid,
                "votes_for": tally.votes_for,
                "votes_against": tally.votes_against,
                "votes_other": tally.votes_other,
            }
            names = {"full_name": item.case.candidate.person.full_name}
            rows.append(names | {name: str(count) for name, count in counts.items()})
    return rows


def hand_out_paper(made: MeetingPaper, *, acting_user: User, at: datetime.datetime) -> None:
    """An entry in the stream of whoever takes it, each time; it comes from `paper_for`."""
    refs = {
        "meeting": made.meeting.pk,
        "unit": made.meeting.unit.code,
        "form": made.code,
        "template": made.template,
        "sha256": hashlib.sha256(made.content).hexdigest(),
    }
    with transaction.atomic():
        stream = f"user:{acting_user.pk}"
        record.append(stream, "download_meeting_paper", acting_user=acting_user, at=at, refs=refs)
