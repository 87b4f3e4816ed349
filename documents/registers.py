"""Numbers drawn from a unit's registers, gapless whoever draws at once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from documents.models import Outgoing
from orgs.models import Unit, User

# How a unit of each kind signs its papers (the number and symbol of 13-KNĐ, S13; the others by analogy, to confirm).
SYMBOLS: dict[str, str] = {
    Unit.Kind.CELL: "CB",
    Unit.Kind.GRASSROOTS_CELL: "CB",
    Unit.Kind.DEPARTMENTAL_COMMITTEE: "ĐUBP",
    Unit.Kind.GRASSROOTS_COMMITTEE: "ĐU",
    Unit.Kind.BLOC: "ĐUK",
}
# A register goes on after papers that were numbered by hand beside it.
_DRAW = """
    INSERT INTO documents_register AS register (unit_id, kind, year, last)
    VALUES (%(unit)s, %(kind)s, %(year)s, %(after)s + %(count)s)
    ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = GREATEST(register.last, %(after)s) + %(count)s
    RETURNING id, last
"""
_GIVE = """
    INSERT INTO documents_incomingregister AS register (unit_id, year, last)
    VALUES (%(unit)s, %(year)s, %(after)s + 1)
    ON CONFLICT (unit_id, year) DO UPDATE SET last = register.last + 1
    RETURNING id, last
"""


@dataclass(frozen=True)
class PaperToNumber:
    """A paper that gets a number: about what (a case's number, never a name), and who signs it.

    `by_hand` and `once` as of Outgoing.
    """

    about: str
    signed_by: str
    by_hand: bool = False
    once: uuid.UUID | None = None


def symbol(number: int, kind: str, unit: Unit) -> str:
    """The number as it stands on the paper: 07-NQ/CB."""
    return f"{number:02d}-{kind}/{SYMBOLS[unit.kind]}"


def draw(
    unit: Unit,
    kind: str,
    dated: datetime.date,
    papers: Sequence[PaperToNumber],
    *,
    after: int = 0,
    acting_user: User,
    at: datetime.datetime,
) -> list[Outgoing]:
    """The next numbers of the unit's register of the year, one a paper in their order. Two statements.

    The register stays locked to the end of the caller's transaction, so that a draw undone leaves no gap; it comes
    after the locks of cases. `after`: the last number known to have been used by hand.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Draw inside the transaction of the act that the paper is of.")
    if not papers:
        return []
    with connection.cursor() as cursor:
        given = {"unit": unit.pk, "kind": kind, "year": dated.year, "after": after, "count": len(papers)}
        cursor.execute(_DRAW, given)
        register_id, last = cursor.fetchone()
    first = last - len(papers) + 1
    return Outgoing.objects.bulk_create(
        Outgoing(
            register_id=register_id,
            number=number,
            symbol=symbol(number, kind, unit),
            dated=dated,
            about=paper.about,
            signed_by=paper.signed_by,
            issued_by=acting_user,
            at=at,
            by_hand=paper.by_hand,
            once=paper.once,
        )
        for number, paper in enumerate(papers, start=first)
    )


def give_incoming(unit: Unit, year: int, *, after: int = 0) -> tuple[int, int]:
    """The unit's register of incoming papers of that year, and its next number; locked and undone as by `draw`.

    `after`: the last number used on paper, where the register begins with this one. One statement.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Give the number inside the transaction of the act.")
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, {"unit": unit.pk, "year": year, "after": after})
        register_id, number = cursor.fetchone()
    return register_id, number
