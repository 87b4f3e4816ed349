"""The register of decisions as files: a workbook, and a paper in the layout of a party register."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.paper_forms.facts import in_vietnamese
from insights import tables
from insights.event_log.register import DecisionRow, Period, every_decision
from insights.event_log.register_docx import draw
from insights.list_files import Counted
from insights.refusals import TooMany
from journal import record
from orgs.models import User

XLSX, DOCX = tables.XLSX, "docx"
KINDS = {
    XLSX: tables.KINDS[XLSX],
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# A paper is drawn whole in memory, and nobody binds a longer one.
MOST = {XLSX: 50_000, DOCX: 3_000}


def register_file(kind: str, period: Period, *, acting_user: User, at: datetime.datetime) -> IO[bytes]:
    """Open at its beginning, gone when it is closed; with an entry in the stream of who takes it. Raises TooMany."""
    rows = every_decision(acting_user, period, at=at)
    file, number = _paper(period, rows, at) if kind == DOCX else _workbook(rows)
    with transaction.atomic():
        refs = {"kind": kind, "rows": number, "sha256": tables.sha256_of(file), **period.refs()}
        record.append(f"user:{acting_user.pk}", "export_decisions", acting_user=acting_user, at=at, refs=refs)
    return file


def _workbook(rows: Iterable[DecisionRow]) -> tuple[IO[bytes], int]:
    counted = Counted(map(_line, rows), MOST[XLSX])
    return tables.write_xlsx(_("Register of decisions"), _words(), counted), counted.number


def _paper(period: Period, rows: Iterable[DecisionRow], at: datetime.datetime) -> tuple[IO[bytes], int]:
    """In Vietnamese, as every paper of the office."""
    found = list(islice(rows, MOST[DOCX] + 1))
    if len(found) > MOST[DOCX]:
        raise TooMany(MOST[DOCX])
    file = tempfile.TemporaryFile()  # noqa: SIM115  # handed out open
    with in_vietnamese():
        file.write(draw(period, found, at=at))
    file.seek(0)
    return file, len(found)


def _words() -> list[str]:
    return [
        *(_("Date"), _("Number"), _("Deciding body"), _("Outcome"), _("Candidate"), _("Case number"), _("Unit")),
        *(_("On the roll"), _("Present"), _("For"), _("Against"), _("Other opinion"), _("Invalid")),
        *(_("Signed by"), _("Regulation"), _("Remarks")),
    ]


def _line(row: DecisionRow) -> Sequence[object]:
    votes = row.votes.values() if row.votes else (None,) * 6
    remarks = _("no longer holds") if row.overtaken else None
    about = (row.dated, row.number, row.body, row.mark.word, row.name, row.case, row.unit)
    return (*about, *votes, row.signed_by, row.regulation, remarks)
