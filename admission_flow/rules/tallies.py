"""The count of one vote, and what in it doesn't add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

CARDS, SECRET = "cards", "secret"

# Why somebody on the roll was absent. The rule of elections lets the first four out of the base (S11): introduced to
# temporary activity elsewhere; exempt (counted if present); suspended, prosecuted or detained; accepted reason.
EXCUSED = ("elsewhere", "exempt", "suspended", "accepted")
ABSENCES = (*EXCUSED, "unexcused")

Fault = tuple[str, dict[str, int]]


@dataclass(frozen=True)
class Tally:
    """`entitled` is the whole roll: all official members, or all committee members.

    `issued` and `returned` are the ballots of a secret vote, None at a show of cards. `absent` maps a reason of
    ABSENCES to a number of persons. Raises ValueError for another reason.
    """

    entitled: int
    present: int
    votes_for: int
    votes_against: int
    votes_other: int = 0
    votes_invalid: int = 0
    voting: str = CARDS
    issued: int | None = None
    returned: int | None = None
    absent: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := set(self.absent) - set(ABSENCES):
            raise ValueError(f"no reason for an absence: {sorted(unknown)}")

    @property
    def valid(self) -> int:
        """Votes that say something: for, against, another opinion."""
        return self.votes_for + self.votes_against + self.votes_other

    @property
    def excused(self) -> int:
        """How many of the absent are of the four groups that the rule of elections lets out."""
        return sum(self.absent.get(reason, 0) for reason in EXCUSED)

    def faults(self) -> list[Fault]:
        """What doesn't add up, as (key, numbers); empty when the tally is sound."""
        return [*self._faults_of_the_roll(), *self._faults_of_the_votes()]

    def _faults_of_the_roll(self) -> Iterator[Fault]:
        votes = (self.votes_for, self.votes_against, self.votes_other, self.votes_invalid)
        ballots = (self.issued or 0, self.returned or 0)
        if min(self.present, *votes, *ballots, *self.absent.values()) < 0:
            yield "negative", {}
        if self.entitled < 1:
            yield "nobody_entitled", {}
        missing, told = self.entitled - self.present, sum(self.absent.values())
        if missing < 0:
            yield "more_present_than_entitled", {"present": self.present, "entitled": self.entitled}
        elif missing != told:
            yield "absences_are_not_the_absent", {"told": told, "missing": missing}

    def _faults_of_the_votes(self) -> Iterator[Fault]:
        if self.voting == SECRET:
            yield from self._faults_of_the_ballots()
            return
        if self.voting != CARDS:
            yield "no_form_of_voting", {}
        if self.issued is not None or self.returned is not None:
            yield "ballots_at_cards", {}
        if self.votes_invalid > 0:
            yield "invalid_at_cards", {"invalid": self.votes_invalid}
        if self.valid != self.present:
            yield "votes_are_not_the_present", {"cast": self.valid, "present": self.present}

    def _faults_of_the_ballots(self) -> Iterator[Fault]:
        if self.issued is None or self.returned is None:
            yield "ballots_not_counted", {}
            return
        if self.issued > self.present:
            yield "more_issued_than_present", {"issued": self.issued, "present": self.present}
        if self.returned > self.issued:
            yield "more_returned_than_issued", {"returned": self.returned, "issued": self.issued}
        cast = self.valid + self.votes_invalid
        if cast != self.returned:
            yield "votes_are_not_the_returned", {"cast": cast, "returned": self.returned}
