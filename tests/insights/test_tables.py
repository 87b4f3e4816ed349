"""Lists as files: values stay what they are, and texts stay texts."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from openpyxl import load_workbook

from insights.tables import write_csv, write_xlsx
from orgs.calendar import LOCAL_ZONE

AT = datetime.datetime(2026, 3, 4, 23, 30, tzinfo=LOCAL_ZONE).astimezone(datetime.UTC)
ROW = ["Sở Nội vụ", None, 12, 2.5, datetime.date(2026, 3, 4), AT]
FORMULAS = ("=1+1", "+84", "-3", "@SUM(A1)", "\tx", "\r=1")


def test_workbook() -> None:
    sheet = load_workbook(write_xlsx("Sổ: [thử]/2026", ["Đơn vị", "n"], [ROW])).active
    head, row = list(sheet.iter_rows(values_only=True))
    assert sheet.title == "Sổ   thử  2026"
    assert head[:2] == ("Đơn vị", "n")
    assert row == (
        *("Sở Nội vụ", None, 12, 2.5),
        *(datetime.datetime(2026, 3, 4), datetime.datetime(2026, 3, 4, 23, 30)),
    )


def test_lines() -> None:
    text = write_csv(["Đơn vị", "n"], [ROW]).read().decode("utf-8-sig")
    assert text == "Đơn vị,n\r\nSở Nội vụ,,12,2.5,04/03/2026,04/03/2026 23:30\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    (cell,) = load_workbook(write_xlsx("a", ["a"], [[text]])).active[2]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.quotePrefix
    (_head, (found,)) = csv.reader(io.StringIO(write_csv(["a"], [[text]]).read().decode("utf-8-sig"), newline=""))
    assert found == f"'{text}"


def test_characters_that_no_sheet_holds_are_left_out() -> None:
    (cell,) = load_workbook(write_xlsx("a", ["a"], [["a\x00b\x1f"]])).active[2]
    assert cell.value == "ab"


def test_many_rows_are_written_one_by_one() -> None:
    rows = ([number] for number in range(3000))
    assert load_workbook(write_xlsx("a", ["a"], rows)).active.max_row == 3001
