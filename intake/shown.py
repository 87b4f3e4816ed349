"""What a page shows of an uploaded form: figures by sheet, and a page of its lines with the words of their columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.paginator import Page

from admission_flow.queries.listing import Filters
from intake.models import Line, Upload
from orgs.loading.wording import Cell, in_words
from orgs.pages import WholePages

PAGE_LENGTH = 50
Kind = Line.Kind


@dataclass(frozen=True)
class LineFilters(Filters):
    """`kind` is "" for new and changed together; `sheet` the place of one in `Upload.sheets`, "" for all."""

    kind: str = ""
    sheet: str = ""

    def sound(self) -> Self:
        kind = self.kind if self.kind in (Kind.NEW, Kind.CHANGED) else ""
        return replace(self, kind=kind, sheet=self.sheet if self.sheet.isascii() and self.sheet.isdigit() else "")


@dataclass(frozen=True)
class SheetFigures:
    """Rows of a sheet: how many are new, how many change something, and how many stay as they are."""

    name: str
    rows: int
    new: int
    changed: int

    @property
    def stays(self) -> int:
        return self.rows - self.new - self.changed


@dataclass(frozen=True)
class LineRow:
    line: Line
    cells: list[Cell]


def figures_of(upload: Upload) -> list[SheetFigures]:
    return [
        SheetFigures(one["name"], one["rows"], one.get(Kind.NEW, 0), one.get(Kind.CHANGED, 0)) for one in upload.sheets
    ]


def lines_page(upload: Upload, filters: LineFilters) -> tuple[Page[Any], list[LineRow]]:
    """Two statements, however many lines there are."""
    lines = Line.objects.filter(upload=upload)
    if filters.kind:
        lines = lines.filter(kind=filters.kind)
    if filters.sheet and int(filters.sheet) < len(upload.sheets):
        lines = lines.filter(sheet=upload.sheets[int(filters.sheet)]["name"])
    page = WholePages(lines.order_by("pk"), PAGE_LENGTH).get_page(filters.page)
    return page, [LineRow(line, [in_words(tuple(column)) for column in line.columns]) for line in page.object_list]
