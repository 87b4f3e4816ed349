"""Values come out as typed; what is missing is a dotted line."""

from __future__ import annotations

import io

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from docx import Document

from documents.forms.engine import ROWS, render
from documents.forms.language import DOTS
from documents.forms.layout import LINE
from documents.forms.preview import Cells, Words, blocks_of, text_of
from tests.documents.forms import templates
from tests.documents.forms.templates import template

AS_TYPED = (
    "Nguyễn Thị Thanh Xuân",
    "<b>A & B</b>",
    "a \"b\" 'c' “d”",
    "&lt;w:t&gt; &amp;",
    "{{ full_name.__class__ }} {% raw %} {_{ x }_}",
    "]]> <!-- -->",
    "𝔘 ệ ﬃ",
)


@pytest.mark.parametrize("value", AS_TYPED)
def test_as_typed(value: str) -> None:
    content = render(template("Tên: {{ full_name }}."), {"full_name": value})
    assert [one.text for one in Document(io.BytesIO(content)).paragraphs] == [f"Tên: {value}."]


def test_lines_and_tabs_stay() -> None:
    content = render(template("{{ full_name }}"), {"full_name": "một\r\nhai\tba\n<bốn>"})
    assert text_of(content) == "một\nhai\tba\n<bốn>"


def test_what_no_document_can_hold_is_left_out() -> None:
    assert text_of(render(template("{{ full_name }}"), {"full_name": "a\x00\x07\x0c\x1b\ud800b"})) == "ab"


def test_missing_is_dotted_and_no_condition() -> None:
    content = template("{{ full_name }}|{{ no_such }}", "{%p if full_name %}", "là", "{%p endif %}")
    assert text_of(render(content, {"full_name": "  "})) == f"{DOTS}|{DOTS}"
    assert text_of(render(content, {"full_name": "A"})) == f"A|{DOTS}\nlà"


def test_rows_of_a_table() -> None:
    rows = [{"full_name": "R & S", "birth_year": "1960"}, {"full_name": "T"}]
    (table,) = Document(io.BytesIO(render(templates.table_of_relatives(), {"relatives": rows}))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["R & S", "1960"], ["T", DOTS]]


def test_more_rows_than_a_paper_holds() -> None:
    rows = [{"full_name": "A", "birth_year": "1"}] * (ROWS + 50)
    (table,) = Document(io.BytesIO(render(templates.table_of_relatives(), {"relatives": rows}))).tables
    assert len(table.rows) == ROWS


class Model:
    secret = "x"


@pytest.mark.parametrize(
    "values",
    [
        {"full_name": Model()},
        {"full_name": lazystr("x")},
        {"full_name": mark_safe("<b>x</b>")},
        {"full_name": None},
        {"relatives": [{"full_name": Model()}]},
        {"relatives": [{"birth_year": 1960}]},
    ],
    ids=["model", "lazy", "markup", "none", "model in a row", "number in a row"],
)
def test_only_plain_texts(values) -> None:
    with pytest.raises(TypeError):
        render(templates.table_of_relatives(), values)


def test_the_same_facts_make_the_same_file() -> None:
    content = template("{{ full_name }}")
    assert render(content, {"full_name": "A"}) == render(content, {"full_name": "A"})
    assert render(content, {"full_name": "A"}) != render(content, {"full_name": "B"})


def test_who_wrote_the_template_is_not_in_the_paper() -> None:
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = "Trần Quốc Bảo"
    made = Document(io.BytesIO(render(templates.saved(document), {})))
    assert (made.core_properties.author, made.core_properties.last_modified_by) == ("", "")


def test_what_a_page_shows_of_it() -> None:
    document = Document()
    document.add_heading("QUYẾT ĐỊNH", 1)
    document.add_paragraph("")
    document.add_paragraph().add_run("{{ full_name }}").font.all_caps = True
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "gộp"
    blocks = blocks_of(render(templates.saved(document), {"full_name": "Đảng bộ <x>"}))
    assert blocks[0] == Words("QUYẾT ĐỊNH", heading=True)
    assert blocks[1] == Words("ĐẢNG BỘ <X>")
    assert blocks[2] == Cells([], [[[Words("gộp")]]])


def test_a_line_for_the_pen_is_told_from_a_missing_word() -> None:
    assert Words(LINE).is_line
    assert not Words(DOTS).is_line
    assert not Words(f"Lý do: {LINE}").is_line
