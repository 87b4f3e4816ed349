"""The templates that come with the system: kept as they are drawn, and in the layout of party papers."""

from __future__ import annotations

import io

import pytest
from docx import Document

from documents.forms.built_in import FOLDER, built_in, path_of, slug_of
from documents.forms.engine import check, fields_of
from documents.forms.layout import Sheet, draw
from documents.forms.sheets import ADMISSION
from documents.forms.sheets_of_meetings import MEETINGS
from documents.forms.sheets_of_probation import PROBATION
from documents.forms.writing import FONT

SHEETS = (*ADMISSION, *PROBATION, *MEETINGS)


def test_every_file_belongs_to_a_sheet() -> None:
    assert {one.name for one in FOLDER.glob("*.docx")} == {path_of(sheet.code).name for sheet in SHEETS}


def test_codes_in_addresses() -> None:
    assert [slug_of(code) for code in ("6-KNĐ", "CN-NTVĐ", "4A-KNĐ")] == ["6-knd", "cn-ntvd", "4a-knd"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: slug_of(sheet.code))
def test_kept_as_drawn_and_allowed(sheet: Sheet) -> None:
    assert built_in(sheet.code) == draw(sheet), "run manage.py make_forms"
    assert check(built_in(sheet.code), fields_of(built_in(sheet.code)), "mau.docx") == []


def test_the_layout_of_a_resolution() -> None:
    document = Document(io.BytesIO(built_in("6-KNĐ")))
    section = document.sections[0]
    measures = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in measures if one] == [210, 297, 30, 15]
    assert document.styles["Normal"].font.name == FONT
    left, right = document.tables[0].rows[0].cells
    assert [one.text for one in left.paragraphs] == ["{{ superior }}", "{{ organisation }}", "*", "Số {{ number }}"]
    assert right.paragraphs[0].text == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert right.paragraphs[1].text == "……, ngày {{ day }} tháng {{ month }} năm {{ year }}"
    addressees, signature = document.tables[-1].rows[0].cells
    assert addressees.paragraphs[0].text == "Nơi nhận:"
    assert signature.paragraphs[0].text == "T/M CHI BỘ"
    assert signature.paragraphs[-1].text == "{{ signed_by }}"
