"""Every form that the system fills in: its code, the fields of its template, and what makes its values."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.paper_forms import fields as known
from admission_flow.paper_forms import values
from documents.forms.built_in import slug_of
from documents.forms.language import Fields

LETTER = (
    "CV-TTLL"  # no code was seen of it (domain, section 4); it is a letter of the verification and no paper of the file
)
# Nor of a meeting's papers: its minutes, the tellers', and what a file keeps of the former.
MINUTES, TELLERS, EXTRACT = "BB", "BBKP", "TBB"
_TITLES = {
    LETTER: _("Letter of verification"),
    MINUTES: _("Minutes of the meeting"),
    TELLERS: _("Minutes of the tellers"),
    EXTRACT: _("Extract of the minutes"),
}


@dataclass(frozen=True)
class PaperForm:
    code: str
    build: values.Builder
    fields: Fields

    @property
    def slug(self) -> str:
        return slug_of(self.code)

    @property
    def title(self) -> Promise | str:
        return _TITLES.get(self.code) or papers.title(self.code)


def _form(code: str, build: values.Builder, *names: str, lists: tuple[str, ...] = ()) -> PaperForm:
    return PaperForm(code, build, known.fields((*known.PERSON, *names), lists))


_HEAD, _BY_PERSON = known.HEAD, (*known.DATE, "signed_by")
_INTRODUCER = ("introducer", "introducer_birth_date", "introducer_joined_on", "introducer_official_on")
_CERTIFIED = ("life_history", "rewards", "discipline", "certified_on", "certified_by", "verification_conclusion")
_BOTH_OPINIONS = ("work_opinions", "residence_opinions")

ADMISSION: tuple[PaperForm, ...] = (
    _form("3-KNĐ", values.introductions, *_BY_PERSON, "number", *_INTRODUCER, "introducer_cell", "together",
          "together_since"),
    _form("4-KNĐ", values.youth_union, *_BY_PERSON, "number", "union"),
    _form("4A-KNĐ", values.trade_union, *_BY_PERSON, "number", "union"),
    _form("CN-NTVĐ", values.certificate, *_HEAD, "valid_to", "class_name", "class_from", "class_to",
          "class_grade"),
    _form("1-KNĐ", values.application, *_HEAD),
    _form("2-KNĐ", values.biography, *_HEAD, *_CERTIFIED, lists=("relatives",)),
    _form(LETTER, values.verification_letters, *_HEAD, "authority", lists=("persons",)),
    _form("BC-TTLL", values.verification_report, *_HEAD, "verification_conclusion", "reason", lists=("persons",)),
    _form("5-KNĐ", values.opinions, *_HEAD, *known.OPINIONS, lists=_BOTH_OPINIONS),
    _form("6-KNĐ", values.cell_vote, *_HEAD, *known.VOTES, "reason", "helper", lists=("introducers",)),
    _form("7-KNĐ", values.departmental_report, *_HEAD, *known.CELLS_VOTE, "reason"),
    _form("8-KNĐ", values.committee_resolution, *_HEAD, *known.VOTES, *known.CELLS_VOTE, "reason", "deciding_body",
          "verification_conclusion"),
    _form("9-KNĐ", values.admission, *_HEAD, *known.VOTES, *known.CELLS_VOTE, "deciding_body", "regulation"),
)  # fmt: skip
_OF_PROBATION = (*_HEAD, *known.PROBATION)
RECOGNITION: tuple[PaperForm, ...] = (
    _form("10-KNĐ", values.self_review, *_BY_PERSON, *known.PROBATION),
    _form("11-KNĐ", values.helper_remarks, *_BY_PERSON, *known.PROBATION),
    _form("12-KNĐ", values.probation_opinions, *_OF_PROBATION, *known.OPINIONS, lists=_BOTH_OPINIONS),
    _form("13-KNĐ", values.recognition_vote, *_OF_PROBATION, *known.VOTES, "reason", "put_to_vote"),
    _form("14-KNĐ", values.recognition_report, *_OF_PROBATION, *known.CELLS_VOTE, "reason"),
    _form("15-KNĐ", values.recognition_resolution, *_OF_PROBATION, *known.VOTES, *known.CELLS_VOTE, "reason",
          "put_to_vote", "deciding_body"),
    _form("16-KNĐ", values.recognition, *_OF_PROBATION, *known.VOTES, *known.CELLS_VOTE, "reason", "put_to_vote",
          "deciding_body", "regulation"),
)  # fmt: skip
_OF_MEETING = (
    *("organisation", "superior", "number", *known.DATE, "body", "begun_at", "place", "chair", "secretary"),
    *("votes_entitled", "votes_present", "votes_absent"),
)


def _of_meeting(code: str, *names: str, lists: tuple[str, ...] = ()) -> PaperForm:
    return PaperForm(code, lambda _facts: iter(()), known.fields((*_OF_MEETING, *names), lists))


# Whose facts are another room's, which fills it in and hands it out at a door of its own.
ELSEWHERE: tuple[PaperForm, ...] = (
    _of_meeting(MINUTES, "closed_at", lists=("absent", "tellers", "items", "receipts")),
    _of_meeting(TELLERS, lists=("tellers", "counts")),
    _of_meeting(EXTRACT, "item", "full_name", "cell"),
)
FORMS: dict[str, PaperForm] = {one.slug: one for one in (*ADMISSION, *RECOGNITION, *ELSEWHERE)}
