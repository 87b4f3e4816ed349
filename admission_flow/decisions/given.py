"""What a form or a loader gives a verb: plain values, checked by the verb."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from admission_flow.rules.tallies import Tally


@dataclass(frozen=True)
class PaperGiven:
    """A paper as a record. `code` is the form's (1-KNĐ …); `number` may be empty where the form has none.

    `drawn`: the register gave it this number within the same transaction.
    """

    code: str
    dated: datetime.date
    number: str = ""
    signed_by: str = ""
    drawn: bool = False


@dataclass(frozen=True)
class CourseGiven:
    """The class that a certificate ends, as the certificate words it; kept with the decision of its step."""

    name: str
    starts: datetime.date
    ends: datetime.date
    grade: str

    def facts(self) -> dict[str, str]:
        return {"name": self.name, "from": f"{self.starts}", "to": f"{self.ends}", "grade": self.grade}


@dataclass(frozen=True)
class UnionGiven:
    """A union's resolution introducing the candidate; `kind` is youth_union or trade_union."""

    kind: str
    organisation: str
    number: str
    dated: datetime.date


@dataclass(frozen=True)
class IntroducerGiven:
    """An introducing member (`person`: id of orgs.Person), since when together with the candidate, and where: "unit"
    or "residence". Who replaces another needs neither."""

    person: int
    since: datetime.date | None = None
    together: str = "unit"


@dataclass(frozen=True)
class JudgementGiven:
    """What somebody judged: `check` is the rule's name."""

    check: str
    met: bool
    note: str = ""


@dataclass(frozen=True)
class EligibilityGiven:
    """The facts that decide whether the person may be admitted; the columns of models.Eligibility."""

    citizen: bool
    education: str
    special_area: bool = False
    prestigious: bool = False
    left_on: datetime.date | None = None
    left_because: str = ""
    expunged_on: datetime.date | None = None
    readmitted_before: int = 0
    child: str = ""
    child_born_on: datetime.date | None = None
    ethnic_chinese: bool = False
    generations: int = 0
    no_cell: bool = False
    other: str = ""


@dataclass(frozen=True)
class NominationGiven:
    """Whom the cell nominates, and on what. `helper` is an id of orgs.Person."""

    citizen_id: str
    full_name: str
    birth_date: datetime.date
    sex: str
    resolution: PaperGiven
    introducers: tuple[IntroducerGiven, ...]
    helper: int
    eligibility: EligibilityGiven
    judgements: tuple[JudgementGiven, ...] = ()
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
    """What an authority answered about one person in scope; `relative` None is the candidate.

    `request` is the letter that it answers; None where none was sent, or where the authority has only one waiting.
    """

    relative: int | None
    clear: bool
    authority: str
    answered_on: datetime.date
    note: str = ""
    request: int | None = None


@dataclass(frozen=True)
class LetterGiven:
    """A letter to an authority, with its number and the day on which it was sent."""

    authority: str
    number: str
    sent_on: datetime.date


@dataclass(frozen=True)
class ConclusionGiven:
    """How a verification ends, by the report BC-TTLL; where clear, the certificate on 2-KNĐ as well.

    Without a day and a signer of its own, the certificate is of the report's day and signer.
    """

    conclusion: str
    report: PaperGiven
    reason: str = ""
    certified_on: datetime.date | None = None
    certified_by: str = ""


@dataclass(frozen=True)
class VoteGiven:
    """A meeting's vote and its paper; the roll is filled in by the verb, from the register or the seats.

    `issued` and `returned` are the ballots of a secret vote. `absent` maps reasons (rules/tallies.py) to persons.
    """

    paper: PaperGiven
    voting: str
    present: int
    votes_for: int
    votes_against: int
    votes_other: int = 0
    votes_invalid: int = 0
    issued: int | None = None
    returned: int | None = None
    absent: Mapping[str, int] = field(default_factory=dict)

    def tally(self, entitled: int) -> Tally:
        return Tally(
            entitled,
            self.present,
            self.votes_for,
            self.votes_against,
            self.votes_other,
            self.votes_invalid,
            self.voting,
            self.issued,
            self.returned,
            {reason: number for reason, number in self.absent.items() if number},
        )


@dataclass(frozen=True)
class LateConsent:
    """The superior committee's consent to a ceremony after its last day."""

    reason: str
    paper: PaperGiven


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


@dataclass(frozen=True)
class FileGiven:
    """A file for a paper: its content, its name as sent, how secret it is (PaperFile.Classification), and why it takes
    the place of the one before, if there is one."""

    content: IO[bytes]
    name: str
    classification: str
    why: str = ""


@dataclass(frozen=True)
class CommentGiven:
    """What is said on a case, and whom it mentions, by account. `key` is the form's, so that it is said once."""

    text: str
    mentions: tuple[int, ...] = ()
    key: uuid.UUID = field(default_factory=uuid.uuid4)
