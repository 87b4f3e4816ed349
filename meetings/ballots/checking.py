"""Whether ballots add up: papers = marks = entries of casting ≤ present, the count the papers', the digests theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from journal.findings import Failure
from meetings.ballots import urn
from meetings.models import Ballot

_COUNTS = """
    SELECT ballot.id, ballot.secret, ballot.status, ballot.present, ballot.marks_counted,
           ballot.votes_for, ballot.votes_against, ballot.votes_other,
           COALESCE(mark.n, 0) AS marks, COALESCE(mark.present, 0) AS marks_of_present,
           COALESCE(paper.n, 0) AS papers, COALESCE(receipt.n, 0) AS receipts, COALESCE(entry.n, 0) AS entries,
           COALESCE(CASE WHEN ballot.secret THEN paper.f ELSE mark.f END, 0) AS f,
           COALESCE(CASE WHEN ballot.secret THEN paper.a ELSE mark.a END, 0) AS a,
           COALESCE(CASE WHEN ballot.secret THEN paper.o ELSE mark.o END, 0) AS o,
           mark.named
    FROM meetings_ballot AS ballot
    LEFT JOIN (
        SELECT ballot_id, count(*) AS n, count(*) FILTER (WHERE attendee.present) AS present,
               count(*) FILTER (WHERE choice = 'for') AS f, count(*) FILTER (WHERE choice = 'against') AS a,
               count(*) FILTER (WHERE choice = 'other') AS o, count(*) FILTER (WHERE choice <> '') AS named
        FROM meetings_mark JOIN meetings_attendee AS attendee ON attendee.id = attendee_id GROUP BY ballot_id
    ) AS mark ON mark.ballot_id = ballot.id
    LEFT JOIN (
        SELECT ballot_id, count(*) AS n, count(*) FILTER (WHERE choice = 'for') AS f,
               count(*) FILTER (WHERE choice = 'against') AS a, count(*) FILTER (WHERE choice = 'other') AS o
        FROM meetings_ballotpaper GROUP BY ballot_id
    ) AS paper ON paper.ballot_id = ballot.id
    LEFT JOIN (SELECT ballot_id, count(*) AS n FROM meetings_receipt GROUP BY ballot_id) AS receipt
        ON receipt.ballot_id = ballot.id
    LEFT JOIN LATERAL (
        SELECT count(*) AS n FROM journal_entry WHERE stream = 'ballot:' || ballot.id AND verb = 'cast'
    ) AS entry ON true
    WHERE %(every)s OR ballot.id = ANY(%(ballots)s)
    ORDER BY ballot.id
"""


def faults_of(ballots: Sequence[int] | None = None) -> dict[int, str]:
    """Of these ballots, or of all, the first thing that doesn't add up, by id; sound ones are left out.

    Four statements, however many.
    """
    sealed = {one.pk: one for one in _closed_secret(ballots)}
    papers, receipts = urn.papers_digests(sealed), urn.receipts_digests(sealed)
    found = {}
    for row in _rows(ballots):
        key = row["id"]
        fault = next(_faults_of_counts(row), "")
        if not fault and key in sealed:
            fault = _fault_of_digests(sealed[key], papers[key], receipts[key])
        if fault:
            found[key] = fault
    return found


def check(stream: str | None) -> Iterator[Failure]:
    """For `verify_journal`: every ballot, or that of this stream."""
    if stream is not None and not stream.startswith("ballot:"):
        return
    number = (stream or "").partition(":")[2]
    if number and not number.isdecimal():
        return
    wanted = [int(number)] if number else None
    for ballot, fault in faults_of(wanted).items():
        yield Failure(fault, f"ballot:{ballot}")


def _closed_secret(ballots: Sequence[int] | None) -> list[Ballot]:
    rows = Ballot.objects.filter(secret=True, status__in=Ballot.COUNTED)
    return list(rows if ballots is None else rows.filter(pk__in=ballots))


def _rows(ballots: Sequence[int] | None) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"every": ballots is None, "ballots": list(ballots or [])})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _faults_of_counts(row: Mapping[str, Any]) -> Iterator[str]:
    annulled, closed = row["status"] == Ballot.Status.ANNULLED, row["status"] in Ballot.COUNTED
    if row["marks"] != row["entries"]:
        yield _("%(marks)s persons are marked as having voted, but the journal has %(entries)s entries of it.") % row
    expected = row["marks"] if row["secret"] and not annulled else 0
    if row["papers"] != expected:
        yield _("%(marks)s persons have voted, but %(papers)s papers are in the urn.") % row
    if row["receipts"] != expected:
        yield _("%(marks)s persons have voted, but there are %(receipts)s receipts.") % row
    if row["status"] == Ballot.Status.OPEN and row["marks_of_present"] != row["marks"]:
        yield _("Somebody has voted who is not recorded as present.")
    if row["secret"] and row["named"]:
        yield _("A choice stands beside a name, in a secret ballot.")
    if closed and row["marks"] > row["present"]:
        yield _("%(marks)s persons have voted, but %(present)s were present.") % row
    if closed and row["marks"] != row["marks_counted"]:
        yield _("%(marks_counted)s votes were counted, but %(marks)s persons have voted.") % row
    if closed and (row["f"], row["a"], row["o"]) != (row["votes_for"], row["votes_against"], row["votes_other"]):
        yield _("The count that was recorded is not that of the papers.")


def _fault_of_digests(ballot: Ballot, papers: str, receipts: str) -> str:
    if papers != ballot.papers_digest:
        return _("The papers are not those that were counted.")
    if receipts != ballot.receipts_digest:
        return _("The receipts are not those that were given.")
    return ""
