"""What a form or a loader gives a verb: plain values, checked by the verb."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from admission_flow.rules.values import Tally


@dataclass(frozen=True)
class PaperGiven:
    """A paper as a record. `code` is the form's (1-KNĐ …); `number` may be empty where the form has none."""

    code: str
    dated: datetime.date
    number: str = ""
    signed_by: str = ""


@dataclass(frozen=True)
class UnionGiven:
    """A union's resolution introducing the candidate; `kind` is youth_union or trade_union."""

    kind: str
    organisation: str
    number: str
    dated: datetime.date


@dataclass(frozen=True)
class NominationGiven:
    """Whom the cell nominates, and on what. Introducers and helper are ids of orgs.Person."""

    citizen_id: str
    full_name: str
    birth_date: datetime.date
    sex: str
    resolution: PaperGiven
    introducers: tuple[int, ...]
    helper: int
    union: UnionGiven | None = None
    certificate: PaperGiven | None = None


@dataclass(frozen=True)
class RelativeGiven:
    relation: str
    full_name: str
    birth_year: int | None = None
    occupation: str = ""
    residence: str = ""
    is_member: bool = False
    is_alive: bool = True
    is_adult: bool = True


@dataclass(frozen=True)
class DeclarationGiven:
    """Application and biography. `profile` maps names of PROFILE_FIELDS (decisions/declaration.py) to text."""

    profile: dict[str, str]
    relatives: tuple[RelativeGiven, ...]
    papers: tuple[PaperGiven, ...]


@dataclass(frozen=True)
class OpinionGiven:
    source: str
    asked: str
    answer: str
    answered_on: datetime.date
    summary: str = ""


@dataclass(frozen=True)
class AnswerGiven:
    """What an authority answered about one person in scope; `relative` None is the candidate."""

    relative: int | None
    clear: bool
    authority: str
    answered_on: datetime.date
    note: str = ""


@dataclass(frozen=True)
class VoteGiven:
    """A meeting's vote and its paper. `tally.entitled` is filled by the verb from the register or the seats."""

    paper: PaperGiven
    voting: str
    present: int
    votes_for: int
    votes_against: int
    votes_other: int = 0
    votes_invalid: int = 0

    def tally(self, entitled: int) -> Tally:
        return Tally(entitled, self.present, self.votes_for, self.votes_against, self.votes_other, self.votes_invalid)


@dataclass(frozen=True)
class ReturnGiven:
    """Why a file goes back, what is to be supplied, and which earlier steps are to be done again.

    With nothing to be supplied it goes straight to the first of those steps.
    """

    dated: datetime.date
    reason: str
    items: tuple[str, ...] = ()
    again: tuple[str, ...] = ()


@dataclass(frozen=True)
class SupplementGiven:
    """What the cell supplied. `profile` and `relatives` are None where nothing in them changed."""

    dated: datetime.date
    note: str
    papers: tuple[PaperGiven, ...] = ()
    profile: dict[str, str] | None = None
    relatives: tuple[RelativeGiven, ...] | None = field(default=None)


@dataclass(frozen=True)
class TransferGiven:
    """Where the candidate goes, on which certificate. `unit` (a cell) and `helper` (orgs.Person) are ids; both None
    for an organisation outside the bloc, which `outside` then names."""

    dated: datetime.date
    reason: str
    certificate: PaperGiven
    unit: int | None = None
    helper: int | None = None
    outside: str = ""


@dataclass(frozen=True)
class CancellationGiven:
    """The decision that cancels an admission. `ground` is one of decisions/cancellation.GROUNDS."""

    paper: PaperGiven
    ground: str
    reason: str


@dataclass(frozen=True)
class CorrectionGiven:
    """Which recorded fact is wrong, what it should be, and why. `fact` is table.row.field, as in paper.12.number."""

    fact: str
    value: str
    reason: str
