"""What reminders say, from the identifiers that were stored with them. Days by date: who knows when it is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.flows import step_node
from admission_flow.wording import deadline_label
from notices.kinds import Rendered


def step_due(params: Mapping[str, Any]) -> Rendered:
    law = _("Case %(case)s: %(what)s is due by regulation on %(day)s.")
    own = _("Case %(case)s: %(what)s is due on %(day)s, a target of the office's own.")
    return Rendered(_("Due soon"), (law if params["legal"] else own) % _told(params))


def step_late(params: Mapping[str, Any]) -> Rendered:
    law = ngettext(
        "Case %(case)s: %(what)s is late by %(days)d working day; by regulation it was due on %(day)s.",
        "Case %(case)s: %(what)s is late by %(days)d working days; by regulation it was due on %(day)s.",
        params["days"],
    )
    own = ngettext(
        "Case %(case)s: %(what)s is late by %(days)d working day; the office's own target was %(day)s.",
        "Case %(case)s: %(what)s is late by %(days)d working days; the office's own target was %(day)s.",
        params["days"],
    )
    return Rendered(_("Late"), (law if params["legal"] else own) % _told(params))


def step_late_below(params: Mapping[str, Any]) -> Rendered:
    law = ngettext(
        "Case %(case)s, under you: %(what)s is late by %(days)d working day; by regulation it was due on %(day)s.",
        "Case %(case)s, under you: %(what)s is late by %(days)d working days; by regulation it was due on %(day)s.",
        params["days"],
    )
    own = ngettext(
        "Case %(case)s, under you: %(what)s is late by %(days)d working day; the office's own target was %(day)s.",
        "Case %(case)s, under you: %(what)s is late by %(days)d working days; the office's own target was %(day)s.",
        params["days"],
    )
    return Rendered(_("Late below"), (law if params["legal"] else own) % _told(params))


def unit_waits(params: Mapping[str, Any]) -> Rendered:
    """Two figures of a committee; the one alone where the other is nothing."""
    parts = []
    if params["waiting"]:
        parts.append(_figures(params["waiting"], params["late"]))
    if params["below"]:
        parts.append(_("under it: %(figures)s") % {"figures": _figures(params["below"], params["late_below"])})
    since = {"day": _day(params["since"]), "step": str(step_node(params["step"]).task_title)}
    text = _("%(unit)s: %(figures)s. Longest since %(day)s: %(step)s.")
    return Rendered(_("What waits this week"), text % {"unit": params["unit"], "figures": "; ".join(parts), **since})


KINDS: dict[str, Callable[[Mapping[str, Any]], Rendered]] = {
    "step_due": step_due,
    "step_late": step_late,
    "step_late_below": step_late_below,
    "unit_waits": unit_waits,
}


def _figures(waiting: int, late: int) -> str:
    text = ngettext("%(number)d case waits", "%(number)d cases wait", waiting) % {"number": waiting}
    return _("%(waiting)s, %(late)d late") % {"waiting": text, "late": late} if late else text


def _told(params: Mapping[str, Any]) -> dict[str, Any]:
    what = step_node(params["step"]).task_title if "step" in params else deadline_label(params["rule"])
    return {
        "case": params["case"],
        "what": str(what),
        "day": _day(params["due_on"]),
        "days": params.get("days"),
    }


def _day(text: str) -> str:
    return date_format(datetime.date.fromisoformat(text), "SHORT_DATE_FORMAT")
