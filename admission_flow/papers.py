"""The papers of an admission file: form code, name, who makes it, the step it belongs to (domain, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.rules.extra_papers import (
    ASSIGNED_CELL_PAPER,
    ETHNIC_CHINESE_PAPER,
    LITERACY_CONSENT,
    OVER_AGE_CONSENT,
    POPULATION_PAPER,
    READMISSION_AGREEMENT,
    SPECIAL_CASE_PAPER,
)
from admission_flow.rules.validity import CERTIFICATE

# What the competent body makes: form 9-KNĐ where it admits. No form is known for a refusal (domain, section 4).
ADMISSION, REFUSAL = "9-KNĐ", "QĐ-KKN"
# Of a new-member class: no code of its certificate was seen. Form 14-KNĐ is to be confirmed (domain, section 4), and no
# form is known for striking off.
CLASS_CERTIFICATE, RECOGNITION, STRIKING_OFF = "CN-ĐVM", "16-KNĐ", "QĐ-XT"
# No form is known for these either; the codes are the office's own.
EXTENSION, HOLDING, LATE_CONSENT = "GH-TH", "TD-HS", "ĐY-LKN"

# Of who moves while being considered (domain, 2.13), and of an admission found wrong (2.14). No form is known for them.
HELPED, CANCELLATION = "GXN-GĐ", "QĐ-HKN"
# Of a member, who is on probation already, the letter of transfer takes the place of that certificate.
LETTER_OF_TRANSFER = "GT-SHĐ"

# Papers that the unit of the act makes itself, under a number of its own; what else comes into a file has another's.
NUMBERED_HERE = frozenset(
    {"NQ-CB", "BC-TTLL", "5-KNĐ", "6-KNĐ", "7-KNĐ", "8-KNĐ", ADMISSION, REFUSAL, "12-KNĐ", "13-KNĐ", "14-KNĐ", "15-KNĐ"}
    | {RECOGNITION, STRIKING_OFF, EXTENSION, HOLDING, CANCELLATION}
)

# Papers that no step makes: those of the special paths (rules/extra_papers.py), and of acts on the whole case.
EXTRA_TITLES: dict[str, Promise] = {
    OVER_AGE_CONSENT: _("Province-level consent, over the age"),
    LITERACY_CONSENT: _("Province-level consent, education"),
    READMISSION_AGREEMENT: _("Province-level agreement to the re-admission"),
    POPULATION_PAPER: _("Remarks on the population policy"),
    ETHNIC_CHINESE_PAPER: _("Confirmation of nationality and generations"),
    ASSIGNED_CELL_PAPER: _("Assignment of the cell"),
    SPECIAL_CASE_PAPER: _("Committee's paper on the special case"),
    EXTENSION: _("Paper on the extension of the term"),
    HOLDING: _("Paper on putting the case on hold"),
    HELPED: _("Certificate that the person is being helped"),
    LETTER_OF_TRANSFER: _("Letter of transfer of party activity"),
    CANCELLATION: _("Decision that cancels the admission"),
}

# The two stages of the file (12-HD/BTCTW 2022, II.1.1, S53). A paper beside the list belongs to none.
CONSIDERED, AGREED = "considered", "agreed"
# The file of recognition is one of its own.
PROBATION = "probation"


@dataclass(frozen=True)
class Form:
    """A paper's name, who makes or signs it, the step at which it comes into the file, and its stage."""

    title: Promise
    maker: Promise
    step: str
    stage: str = ""


FORMS: dict[str, Form] = {
    "NQ-CB": Form(_("Resolution of the cell on the nomination"), _("the cell"), "nominate", CONSIDERED),
    "3-KNĐ": Form(_("Letter of introduction by a member"), _("the introducing member"), "nominate", CONSIDERED),
    "4-KNĐ": Form(
        _("Youth Union resolution of introduction"), _("the grassroots Youth Union executive"), "nominate", CONSIDERED
    ),
    "4A-KNĐ": Form(
        _("Trade-union resolution of introduction"), _("the grassroots trade-union executive"), "nominate", CONSIDERED
    ),
    CERTIFICATE: Form(_("Certificate of the awareness course"), _("the political centre"), "course", CONSIDERED),
    "1-KNĐ": Form(_("Application"), _("the candidate"), "declaration", CONSIDERED),
    "2-KNĐ": Form(_("Biography"), _("the candidate; the committee certifies"), "declaration", CONSIDERED),
    "BC-TTLL": Form(_("Report on the verification"), _("the verifying committee"), "verification", CONSIDERED),
    "5-KNĐ": Form(_("Summary of opinions"), _("the cell committee"), "opinions", CONSIDERED),
    "6-KNĐ": Form(_("Resolution of the cell"), _("the cell"), "cell_vote", AGREED),
    "7-KNĐ": Form(
        _("Report of the departmental committee"), _("the departmental committee"), "departmental_appraisal", AGREED
    ),
    "8-KNĐ": Form(
        _("Resolution of the grassroots committee"), _("the grassroots committee"), "grassroots_approval", AGREED
    ),
    ADMISSION: Form(_("Decision on admission"), _("the body that decides"), "bloc_decision", AGREED),
    REFUSAL: Form(_("Decision not to admit"), _("the body that decides"), "bloc_decision"),
    CLASS_CERTIFICATE: Form(
        _("Certificate of the new-member class"), _("the political centre"), "new_member_class", PROBATION
    ),
    "10-KNĐ": Form(
        _("Self-review of the probationary member"), _("the probationary member"), "probation_papers", PROBATION
    ),
    "11-KNĐ": Form(_("Remarks of the assigned helper"), _("the assigned helper"), "probation_papers", PROBATION),
    "12-KNĐ": Form(
        _("Summary of opinions on the probationary member"), _("the cell committee"), "probation_opinions", PROBATION
    ),
    "13-KNĐ": Form(_("Resolution of the cell on recognition"), _("the cell"), "recognition_vote", PROBATION),
    "14-KNĐ": Form(
        _("Report of the departmental committee on recognition"),
        _("the departmental committee"),
        "recognition_appraisal",
        PROBATION,
    ),
    "15-KNĐ": Form(
        _("Resolution of the grassroots committee on recognition"),
        _("the grassroots committee"),
        "recognition_approval",
        PROBATION,
    ),
    RECOGNITION: Form(_("Decision on recognition"), _("the body that decides"), "recognition_decision", PROBATION),
    STRIKING_OFF: Form(_("Decision to strike off the list"), _("the body that decides"), "recognition_decision"),
    LATE_CONSENT: Form(
        _("Consent of the superior committee to a later ceremony"), _("the superior committee"), "ceremony"
    ),
    "YK": Form(_("Answer to an opinion asked"), _("the body asked"), "consultation"),
    "BS": Form(_("Paper supplied"), _("as the return asked"), "supplement"),
}
TITLES: dict[str, Promise] = EXTRA_TITLES | {code: form.title for code, form in FORMS.items()}

# Of these a file holds one from each signer; a new one takes the place of the same signer's.
EACH_SIGNER = frozenset({"3-KNĐ"})
# Of these a file may hold any number; of every other, the newest takes the place of those before.
SEVERAL = frozenset({"BS", "YK", HELPED, LETTER_OF_TRANSFER})
# Of these one is enough.
INTRODUCTIONS = ("3-KNĐ", "4-KNĐ", "4A-KNĐ")


@dataclass(frozen=True)
class Item:
    """One line of the checklist: any one of the papers `codes` satisfies it."""

    codes: tuple[str, ...]
    step: str
    stage: str


def checklist(route: str, *, department: bool = False, recognition: bool = False) -> tuple[Item, ...]:
    """What a file on this route holds in the end, in the order in which the steps make it.

    `department`: there is a departmental committee on its way; `recognition`: the file is that of a recognition.
    """
    passed_by = set(_NOT_ON.get(route, ())) | (set() if department else {"7-KNĐ", "14-KNĐ"})
    stages = {PROBATION} if recognition else {CONSIDERED, AGREED}
    left_out = {*INTRODUCTIONS[1:], *passed_by}
    listed = [code for code, form in FORMS.items() if form.stage in stages and code not in left_out]
    return tuple(
        Item(INTRODUCTIONS if code in INTRODUCTIONS else (code,), _step_on(route, code), FORMS[code].stage)
        for code in listed
    )


# A grassroots cell has no committee above it; one with delegated authority decides instead of asking the bloc.
_NOT_ON = dict.fromkeys(("grassroots_cell", "delegated"), ("8-KNĐ", "15-KNĐ"))


def _step_on(route: str, code: str) -> str:
    decided_below = {ADMISSION: "grassroots_approval", RECOGNITION: "recognition_approval"}
    return decided_below[code] if route == "delegated" and code in decided_below else FORMS[code].step


def step_of(code: str) -> str:
    """The step at which a paper comes into the file; "" for a code that is not known."""
    return FORMS[code].step if code in FORMS else ""


def made_at(step: str, route: str) -> tuple[str, ...]:
    """The papers that a step must make on this route; those of which one of several is enough are left out."""
    items = (*checklist(route, department=True), *checklist(route, department=True, recognition=True))
    return tuple(one.codes[0] for one in items if one.step == step and len(one.codes) == 1)


def missing_for_meeting(held: Collection[str]) -> list[str]:
    """One code for each paper that the file lacks of those that it must hold when it is considered."""
    considered = (one.codes for one in checklist("") if one.stage == CONSIDERED)
    return [codes[0] for codes in considered if not set(codes) & set(held)]


def title(code: str, names: Mapping[str, str] | None = None) -> str:
    """`names`: what the bloc's own rules call the papers that they ask for, by code."""
    return str(TITLES.get(code) or (names or {}).get(code, code))


def titles(codes: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    return ", ".join(title(code, names) for code in codes)
