"""A filled-in paper as its headings, paragraphs and tables, for a page to show."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from documents.forms.language import DOTS

_ALIGNED: dict[Any, str] = {ALIGN.CENTER: "center", ALIGN.RIGHT: "right"}


@dataclass(frozen=True)
class Words:
    """A paragraph. `align` is "center", "right" or ""."""

    text: str
    heading: bool = False
    bold: bool = False
    italic: bool = False
    align: str = ""

    @property
    def is_line(self) -> bool:
        """Dots to write on, as wide as the page."""
        return len(self.text) > len(DOTS) and not self.text.strip("…")


@dataclass(frozen=True)
class Cells:
    """A table by rows of cells, each of paragraphs. One with a heading row holds facts; others only divide the page."""

    heading: list[list[Words]]
    rows: list[list[list[Words]]]


def blocks_of(docx: bytes) -> list[Words | Cells]:
    """In the order of the paper, without empty paragraphs."""
    document = Document(io.BytesIO(docx))
    blocks: list[Words | Cells] = []
    for one in document.iter_inner_content():
        if isinstance(one, Table):
            blocks.append(_cells(one))
        else:
            blocks += _words(one)
    return blocks


def text_of(docx: bytes) -> str:
    """All that can be read in it, a paragraph a line."""
    lines: list[str] = []
    for block in blocks_of(docx):
        if isinstance(block, Words):
            lines.append(block.text)
        else:
            lines += [words.text for row in [block.heading, *block.rows] for cell in row for words in cell]
    return "\n".join(lines)


def _words(paragraph: Paragraph) -> Iterator[Words]:
    runs = [run for run in paragraph.runs if run.text.strip()]
    text = "".join(run.text.upper() if run.font.all_caps else run.text for run in paragraph.runs).strip()
    if text:
        yield Words(
            text=text,
            heading=str(getattr(paragraph.style, "name", "")).startswith(("Heading", "Title")),
            bold=bool(runs) and all(run.bold for run in runs),
            italic=bool(runs) and all(run.italic for run in runs),
            align=_ALIGNED.get(paragraph.alignment, ""),
        )


def _cells(table: Table) -> Cells:
    heading: list[list[Words]] = []
    rows: list[list[list[Words]]] = []
    for row in table.rows:
        cells = [_of_cell(cell, table) for cell in row._tr.tc_lst]
        if not rows and not heading and row._tr.find(qn("w:trPr")) is not None and _repeats(row._tr):
            heading = cells
        else:
            rows.append(cells)
    return Cells(heading, rows)


def _repeats(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def _of_cell(cell: Any, table: Table) -> list[Words]:
    """A cell once, though it be joined with others. What stands in a table inside it is read as its paragraphs."""
    return [words for one in cell.iter(qn("w:p")) for words in _words(Paragraph(one, table))]
