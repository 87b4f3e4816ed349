"""Numbers drawn from a unit's registers, gapless whoever draws at once."""

from __future__ import annotations

import datetime
import re
import unicodedata
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from psycopg2.errorcodes import LOCK_NOT_AVAILABLE

from documents.models import Outgoing, Register
from documents.refusals import RegisterBusy
from orgs.models import Unit, User

# How a unit of each kind signs its papers (the number and symbol of 13-KNĐ, S13; the others by analogy, to confirm).
SYMBOLS: dict[str, str] = {
    Unit.Kind.CELL: "CB",
    Unit.Kind.GRASSROOTS_CELL: "CB",
    Unit.Kind.DEPARTMENTAL_COMMITTEE: "ĐUBP",
    Unit.Kind.GRASSROOTS_COMMITTEE: "ĐU",
    Unit.Kind.BLOC: "ĐUK",
}
# What the rooms above know of numbers that stand on papers; see `heed_papers`.
Numbers = Callable[[Unit, str, int], Collection[int]]
_on_papers: list[Numbers] = []
# Locks the row, begun or not: who draws and who only asks wait for each other.
_HOLD = """
    INSERT INTO documents_register AS register (unit_id, kind, year, last)
    VALUES (%(unit)s, %(kind)s, %(year)s, 0)
    ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = register.last
    RETURNING id, last
"""
_DRAW = "UPDATE documents_register SET last = %(last)s WHERE id = %(register)s"
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


def read_symbol(text: str, unit: Unit) -> tuple[int, str] | None:
    """Number and kind of what reads as a symbol of this unit, however it was typed; None of anything else."""
    # The Icelandic letter looks like the Vietnamese one, and some keyboards give it.
    plain = "".join(unicodedata.normalize("NFC", text).replace("\N{LATIN CAPITAL LETTER ETH}", "Đ").split()).casefold()
    kinds = {kind.casefold(): kind for kind in Register.Kind.values}
    found = re.fullmatch(rf"([0-9]{{1,6}})-([^/]+)/{re.escape(SYMBOLS[unit.kind].casefold())}", plain)
    return (int(found[1]), kinds[found[2]]) if found and found[2] in kinds else None


def heed_papers(numbers: Numbers) -> None:
    """Registers go on after the numbers that this function says, and make none of them void: those of that unit, kind
    and year that stand on papers. It is asked while the register is locked; one statement at the most."""
    if numbers not in _on_papers:
        _on_papers.append(numbers)


def numbers_on_papers(unit: Unit, kind: str, year: int) -> set[int]:
    """Asked now that the register is locked: whoever wrote such a number by hand has committed it."""
    _hold(unit, kind, year)
    return {number for numbers in _on_papers for number in numbers(unit, kind, year)}


def given_number(unit: Unit, kind: str, year: int, number: int) -> Outgoing | None:
    """The entry of that number; None where the register has not given it. One statement, two where it may have.

    The register stays locked to the end of the transaction, so that nobody draws the number before its paper is
    written. Raises RegisterBusy, and TransactionManagementError outside a transaction.
    """
    register_id, last = _hold(unit, kind, year)
    return Outgoing.objects.filter(register=register_id, number=number).first() if number <= last else None


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
    """The next numbers of the unit's register of the year, one a paper in their order. Three statements, and what
    `heed_papers` asks.

    The register stays locked to the end of the caller's transaction, so that a draw undone leaves no gap; it comes
    after the locks of cases. `after`: the last number known to have been used by hand.
    Raises RegisterBusy, and TransactionManagementError outside a transaction.
    """
    _require_transaction()
    if not papers:
        return []
    year = dated.year
    register_id, last = _hold(unit, kind, year)
    # Asked now that the register is locked: whoever wrote such a number by hand has committed it.
    typed = [number for numbers in _on_papers for number in numbers(unit, kind, year)]
    first = max(last, after, *typed) + 1
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, {"last": first + len(papers) - 1, "register": register_id})
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


def _hold(unit: Unit, kind: str, year: int) -> tuple[int, int]:
    """The register's id and its last number, 0 where none was drawn yet."""
    return _locked(_HOLD, {"unit": unit.pk, "kind": kind, "year": year})


def _locked(statement: str, given: Mapping[str, int | str]) -> tuple[int, int]:
    """The id and the number that the statement returns. Raises RegisterBusy."""
    _require_transaction()
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            register_id, number = cursor.fetchone()
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
            raise RegisterBusy from error
        raise
    return register_id, number


def give_incoming(unit: Unit, year: int, *, after: int = 0) -> tuple[int, int]:
    """The unit's register of incoming papers of that year, and its next number; locked and undone as by `draw`.

    `after`: the last number used on paper, where the register begins with this one. One statement.
    Raises RegisterBusy, and TransactionManagementError outside a transaction.
    """
    return _locked(_GIVE, {"unit": unit.pk, "year": year, "after": after})


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Draw inside the transaction of the act that the paper is of.")
