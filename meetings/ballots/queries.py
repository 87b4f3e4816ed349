"""The page of a meeting's ballots, as it is read for one person: their paper, and for who runs it how far it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.flows import step_node
from admission_flow.models import Decision
from meetings.access import meeting_for
from meetings.ballots.codes import attendee_of
from meetings.ballots.refusals import AlreadyVoted, NoBallotNow, UnknownCode
from meetings.bodies import OUTCOME_WORDS, Matter, matters_at
from meetings.models import Attendee, Ballot, Item, Mark, Meeting
from meetings.sitting import ballots_of, roll_of
from meetings.taking_up import day_of, items_of
from orgs.access import Account

R = Item.Result
# The bodies that have voted on the case before, by the step at which they did.
_VOTED_BEFORE: dict[str, Promise] = {
    "cell_vote": _("Cell"),
    "grassroots_approval": _("Grassroots committee"),
    "recognition_vote": _("Cell"),
    "recognition_approval": _("Grassroots committee"),
}


@dataclass(frozen=True)
class VoteBefore:
    """How a body below has voted on the same case."""

    body: str
    votes_for: int
    entitled: int


@dataclass(frozen=True)
class Paper:
    """What a voter reads before choosing. `of`: how many items are on the agenda."""

    ballot: Ballot
    meeting: Meeting
    place: int
    of: int
    case: int
    name: str
    cell: str
    step: str
    put_to_vote: str
    before: list[VoteBefore]


@dataclass(frozen=True)
class Row:
    """An item as the list of the page shows it. `may_open`: whether a ballot can be opened on it now."""

    item: Item
    name: str
    matter: Matter
    ballot: Ballot | None

    @property
    def may_open(self) -> bool:
        return self.item.result == R.PENDING and self.ballot is None and self.matter.rule is not None


@dataclass(frozen=True)
class Voter:
    """Somebody present, and whether they have voted in the open ballot: all that is known before it is closed."""

    attendee: Attendee
    has_voted: bool


@dataclass(frozen=True)
class BallotPage:
    """`attendee` is the reader's place on the roll, None for somebody who doesn't sit there."""

    meeting: Meeting
    rows: list[Row]
    paper: Paper | None
    attendee: Attendee | None
    has_voted: bool
    present: list[Voter]
    is_recorded: bool
    # Of the last open ballot that was closed, each voter with the choice: open votes are cast by name.
    by_name: list[Mark]

    @property
    def voted(self) -> int:
        return sum(one.has_voted for one in self.present)

    @property
    def missing(self) -> list[Voter]:
        return [one for one in self.present if not one.has_voted]

    @property
    def to_open(self) -> list[Row]:
        return [row for row in self.rows if row.may_open]


def ballot_page(person: Account, pk: int, *, at: datetime.datetime) -> BallotPage:
    """Raises Http404. As many statements for many items as for one."""
    meeting = meeting_for(person, pk, at=at)
    matters, roll, ballots = matters_at(meeting.unit, day_of(meeting)), roll_of(meeting), ballots_of(meeting)
    items = [item for item in items_of(meeting) if item.live]
    rows = [_row(item, matters, ballots) for item in items]
    current = next((row for row in rows if row.ballot and row.ballot.status == Ballot.Status.OPEN), None)
    person_id = getattr(person, "person_id", None)
    attendee = next((one for one in roll if person_id and one.person_id == person_id), None)
    voted = _who_voted(current.ballot) if current and current.ballot else set()
    paper = _paper(meeting, current, len(items)) if current and (attendee or meeting.runs) else None
    present = [Voter(one, one.pk in voted) for one in roll if one.present] if meeting.runs else []
    recorded = bool(roll) and all(one.present is not None for one in roll)
    by_name = _by_name(ballots.values()) if (meeting.names or attendee) and current is None else []
    return BallotPage(
        meeting, rows, paper, attendee, attendee is not None and attendee.pk in voted, present, recorded, by_name
    )


def paper_by_code(code: str) -> Paper:
    """The paper of whoever holds this code, where a ballot is open. Raises UnknownCode, AlreadyVoted, NoBallotNow."""
    attendee = attendee_of(code)
    if attendee is None:
        raise UnknownCode
    meeting = attendee.meeting
    matters, ballots = matters_at(meeting.unit, day_of(meeting)), ballots_of(meeting)
    items = [item for item in items_of(meeting) if item.live]
    for item in items:
        ballot = ballots.get(item.pk)
        if ballot and ballot.status == Ballot.Status.OPEN:
            if attendee.pk in _who_voted(ballot):
                raise AlreadyVoted
            return _paper(meeting, _row(item, matters, ballots), len(items))
    raise NoBallotNow


def _row(item: Item, matters: dict[str, Matter], ballots: dict[int, Ballot]) -> Row:
    return Row(item, item.case.candidate.person.full_name, matters[item.task.step], ballots.get(item.pk))


def _who_voted(ballot: Ballot) -> set[int]:
    return set(Mark.objects.filter(ballot=ballot).values_list("attendee", flat=True))


def _paper(meeting: Meeting, row: Row, of: int) -> Paper:
    item, ballot = row.item, row.ballot
    if ballot is None:
        raise ValueError("only an item with a ballot has a paper")
    put = str(OUTCOME_WORDS[item.outcome]) if item.outcome and len(row.matter.outcomes) > 1 else ""
    step = str(step_node(item.task.step).task_title)
    place = (item.place, of, item.case_id)
    return Paper(ballot, meeting, *place, row.name, item.case.unit.name, step, put, _before(item))


def _before(item: Item) -> list[VoteBefore]:
    """The last vote of each body below, in the order of the way. One statement."""
    decided = Decision.objects.filter(case=item.case_id, step__in=_VOTED_BEFORE, votes_for__isnull=False)
    last = {one.step: one for one in decided.exclude(task=item.task_id).order_by("pk")}
    return [VoteBefore(str(_VOTED_BEFORE[step]), one.votes_for or 0, one.body_size or 0) for step, one in last.items()]


def _by_name(ballots: Iterable[Ballot]) -> list[Mark]:
    """The marks of the last open ballot that was closed. One statement, none where there is none."""
    closed = [one.pk for one in ballots if not one.secret and one.status == Ballot.Status.CLOSED]
    if not closed:
        return []
    marks = Mark.objects.filter(ballot=max(closed)).select_related("attendee__person", "ballot__item")
    return list(marks.order_by("attendee__place"))
