"""Where the inquiry about each person in scope stands: what was asked of whom, and what came back.

Source: 01-HD/TW 2021, 3.4 (S36): the committee of the place confirms; where that leaves something unclear, the
organisation board of the committee immediately above is asked. A refusal because of somebody outside the list of
persons is improper (S38).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from admission_flow.rules.values import Parameters, Verdict, verdict

TO_SEND, SENT, REMINDED, ESCALATED, REFUSED = "to_send", "sent", "reminded", "escalated", "refused"
CLEAR, NOT_CLEAR, WAIVED = "clear", "not_clear", "waived"
SETTLED = frozenset({CLEAR, NOT_CLEAR, WAIVED})


@dataclass(frozen=True)
class Asked:
    """A request to one authority about one person; `person` None is the candidate.

    `reply` is CLEAR, NOT_CLEAR, REFUSED, or empty while nothing came back. `escalates` is the key of the request that
    this one takes further up.
    """

    key: int
    person: int | None
    sent_on: datetime.date
    reminded_on: tuple[datetime.date, ...] = ()
    reply: str = ""
    escalates: int | None = None

    @property
    def waits_since(self) -> datetime.date:
        return max((self.sent_on, *self.reminded_on))


def taken_further(requests: Iterable[Asked]) -> set[int]:
    """Keys of the requests that were escalated: what comes back to another one counts instead."""
    return {one.escalates for one in requests if one.escalates is not None}


def state_of_request(one: Asked, further: Collection[int]) -> str:
    if one.key in further:
        return ESCALATED
    return one.reply or (REMINDED if one.reminded_on else SENT)


def state_of_person(requests: Sequence[Asked], direct: str = "") -> str:
    """Of one person, by the requests about this person and by an answer that came without one (`direct`).

    Every request has to come back. A refusal is outweighed by any answer; an answer that isn't clear is outweighed
    only by the answer to its escalation.
    """
    further = taken_further(requests)
    live = [one for one in requests if one.key not in further]
    waiting = [one for one in live if not one.reply]
    if waiting:
        if any(one.escalates is not None for one in waiting):
            return ESCALATED
        return REMINDED if any(one.reminded_on for one in waiting) else SENT
    known = [one.reply for one in live if one.reply != REFUSED] or [direct] * bool(direct)
    if known:
        return NOT_CLEAR if NOT_CLEAR in known else CLEAR
    return REFUSED if live else TO_SEND


def may_escalate(one: Asked, further: Collection[int]) -> bool:
    """Whatever isn't answered clear, once."""
    return one.key not in further and one.reply != CLEAR


def reminder(waited: int, by: Parameters) -> Verdict:
    """Met where an authority has kept us waiting for longer than the reminder's working days."""
    most = by["verification_reminder_working_days"]
    return verdict("verification_reminder", waited > most.value, by, most, waited=waited, most=most.value)


@dataclass(frozen=True)
class Heard:
    """An answer of an earlier verification; `round` orders it among what may have overtaken it."""

    round: int
    answer: str
    is_candidate: bool


def still_holds(heard: Heard, asked_again: int, biography_changed: int) -> bool:
    """Whether an answer of an earlier round holds about a person of whom nothing declared has changed.

    `asked_again`: the last round in which the verification itself was ordered anew; `biography_changed`: the last one
    in which the candidate's own biography was corrected. 0 where it never happened.
    """
    if heard.answer != CLEAR or heard.round <= asked_again:
        return False
    return not heard.is_candidate or heard.round > biography_changed
