"""Sums as it happens: what an act touched is measured again, and the difference goes into the tallies.

A trigger notes each touched case in the act's own transaction; whoever rolls up takes notes away and writes the sums in
one transaction, one at a time. What is not rolled up yet is still noted: nothing is lost or counted twice wherever it
stops.
"""

from __future__ import annotations

import datetime
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from admission_flow.models import Case
from insights.models import CasesTally, DaysTally, PaceTally, PartsTally, Span, Stay, Touched
from insights.waits import paces
from insights.waits.measuring import Measures, measure
from insights.waits.parts import Part
from insights.waits.ways import ADMISSION, RECOGNITION
from orgs.calendar import local_day

logger = logging.getLogger(__name__)

# The lock of the sums; a number of this room's own.
LOCK = 0x77616974
BATCH = 200
PARTS = tuple(part.value for part in Part)
OPENED, DECIDED = "opened", "decided"
# What runs while nobody acts: supplements count for who asked in working time only.
_NOBODYS = frozenset({Part.HELD.value, Part.OFF.value})

Slice = tuple[Any, ...]
Sums = dict[type[models.Model], dict[Slice, Counter[str]]]


def roll_up(*, at: datetime.datetime, limit: int = BATCH) -> int | None:
    """Takes away the notes of up to so many cases and brings the sums up to them; returns how many cases it measured,
    None where somebody else is at it."""
    with transaction.atomic():
        if not _alone():
            return None
        changed: set[paces.Slice] = set()
        cases = set(Touched.objects.values_list("case", flat=True).distinct().order_by("case")[:limit])
        if cases:
            # A note that is seen to be taken away has its facts seen by what is read next.
            Touched.objects.filter(case__in=cases).delete()
            changed = _bring_up(cases, at)
        paces.bring_up(changed, local_day(at))
        return len(cases)


def brought_up(*, at: datetime.datetime) -> None:
    """Rolls up before a page is drawn. A case that can't be measured takes no page from anybody; it stays noted, and
    `waiting` counts it."""
    try:
        roll_up(at=at)
    except DatabaseError:
        raise
    except Exception as error:
        # The error's text may hold what no log may.
        logger.error("Cases could not be measured (%s).", type(error).__name__)


def roll_up_all(*, at: datetime.datetime) -> Iterator[int]:
    """Until nothing is noted any more; yields after each batch how many cases it measured."""
    while done := roll_up(at=at):
        yield done


@transaction.atomic
def forget_all() -> int:
    """Makes everything be measured anew: empties what is derived and notes every case. Returns how many."""
    for model in (Touched, Stay, Span, DaysTally, PaceTally, PartsTally, CasesTally):
        model.objects.all().delete()
    return len(Touched.objects.bulk_create((Touched(case_id=pk) for pk in _case_ids()), batch_size=5000))


@transaction.atomic
def note_open() -> None:
    """Notes every case with an open step, so that its parts are as of now. Once a night."""
    open_cases = Stay.objects.filter(ended_on=None).values_list("case", flat=True).distinct()
    Touched.objects.bulk_create((Touched(case_id=pk) for pk in open_cases), batch_size=5000)


def waiting() -> int:
    """Of how many cases something is noted that is not summed up yet."""
    return Touched.objects.values("case").distinct().count()


def _case_ids() -> Iterable[int]:
    return Case.objects.order_by("pk").values_list("pk", flat=True)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _bring_up(cases: Collection[int], at: datetime.datetime) -> set[paces.Slice]:
    """Returns of which slices the days of the steps have changed."""
    before = Measures(list(Span.objects.filter(pk__in=cases)), list(Stay.objects.filter(case__in=cases)))
    now = measure(cases, at=at)
    sums: Sums = {model: defaultdict(Counter) for model in (DaysTally, PartsTally, CasesTally)}
    _add(sums, before, -1)
    _add(sums, now, 1)
    Stay.objects.filter(case__in=cases).delete()
    Span.objects.filter(pk__in=cases).delete()
    Span.objects.bulk_create(now.spans)
    Stay.objects.bulk_create(now.stays, batch_size=1000)
    for model, slices in sums.items():
        _write(model, slices)
    return {key[:4] for key, days in sums[DaysTally].items() if not key[5] and any(days.values())}


def _add(sums: Sums, measures: Measures, sign: int) -> None:
    spans = {span.case_id: span for span in measures.spans}
    for span in measures.spans:
        _add_span(sums, span, sign)
    for stay in measures.stays:
        _add_stay(sums, stay, sign)
        _add_rest(sums, stay, spans[stay.case_id], sign)


def _add_span(sums: Sums, span: Span, sign: int) -> None:
    cases = sums[CasesTally]
    flow = RECOGNITION if span.recognition else ADMISSION
    for place in span.places:
        if span.ended_on is not None:
            key = (*_slice(place, flow, span, span.opened_on), False, _days(span, span.ended_on))
            sums[DaysTally][key]["ended" if span.decided else "cut"] += sign
        for word in (OPENED, *span.reached):
            cases[(*_slice(place, word, span, span.opened_on), span.recognition)]["cases"] += sign
        if span.decided and span.ended_on is not None:
            cases[(*_slice(place, DECIDED, span, span.ended_on), span.recognition)]["cases"] += sign
        if span.closed_on is not None:
            cases[(*_slice(place, span.outcome, span, span.closed_on), span.recognition)]["cases"] += sign


def _add_stay(sums: Sums, stay: Stay, sign: int) -> None:
    """Its days once it has ended; its parts as they are now."""
    days, parts = sums[DaysTally], sums[PartsTally]
    for place in stay.places:
        key = _slice(place, stay.step, stay, stay.opened_on)
        if stay.ended_on is not None:
            days[(*key, False, _days(stay, stay.ended_on))]["ended" if stay.concluded else "cut"] += sign
        seconds = {part: getattr(stay, part) * sign for part in PARTS}
        parts[key].update({"stays": sign} | seconds)
        if stay.asked_by:
            worked = sum(amount for part, amount in seconds.items() if part not in _NOBODYS)
            asked = parts[_slice(place, stay.asked_by, stay, stay.opened_on)]
            asked.update({"supplements": sign, "supplement": worked})


def _add_rest(sums: Sums, stay: Stay, span: Span, sign: int) -> None:
    """The rest of the way from here: to the decision, or to where it ended without one. For the bloc alone: whoever
    asks what is to be expected learns it from all of it."""
    if span.ended_on is None or span.ended_on < stay.opened_on:
        return
    bloc = stay.places[-1]
    key = (*_slice(bloc, stay.step, stay, stay.opened_on), True, _days(stay, span.ended_on))
    sums[DaysTally][key]["ended" if span.decided else "cut"] += sign


def _days(measured: Span | Stay, until: datetime.date) -> int:
    return (until - measured.opened_on).days


def _slice(place: int, step: str, measured: Span | Stay, day: datetime.date) -> Slice:
    return (place, step, measured.route, measured.generation, day.replace(day=1))


def _write(model: type[models.Model], slices: Mapping[Slice, Counter[str]]) -> None:
    """Adds the differences, in the order of their keys, as one statement a thousand rows."""
    changed = {key: sums for key, sums in sorted(slices.items()) if any(sums.values())}
    if not changed:
        return
    own = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    keys = own[: len(next(iter(changed)))]
    values = own[len(keys) :]
    table, columns = model._meta.db_table, ", ".join(own)
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in values)
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES {{rows}} "  # noqa: S608  (names of our own columns)
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
    )
    rows = [(*key, *(sums[name] for name in values)) for key, sums in changed.items()]
    one = "(" + ", ".join(["%s"] * len(own)) + ")"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 1000):
            piece = rows[start : start + 1000]
            given = [value for row in piece for value in row]
            cursor.execute(statement.format(rows=", ".join([one] * len(piece))), given)
