"""The register of decisions as the office binds it: landscape, the Party's heading, one line a decision."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Mm, Pt

from admission_flow.paper_forms.facts import ABOVE_THE_BLOC, committee
from documents.forms.engine import plain
from documents.forms.layout import PARTY, saved
from documents.forms.writing import keep_rows_whole, line, write_in_our_font
from insights.event_log.register import DecisionRow, Period
from orgs.models import Unit

# In centimetres; together as wide as the page within its margins.
_WIDTHS = (1.2, 2.8, 4.0, 2.8, 4.8, 3.6, 3.0, 2.6, 1.9)


def draw(period: Period, rows: Sequence[DecisionRow], *, at: datetime.datetime) -> bytes:
    """The DOCX; the same rows on the same day are always the same file."""
    document = Document()
    _set_page(document)
    _head(document, period.unit, timezone.localdate(at))
    title = line(document, _("Register of decisions").upper(), bold=True, size=15, align=ALIGN.CENTER)
    title.style = document.styles["Heading 1"]
    days = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
    line(document, _("From %(first)s to %(last)s") % days, italic=True, size=11, align=ALIGN.CENTER, after=8)
    if rows:
        _table(document, rows)
    else:
        line(document, _("No decision in this period."), size=11, align=ALIGN.CENTER)
    line(document, "", size=6)
    _signatures(document)
    return saved(document)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(15)
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    write_in_our_font(document, size=11, after=2)


def _head(document: Any, unit: Unit, today: datetime.date) -> None:
    """Two columns as on every paper of the Party: whose register it is; the Party, place and day."""
    above = Unit.objects.filter(path=unit.path[: -Unit.steplen]).first()
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    line(left, committee(above).upper() if above else ABOVE_THE_BLOC.upper(), size=12, align=ALIGN.CENTER)
    line(left, committee(unit).upper(), bold=True, size=12, align=ALIGN.CENTER)
    line(left, "*", size=12, align=ALIGN.CENTER)
    line(right, PARTY, bold=True, underlined=True, size=12, align=ALIGN.CENTER)
    on = f"……, ngày {today:%d} tháng {today:%m} năm {today:%Y}"
    line(right, on, italic=True, size=12, align=ALIGN.CENTER)


def _table(document: Any, rows: Sequence[DecisionRow]) -> None:
    words = [
        *(_("No."), _("Number, date"), _("Deciding body"), _("Decision"), _("Candidate"), _("Vote")),
        *(_("Signed by"), _("Regulation"), _("Remarks")),
    ]
    table = document.add_table(rows=len(rows) + 1, cols=len(words))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    # Asked for once: every look at a row's cells goes through the whole table.
    cells = table._cells
    texts = list(words)
    for number, row in enumerate(rows, start=1):
        texts += _texts(number, row)
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.width = Cm(_WIDTHS[place % len(words)])
        heading = place < len(words)
        run = cell.paragraphs[0].add_run(plain(text))
        run.bold, run.font.size = heading, Pt(10)
        cell.paragraphs[0].alignment = ALIGN.CENTER if heading else ALIGN.LEFT
    keep_rows_whole(table)


def _texts(number: int, row: DecisionRow) -> list[str]:
    return [
        *(str(number), f"{row.number}\n{row.dated:%d/%m/%Y}", row.body, row.mark.word),
        *(f"{row.name}\n{row.case}\n{row.unit}", _vote(row), row.signed_by, row.regulation),
        _("no longer holds") if row.overtaken else "",
    ]


def _vote(row: DecisionRow) -> str:
    """In favour, of how many present of how many entitled; the others where there were any."""
    if row.votes is None:
        return ""
    votes = row.votes
    said = _("%(votes_for)s in favour; %(present)s of %(body_size)s present") % votes
    others = ((_("against"), "votes_against"), (_("other opinion"), "votes_other"), (_("invalid"), "votes_invalid"))
    told = [f"{votes[name]} {word}" for word, name in others if votes[name]]
    return "; ".join([said, *told])


def _signatures(document: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    line(left, _("Who keeps the register").upper(), bold=True, size=11, align=ALIGN.CENTER)
    line(right, _("On behalf of the committee").upper(), bold=True, size=11, align=ALIGN.CENTER)
    for cell in (left, right):
        line(cell, "\n\n", size=11, align=ALIGN.CENTER)
