"""The report as DOCX, in the layout of a party paper: A4, who writes and the Party side by side, sections, tables with
repeated heads, charts, addressees and signature; the units side by side on a page of their own.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from documents.forms.engine import plain
from documents.forms.layout import PARTY, saved
from documents.forms.writing import FONT, columns, keep_rows_whole, line, set_portrait
from insights.term_report.charts import add_chart
from insights.term_report.paper import Cell, Chart, Heading, Paper, Table, Text

DOTS = "……"
# What stands where the author has not written yet.
TO_WRITE = "…" * 40


@dataclass(frozen=True)
class Head:
    """Around the text. `number` and `dated` are of the approved report; `draft` says so at the top of all others."""

    superior: str
    body: str
    title: str
    number: str = ""
    dated: datetime.date | None = None
    place: str = ""
    symbol: str = ""
    addressees: Sequence[str] = ()
    signed_for: str = ""
    signed_role: str = ""
    signed_by: str = ""
    draft: str = ""


def draw(head: Head, paper: Paper) -> bytes:
    document = Document()
    _set_page(document)
    _head(document, head)
    charts = 0
    for block in paper.blocks():
        match block:
            case Heading():
                _heading(document, block)
            case Text():
                _text(document, block)
            case Table():
                _table(document, block, (16.5,))
            case Chart():
                charts += 1
                _chart(document, block, charts)
    _foot(document, head)
    annex = paper.annex()
    if annex:
        _annex(document, annex)
    line(document, "", size=2, after=0)  # no document ends with a table
    return saved(document)


def _set_page(document: Any) -> None:
    set_portrait(document)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    """At the top, from the second page on, as party papers have it."""
    paragraph.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _head(document: Any, head: Head) -> None:
    if head.draft:
        line(document, head.draft, italic=True, size=11, align=ALIGN.RIGHT)
    left, right = columns(document, (7.5, 9.0))
    line(left, head.superior.upper(), size=13, align=ALIGN.CENTER)
    line(left, head.body.upper(), bold=True, size=13, align=ALIGN.CENTER)
    line(left, "*", size=13, align=ALIGN.CENTER)
    line(left, f"Số {head.number or f'{DOTS}-{head.symbol}'}", size=13, align=ALIGN.CENTER)
    line(right, PARTY, bold=True, underlined=True, size=13, align=ALIGN.CENTER)
    day = f"{head.dated:%d}" if head.dated else DOTS
    month = f"{head.dated:%m}" if head.dated else DOTS
    year = f"{head.dated:%Y}" if head.dated else DOTS
    on = f"{head.place or DOTS}, ngày {day} tháng {month} năm {year}"
    line(right, on, italic=True, size=13, align=ALIGN.CENTER, before=4)
    line(document, "BÁO CÁO", bold=True, size=16, align=ALIGN.CENTER, before=14, style="Heading 1")
    line(document, head.title, bold=True, align=ALIGN.CENTER)
    line(document, "-----", align=ALIGN.CENTER, after=8)


def _heading(document: Any, block: Heading) -> None:
    style = "Heading 1" if block.level == 1 else "Normal"
    text = block.text.upper() if block.level == 1 else block.text
    paragraph = line(document, text, bold=True, before=8 if block.level == 1 else 4, style=style)
    paragraph.paragraph_format.keep_with_next = True


def _text(document: Any, block: Text) -> None:
    for text in block.paragraphs or (TO_WRITE,):
        line(document, text, align=ALIGN.JUSTIFY, indent=True, after=6)


def _table(document: Any, block: Table, room: tuple[float]) -> None:
    caption = line(document, block.caption, bold=True, italic=True, size=12, align=ALIGN.CENTER, before=4)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=len(block.rows) + 1, cols=len(block.head))
    table.style, table.autofit = "Table Grid", False
    widths = _widths(block, room[0])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    # Asked for once: every look at a row's cells goes through the whole table.
    cells = table._cells
    texts = [Cell(words) for words in block.head] + [cell for row in block.rows for cell in row]
    last = len(texts) - len(block.head)
    for place, (cell, given) in enumerate(zip(cells, texts, strict=True)):
        cell.width = Cm(widths[place % len(widths)])
        if given.rows != 1:
            merged = OxmlElement("w:vMerge")
            merged.set(qn("w:val"), "restart" if given.rows else "continue")
            cell._tc.get_or_add_tcPr().append(merged)
        heading = place < len(block.head)
        run = cell.paragraphs[0].add_run(plain(given.text))
        run.bold = heading or (block.total and place >= last)
        run.font.size, run.font.name = Pt(11), FONT
        cell.paragraphs[0].alignment = ALIGN.CENTER if heading or given.is_number else ALIGN.LEFT
        cell.paragraphs[0].paragraph_format.space_after = Pt(1)
        # The last rows stay together, so that no total stands alone on a page.
        cell.paragraphs[0].paragraph_format.keep_with_next = last - 3 * len(block.head) <= place < last
    keep_rows_whole(table)
    line(document, "", size=6)


def _widths(block: Table, room: float) -> list[float]:
    """Numbers take a column of 2 cm, at most; what is words shares the rest."""
    words = [
        not all(row[place].is_number or not row[place].text for row in block.rows) for place in range(len(block.head))
    ]
    narrow = min(2.3, room / len(block.head))
    rest = (room - narrow * words.count(False)) / max(1, words.count(True))
    return [rest if one else narrow if any(words) else room / len(block.head) for one in words]


def _chart(document: Any, block: Chart, number: int) -> None:
    caption = line(document, block.caption, bold=True, italic=True, size=12, align=ALIGN.CENTER, before=4)
    caption.paragraph_format.keep_with_next = True
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.keep_with_next = True
    add_chart(document, paragraph, block, number)
    line(document, block.reading, italic=True, size=12, align=ALIGN.CENTER, after=8)


def _foot(document: Any, head: Head) -> None:
    line(document, "", size=8)
    left, right = columns(document, (8.0, 8.5))
    line(left, "Nơi nhận:", bold=True, underlined=True, size=12)
    for text in head.addressees:
        line(left, f"- {text}", size=12, after=0)
    line(left, "- Lưu.", size=12)
    for place, text in enumerate((head.signed_for, head.signed_role)):
        if text:
            line(right, text.upper(), bold=place == 0, align=ALIGN.CENTER)
    line(right, "\n\n", align=ALIGN.CENTER)
    line(right, head.signed_by, bold=True, align=ALIGN.CENTER)


def _annex(document: Any, annex: Table) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # What ends the part before is a paragraph, which must not need a page of its own where that part fills one.
    end = document.paragraphs[-1].paragraph_format
    end.space_before = end.space_after = Pt(0)
    end.line_spacing = Pt(1)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.different_first_page_header_footer = False
    line(document, "PHỤ LỤC", bold=True, align=ALIGN.CENTER, style="Heading 1")
    _table(document, annex, (25.7,))
