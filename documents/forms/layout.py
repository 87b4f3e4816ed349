"""The layout of party papers, drawn with python-docx: what the built-in templates are made from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from documents.forms.engine import undated

FONT = "Times New Roman"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
PLACE_AND_DATE = "……, ngày {{ day }} tháng {{ month }} năm {{ year }}"
# A line that is filled in by hand, as long as the page is wide.
LINE = "…" * 32


@dataclass(frozen=True)
class Par:
    """A paragraph of the body; `plain` has no indent of its first line, `ragged` is for what may have lines of its own,
    which justifying would stretch."""

    text: str
    bold: bool = False
    italic: bool = False
    plain: bool = False
    centred: bool = False
    ragged: bool = False


@dataclass(frozen=True)
class By:
    """Lines to be filled in by hand."""

    lines: int = 2


@dataclass(frozen=True)
class Where:
    """Paragraphs that stand there only where a field is."""

    condition: str
    parts: tuple[Any, ...]


@dataclass(frozen=True)
class Each:
    """A paragraph for each row of a list, whose fields are written `one.…`; `ragged` as of `Par`."""

    rows: str
    text: str
    ragged: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a row for each of a list: heading, text, width in cm. `spare` rows stay for the pen."""

    rows: str
    columns: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Sheet:
    """One form. `left` is empty for papers of a person; `signatures` stand side by side, the last one at the right."""

    code: str
    title: str
    subtitle: str
    body: tuple[Any, ...]
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = (PARTY,)
    recipients: tuple[str, ...] = ()
    signatures: tuple[tuple[str, ...], ...] = ()
    # Whether the code is one of the guidance, to be printed at the top.
    coded: bool = True


def draw(sheet: Sheet) -> bytes:
    """The template as DOCX; the same sheet is always the same file."""
    document = Document()
    _set_page(document)
    _head(document, sheet)
    _line(document, sheet.title, bold=True, size=15, align=ALIGN.CENTER, before=12, style="Heading 1")
    if sheet.subtitle:
        _line(document, sheet.subtitle, bold=True, align=ALIGN.CENTER)
    _line(document, "-----", align=ALIGN.CENTER, after=6)
    _parts(document, sheet.body)
    _foot(document, sheet)
    _line(document, "", size=2, after=0)  # no document ends with a table
    return saved(document)


def saved(document: Any) -> bytes:
    """The document as bytes, which say neither who made it nor when."""
    for name in ("author", "comments", "title"):
        setattr(document.core_properties, name, "")
    out = io.BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _set_page(document: Any) -> None:
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


def _head(document: Any, sheet: Sheet) -> None:
    """Two columns: who writes, with number and symbol; the Party, with place and day."""
    _line(document, f"Mẫu {sheet.code}" if sheet.coded else "", italic=True, size=11, align=ALIGN.RIGHT)
    left, right = _columns(document, (7.2, 9.3))
    for number, text in enumerate(sheet.left):
        last = number == len(sheet.left) - 1
        bold = number == len(sheet.left) - 2
        _line(left, text, bold=bold, caps=not last, size=13, align=ALIGN.CENTER)
        if bold:
            _line(left, "*", size=13, align=ALIGN.CENTER)
    for text in sheet.right:
        _line(right, text, bold=True, underlined=True, size=13, align=ALIGN.CENTER)
    _line(right, PLACE_AND_DATE, italic=True, size=13, align=ALIGN.CENTER, before=4)


def _foot(document: Any, sheet: Sheet) -> None:
    _line(document, "", size=8)
    columns = [*([()] if len(sheet.signatures) == 1 else []), *sheet.signatures]
    cells = _columns(document, (16.5 / len(columns),) * len(columns))
    beside = len(sheet.signatures) == 1
    if beside:
        _recipients(cells[0], sheet)
    for cell, lines in zip(cells, columns, strict=True):
        for number, text in enumerate(lines[:-1]):
            _line(cell, text, bold=number == 0 or number == len(lines) - 2, align=ALIGN.CENTER, caps=True)
        if lines:
            _line(cell, "\n\n", align=ALIGN.CENTER)
            _line(cell, lines[-1], bold=True, align=ALIGN.CENTER)
    if not beside:
        _recipients(document, sheet)


def _recipients(place: Any, sheet: Sheet) -> None:
    """At the left of the only signature; under two that stand side by side."""
    if sheet.recipients:
        _line(place, "Nơi nhận:", bold=True, underlined=True, size=12)
        for text in sheet.recipients:
            _line(place, f"- {text}", size=12)


def _parts(place: Any, parts: Sequence[Any]) -> None:
    for part in parts:
        match part:
            case Par():
                align = ALIGN.CENTER if part.centred else ALIGN.LEFT if part.ragged else ALIGN.JUSTIFY
                indent = not (part.plain or part.centred)
                _line(place, part.text, bold=part.bold, italic=part.italic, align=align, indent=indent)
            case By():
                for _number in range(part.lines):
                    _line(place, LINE)
            case Where():
                _line(place, f"{{%p if {part.condition} %}}")
                _parts(place, part.parts)
                _line(place, "{%p endif %}")
            case Each():
                _line(place, f"{{%p for one in {part.rows} %}}")
                _line(place, part.text, align=ALIGN.LEFT if part.ragged else ALIGN.JUSTIFY, indent=True)
                _line(place, "{%p endfor %}")
            case Grid():
                _grid(place, part)


def _grid(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=4, cols=len(grid.columns))
    table.style, table.autofit = "Table Grid", False
    heading, begin, row, end = table.rows
    repeated = OxmlElement("w:tblHeader")
    heading._tr.get_or_add_trPr().append(repeated)
    begin.cells[0].paragraphs[0].add_run(f"{{%tr for one in {grid.rows} %}}")
    end.cells[0].paragraphs[0].add_run("{%tr endfor %}")
    for number, (title, text, width) in enumerate(grid.columns):
        table.columns[number].width = Cm(width)  # LibreOffice reads this one, Word the cells'
        for one in table.rows:
            one.cells[number].width = Cm(width)
        _fill(heading.cells[number], title, bold=True, align=ALIGN.CENTER)
        _fill(row.cells[number], text)
    _line(document, "", size=6)


def _columns(document: Any, widths: Sequence[float]) -> list[Any]:
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for number, (cell, width) in enumerate(zip(table.rows[0].cells, widths, strict=True)):
        table.columns[number].width = cell.width = Cm(width)
    return list(table.rows[0].cells)


def _fill(cell: Any, text: str, *, bold: bool = False, align: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size, paragraph.alignment = bold, Pt(12), align


def _line(
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
) -> None:
    """A paragraph; the first of a cell is the empty one that it begins with."""
    first = place.paragraphs[0] if hasattr(place, "_tc") and len(place.paragraphs) == 1 else None
    paragraph = first if first is not None and not first.runs else place.add_paragraph(style=style)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(1)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = bold, italic, underlined
    run.font.size, run.font.all_caps, run.font.name = Pt(size), caps, FONT
