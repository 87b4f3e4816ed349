"""The urn of a ballot: its papers and receipts mixed, counted, and brought into one digest.

Mixing deletes the rows and inserts them again in random order by one statement, so that neither their place in the
table nor the transaction that wrote them says any more in which order they came.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection, transaction

from meetings.models import Ballot, BallotPaper, Choice, Mark, Receipt

_MIX = """
    WITH taken AS (DELETE FROM {table} WHERE ballot_id = %s RETURNING {columns})
    INSERT INTO {table} ({columns}) SELECT {columns} FROM taken ORDER BY gen_random_uuid()
"""
_PAPERS, _RECEIPTS = BallotPaper._meta.db_table, Receipt._meta.db_table
# Seconds that the nightly cleaning waits for whoever still reads the papers, a backup for instance.
PATIENCE = "5s"


def digest(lines: Iterable[str]) -> str:
    """SHA-256 in hexadecimal of the lines in the order of their bytes, each ended: what `sort | sha256sum` prints in
    the C locale."""
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def papers_digests(ballots: Collection[int]) -> dict[int, str]:
    """Of each ballot's papers, each written as its id, a space and the choice. One statement."""
    lines: dict[int, list[str]] = {ballot: [] for ballot in ballots}
    for ballot, key, choice in BallotPaper.objects.filter(ballot__in=ballots).values_list("ballot", "pk", "choice"):
        lines[ballot].append(f"{key} {choice}")
    return {ballot: digest(its) for ballot, its in lines.items()}


def receipts_digests(ballots: Collection[int]) -> dict[int, str]:
    """Of each ballot's numbers. One statement."""
    return {ballot: digest(numbers) for ballot, numbers in receipts_of(ballots).items()}


def receipts_of(ballots: Collection[int]) -> dict[int, list[str]]:
    """The numbers of each ballot's receipts, in ascending order. One statement."""
    numbers: dict[int, list[str]] = {ballot: [] for ballot in ballots}
    rows = Receipt.objects.filter(ballot__in=ballots).order_by("number").values_list("ballot", "number")
    for ballot, number in rows:
        numbers[ballot].append(number)
    return numbers


def count(ballot: Ballot) -> dict[str, int]:
    """How often each choice stands on the papers, or, in an open ballot, beside the marks. One statement."""
    rows = ballot.papers if ballot.secret else Mark.objects.filter(ballot=ballot)
    counted = Counter(rows.values_list("choice", flat=True))
    return {choice: counted[choice] for choice in Choice.values}


def mix(ballot: Ballot) -> None:
    """Papers and receipts in random order, each table by one statement of this transaction; what the database keeps
    of the rows before is cleared once it has committed."""
    with connection.cursor() as cursor:
        cursor.execute(_MIX.format(table=_PAPERS, columns="id, ballot_id, choice"), [ballot.pk])
        cursor.execute(_MIX.format(table=_RECEIPTS, columns="id, ballot_id, number"), [ballot.pk])
    transaction.on_commit(clear, robust=True)


def empty(ballot: Ballot) -> None:
    """Papers and receipts gone: the ballot does not count."""
    ballot.papers.all().delete()
    ballot.receipts.all().delete()
    transaction.on_commit(clear, robust=True)


def clear() -> None:
    """The former versions of papers and receipts are removed. Does not wait for whoever votes elsewhere meanwhile.

    Outside a transaction. What an older transaction can still see stays until `rewrite`, at night.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {_PAPERS}, {_RECEIPTS}")


def rewrite() -> None:
    """Both tables written anew, so that no byte of a former version is left in their files. Outside a transaction.

    Raises OperationalError where somebody reads them for longer than `PATIENCE`; the next night tries again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        try:
            cursor.execute(f"VACUUM FULL {_PAPERS}")
            cursor.execute(f"VACUUM FULL {_RECEIPTS}")
        finally:
            cursor.execute("RESET lock_timeout")
