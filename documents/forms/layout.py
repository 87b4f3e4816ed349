"""The layout of party papers, drawn with python-docx: what the built-in templates are made from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from documents.forms.engine import undated
from documents.forms.writing import columns, line, set_portrait

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
    set_portrait(document)
    _head(document, sheet)
    line(document, sheet.title, bold=True, size=15, align=ALIGN.CENTER, before=12, style="Heading 1")
    if sheet.subtitle:
        line(document, sheet.subtitle, bold=True, align=ALIGN.CENTER)
    line(document, "-----", align=ALIGN.CENTER, after=6)
    _parts(document, sheet.body)
    _foot(document, sheet)
    line(document, "", size=2, after=0)  # no document ends with a table
    return saved(document)


def saved(document: Any) -> bytes:
    """The document as bytes, which say neither who made it nor when."""
    for name in ("author", "comments", "title"):
        setattr(document.core_properties, name, "")
    out = io.BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _head(document: Any, sheet: Sheet) -> None:
    """Two columns: who writes, with number and symbol; the Party, with place and day."""
    line(document, f"Mẫu {sheet.code}" if sheet.coded else "", italic=True, size=11, align=ALIGN.RIGHT)
    left, right = columns(document, (7.2, 9.3))
    for number, text in enumerate(sheet.left):
        last = number == len(sheet.left) - 1
        bold = number == len(sheet.left) - 2
        line(left, text, bold=bold, caps=not last, size=13, align=ALIGN.CENTER)
        if bold:
            line(left, "*", size=13, align=ALIGN.CENTER)
    for text in sheet.right:
        line(right, text, bold=True, underlined=True, size=13, align=ALIGN.CENTER)
    line(right, PLACE_AND_DATE, italic=True, size=13, align=ALIGN.CENTER, before=4)


def _foot(document: Any, sheet: Sheet) -> None:
    line(document, "", size=8)
    signing = [*([()] if len(sheet.signatures) == 1 else []), *sheet.signatures]
    cells = columns(document, (16.5 / len(signing),) * len(signing))
    beside = len(sheet.signatures) == 1
    if beside:
        _recipients(cells[0], sheet)
    for cell, lines in zip(cells, signing, strict=True):
        for number, text in enumerate(lines[:-1]):
            line(cell, text, bold=number == 0 or number == len(lines) - 2, align=ALIGN.CENTER, caps=True)
        if lines:
            line(cell, "\n\n", align=ALIGN.CENTER)
            line(cell, lines[-1], bold=True, align=ALIGN.CENTER)
    if not beside:
        _recipients(document, sheet)


def _recipients(place: Any, sheet: Sheet) -> None:
    """At the left of the only signature; under two that stand side by side."""
    if sheet.recipients:
        line(place, "Nơi nhận:", bold=True, underlined=True, size=12)
        for text in sheet.recipients:
            line(place, f"- {text}", size=12)


def _parts(place: Any, parts: Sequence[Any]) -> None:
    for part in parts:
        match part:
            case Par():
                align = ALIGN.CENTER if part.centred else ALIGN.LEFT if part.ragged else ALIGN.JUSTIFY
                indent = not (part.plain or part.centred)
                line(place, part.text, bold=part.bold, italic=part.italic, align=align, indent=indent)
            case By():
                for _number in range(part.lines):
                    line(place, LINE)
            case Where():
                line(place, f"{{%p if {part.condition} %}}")
                _parts(place, part.parts)
                line(place, "{%p endif %}")
            case Each():
                line(place, f"{{%p for one in {part.rows} %}}")
                line(place, part.text, align=ALIGN.LEFT if part.ragged else ALIGN.JUSTIFY, indent=True)
                line(place, "{%p endfor %}")
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
    line(document, "", size=6)


def _fill(cell: Any, text: str, *, bold: bool = False, align: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size, paragraph.alignment = bold, Pt(12), align
