"""Reads for the pages of the registers, each taking the person first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from documents.access import incoming_of, outgoing_of, units_kept, units_read
from documents.models import Incoming, IncomingRegister, Outgoing, Register
from orgs.access import Account
from orgs.models import Unit
from orgs.pages import WholePages

OUTGOING, INCOMING = "outgoing", "incoming"
PAGE_LENGTH = 50


@dataclass(frozen=True)
class Asked:
    """What of the registers is asked for, as it stands in the address; `unit` is a code."""

    show: str = OUTGOING
    unit: str = ""
    kind: str = ""
    year: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        show = INCOMING if given.get("show") == INCOMING else OUTGOING
        kind = given.get("kind", "") if show == OUTGOING else ""
        return cls(show, given.get("unit", ""), kind if kind in Register.Kind.values else "", given.get("year", ""))

    def address(self, **changes: str) -> str:
        """The query of an address, such as "?show=incoming&year=2026"."""
        asked = replace(self, **changes)
        if asked.show == INCOMING:
            asked = replace(asked, kind="")
        said = [(name, value) for name, value in vars(asked).items() if value and (name, value) != ("show", OUTGOING)]
        return f"?{urlencode(said)}" if said else "?"

    @property
    def narrow(self) -> bool:
        return bool(self.unit or self.kind or self.year)


@dataclass(frozen=True)
class RegistersPage:
    """The list. `units`, `kinds` and `years` are what may be asked for; `kept` the units whose registers the person
    keeps."""

    asked: Asked
    page: Page[Any]
    units: Sequence[Unit]
    kinds: Sequence[str]
    years: Sequence[int]
    kept: Sequence[Unit]

    @cached_property
    def unit(self) -> Unit | None:
        """The one unit whose register this is, asked for or the only one; None where it is several units' registers."""
        if self.asked.unit:
            return next(unit for unit in self.units if unit.code == self.asked.unit)
        return self.units[0] if len(self.units) == 1 else None

    @property
    def year(self) -> int | None:
        """The year asked for, else the last one."""
        return int(self.asked.year) if self.asked.year else next(iter(self.years), None)


def registers_page(person: Account, asked: Asked, page: str | None, *, at: datetime.datetime) -> RegistersPage:
    """The entries, newest first. A unit or year that is not among those known is as if it had not been asked for.

    As many statements for many entries as for one. Raises Http404 where the person reads no unit's registers.
    """
    kept = units_kept(person, at)
    units = _units_with_registers(person, asked.show, kept, at)
    if not units and not units_read(person, at).exists():
        raise Http404
    registers = _registers(asked.show).filter(unit__in=units)
    years = list(registers.order_by("-year").values_list("year", flat=True).distinct())
    kinds = _kinds(registers, asked.show)
    asked = replace(
        asked,
        unit=asked.unit if asked.unit in {unit.code for unit in units} else "",
        kind=asked.kind if asked.kind in kinds else "",
        year=asked.year if asked.year in {str(year) for year in years} else "",
    )
    rows = _entries(person, asked, at).order_by(*_newest_first(asked.show))
    return RegistersPage(asked, WholePages(rows, PAGE_LENGTH).get_page(page), units, kinds, years, kept)


def whole_register(person: Account, asked: Asked, *, at: datetime.datetime) -> tuple[Unit, list[Any]]:
    """The unit, and all entries of its registers in the year asked for, by kind and number.

    Raises Http404 where it is not one that the person reads, or no year.
    """
    unit = units_read(person, at).filter(code=asked.unit).first()
    if unit is None or not (asked.year.isdecimal() and len(asked.year) == 4):
        raise Http404
    order = ("register__kind", "number") if asked.show == OUTGOING else ("number",)
    return unit, list(_entries(person, asked, at).order_by(*order))


def _registers(show: str) -> QuerySet[Any]:
    """Those that have begun: a row without a number is there since somebody asked whether it had given one."""
    return (Register if show == OUTGOING else IncomingRegister).objects.filter(last__gt=0)


def _units_with_registers(person: Account, show: str, kept: Sequence[Unit], at: datetime.datetime) -> list[Unit]:
    read = units_read(person, at)
    begun = read.filter(Exists(_registers(show).filter(unit=OuterRef("pk"))))
    return list((begun | read.filter(pk__in=[unit.pk for unit in kept])).order_by("path"))


def _kinds(registers: QuerySet[Any], show: str) -> list[str]:
    if show == INCOMING:
        return []
    found = set(registers.order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in Register.Kind.values if kind in found]


def _newest_first(show: str) -> tuple[str, ...]:
    return ("-dated", "-at", "-number") if show == OUTGOING else ("-received_on", "-at", "-number")


def _entries(person: Account, asked: Asked, at: datetime.datetime) -> QuerySet[Outgoing] | QuerySet[Incoming]:
    rows: Any = outgoing_of(person, at) if asked.show == OUTGOING else incoming_of(person, at)
    wanted = {"register__unit__code": asked.unit, "register__kind": asked.kind, "register__year": asked.year}
    return rows.filter(**{column: value for column, value in wanted.items() if value})
