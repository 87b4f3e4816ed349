"""What is said of a vote: the derivation in words, what doesn't add up, why somebody was absent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a Promise that knows %

_REACHED = gettext_lazy("%(body)s, %(needed)s needed, %(votes_for)s in favour: reached.")
_NOT_REACHED = gettext_lazy("%(body)s, %(needed)s needed, %(votes_for)s in favour: not reached.")
VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "cell_vote": (
        _REACHED,
        gettext_lazy(
            "%(body)s, %(needed)s needed, %(votes_for)s in favour: not reached. "
            "The full result is reported up for decision."
        ),
    ),
    "committee_vote": (_REACHED, _NOT_REACHED),
    "standing_committee_vote": (_REACHED, _NOT_REACHED),
    "recognition_vote": (_REACHED, _NOT_REACHED),
    "recognition_committee_vote": (_REACHED, _NOT_REACHED),
}

# Who was entitled to vote.
_OFFICIALS = ngettext_lazy("%(entitled)s official member", "%(entitled)s official members", "entitled")
_COMMITTEE = ngettext_lazy("%(entitled)s committee member", "%(entitled)s committee members", "entitled")
_BODIES = {
    "cell_vote": _OFFICIALS,
    "committee_vote": _COMMITTEE,
    "recognition_vote": _OFFICIALS,
    "recognition_committee_vote": _COMMITTEE,
    "standing_committee_vote": ngettext_lazy(
        "%(entitled)s standing-committee member", "%(entitled)s standing-committee members", "entitled"
    ),
}


def body(rule: str, numbers: Mapping[str, Any]) -> str:
    """Who was entitled, and whom the base leaves out."""
    entitled = str(_BODIES[rule] % numbers)
    excused = int(numbers.get("excused", 0))
    if not excused:
        return entitled
    return _("%(body)s (%(excused)s not counted)") % {"body": entitled, "excused": excused}


ABSENCES: dict[str, Promise] = {
    "elsewhere": gettext_lazy("Temporary activity elsewhere"),
    "exempt": gettext_lazy("Exempt from activity"),
    "suspended": gettext_lazy("Suspended, prosecuted, detained"),
    "accepted": gettext_lazy("Accepted reason"),
    "unexcused": gettext_lazy("No accepted reason"),
}

FAULTS: dict[str, _StrPromise] = {
    "negative": gettext_lazy("A count can't be less than zero."),
    "nobody_entitled": gettext_lazy("Nobody was entitled to vote on that day; check the register and the date."),
    "no_form_of_voting": gettext_lazy("Say whether the ballot was secret or by show of cards."),
    "more_present_than_entitled": ngettext_lazy(
        "%(present)s present, but only %(entitled)s was entitled to vote.",
        "%(present)s present, but only %(entitled)s were entitled to vote.",
        "entitled",
    ),
    "absences_are_not_the_absent": ngettext_lazy(
        "%(missing)s was absent, but reasons are given for %(told)s. Give each absent person one reason.",
        "%(missing)s were absent, but reasons are given for %(told)s. Give each absent person one reason.",
        "missing",
    ),
    "votes_are_not_the_present": ngettext_lazy(
        "The votes add up to %(cast)s, but %(present)s was present.",
        "The votes add up to %(cast)s, but %(present)s were present.",
        "present",
    ),
    "ballots_not_counted": gettext_lazy("A secret ballot: write how many ballots were issued and how many came back."),
    "ballots_at_cards": gettext_lazy("A show of cards has no ballots: leave issued and returned empty."),
    "invalid_at_cards": gettext_lazy("A show of cards has no invalid votes: leave invalid empty or 0."),
    "more_issued_than_present": ngettext_lazy(
        "%(issued)s ballots issued, but only %(present)s was present.",
        "%(issued)s ballots issued, but only %(present)s were present.",
        "present",
    ),
    "more_returned_than_issued": ngettext_lazy(
        "%(returned)s ballots returned, but only %(issued)s was issued.",
        "%(returned)s ballots returned, but only %(issued)s were issued.",
        "issued",
    ),
    "votes_are_not_the_returned": ngettext_lazy(
        "The votes with the invalid ones add up to %(cast)s, but %(returned)s ballot came back.",
        "The votes with the invalid ones add up to %(cast)s, but %(returned)s ballots came back.",
        "returned",
    ),
}
