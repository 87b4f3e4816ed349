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
    """An account that sees the file, its name, and a seat by which it does, with its unit: its own, or one whose holder
    it stands in for."""

    account: int
    name: str
    seat: Seat


def readers_of(case: Case, at: datetime.datetime) -> list[Reader]:
    """By every seat from which the file is seen: those of the bloc first, of the cell last, then delegated ones. Two
    statements."""
    return [
        Reader(account.pk, account.person.full_name if account.person else "", seat)
        for account, seat in access.viewing_seats(case.unit, roles.SEE_FILE, at)
    ]


def writing_seat(person: Account, readers: Iterable[Reader]) -> Seat | None:
    """The seat that this person writes from: the own one nearest to the cell, else one delegated. No statement."""
    mine = [one.seat for one in readers if one.account == person.pk and not _only_reads(one.seat)]
    own = [seat for seat in mine if seat.delegation_id is None]
    nearest = own or mine
    return nearest[-1] if nearest else None


def ended_on(case: Case, at: datetime.datetime) -> datetime.date | None:
    """The last day on which something might be said, once it is past."""
    last = local_day(case.closed_at) + SPOKEN_OF if case.closed_at else None
    return last if last and local_day(at) > last else None


def _only_reads(seat: Seat) -> bool:
    return roles.READ_JOURNAL in roles.capabilities_of(seat.unit.kind, seat.role)
