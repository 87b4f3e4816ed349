"""What every paper drawn with python-docx is written by: its font, its page, a line, two columns side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from documents.forms.engine import plain

FONT = "Times New Roman"


def set_portrait(document: Any) -> None:
    """A4 with the margins of party papers, written in 14 points."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    write_in_our_font(document, size=14, after=3)


def write_in_our_font(document: Any, *, size: int, after: int) -> None:
    """In points; every script of it, so that no theme brings another one."""
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(after)


def columns(document: Any, widths: Sequence[float]) -> list[Any]:
    """Cells without a frame, side by side; in centimetres."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for number, (cell, width) in enumerate(zip(table.rows[0].cells, widths, strict=True)):
        # LibreOffice reads this one, Word the cells'.
        table.columns[number].width = cell.width = Cm(width)
    return list(table.rows[0].cells)


def keep_rows_whole(table: Any) -> None:
    """No row is cut by the end of a page, and the first stands at the head of each."""
    rows = table._tbl.tr_lst
    for row in rows:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    rows[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def line(
    place: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    underlined: bool = False,
    caps: bool = False,
    size: float = 14,
    align: Any = None,
    indent: bool = False,
    before: float = 0,
    after: float = 3,
    style: str = "Normal",
) -> Any:
    """A paragraph; the first of a cell is the empty one that it begins with."""
    first = place.paragraphs[0] if hasattr(place, "_tc") and len(place.paragraphs) == 1 else None
    paragraph = first if first is not None and not first.runs else place.add_paragraph(style=style)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(1)
    run = paragraph.add_run(plain(text))
    run.bold, run.italic, run.underline = bold, italic, underlined
    run.font.size, run.font.all_caps, run.font.name = Pt(size), caps, FONT
    return paragraph
