"""The minutes, drafted from what was recorded: in the office's language, whoever closes the meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admission_flow.deadlines import parameters_of
from admission_flow.flows import step_node
from admission_flow.models import Regulation
from admission_flow.rules.tallies import Tally
from admission_flow.rules.values import Parameters
from admission_flow.wording import verdict_sentence
from admission_flow.wording.votes import ABSENCES
from meetings.ballots import urn
from meetings.bodies import OUTCOME_WORDS, Matter, body_name
from meetings.models import Attendee, Ballot, Item, Meeting
from meetings.sitting import tally_of
from meetings.taking_up import day_of

R = Item.Result


@dataclass(frozen=True)
class Counted:
    """A ballot in the system with the numbers of its receipts in ascending order, none for an open ballot."""

    ballot: Ballot
    receipts: Sequence[str]


def counted_in(meeting: Meeting) -> dict[int, list[Counted]]:
    """The ballots of each item, the annulled ones too, by the item's id. Two statements."""
    ballots = list(meeting.ballots.all())
    receipts = urn.receipts_of([ballot.pk for ballot in ballots])
    found: dict[int, list[Counted]] = {}
    for ballot in ballots:
        found.setdefault(ballot.item_id, []).append(Counted(ballot, receipts[ballot.pk]))
    return found


def draft(
    meeting: Meeting,
    roll: Sequence[Attendee],
    items: Sequence[Item],
    matters: Mapping[str, Matter],
    counted: Mapping[int, Sequence[Counted]],
) -> str:
    """The minutes as plain text: body, time and place, roll, each item with its count and what follows, the end; and
    as an annex the receipts of the secret ballots.

    One statement, for the regulation of the day.
    """
    by = parameters_of(Regulation.on(day_of(meeting)))
    with translation.override(settings.LANGUAGE_CODE):
        parts = [
            "\n".join(_head(meeting)),
            "\n".join(_roll(meeting, roll)),
            *(
                "\n".join(item_lines(item, roll, matters[item.task.step], by, counted.get(item.pk, ())))
                for item in items
            ),
        ]
        if meeting.closed_at:
            moment = date_format(timezone.localtime(meeting.closed_at), "DATETIME_FORMAT")
            parts.append(
                _("The meeting was closed and these minutes were drawn up at %(moment)s.") % {"moment": moment}
            )
        parts.extend(_annex(items, counted))
    return "\n\n".join(parts)


def _head(meeting: Meeting) -> Iterator[str]:
    yield body_name(meeting.unit)
    number = meeting.minutes_number.symbol if meeting.minutes_number else "…"
    yield _("Minutes No. %(number)s") % {"number": number}
    moment = date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT")
    yield _("Begun at %(moment)s, at %(place)s.") % {"moment": moment, "place": meeting.place}


def _roll(meeting: Meeting, roll: Sequence[Attendee]) -> Iterator[str]:
    present = [one for one in roll if one.present]
    counts = {"roll": len(roll), "present": len(present), "absent": len(roll) - len(present)}
    yield _("On the roll: %(roll)s; present: %(present)s; absent: %(absent)s.") % counts
    for one in roll:
        if not one.present and one.absence:
            yield _("Absent: %(name)s (%(reason)s).") % {
                "name": one.person.full_name,
                "reason": str(ABSENCES[one.absence]).lower(),
            }
    for words, person in ((_("Chair"), meeting.chair), (_("Secretary of the meeting"), meeting.secretary)):
        if person is not None:
            yield f"{words}: {person.full_name}."
    tellers = [one.person.full_name for one in roll if one.teller]
    if tellers:
        yield _("Tellers: %(names)s.") % {"names": ", ".join(tellers)}


def item_lines(
    item: Item, roll: Sequence[Attendee], matter: Matter, by: Parameters, counted: Sequence[Counted]
) -> Iterator[str]:
    """What the minutes say of one item, a line each, in the language that is active; nothing of the others."""
    title = str(step_node(item.task.step).task_title)
    names = {"place": item.place, "name": item.case.candidate.person.full_name, "number": item.case.number}
    yield _("%(place)s. %(name)s (case %(number)s)") % names + f": {title[:1].lower()}{title[1:]}."
    if item.result == R.ADJOURNED:
        yield _("Adjourned: %(reason)s.") % {"reason": item.reason.rstrip(".")}
    elif item.result == R.RETURNED:
        yield _("The file goes back: %(reason)s.") % {"reason": item.reason.rstrip(".")}
        yield _("To be supplied: %(things)s.") % {"things": "; ".join(item.supply.splitlines())}
    elif item.result == R.VOTED:
        yield from _result(item, roll, matter, by, _asked(item, counted))
    for one in counted:
        yield from _ballot(one.ballot)


def _ballot(ballot: Ballot) -> Iterator[str]:
    """What stands behind the count of a vote in the system."""
    if ballot.status == Ballot.Status.ANNULLED:
        reason = ballot.annulled_because.rstrip(".")
        yield _("A ballot opened in the system was annulled: %(reason)s.") % {"reason": reason}
        return
    if ballot.status == Ballot.Status.SET_ASIDE:
        counts: dict[str, object] = {"votes_for": ballot.votes_for, "votes_against": ballot.votes_against}
        counts |= {"votes_other": ballot.votes_other, "reason": ballot.annulled_because.rstrip(".")}
        yield (
            _(
                "A ballot in the system (for %(votes_for)s, against %(votes_against)s, other opinion %(votes_other)s) "
                "was set aside: %(reason)s."
            )
            % counts
        )
    if ballot.secret and ballot.status in Ballot.COUNTED:
        checked = {
            "papers": ballot.returned,
            "marks": ballot.marks_counted,
            "present": ballot.present,
            "digest": ballot.papers_digest,
        }
        yield (
            _(
                "Checked at closing the ballot: %(papers)s papers, %(marks)s persons marked as having voted, as many "
                "entries in the journal, %(present)s present. Digest of the papers: %(digest)s"
            )
            % checked
        )


def _annex(items: Sequence[Item], counted: Mapping[int, Sequence[Counted]]) -> Iterator[str]:
    sealed = [(item, one) for item in items for one in counted.get(item.pk, ()) if one.receipts]
    if not sealed:
        return
    yield _("Annex: receipts of the secret ballots in the system, in ascending order, without choices")
    for item, one in sealed:
        names = {"place": item.place, "name": item.case.candidate.person.full_name, "number": item.case.number}
        yield _("%(place)s. %(name)s (case %(number)s)") % names + ": " + ", ".join(one.receipts)


def _asked(item: Item, counted: Sequence[Counted]) -> str:
    """What was put to the vote: what the ballot asked, where it was taken in the system."""
    closed = (one.ballot for one in counted if one.ballot.status == Ballot.Status.CLOSED)
    return next((ballot.put_to_vote for ballot in closed), item.outcome)


def _result(item: Item, roll: Sequence[Attendee], matter: Matter, by: Parameters, asked: str) -> Iterator[str]:
    if matter.rule is None:
        yield _("Appraisal: %(text)s") % {"text": item.reason}
    else:
        tally = tally_of(item, roll)
        if tally.present != sum(one.present is True for one in roll):
            yield _("Present at this item: %(present)s.") % {"present": tally.present}
        yield _count(item.voting, tally)
        if len(matter.outcomes) > 1:
            yield _("Put to the vote: %(what)s.") % {"what": OUTCOME_WORDS[asked]}
        yield capfirst(verdict_sentence(matter.rule(tally, by)))
        if asked != item.outcome:
            yield _("What follows: %(what)s.") % {"what": OUTCOME_WORDS[item.outcome]}
        if item.reason:
            yield _("Reason: %(reason)s.") % {"reason": item.reason.rstrip(".")}
    if item.number:
        yield _("Paper No. %(number)s.") % {"number": item.number.symbol}


def _count(voting: str, tally: Tally) -> str:
    """The count in words, by the form of voting."""
    counts = {
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "votes_other": tally.votes_other,
        "votes_invalid": tally.votes_invalid,
        "issued": tally.issued,
        "returned": tally.returned,
    }
    if voting == Meeting.Voting.SECRET_HERE:
        words = _(
            "Secret ballot in the system: issued %(issued)s, returned %(returned)s; for %(votes_for)s, "
            "against %(votes_against)s, other opinion %(votes_other)s."
        )
    elif voting == Meeting.Voting.SECRET:
        words = _(
            "Secret ballot: issued %(issued)s, returned %(returned)s, invalid %(votes_invalid)s; "
            "for %(votes_for)s, against %(votes_against)s, other opinion %(votes_other)s."
        )
    elif voting == Meeting.Voting.OPEN_HERE:
        words = _("Open ballot: for %(votes_for)s, against %(votes_against)s, other opinion %(votes_other)s.")
    else:
        words = _("Show of cards: for %(votes_for)s, against %(votes_against)s, other opinion %(votes_other)s.")
    return words % counts
