"""The papers of an admission file: form code, name, and the step that makes each (domain, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CERTIFICATE = "CN-NTVĐ"
# What the competent body makes: form 9-KNĐ where it admits. No form is known for a refusal (domain, section 4).
ADMISSION, REFUSAL = "9-KNĐ", "QĐ-KKN"
# Of who moves while being considered (domain, 2.13), and of an admission found wrong (2.14). No form is known for them.
HELPED, CANCELLATION = "GXN-GĐ", "QĐ-HKN"

TITLES: dict[str, Promise] = {
    "NQ-CB": _("Resolution of the cell on the nomination"),
    "3-KNĐ": _("Letter of introduction by a member"),
    "4-KNĐ": _("Youth Union resolution of introduction"),
    "4A-KNĐ": _("Trade-union resolution of introduction"),
    CERTIFICATE: _("Certificate of the awareness course"),
    "1-KNĐ": _("Application"),
    "2-KNĐ": _("Biography"),
    "BC-TTLL": _("Report on the verification"),
    "5-KNĐ": _("Summary of opinions"),
    "6-KNĐ": _("Resolution of the cell"),
    "7-KNĐ": _("Report of the departmental committee"),
    "8-KNĐ": _("Resolution of the grassroots committee"),
    ADMISSION: _("Decision on admission"),
    REFUSAL: _("Decision not to admit"),
    "YK": _("Answer to an opinion asked"),
    "BS": _("Paper supplied"),
    HELPED: _("Certificate that the person is being helped"),
    CANCELLATION: _("Decision that cancels the admission"),
}

# Of these a file may hold several; of every other, the newest takes the place of those before.
SEVERAL = frozenset({"3-KNĐ", "BS", "YK", HELPED})

# The papers that a step makes; a step not named makes none.
MADE_AT: dict[str, tuple[str, ...]] = {
    "nominate": ("NQ-CB",),
    "course": (CERTIFICATE,),
    "declaration": ("1-KNĐ", "2-KNĐ"),
    "verification": ("BC-TTLL",),
    "opinions": ("5-KNĐ",),
    "cell_vote": ("6-KNĐ",),
    "departmental_appraisal": ("7-KNĐ",),
    "grassroots_approval": ("8-KNĐ",),
    "bloc_decision": (ADMISSION,),
}


def made_at(step: str, route: str) -> tuple[str, ...]:
    """The papers that a step makes on this route: a committee with delegated authority decides itself."""
    return MADE_AT.get("bloc_decision" if (step, route) == ("grassroots_approval", "delegated") else step, ())


# What the file must hold before the cell's meeting (domain, section 4, "when considered"); of each inner set, one.
NEEDED_FOR_MEETING: tuple[frozenset[str], ...] = (
    frozenset({"NQ-CB"}),
    frozenset({"3-KNĐ", "4-KNĐ", "4A-KNĐ"}),
    frozenset({CERTIFICATE}),
    frozenset({"1-KNĐ"}),
    frozenset({"2-KNĐ"}),
    frozenset({"BC-TTLL"}),
    frozenset({"5-KNĐ"}),
)


def missing_for_meeting(held: Collection[str]) -> list[str]:
    """One code for each paper that the file lacks."""
    return [sorted(codes)[0] for codes in NEEDED_FOR_MEETING if not codes & set(held)]


def title(code: str) -> str:
    return str(TITLES.get(code, code))


def titles(codes: Iterable[str]) -> str:
    return ", ".join(title(code) for code in codes)
