"""What an entry beside the cases is about, in words, and where whoever reads it may open it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.access import units_read
from insights.audit.access import Reach
from insights.audit.streams import parts_of
from journal.models import Entry
from meetings.access import meetings_of
from meetings.models import Meeting
from orgs.calendar import local_day
from orgs.models import Delegation, Seat, Unit
from orgs.wording import day_words, seat_words
from training.access import visible_classes
from training.models import TrainingClass

_OUTGOING, _INCOMING = ("issue_number", "void_number"), ("record_incoming", "forward_incoming", "void_incoming")


@dataclass(frozen=True)
class Thing:
    """`href` is empty where this auditor may not open it. `whom` says whose seat an act on seats is about."""

    title: str
    unit: str = ""
    href: str = ""
    whom: str = ""


def things_of(reach: Reach, entries: Sequence[Entry]) -> Mapping[int, Thing]:
    """By the entry's id, of those that are of no case. Two statements a kind of thing, however many there are."""
    ids: dict[str, set[int]] = {}
    for entry in entries:
        kind, number = parts_of(entry)
        ids.setdefault(kind, set()).add(number)
    known: dict[str, Mapping[int, Thing]] = {
        "meeting": _sittings(reach, ids.get("meeting", set())),
        "class": _classes(reach, ids.get("class", set())),
        "unit": _units(ids.get("unit", set())),
        "register": _registers(reach, ids.get("register", set())),
        "office": {1: Thing(_("The whole office"))},
    }
    whom = _whom([entry for entry in entries if parts_of(entry)[0] == "unit"])
    found = {}
    for entry in entries:
        kind, number = parts_of(entry)
        if kind in known and number in known[kind]:
            thing = known[kind][number]
            href = _entry_of_register(entry) if kind == "register" and thing.href else thing.href
            found[entry.pk] = Thing(thing.title, thing.unit, href, whom.get(entry.pk, ""))
    return found


def _sittings(reach: Reach, ids: set[int]) -> Mapping[int, Thing]:
    if not ids:
        return {}
    opened = set(meetings_of(reach.person, reach.at).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        one.pk: Thing(
            _("Meeting of %(day)s") % {"day": day_words(local_day(one.starts_at))},
            one.unit.name,
            reverse("meeting", args=[one.pk]) if one.pk in opened else "",
        )
        for one in Meeting.objects.filter(pk__in=ids).select_related("unit")
    }


def _classes(reach: Reach, ids: set[int]) -> Mapping[int, Thing]:
    if not ids:
        return {}
    rows = TrainingClass.objects.filter(pk__in=ids)
    try:
        opened = set(rows.filter(visible_classes(reach.person, reach.at)).values_list("pk", flat=True))
    except Http404:
        opened = set()
    return {
        one.pk: Thing(
            f"{one.number} · {one.name}", one.unit.name, reverse("class", args=[one.pk]) if one.pk in opened else ""
        )
        for one in rows.select_related("unit")
    }


def _units(ids: set[int]) -> Mapping[int, Thing]:
    """Their pages are open to everybody who holds a seat, and an auditor does."""
    rows = Unit.objects.filter(pk__in=ids) if ids else []
    return {one.pk: Thing(one.name, one.get_kind_display(), reverse("unit", args=[one.code])) for one in rows}


def _registers(reach: Reach, ids: set[int]) -> Mapping[int, Thing]:
    """`href` only says whether this auditor reads the register: each entry is a page of its own."""
    if not ids:
        return {}
    opened = set(units_read(reach.person, reach.at).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        one.pk: Thing(_("Registers"), one.name, reverse("registers") if one.pk in opened else "")
        for one in Unit.objects.filter(pk__in=ids)
    }


def _entry_of_register(entry: Entry) -> str:
    names = {**dict.fromkeys(_OUTGOING, "outgoing_entry"), **dict.fromkeys(_INCOMING, "incoming_entry")}
    return reverse(names[entry.verb], args=[entry.refs["entry"]]) if entry.verb in names else ""


def _whom(entries: Sequence[Entry]) -> Mapping[int, str]:
    """Whose seat, and who acts from it instead, by the entry's id. Two statements, or none."""
    seat_ids = {entry.refs["seat"] for entry in entries if "seat" in entry.refs}
    if not seat_ids:
        return {}
    seats = Seat.objects.select_related("unit", "person").in_bulk(seat_ids)
    lent = Delegation.objects.select_related("delegate").in_bulk(
        {entry.refs["delegation"] for entry in entries if "delegation" in entry.refs}
    )
    return {entry.pk: _whom_words(entry.refs, seats, lent) for entry in entries if "seat" in entry.refs}


def _whom_words(refs: Mapping[str, Any], seats: Mapping[int, Seat], lent: Mapping[int, Delegation]) -> str:
    seat, delegation = seats.get(refs["seat"]), lent.get(refs.get("delegation") or 0)
    if seat is None:
        return ""
    holder = f"{seat.person.full_name} ({seat_words(seat)})"
    if delegation is None:
        return holder
    return _("%(delegate)s for %(holder)s") % {"delegate": delegation.delegate.full_name, "holder": holder}
