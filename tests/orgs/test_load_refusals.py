"""All or nothing: every bad row is named with its sheet, row, column and what is wrong, and nothing is loaded."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from orgs.loading.form import REGISTER, SEATS, UNITS, Sheet
from orgs.models import Person, Register, Unit, User
from tests.orgs.forms import BINH, CUC, FIRST_ROW, Form, column_of, good_form, member, seat, unit

pytestmark = pytest.mark.django_db
DAY = datetime.date


def refusals(path: Path) -> list[str]:
    err = StringIO()
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_bloc", path, stderr=err)
    assert not Unit.objects.exists()
    assert not Person.objects.exists()
    assert not User.objects.exists()
    assert not Register.objects.exists()
    return err.getvalue().splitlines()


def change(rows: str, place: int, **columns: object) -> Callable[[Form], None]:
    return lambda form: getattr(form, rows)[place].update(columns)


def add(rows: str, row: dict[str, object]) -> Callable[[Form], None]:
    return lambda form: getattr(form, rows).append(row)


DELEGATION = {
    "authority_number": "1-QĐ",
    "authority_date": DAY(2012, 1, 1),
    "authority_from": DAY(2012, 1, 1),
}
CASES = [
    # What is spoilt, the sheet, the row's place, the column and a piece of the sentence.
    ("no code", change("units", 3, code=None), UNITS, 3, "code", "must be filled in"),
    ("code twice", change("units", 3, code="SNV"), UNITS, 3, "code", "stands in row 5 too"),
    ("code too long", change("units", 3, code="X" * 21), UNITS, 3, "code", "At most 20 characters"),
    ("code with a slash", change("units", 3, code="A/B"), UNITS, 3, "code", "made of letters"),
    ("code of dots", change("units", 3, code=".."), UNITS, 3, "code", "made of letters"),
    ("unknown kind", change("units", 3, kind="Tổ đảng"), UNITS, 3, "kind", "is none of"),
    ("unknown parent", change("units", 3, parent="XYZ"), UNITS, 3, "parent", "no unit with the code “XYZ”"),
    ("no parent", change("units", 3, parent=None), UNITS, 3, "parent", "needs a unit above it"),
    ("cell under the bloc", change("units", 2, parent="DUK"), UNITS, 2, "parent", "can't stand under"),
    ("circle", change("units", 1, parent="SNV.01"), UNITS, 1, "parent", "leads back to it"),
    ("own parent", change("units", 1, parent="SNV"), UNITS, 1, "parent", "leads back to it"),
    ("two blocs", add("units", unit("DUK2", "Đảng bộ khối")), UNITS, 4, "kind", "There is one bloc"),
    ("no bloc", lambda form: form.units.pop(0), UNITS, 0, "kind", "None of the units is the bloc"),
    ("no date", change("units", 1, valid_from=None), UNITS, 1, "valid_from", "A date is missing"),
    ("no such day", change("units", 1, valid_from="31/02/2010"), UNITS, 1, "valid_from", "is not a date"),
    ("a number for a date", change("units", 1, valid_from=42004), UNITS, 1, "valid_from", "is not a date"),
    ("ends before", change("units", 1, valid_to=DAY(2003, 1, 1)), UNITS, 1, "valid_to", "before the one it follows"),
    (
        "delegated to a cell",
        change("units", 3, **DELEGATION),
        UNITS,
        3,
        "authority_number",
        "grassroots committee only",
    ),
    (
        "paper unnumbered",
        change("units", 1, authority_date=DAY(2012, 1, 1)),
        UNITS,
        1,
        "authority_number",
        "its number",
    ),
    ("short citizen ID", change("members", 1, citizen_id="123"), REGISTER, 1, "citizen_id", "has 12 digits"),
    ("citizen ID a number", change("members", 1, citizen_id=99180000002), REGISTER, 1, "citizen_id", "leading zeros"),
    ("present twice", add("members", member(BINH, "Trần Văn Bình", "HNB")), REGISTER, 3, "citizen_id", "present too"),
    ("unknown unit", change("members", 0, unit="ABC"), REGISTER, 0, "unit", "no unit with the code “ABC”"),
    ("listed in a committee", change("members", 0, unit="SNV"), REGISTER, 0, "unit", "in their cell"),
    ("unknown sex", change("members", 0, sex="X; Kinh"), REGISTER, 0, "sex", "is none of"),
    ("too many parts", change("members", 0, sex="Nam; Kinh; Không; gì nữa"), REGISTER, 0, "sex", "At most 3 parts"),
    ("name of digits", change("members", 0, names="123 456"), REGISTER, 0, "names", "no name"),
    ("name not seen", change("members", 0, names="\u200b"), REGISTER, 0, "names", "no name"),
    ("name reversed", change("members", 0, names="Trần \u202eVăn Bình"), REGISTER, 0, "names", "no name"),
    ("birth name not seen", change("members", 0, names="Trần Văn Bình; \u2060"), REGISTER, 0, "names", "no name"),
    ("seated name not seen", change("seats", 0, name="Trần\u00ad Văn Bình"), SEATS, 0, "name", "no name"),
    ("born in 9999", change("members", 0, birth_date="31/12/9999"), REGISTER, 0, "birth_date", "after the register"),
    ("no birth date", change("members", 0, birth_date=None), REGISTER, 0, "birth_date", "A date is missing"),
    ("no joining date", change("members", 0, dates=None), REGISTER, 0, "dates", "must be filled in"),
    ("official first", change("members", 0, dates="19/05/2000; 19/05/1999"), REGISTER, 0, "dates", "Official before"),
    ("joined as a child", change("members", 0, dates="02/03/1993"), REGISTER, 0, "dates", "before turning 18"),
    ("joined later", change("members", 0, dates="01/01/2016"), REGISTER, 0, "dates", "after the register's date"),
    ("ended later", change("members", 2, died="01/01/2016; bệnh"), REGISTER, 2, "died", "after the register's date"),
    ("ended twice", change("members", 2, died="1/1/2015", left="2/1/2015"), REGISTER, 2, "left", "ends once"),
    ("ended undated", change("members", 2, moved_out="; Tân An"), REGISTER, 2, "moved_out", "A date is missing"),
    ("moved nowhere", change("members", 2, moved_out="01/06/2015"), REGISTER, 2, "moved_out", "write where to"),
    ("moved in unjoined", change("members", 0, moved_in="1/1/1999; A"), REGISTER, 0, "moved_in", "before joining"),
    (
        "stranger seated",
        change("seats", 2, citizen_id="099075000099"),
        SEATS,
        2,
        "citizen_id",
        "Nobody in the register",
    ),
    ("another name", change("seats", 2, name="Lê Thị Dung"), SEATS, 2, "name", "another name"),
    ("seat nowhere", change("seats", 2, unit="ABC"), SEATS, 2, "unit", "no unit with the code “ABC”"),
    ("unknown role", change("seats", 2, role="Chủ tịch"), SEATS, 2, "role", "is none of"),
    ("role of another kind", change("seats", 2, role="Ban tổ chức"), SEATS, 2, "role", "has no such seat"),
    ("seat undated", change("seats", 2, starts=None), SEATS, 2, "starts", "A date is missing"),
    ("term backwards", change("seats", 2, ends=DAY(2009, 1, 1)), SEATS, 2, "ends", "before the one it follows"),
    ("same seat twice", change("seats", 1, starts=DAY(2015, 6, 30)), SEATS, 1, "starts", "Row 4 has the same seat"),
    (
        "two secretaries",
        add("seats", seat(CUC, "Lê Thị Cúc", "SNV.01", starts=DAY(2014, 1, 1))),
        SEATS,
        3,
        "starts",
        "Somebody else holds",
    ),
    (
        "probationary elected",
        add("seats", seat("099085000003", "Phạm Anh Dũng", "SNV.01", "Phó bí thư")),
        SEATS,
        3,
        "starts",
        "no official member",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "sheet", "place", "key", "piece"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_names_the_bad_row(
    tmp_path: Path, spoil: Callable[[Form], None], sheet: Sheet, place: int, key: str, piece: str
) -> None:
    form = good_form()
    spoil(form)
    said = refusals(form.write(tmp_path / "so.xlsx"))
    where = f"{sheet.name}, row {FIRST_ROW + place}, column {column_of(sheet, key)}: "
    assert any(line.startswith(where) and piece in line for line in said), said


def test_lists_every_problem_at_once(tmp_path: Path) -> None:
    form = good_form()
    form.units[3]["kind"] = "Tổ đảng"
    form.seats[2]["role"] = "Chủ tịch"
    form.members[0]["birth_date"] = "hôm qua"
    form.members[1]["citizen_id"] = "1"
    said = refusals(form.write(tmp_path / "so.xlsx"))
    assert {line.split(",")[0] for line in said} == {UNITS.name, SEATS.name, REGISTER.name}


@pytest.mark.parametrize("as_of", [None, "cuối năm", 42369])
def test_the_registers_date_is_needed(tmp_path: Path, as_of: object) -> None:
    form = good_form()
    form.as_of = as_of
    assert any("register's date" in line for line in refusals(form.write(tmp_path / "so.xlsx")))


@pytest.mark.parametrize("as_of", [DAY.max, timezone.localdate() + datetime.timedelta(days=1)])
def test_a_register_of_the_future_is_refused(tmp_path: Path, as_of: datetime.date) -> None:
    form = good_form()
    form.as_of = as_of
    assert any("lies in the future" in line for line in refusals(form.write(tmp_path / "so.xlsx")))


def test_an_empty_chart_sheet_is_refused(tmp_path: Path) -> None:
    file = good_form().write(tmp_path / "so.xlsx")
    workbook = load_workbook(file)
    workbook.create_chartsheet("Biểu đồ")
    workbook.save(file)
    (said,) = refusals(file)
    assert "an empty chart" in said


def test_an_empty_register_is_refused(tmp_path: Path) -> None:
    form = good_form()
    form.members, form.seats = [], []
    assert refusals(form.write(tmp_path / "so.xlsx")) == [f"{REGISTER.name}: The sheet has no rows."]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "so.xlsx"
    file.write_bytes(content)
    (said,) = refusals(file)
    assert "not an .xlsx workbook" in said


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.xlsx"
    assert refusals(file) == [f"There is no file {file}. Check its folder and its name."]
    (tmp_path / "so.xlsx").write_bytes(b"")
    assert "There is no file" in refusals(tmp_path / "so.xlsx" / "so.xlsx")[0]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path) == [f"{tmp_path} is a folder. Name the file in it."]


@pytest.mark.parametrize(
    ("error", "piece"),
    [(PermissionError(13, "Permission denied"), "closed to the account"), (OSError(5, "Input/output error"), "disk")],
)
def test_a_file_that_may_not_or_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, piece: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    file = good_form().write(tmp_path / "so.xlsx")
    # Who runs the tests may be one to whom every file is open.
    monkeypatch.setattr(Path, "open", refuse)
    (said,) = refusals(file)
    assert piece in said
    assert str(error.strerror) not in said


def test_a_missing_sheet_and_a_missing_column_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = Sheet(SEATS.name, SEATS.columns[:-1])
    renamed = Sheet("Sổ", REGISTER.columns)
    monkeypatch.setattr("tests.orgs.forms.SEATS", short)
    monkeypatch.setattr("tests.orgs.forms.REGISTER", renamed)
    said = refusals(good_form().write(tmp_path / "so.xlsx"))
    assert f"{REGISTER.name}: The sheet is missing." in said
    assert f"{SEATS.name}, row 3, column Văn bản: The header has no such column." in said


def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orgs.loading.sheets.MOST_UNPACKED", 1000)
    (said,) = refusals(good_form().write(tmp_path / "so.xlsx"))
    assert "unpacks to far more" in said


def test_a_sheet_that_breaks_off_on_the_way_is_refused(tmp_path: Path) -> None:
    """Its beginning is whole, so that the header is found."""
    form, file = good_form(), tmp_path / "so.xlsx"
    form.members *= 100
    form.write(file)
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"][:20_000]
    with zipfile.ZipFile(file, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    (said,) = refusals(file)
    assert "not an .xlsx workbook" in said
