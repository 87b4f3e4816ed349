"""Which streams of the journal an auditor reads, by what they are of: cases, sittings, classes, units.

A stream of people (`user:`) says what they looked at, see `files`; one of a ballot says when who cast, and is read by
whoever checks the ballot: what was done with the ballot stands in the stream of its sitting as well.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    Func,
    JSONField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from admission_flow.models import Case
from admission_flow.queries.listing import matching
from insights.audit.access import Reach
from journal.models import Entry
from meetings.models import Meeting
from orgs.calendar import LOCAL_ZONE, ONE_DAY
from orgs.models import Unit
from orgs.names import search_key
from training.models import TrainingClass

CASES, SITTINGS, CLASSES, UNITS, EVERYTHING = "cases", "sittings", "classes", "units", "everything"
KINDS = (CASES, SITTINGS, CLASSES, UNITS)
# What stands before the number of the row. The office's own stream belongs to no unit: who reads everything reads it.
_PREFIXES: dict[str, tuple[str, ...]] = {
    CASES: ("case:",),
    SITTINGS: ("meeting:",),
    CLASSES: ("class:",),
    UNITS: ("unit:", "register:", "office:"),
}
_ID = BigIntegerField()
# Entries annotated with what their references name; see `acts_of`.
Acts = QuerySet[Any, Any]
# Of the path to a unit's path, the condition on it.
Within = Callable[[str], Q]


def acts_in(reach: Reach) -> Acts:
    """Every entry of a case that is here now, and of one that has moved away what was done until then."""
    return acts_of(reach, CASES)


def acts_of(reach: Reach, of: str) -> Acts:
    """Entries of one of KINDS, or of EVERYTHING. With the ids that their references name, each None where there is
    none. The statement doesn't grow with what moved away."""
    acts: Acts = Entry.objects.annotate(
        decision_id=Cast(KT("refs__decision"), _ID),
        correction_id=Cast(KT("refs__correction"), _ID),
        seat_id=Cast(KT("refs__seat"), _ID),
        delegation_id=Cast(KT("refs__delegation"), _ID),
    )
    condition = Q(pk__in=[])
    for kind in _kinds(of):
        condition |= _of_whole(kind) if reach.whole else _of_reached(reach, kind)
    acts = acts.filter(condition)
    if reach.moved_away:
        when = Value({f"case:{pk}": at.isoformat() for pk, at in reach.moved_away.items()}, JSONField())
        left = Func(when, F("stream"), template="(%(expressions)s)", arg_joiner=" ->> ", output_field=TextField())
        acts = acts.alias(left=Cast(left, DateTimeField())).filter(Q(left__isnull=True) | Q(at__lte=F("left")))
    return acts


def _kinds(of: str) -> tuple[str, ...]:
    return KINDS if of == EVERYTHING else (of,)


def _of_whole(kind: str) -> Q:
    condition = Q()
    for prefix in _PREFIXES[kind]:
        condition |= Q(stream__startswith=prefix)
    return condition


def _of_reached(reach: Reach, kind: str) -> Q:
    if kind == CASES:
        moved = RawSQL("SELECT unnest(%s::bigint[])", [list(reach.moved_away)])
        return _among("case:", Case.objects.filter(reach.within() | Q(pk__in=moved)))
    return _of_units(kind, reach.within)


def in_unit(of: str, unit: Unit) -> Q:
    """Condition on entries of what belongs to this unit and those under it."""

    def within(path: str) -> Q:
        return Q(**{f"{path}__startswith": unit.path})

    condition = Q(pk__in=[])
    for kind in _kinds(of):
        condition |= _of_units(kind, within)
    return condition


def _of_units(kind: str, within: Within) -> Q:
    if kind == CASES:
        return _among("case:", Case.objects.filter(within("unit__path")))
    if kind == SITTINGS:
        return _among("meeting:", Meeting.objects.filter(within("unit__path")))
    if kind == CLASSES:
        return _among("class:", TrainingClass.objects.filter(within("unit__path")))
    units = Unit.objects.filter(within("path"))
    return _among("unit:", units) | _among("register:", units)


def found_by(reach: Reach, of: str, text: str) -> Q:
    """Condition on entries of what the words find: cases as their list does, a unit with its sittings by its name, a
    class by its own."""
    units = Unit.objects.filter(_named("search_name", search_key(text)))
    classes = TrainingClass.objects.filter(Q(number__icontains=text.strip()) | Q(name__icontains=text.strip()))
    ways = {
        CASES: lambda: in_cases(reach.cases().filter(matching(text)).values("pk")),
        SITTINGS: lambda: _among("meeting:", Meeting.objects.filter(unit__in=units)),
        CLASSES: lambda: _among("class:", classes),
        UNITS: lambda: _among("unit:", units) | _among("register:", units),
    }
    condition = Q(pk__in=[])
    for kind in _kinds(of):
        condition |= ways[kind]()
    return condition


def _named(field: str, key: str) -> Q:
    words = re.findall(r"\w+", key)
    condition = Q() if words else Q(pk__in=[])
    for word in words:
        condition &= Q(**{f"{field}__regex": rf"\m{word}"})
    return condition


def in_cases(cases: QuerySet[Any, Any]) -> Q:
    """Condition on entries in the streams of these cases; `cases` gives their ids as its first column."""
    # Of Case, so that a set of ids from any table becomes streams in one place.
    return _among("case:", Case.objects.filter(pk__in=cases))


def _among(prefix: str, rows: QuerySet[Any]) -> Q:
    stream = Concat(Value(prefix), Cast("pk", TextField()), output_field=CharField())
    return Q(stream__in=rows.order_by().values(stream=stream))


def within_days(acts: Acts, first: datetime.date | None, last: datetime.date | None) -> Acts:
    """Both days included, as they are in Vietnam."""
    if first is not None:
        acts = acts.filter(at__gte=_midnight(first))
    if last is not None:
        acts = acts.filter(at__lt=_midnight(last + ONE_DAY))
    return acts


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, LOCAL_ZONE)


def newest_first(acts: Acts) -> Acts:
    return acts.order_by("-at", "-pk")


def parts_of(entry: Entry) -> tuple[str, int]:
    """The stream as its kind and the number of the row: ("case", 12)."""
    kind, _colon, number = entry.stream.partition(":")
    return kind, int(number)
