"""A report as a file for one person: DOCX, PDF where LibreOffice is installed; the units side by side as a table."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _

from admission_flow.paper_forms.facts import in_vietnamese
from documents import store
from documents.forms.pdf import to_pdf
from insights import tables
from insights.models import TermReport
from insights.term_report.drawing import Head, draw
from insights.term_report.figures import ADMITTED, ATTENDED, GONE, HAPPENED, RECOGNISED, Figures
from insights.term_report.paper import Paper
from insights.term_report.papers import docx_of

DOCX, PDF = "docx", "pdf"
KINDS = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}


def file_of(report: TermReport, paper: Paper, kind: str) -> IO[bytes]:
    """Of an approved report the very paper that was kept. Raises NoPdf, FileAltered."""
    if report.file is not None:
        return _as_file(store.read(report.file), kind)
    with in_vietnamese():
        return _as_file(docx_of(report, paper), kind)


def file_of_unit(head: Head, paper: Paper, kind: str) -> IO[bytes]:
    """Raises NoPdf."""
    with in_vietnamese():
        return _as_file(draw(head, paper), kind)


def _as_file(docx: bytes, kind: str) -> IO[bytes]:
    return io.BytesIO(to_pdf(docx) if kind == PDF else docx)


def units_as_table(figures: Figures, kind: str) -> IO[bytes]:
    """XLSX or CSV of the units directly under, side by side."""
    return tables.write(kind, _("Units side by side"), _words(), _lines(figures))


def _words() -> list[str]:
    return [
        *(_("Unit"), _("Members"), _("Target"), _("Nominated"), _("Admitted"), _("Women"), _("Recognised")),
        *(_("Struck off"), _("In classes")),
    ]


def _lines(figures: Figures) -> Iterator[Sequence[object]]:
    for child in figures.taken.children:
        chosen = (
            (HAPPENED, "what", "nominated"), (ADMITTED, "", ""), (ADMITTED, "sex", "f"), (RECOGNISED, "", ""),
            (GONE, "how", "struck_off"), (ATTENDED, "", ""),
        )  # fmt: skip
        yield child.name, child.members, child.target, *(figures.of_child(child.unit, *one).number for one in chosen)
