"""The seat a person is acting from on this browser, of those they hold today.

The choice decides what pages show first; what may be done is asked of `orgs.access` at the moment of doing it.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from orgs.access import seats_of
from orgs.models import Seat

SESSION_KEY = "acting_seat"


def held_seats(request: HttpRequest) -> list[Seat]:
    """The seats of the signed-in person today, each with its unit, the highest first; asked once a request."""
    seats: list[Seat] | None = getattr(request, "_held_seats", None)
    if seats is None:
        seats = seats_of(request.user, timezone.now())
        setattr(request, "_held_seats", seats)  # noqa: B010  (HttpRequest has no such attribute of its own)
    return seats


def acting_seat(request: HttpRequest) -> Seat | None:
    """The seat chosen on this browser while it is still held; else the first one; None for who holds none."""
    seats = held_seats(request)
    chosen = request.session.get(SESSION_KEY)
    return next((seat for seat in seats if seat.pk == chosen), seats[0] if seats else None)


def choose_seat(request: HttpRequest, seat_id: int) -> Seat | None:
    """Remember the seat for this session. None, and nothing changed, where the person doesn't hold it today."""
    seat = next((seat for seat in held_seats(request) if seat.pk == seat_id), None)
    if seat:
        request.session[SESSION_KEY] = seat.pk
    return seat
