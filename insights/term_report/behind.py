"""The list behind a number of a report: those rows, with the names of whom they are. The names are today's."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from admission_flow.models import Case
from admission_flow.queries.listing import CountedPages
from insights.term_report import groups
from insights.term_report.figures import ADMITTED, GONE, HAPPENED, Choice, Figures
from insights.term_report.rows import Row
from orgs.models import Person, Unit


@dataclass(frozen=True)
class Line:
    """`case_id` is None where no case tells of it, or the case is gone."""

    name: str
    unit: str
    day: datetime.date
    case_id: int | None
    number: str
    told: str


@dataclass(frozen=True)
class Behind:
    choice: Choice
    total: int
    page: Page[Any]
    lines: list[Line]


def behind(figures: Figures, choice: Choice, page: str) -> Behind:
    """Three statements."""
    rows = figures.rows(choice)
    shown = CountedPages(rows, len(rows)).get_page(page)
    return Behind(choice, len(rows), shown, lines_of(choice, list(shown.object_list)))


def lines_of(choice: Choice, rows: Sequence[Row]) -> list[Line]:
    """Three statements."""
    people = dict(Person.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "full_name"))
    units = dict(Unit.objects.filter(pk__in={row.unit for row in rows}).values_list("pk", "name"))
    cases = dict(Case.objects.filter(pk__in={row.case for row in rows if row.case}).values_list("pk", "number"))
    return [
        Line(
            name=people.get(row.person, ""),
            unit=units.get(row.unit, ""),
            day=row.day,
            case_id=row.case if row.case in cases else None,
            number=cases.get(row.case or 0, ""),
            told=_told(choice, row),
        )
        for row in rows
    ]


def _told(choice: Choice, row: Any) -> str:
    """What the list is narrowed to, in a word of the report; empty where it says itself."""
    if choice.of == ADMITTED and choice.by:
        return next((words for kind, words in groups.BY_KEY[choice.by].shown if kind == row.kinds.get(choice.by)), "")
    if choice.of == GONE:
        return GONE_WORDS.get(row.how, "")
    return HAPPENED_WORDS.get(row.what, "") if choice.of == HAPPENED else ""


GONE_WORDS = {
    "moved": "chuyển đi", "died": "từ trần", "struck_off": "xóa tên", "expelled": "khai trừ", "resigned": "xin ra",
    groups.OTHER: "ra khỏi Đảng",
}  # fmt: skip
HAPPENED_WORDS = {
    "nominated": "được giới thiệu", "admitted": "kết nạp", "not_admitted": "không kết nạp", "withdrawn": "rút hồ sơ",
    "recognised": "công nhận", "struck_off": "xóa tên", "transferred": "chuyển đi", "cancelled": "hủy kết nạp",
    "ended": "thôi là đảng viên",
}  # fmt: skip
