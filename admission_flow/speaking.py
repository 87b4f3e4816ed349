"""Who takes part in the conversation on a case. Whoever sees its file reads it; whoever does so from a seat of the
case's way writes in it.

Inspectors read only: whoever has to judge later how a case was handled doesn't take a hand in it. A closed case is
spoken of for another month, as long as what came of it is still being asked about.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from admission_flow.access import FILE, case_for
from admission_flow.models import Case
from orgs import access, roles
from orgs.access import Account
from orgs.calendar import ONE_DAY, local_day
from orgs.models import Seat
from orgs.tree import ancestor_paths

# So many days after its end a case is still spoken of.
SPOKEN_OF = 30 * ONE_DAY


def spoken_case(person: Account, pk: int, at: datetime.datetime) -> Case:
    """The case whose conversation this person may read. Raises Http404, for who sees it in lists only too."""
    case = case_for(person, pk, at=at)
    if case.depth != FILE:
        raise Http404
    return case


@dataclass(frozen=True)
class Reader:
    """An account that sees the file, and a seat by which it does, with its unit and person."""

    account: int
    seat: Seat


def readers_of(case: Case, at: datetime.datetime) -> list[Reader]:
    """By every seat from which the file is seen: those of the bloc first, of the cell last. One statement."""
    seats = access.seats_giving(roles.SEE_FILE, local_day(at)).filter(unit__path__in=ancestor_paths(case.unit))
    seats = seats.filter(person__user__isnull=False).select_related("unit")
    seats = seats.select_related("person__user").order_by("unit__depth", "person__sort_key", "starts", "pk")
    return [Reader(seat.person.user.pk, seat) for seat in seats]


def writing_seat(person: Account, readers: Iterable[Reader]) -> Seat | None:
    """The seat that this person writes from: the one nearest to the cell. No statement."""
    mine = [one.seat for one in readers if one.account == person.pk and not _only_reads(one.seat)]
    return mine[-1] if mine else None


def ended_on(case: Case, at: datetime.datetime) -> datetime.date | None:
    """The last day on which something might be said, once it is past."""
    last = local_day(case.closed_at) + SPOKEN_OF if case.closed_at else None
    return last if last and local_day(at) > last else None


def _only_reads(seat: Seat) -> bool:
    return roles.READ_JOURNAL in roles.capabilities_of(seat.unit.kind, seat.role)
