"""The legal clock in words: a term's arithmetic, line by line, and what its acts say."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from admission_flow.models import Deadline, DeadlineChange
from admission_flow.wording.sources import regulation_and_paper

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OUTCOMES: dict[str, _StrPromise] = {
    "put_on_hold": gettext_lazy("put on hold"),
    "resumed": gettext_lazy("resumed"),
    "extended": gettext_lazy("term extended"),
}
ACTS: dict[str, _StrPromise] = {
    "hold": gettext_lazy("placed the case on hold"),
    "resume": gettext_lazy("resumed the case; its terms run again"),
    "extend": gettext_lazy("extended the term for the decision"),
    "move_due_days": gettext_lazy("changed the office's calendar; due dates of this case moved with it"),
}
# Acts on the whole case, as steps of it.
STEPS: dict[str, _StrPromise] = {
    "hold": gettext_lazy("Hold"),
    "resumption": gettext_lazy("Resumption"),
    "extension": gettext_lazy("Extension of the term"),
}
VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "ceremony_in_time": (
        gettext_lazy("In time. Held on %(day)s; the last day was %(due_on)s (%(working_days)s working days)."),
        gettext_lazy(
            "Later than the term, with consent. Held on %(day)s; the last day was %(due_on)s "
            "(%(working_days)s working days)."
        ),
    ),
    "extension": (
        gettext_lazy(
            "Extended by %(working_days)s working days (at most %(most)s, %(times)s time): "
            "from %(due_before)s to %(due_after)s."
        ),
        gettext_lazy("The term can't be extended (at most %(most)s working days, %(times)s time)."),
    ),
}
NOT_RECEIVED = gettext_lazy(
    "The receipt is not recorded yet: counted as if the decision had come on the day on which it was recorded."
)
# From what a term runs.
_EVENTS: dict[str, _StrPromise] = {
    "decide_admission": gettext_lazy("the cell's resolution"),
    "hold_ceremony": gettext_lazy("the receipt of the decision"),
    "review_probation": gettext_lazy("the end of the probation"),
    "decide_recognition": gettext_lazy("the cell's resolution"),
}


@dataclass(frozen=True)
class Line:
    """One line of an arithmetic; `to_confirm` where a value that it uses is."""

    text: str
    to_confirm: bool = False


def arithmetic(
    deadline: Deadline,
    changes: Iterable[DeadlineChange],
    *,
    reasons: bool = True,
    expected: Collection[datetime.date] = (),
) -> list[Line]:
    """How the due date came about. `changes` are those of this deadline in their order; `reasons`: for who sees the
    file, to whom alone it is told why the case was on hold or got more time. `expected`: days of the calendar that are
    still to be announced."""
    numbers: Mapping[str, Any] = deadline.derivation.get("numbers", {})
    used = {row["name"]: row for row in deadline.derivation.get("used", ())}
    event_day = used.get("event_day_counted", {})
    length: Mapping[str, Any] = next((row for name, row in used.items() if name != "event_day_counted"), {})
    lines = [
        Line(_from_event(deadline, numbers), _unsure(event_day)),
        Line(_length(deadline, length), _unsure(length)),
        *_other_days(numbers, expected),
    ]
    lines += [Line(_change(one, reasons=reasons)) for one in changes if one.runs_from == deadline.runs_from]
    return [*lines, Line(_("Last day: %(day)s.") % {"day": _day(deadline.due_on)})]


def _from_event(deadline: Deadline, numbers: Mapping[str, Any]) -> str:
    values = {"event": _EVENTS.get(deadline.rule, deadline.rule), "day": _day(deadline.runs_from)}
    if numbers.get("event_day_counted"):
        return _("From %(event)s on %(day)s; that day is counted.") % values
    return _("From %(event)s on %(day)s; that day is not counted.") % values


def _length(deadline: Deadline, length: Mapping[str, Any]) -> str:
    days = deadline.working_days
    by = regulation_and_paper(str(deadline.regulation), str(length.get("source") or ""))
    return ngettext("%(days)d working day, by %(by)s.", "%(days)d working days, by %(by)s.", days) % {
        "days": days,
        "by": by,
    }


def _other_days(numbers: Mapping[str, Any], expected: Collection[datetime.date]) -> list[Line]:
    lines = []
    for kind, words in (
        ("off", _("%(day)s is off: %(name)s.")),
        ("made_up", _("%(day)s is worked on a weekend: %(name)s.")),
    ):
        for text, name in zip(numbers.get(kind, ()), numbers.get(f"{kind}_names", ()), strict=True):
            day = datetime.date.fromisoformat(text)
            lines.append(Line(words % {"day": _day(day), "name": name}, day in expected))
    return lines


def _change(change: DeadlineChange, *, reasons: bool) -> str:
    days = {"days": change.working_days, "first": _day(change.first_day), "until": _day(change.until)}
    if change.kind == DeadlineChange.Kind.SUSPENSION:
        text = ngettext(
            "On hold from %(first)s, running again on %(until)s: %(days)d working day not counted.",
            "On hold from %(first)s, running again on %(until)s: %(days)d working days not counted.",
            change.working_days,
        )
    elif change.kind == DeadlineChange.Kind.EXTENSION:
        text = ngettext("Extended by %(days)d working day.", "Extended by %(days)d working days.", change.working_days)
    else:
        text = _("The office's calendar was changed for %(first)s.")
    parts = [text % days]
    if change.paper_number:
        paper = {"number": change.paper_number, "day": _day(change.paper_dated), "signer": change.signed_by}
        parts.append(_("Paper No. %(number)s of %(day)s, signed by %(signer)s.") % paper)
    if change.reason and (reasons or change.kind == DeadlineChange.Kind.CALENDAR):
        parts.append(_("Reason: %(reason)s.") % {"reason": change.reason.rstrip(".")})
    moved = {"before": _day(change.due_before), "after": _day(change.due_after)}
    return " ".join([*parts, _("Last day moved from %(before)s to %(after)s.") % moved])


def _unsure(row: Mapping[str, Any]) -> bool:
    return row.get("confidence", "sourced") != "sourced"


def _day(day: datetime.date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
