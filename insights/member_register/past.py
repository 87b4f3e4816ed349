"""Admissions that were over before the system: a list by unit and period, and the same as a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from insights.event_log.forms import PeriodForm
from insights.list_files import ListFile, made
from orgs import access, roles
from orgs.models import Unit, User
from orgs.names import initials
from orgs.pages import WholePages
from planning.admissions import past_admissions
from planning.models import PastAdmission

PAGE_LENGTH = 50
CHUNK = 2000
PAST = "past_admissions"


class PastForm(PeriodForm):
    """All years, of the highest unit whose list the person sees. Raises Http404 where there is none."""

    def __init__(self, given: Mapping[str, str], *, person: User, at: datetime.datetime) -> None:
        super().__init__(dict(given), person=person, at=at)
        if not self.units:
            raise Http404
        if not given.get("unit"):
            top = min(self.units, key=lambda unit: (unit.depth, unit.path))
            self.data = {**self.data, "unit": top.code}

    def asked(self) -> PastAsked:
        unit = next(one for one in self.units if one.code == self.cleaned_data["unit"])
        return PastAsked(unit, self.cleaned_data["first"], self.cleaned_data["last"])


@dataclass(frozen=True)
class PastAsked:
    unit: Unit
    first: datetime.date | None
    last: datetime.date | None

    def refs(self) -> dict[str, object]:
        return {"unit": self.unit.code, "from": _iso(self.first), "to": _iso(self.last)}


@dataclass(frozen=True)
class PastRow:
    """In lists' depth `name` is the initials."""

    found: PastAdmission
    name: str
    outcome: str


def past_page(person: User, asked: PastAsked, page: str, *, at: datetime.datetime) -> tuple[Page[Any], list[PastRow]]:
    """Three statements."""
    shown = WholePages(past_admissions(asked.unit, asked.first, asked.last), PAGE_LENGTH).get_page(page)
    return shown, list(_rows(person, shown.object_list, at))


def past_file(kind: str, asked: PastAsked, *, acting_user: User, at: datetime.datetime) -> ListFile:
    """Raises TooMany."""
    columns = [
        *(_("Name"), _("Unit"), _("Number of the decision"), _("Day of the decision"), _("Day of the ceremony")),
        *(_("Way it ended"), _("Number of the recognition"), _("Ended on, or official since"), _("Note")),
    ]
    found = past_admissions(asked.unit, asked.first, asked.last).iterator(chunk_size=CHUNK)
    rows = (
        (
            *(row.name, row.found.unit.name, row.found.number, row.found.decided_on, row.found.ceremony_on),
            *(row.outcome, row.found.recognised_number, row.found.ended_on, row.found.note),
        )
        for row in _rows(acting_user, found, at)
    )
    table = (_("Admissions before the system"), columns, rows)
    return made(PAST, kind, table, asked.refs(), acting_user=acting_user, at=at)


def _rows(person: User, found: Iterable[PastAdmission], at: datetime.datetime) -> Iterator[PastRow]:
    of_file = tuple(access.visible_roots(person, roles.SEE_FILE, at))
    for one in found:
        name = one.person.full_name
        name = name if one.unit.path.startswith(of_file) else initials(name)
        yield PastRow(one, name, capfirst(one.get_outcome_display()))


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
