"""What the pages of sources share."""

from __future__ import annotations

from django.http import HttpRequest

from orgs.acting_seat import acting_seat, held_seats
from orgs.models import Unit
from planning.sources.access import Reader


def reader_of(request: HttpRequest) -> Reader:
    """Raises Http404 for who sees no list anywhere."""
    return Reader.of(held_seats(request))


def own_cells(request: HttpRequest, reader: Reader) -> list[Unit]:
    """Those whose sources this person keeps, the one of the seat acted from first. One statement, or none."""
    if not reader.keeps:
        return []
    seat = acting_seat(request)
    here = seat.unit_id if seat else None
    cells = Unit.objects.filter(pk__in=reader.keeps, kind__in=Unit.CELLS).order_by("path")
    return sorted(cells, key=lambda cell: cell.pk != here)
