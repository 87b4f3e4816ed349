"""The member register as a file: in the form by which it is loaded, so that it can be loaded again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Q

from insights.list_files import ListFile, made
from insights.member_register.asked import Asked
from insights.member_register.reading import every_stay, stays
from insights.tables import Row, Sheet
from orgs.loading import form
from orgs.loading.lines import Line, member_line, seat_lines, unit_lines
from orgs.models import DelegatedAuthority, Seat, User
from orgs.queries import path_to, units_on

MEMBERS = "member_register"


def register_file(kind: str, asked: Asked, *, acting_user: User, at: datetime.datetime) -> ListFile:
    """Of a workbook the units and the seats of who is listed are sheets too. Raises TooMany."""
    lines = (member_line(stay, number, asked.on) for number, stay in enumerate(every_stay(asked), start=1))
    table = (form.REGISTER.name, list(form.REGISTER.headers), _rows(form.REGISTER, lines))
    before = (_units(asked), _seats(asked))
    return made(MEMBERS, kind, table, asked.refs(), acting_user=acting_user, at=at, before=before)


def _units(asked: Asked) -> Sheet:
    """Down from the bloc: none stands in the form without those above it."""
    units = [*path_to(asked.unit)[:-1], *units_on(asked.unit, asked.on)]
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=asked.on)
    papers = DelegatedAuthority.objects.filter(lasting, valid_from__lte=asked.on, unit__in=units)
    lines = unit_lines(units, {paper.unit_id: paper for paper in papers})
    above: list[Row] = [[form.UNITS.name.upper()], [form.AS_OF_LABEL + ":", asked.on], []]
    return Sheet(form.UNITS.name, form.UNITS.headers, _rows(form.UNITS, lines), above)


def _seats(asked: Asked) -> Sheet:
    within = Q(unit__path__startswith=asked.unit.path, starts__lte=asked.on)
    found = Seat.objects.filter(within, person__in=stays(asked).order_by().values("person"))
    lines = seat_lines(found.select_related("person", "unit").order_by("unit__path", "starts", "pk"))
    return Sheet(form.SEATS.name, form.SEATS.headers, _rows(form.SEATS, lines))


def _rows(sheet: form.Sheet, lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        yield [line.get(key) or None for key in sheet.keys]
