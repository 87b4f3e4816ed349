"""The verification of a biography in words: acts on it, its verdicts, and where a person stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

VERIFICATION_ACTS: dict[str, Promise] = {
    "send_request": gettext_lazy("asked an authority to confirm the biography"),
    "remind": gettext_lazy("reminded an authority of its answer"),
    "record_answers": gettext_lazy("recorded answers of the verification"),
    "record_refusal": gettext_lazy("recorded the refusal of an authority to answer"),
    "escalate": gettext_lazy("escalated a request to the organisation board above"),
}

VERIFICATION_VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "declaration_complete": (
        gettext_lazy("The declaration names everybody on whom a waiver rests."),
        gettext_lazy(
            "The declaration is not complete, so it waives nothing. Have the candidate declare, also where they have "
            "died: %(missing)s."
        ),
    ),
    "incomplete_own_side": (
        gettext_lazy("The candidate's side is waived."),
        ngettext_lazy(
            "The candidate's side is not waived, though %(members)s close relative is a member: not declared are "
            "%(missing)s.",
            "The candidate's side is not waived, though %(members)s close relatives are members: not declared are "
            "%(missing)s.",
            "members",
        ),
    ),
    "incomplete_spouse_side": (
        gettext_lazy("The spouse's side is waived."),
        ngettext_lazy(
            "The spouse's side is not waived, though %(members)s of them is a member: not declared are %(missing)s.",
            "The spouse's side is not waived, though %(members)s of them are members: not declared are %(missing)s.",
            "members",
        ),
    ),
    "verification_reminder": (
        gettext_lazy("No answer for %(waited)s working days; a reminder is due after %(most)s."),
        gettext_lazy("No answer for %(waited)s working days; a reminder is due after %(most)s."),
    ),
}

_MISSING: dict[str, Promise] = {
    "parents": gettext_lazy("both parents, or who raised the candidate"),
    "spouse_parents": gettext_lazy("both parents of the spouse"),
}

# Where a person stands, and where one request stands: the word and its tone.
STATES: dict[str, tuple[Promise, str]] = {
    "to_send": (gettext_lazy("to be sent"), ""),
    "sent": (gettext_lazy("sent, waiting"), "info"),
    "reminded": (gettext_lazy("reminded, waiting"), "info"),
    "escalated": (gettext_lazy("escalated"), "soon"),
    "refused": (gettext_lazy("refused to answer"), "late"),
    "clear": (gettext_lazy("answered, clear"), "done"),
    "not_clear": (gettext_lazy("answered, not clear"), "late"),
    "waived": (gettext_lazy("waived"), ""),
}


def missing_words(missing: Iterable[str]) -> str:
    return get_text_list([str(_MISSING[one]) for one in missing], _("and"))
