"""The meeting closed: one decision a case, all steps completed, numbers drawn, minutes drafted, in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.deadlines import parameters_of
from admission_flow.decisions.appraisal import ADMITTED, NOT_ADMITTED
from admission_flow.decisions.given import PaperGiven, ReturnGiven, VoteGiven
from admission_flow.decisions.returns import return_for_supplement
from admission_flow.decisions.telling import asked_of
from admission_flow.engine import lock_all
from admission_flow.models import Decision, Regulation
from admission_flow.rules.values import Parameters
from documents import registers
from documents.models import Outgoing, Register
from documents.registers import PaperToNumber
from meetings.ballots.checking import faults_of
from meetings.bodies import Matter, Sitting, Taken, body_of, matters_at
from meetings.minutes import counted_in, draft
from meetings.models import Attendee, Ballot, Item, Meeting
from meetings.refusals import NotReady, Obstacle
from meetings.sitting import ballots_of, faults_of_item, roll_of, tally_of
from meetings.taking_up import day_of, items_of, take_up, write_end
from meetings.telling import tell_of_items
from notices.tell import tell_each
from orgs.models import User
from orgs.refusals import Refusal

S, R = Meeting.Status, Item.Result


@transaction.atomic
def close_meeting(meeting_id: int, version: int, *, acting_user: User, at: datetime.datetime) -> Meeting:
    """Close it: everything that was decided is written, or nothing is.

    Raises as `take_up`; Busy where somebody works on one of the cases at this moment; NotReady with every obstacle,
    among them what the rules refuse for a case.
    """
    meeting = take_up(meeting_id, version, [S.OPEN], acting_user=acting_user, at=at)
    roll, items = roll_of(meeting), [item for item in items_of(meeting) if item.live]
    matters = matters_at(meeting.unit, day_of(meeting))
    ballots = ballots_of(meeting)
    obstacles = list(obstacles_of(meeting, roll, items, matters, ballots))
    if obstacles:
        raise NotReady(obstacles)
    lock_all(item.case_id for item in items)
    # All at once, before the first case is told: whoever marks all notices as read meanwhile locks the same rows.
    taken = [item.task for item in items if item.result in (R.VOTED, R.RETURNED)]
    tell_each([], at=at, settled=asked_of(taken))
    _number(meeting, items, matters, acting_user=acting_user, at=at)
    _decide(meeting, roll, items, matters, Sitting(acting_user, at))
    tell_of_items(meeting, items, acting_user=acting_user, at=at)
    for item in items:
        item.live = False
    Item.objects.bulk_update(items, ["live", "number", "decision"])
    meeting.status, meeting.closed_at, meeting.closed_by = S.CLOSED, at, acting_user
    meeting.minutes = draft(meeting, roll, items, matters, counted_in(meeting))
    numbers = [row for row in (*(item.number for item in items), meeting.minutes_number) if row]
    columns = ["status", "closed_at", "closed_by", "minutes", "minutes_number"]
    refs = {"cases": [item.case.number for item in items if item.decision_id]}
    write_end(meeting, "close_meeting", [*items, *numbers], columns, acting_user=acting_user, at=at, refs=refs)
    return meeting


def obstacles_of(
    meeting: Meeting,
    roll: Sequence[Attendee],
    items: Sequence[Item],
    matters: Mapping[str, Matter],
    ballots: Mapping[int, Ballot],
) -> Iterator[Obstacle]:
    """What keeps the meeting from being closed, before the rules of each case are asked.

    Two statements, and four more where it has voted in the system.
    """
    unknown = sum(one.present is None for one in roll)
    if unknown:
        yield Obstacle(
            ngettext(
                "Whether %(count)s person of the roll is present is not recorded.",
                "Whether %(count)s persons of the roll are present is not recorded.",
                unknown,
            )
            % {"count": unknown}
        )
    elif {person.pk for person, _role in body_of(meeting.unit, day_of(meeting))} != {one.person_id for one in roll}:
        yield Obstacle(
            _(
                "The register or the committee's seats of that day have changed since the roll was frozen. Cancel this "
                "meeting and call it again, so that the votes are counted against the right number."
            )
        )
    if not items:
        yield Obstacle(_("Nothing is on the agenda. Put a case on it, or cancel the meeting."))
    if any(item.voting == Meeting.Voting.SECRET for item in items) and not any(one.teller for one in roll):
        yield Obstacle(_("Ballots on paper are counted by tellers. Name them on the roll."))
    wrong = faults_of([one.pk for one in ballots.values()]) if ballots else {}
    by = parameters_of(Regulation.on(day_of(meeting)))
    for item in items:
        ballot = ballots.get(item.pk)
        if ballot and ballot.status == Ballot.Status.OPEN:
            yield Obstacle(_("A ballot is open on this item. Close or annul it first."), item.place, item.case.number)
        elif item.result == R.PENDING:
            sentence = _("Nothing is recorded yet. Record the result, adjourn the item, or return the file.")
            yield Obstacle(sentence, item.place, item.case.number)
        for sentences in faults_of_item(item, roll, matters[item.task.step]).values():
            yield from (Obstacle(sentence, item.place, item.case.number) for sentence in sentences)
        if item.result == R.VOTED and item.outcome == NOT_ADMITTED and not item.reason:
            yield Obstacle(
                _("Say why the candidate is not admitted; the cell is told this reason."), item.place, item.case.number
            )
        if falls_short(item, roll, matters[item.task.step], by):
            sentence = _(
                "The vote did not reach the ratio, so it can't admit. Choose not to admit and say why, or adjourn the "
                "item, or return the file."
            )
            yield Obstacle(sentence, item.place, item.case.number)
        if ballot and ballot.pk in wrong:
            yield Obstacle(wrong[ballot.pk], item.place, item.case.number)


def falls_short(item: Item, roll: Sequence[Attendee], matter: Matter, by: Parameters) -> bool:
    """Whether the item would admit by a vote that doesn't carry it."""
    if item.result != R.VOTED or item.outcome != ADMITTED or matter.rule is None or item.votes_for is None:
        return False
    return not matter.rule(tally_of(item, roll), by).met


def _number(
    meeting: Meeting,
    items: Sequence[Item],
    matters: Mapping[str, Matter],
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    """Numbers of what the meeting makes and of its minutes, from the registers in the order of their kind."""
    day, chair = day_of(meeting), _chair(meeting)
    for kind in sorted(Register.Kind.values):
        numbered = [item for item in items if item.result == R.VOTED and matters[item.task.step].kind == kind]
        papers = [PaperToNumber(item.case.number, chair) for item in numbered]
        if kind == Register.Kind.MINUTES:
            papers = [PaperToNumber(_("Minutes of the meeting"), chair)]
        if not papers:
            continue
        drawn = registers.draw(meeting.unit, kind, day, papers, acting_user=acting_user, at=at)
        for item, number in zip(numbered, drawn, strict=False):
            item.number = number
        if kind == Register.Kind.MINUTES:
            meeting.minutes_number = drawn[0]


def _decide(
    meeting: Meeting,
    roll: Sequence[Attendee],
    items: Sequence[Item],
    matters: Mapping[str, Matter],
    by: Sitting,
) -> None:
    """Each item through its verb. Raises NotReady with what any of them refuses; then none of them is written."""
    obstacles = []
    for item in items:
        try:
            with transaction.atomic():
                if item.result == R.VOTED:
                    matter = matters[item.task.step]
                    item.decision = matter.close(_taken(meeting, roll, item, matter), by)
                elif item.result == R.RETURNED:
                    item.decision = _send_back(meeting, item, by)
        except Refusal as refusal:
            obstacles.append(Obstacle(refusal.sentence, item.place, item.case.number))
    if obstacles:
        raise NotReady(obstacles)


def _send_back(meeting: Meeting, item: Item, by: Sitting) -> Decision:
    given = ReturnGiven(day_of(meeting), item.reason, tuple(item.supply.splitlines()))
    ids = (item.case_id, item.task_id)
    return return_for_supplement(*ids, item.task.step, given, acting_user=by.acting_user, at=by.at)


def _taken(meeting: Meeting, roll: Sequence[Attendee], item: Item, matter: Matter) -> Taken:
    tally = tally_of(item, roll)
    paper = PaperGiven(matter.code, day_of(meeting), _symbol(item.number), _chair(meeting), drawn=True)
    vote = VoteGiven(
        paper,
        tally.voting,
        tally.present,
        tally.votes_for,
        tally.votes_against,
        tally.votes_other,
        tally.votes_invalid,
        tally.issued,
        tally.returned,
        tally.absent,
    )
    return Taken(item.case_id, item.task_id, vote, item.outcome, item.reason)


def _symbol(number: Outgoing | None) -> str:
    return number.symbol if number else ""


def _chair(meeting: Meeting) -> str:
    """Who signs; a meeting with a recorded roll has a chair."""
    return meeting.chair.full_name if meeting.chair else ""
