"""How a case ended, as a mark in a list and on its page: the word, its tone and its symbol."""

from __future__ import annotations

from typing import NamedTuple

from admission_flow.models import Case


class Mark(NamedTuple):
    """`tone` and `icon` as the tag of project/templatetags/look.py takes them."""

    word: str
    tone: str
    icon: str


_DONE, _REFUSED = ("done", "check-lg"), ("late", "x-lg")
_MARKS: dict[str, tuple[str, str]] = {
    Case.Outcome.ADMITTED: _DONE,
    Case.Outcome.NOT_ADMITTED: _REFUSED,
    Case.Outcome.WITHDRAWN: ("", "dash-lg"),
    Case.Outcome.RECOGNISED: _DONE,
    Case.Outcome.STRUCK_OFF: _REFUSED,
    Case.Outcome.TRANSFERRED: ("", "box-arrow-right"),
    Case.Outcome.CANCELLED: _REFUSED,
    Case.Outcome.MEMBERSHIP_ENDED: ("", "dash-lg"),
}


def outcome_mark(outcome: str) -> Mark:
    return Mark(str(Case.Outcome(outcome).label), *_MARKS[outcome])
