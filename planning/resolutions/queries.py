"""Reads for the pages of resolutions. A constant number of statements, whatever the rows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from admission_flow.queries.listing import CountedPages, Filters
from orgs import access
from orgs.calendar import local_day
from orgs.models import Unit
from planning.models import Reminder, Resolution, ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.access import Reader, visible_resolutions
from planning.resolutions.counting import Share, Standing, total
from planning.resolutions.due import due_by_records
from planning.resolutions.standings import AUDIENCES, owing, standings_of

State, Audience = Resolution.State, RollOutSession.Audience
OWN_PROGRAMME = _("programme or plan of its own")
# What the list may be narrowed to, and which states that is.
SHOWN: dict[str, tuple[str, ...]] = {
    "all": tuple(State.values),
    "issued": (State.ISSUED,),
    "draft": (State.DRAFT,),
    "ended": (State.WITHDRAWN, State.SUPERSEDED),
}


@dataclass(frozen=True)
class ResolutionFilters(Filters):
    """`show` is one of SHOWN."""

    show: str = "all"

    def sound(self) -> Self:
        return replace(self, show=self.show if self.show in SHOWN else "all")


@dataclass(frozen=True)
class RollUpFilters(Filters):
    """`show` is "all" or "missing"."""

    show: str = "all"

    def sound(self) -> Self:
        return replace(self, show="missing" if self.show == "missing" else "all")


@dataclass(frozen=True)
class ToDo:
    """What one's own unit still lacks of a resolution in force, and how many days too late."""

    part: ResolutionUnit
    standing: Standing
    late: int

    @property
    def lacks(self) -> list[str]:
        return lacking(self.standing)


@dataclass(frozen=True)
class Row:
    """A resolution of the list; of the units that this person sees, how many are done, and by how many days the
    latest is late."""

    found: Resolution
    units: int
    done: int
    late: int


@dataclass(frozen=True)
class ResolutionsPage:
    filters: ResolutionFilters
    counts: dict[str, int]
    page: Page[Any]
    rows: list[Row]
    todo: list[ToDo]


@dataclass(frozen=True)
class UnitRow:
    """A unit of the roll-up: its share of each audience, in their order, when it was reminded last, and by how many
    days it is late."""

    part: ResolutionUnit
    standing: Standing
    reminder: Reminder | None
    late: int

    @property
    def cells(self) -> list[tuple[Any, Share]]:
        return [(Audience(one), self.standing.share(one)) for one in AUDIENCES]


@dataclass(frozen=True)
class AudienceRow:
    """An audience of the whole: the people reached, and how many units of how many reached all of it. `unknown` are
    the units of which neither they nor the records say how many are due."""

    audience: Any
    share: Share
    units: int
    of: int
    unknown: list[Unit]

    @property
    def percent(self) -> int | None:
        """Of the people, or of the units while there is one whose people nobody has counted: 100 is said only where
        nobody is missing. None where nobody is due."""
        return 100 * self.units // self.of if self.unknown else self.share.percent


@dataclass(frozen=True)
class RollUp:
    """`whole`: this person sees every unit of the scope. `above` are units that roll out for those whom one sees."""

    filters: RollUpFilters
    rows: list[UnitRow]
    shown: list[UnitRow]
    audiences: list[AudienceRow]
    whole: bool
    above: list[Unit]
    adopted: int
    reminded_on: datetime.date | None
    today: datetime.date

    @property
    def missing(self) -> list[UnitRow]:
        return [row for row in self.rows if not row.standing.is_done]

    @property
    def to_remind(self) -> list[UnitRow]:
        """Of those missing, who were not reminded today."""
        return [row for row in self.missing if row.reminder is None or row.reminder.day < self.today]

    @property
    def late(self) -> list[UnitRow]:
        return [row for row in self.rows if row.late]

    @property
    def done(self) -> int:
        return len(self.rows) - len(self.missing)

    @property
    def adopted_percent(self) -> int:
        return 100 * self.adopted // len(self.rows) if self.rows else 0


@dataclass(frozen=True)
class FileRow:
    """One audience at one unit, for the file: its share, and the day on which nobody was missing any more."""

    row: UnitRow
    audience: Any
    share: Share
    done_on: datetime.date | None

    @property
    def programme(self) -> UnitProgramme | None:
        return getattr(self.row.part, "programme", None)


@dataclass(frozen=True)
class PartRow:
    """One audience at one unit: its share, its sessions, and how many are due by today's records."""

    audience: Any
    share: Share
    sessions: list[RollOutSession]
    known: int | None


def lacking(standing: Standing) -> list[str]:
    """In words, what a unit still lacks."""
    words = [str(Audience(one).label) for one in standing.missing]
    return [*words, str(OWN_PROGRAMME)] if standing.lacks_programme else words


def resolutions(reader: Reader, filters: ResolutionFilters, *, at: datetime.datetime) -> ResolutionsPage:
    """A page of the resolutions that this person may see, the latest first. At most ten statements."""
    found = Resolution.objects.filter(visible_resolutions(reader.roots))
    numbers = {show: Count("pk", filter=Q(state__in=states)) for show, states in SHOWN.items()}
    counts: dict[str, int] = found.aggregate(**numbers)
    shown = found.filter(state__in=SHOWN[filters.show]).select_related("unit").order_by("-dated", "-pk")
    page = CountedPages(shown, counts[filters.show]).get_page(filters.page)
    rows = _with_units(reader, list(page.object_list), at)
    return ResolutionsPage(filters, counts, page, rows, _to_do(reader, at))


def every_resolution(reader: Reader, filters: ResolutionFilters, *, at: datetime.datetime) -> list[Row]:
    """All that the list has, in its order. As many statements for many as for one."""
    found = Resolution.objects.filter(visible_resolutions(reader.roots), state__in=SHOWN[filters.show])
    return _with_units(reader, list(found.select_related("unit").order_by("-dated", "-pk")), at)


def _with_units(reader: Reader, listed: Sequence[Resolution], at: datetime.datetime) -> list[Row]:
    """Each with how many of the units that this person sees are done, and how late they are."""
    seen = ResolutionUnit.objects.filter(access.under_roots(reader.roots), resolution__in=[one.pk for one in listed])
    issued = {one.pk for one in listed if one.issued_at}
    parts = [one for one in seen.select_related("resolution") if one.resolution_id in issued]
    standings = standings_of(parts)
    own: dict[int, list[Standing]] = {}
    for part in parts:
        own.setdefault(part.resolution_id, []).append(standings[part.pk])
    today = local_day(at)
    return [_row(one, own.get(one.pk, []), today) for one in listed]


def _row(found: Resolution, standings: Sequence[Standing], today: datetime.date) -> Row:
    late = max((days_late(found, one, today) for one in standings), default=0)
    return Row(found, len(standings), sum(one.is_done for one in standings), late)


def _to_do(reader: Reader, at: datetime.datetime) -> list[ToDo]:
    """Of the units whose plans this person keeps, the soonest term first."""
    rows = ResolutionUnit.objects.filter(unit__in=reader.keeps, resolution__state=State.ISSUED)
    parts = list(rows.select_related("unit", "resolution__unit").order_by("resolution__rolled_out_until", "pk"))
    standings = standings_of(parts)
    today = local_day(at)
    return [
        ToDo(part, standings[part.pk], days_late(part.resolution, standings[part.pk], today))
        for part in parts
        if not standings[part.pk].is_done
    ]


def days_late(found: Resolution, standing: Standing, today: datetime.date) -> int:
    """Since the last day for what a unit lacks; 0 where that is not over, and of what is not in force."""
    return standing.days_late(found.rolled_out_until, found.programme_until, today) if found.is_in_force else 0


def roll_up(reader: Reader, found: Resolution, filters: RollUpFilters, *, at: datetime.datetime) -> RollUp:
    """Every unit of the scope that this person sees. At most eight statements."""
    rows_of = ResolutionUnit.objects.filter(resolution=found).order_by("unit__path")
    scope = rows_of.select_related("unit", "resolution", "programme")
    whole = reader.sees(found.unit)
    parts = [one for one in scope if whole or reader.sees(one.unit)]
    above = [] if parts else [one.unit for one in scope if any(root.startswith(one.unit.path) for root in reader.roots)]
    today = local_day(at)
    standings = owing(parts, standings_of(parts), min(today, local_day(found.ended_at or at)))
    reminders = Reminder.objects.filter(of__in=[one.pk for one in parts]).order_by("of", "-day").distinct("of")
    last = {one.of_id: one for one in reminders}
    rows = [
        UnitRow(one, standings[one.pk], last.get(one.pk), days_late(found, standings[one.pk], today)) for one in parts
    ]
    shown = [row for row in rows if not row.standing.is_done] if filters.show == "missing" else rows
    return RollUp(
        filters=filters,
        rows=rows,
        shown=shown,
        audiences=[_audience_row(one, rows) for one in AUDIENCES],
        whole=whole,
        above=above,
        adopted=sum(standing.adopted for standing in standings.values()),
        reminded_on=max((one.day for one in last.values()), default=None),
        today=today,
    )


def _audience_row(audience: str, rows: Sequence[UnitRow]) -> AudienceRow:
    share, whole = total([row.standing for row in rows], audience)
    unknown = [row.part.unit for row in rows if row.standing.share(audience).is_unknown]
    return AudienceRow(Audience(audience), share, whole, len(rows), unknown)


def rows_of_file(page: RollUp) -> list[FileRow]:
    """What the page of a resolution shows, a row for each unit and audience. One statement."""
    done = _done_on(page.shown)
    return [
        FileRow(row, audience, share, done.get((row.part.pk, audience.value)) if share.is_whole else None)
        for row in page.shown
        for audience, share in row.cells
    ]


def _done_on(rows: Sequence[UnitRow]) -> dict[tuple[int, str], datetime.date]:
    """Part and audience -> the day of the session by which as many had come as are due."""
    sessions = RollOutSession.objects.filter(of__in=[row.part.pk for row in rows], struck_at__isnull=True)
    standings = {row.part.pk: row.standing for row in rows}
    came: dict[tuple[int, str], int] = {}
    done: dict[tuple[int, str], datetime.date] = {}
    for one in sessions.order_by("held_on", "pk"):
        key = (one.of_id, one.audience)
        came[key] = came.get(key, 0) + one.present
        if came[key] >= standings[one.of_id].share(one.audience).due:
            done.setdefault(key, one.held_on)
    return done


def part_rows(part: ResolutionUnit, standing: Standing, *, at: datetime.datetime) -> list[PartRow]:
    """Three statements."""
    known = due_by_records(part.unit, local_day(at))
    held: dict[str, list[RollOutSession]] = {}
    for one in part.sessions.select_related("recorded_by__person").order_by("held_on", "pk"):
        held.setdefault(one.audience, []).append(one)
    return [PartRow(Audience(one), standing.share(one), held.get(one, []), known[one]) for one in AUDIENCES]


def issuing_units(reader: Reader, kinds: Sequence[str]) -> list[Unit]:
    """Where this person drafts resolutions, the highest first."""
    return list(Unit.objects.filter(pk__in=reader.keeps, kind__in=kinds).order_by("depth", "path"))
