"""The same file changes nothing; a later register goes on from the one before; a register is never changed."""

from __future__ import annotations

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from journal.models import Entry
from orgs.management.commands import load_bloc
from orgs.members import enter_register
from orgs.models import Grant, Member, Person, Register, Seat, Unit, UnitPermission, User
from tests.orgs.forms import BINH, CUC, DUNG, Form, good_form, member, seat
from tests.people import make_person

pytestmark = pytest.mark.django_db
TABLES = (Unit, Person, Member, Seat, Grant, UnitPermission, User, Register, Entry)
LATER = datetime.date(2016, 12, 31)


def load(path: Path) -> str:
    out = StringIO()
    call_command("load_bloc", path, stdout=out)
    return out.getvalue()


def refusals(path: Path) -> str:
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("load_bloc", path, stderr=err)
    return err.getvalue()


@pytest.fixture
def later(tmp_path: Path) -> Form:
    """The form a year on, after the first was loaded: Dũng is official."""
    load(good_form().write(tmp_path / "2015.xlsx"))
    form = good_form()
    form.as_of = LATER
    form.members[2]["dates"] = "03/02/2015; 10/03/2016"
    return form


def test_the_same_file_changes_nothing_and_says_so(tmp_path: Path) -> None:
    file = good_form().write(tmp_path / "so.xlsx")
    first = load(file)
    before = {table: list(table.objects.order_by("pk").values()) for table in TABLES}
    second = load(file)
    assert "Nothing changed" in second
    assert second.splitlines()[-1] == first.splitlines()[-1]
    assert {table: list(table.objects.order_by("pk").values()) for table in TABLES} == before


def test_another_register_of_the_same_day_is_refused(later: Form, tmp_path: Path) -> None:
    later.as_of = datetime.date(2015, 12, 31)
    assert "A register is never changed" in refusals(later.write(tmp_path / "x.xlsx"))
    later.as_of = datetime.date(2014, 12, 31)
    assert "load a later one" in refusals(later.write(tmp_path / "y.xlsx"))


def test_a_later_register_goes_on_with_the_same_people(later: Form, tmp_path: Path) -> None:
    later.members.append(member("099090000009", "Đỗ Thị Mới", "HNB", dates="01/09/2016", sex="Nữ"))
    said = load(later.write(tmp_path / "2016.xlsx"))
    assert "0 units, 2 lines of the register, 0 seats" in said
    assert said.rstrip().endswith("; 4 đảng viên")
    assert Member.objects.get(person__citizen_id=DUNG).official_on == datetime.date(2016, 3, 10)
    assert Register.objects.count() == 2
    assert Seat.objects.count() == 3


def test_who_left_since_is_closed_and_may_move_in_elsewhere(later: Form, tmp_path: Path) -> None:
    later.members[1] |= {"unit": "SNV.01", "moved_in": "01/05/2016; Chi bộ HNB"}
    later.members.append(member(CUC, "Lê Thị Cúc", "HNB", moved_out="01/05/2016; Chi bộ SNV.01"))
    load(later.write(tmp_path / "2016.xlsx"))
    stays = Member.objects.filter(person__citizen_id=CUC).order_by("since")
    assert [(stay.unit.code, stay.until) for stay in stays] == [("HNB", datetime.date(2016, 5, 1)), ("SNV.01", None)]


def test_nobody_vanishes_without_a_word(later: Form, tmp_path: Path) -> None:
    later.members.pop()
    said = refusals(later.write(tmp_path / "a.xlsx"))
    assert f"Loaded as present in SNV.01 and not in this register: Phạm Anh Dũng, citizen ID {DUNG}." in said
    moved = member(DUNG, "Phạm Anh Dũng", "HNB", birth_date=datetime.date(1985, 3, 3), dates="03/02/2015")
    later.members.append(moved)
    assert "Add the row that says how that ended" in refusals(later.write(tmp_path / "b.xlsx"))


def test_each_who_vanished_is_named(later: Form, tmp_path: Path) -> None:
    later.members[1:] = []
    later.seats.pop()
    vanished = [
        line for line in refusals(later.write(tmp_path / "x.xlsx")).splitlines() if "not in this register" in line
    ]
    assert [("HNB" in line, CUC in line, DUNG in line) for line in vanished] == [
        (True, True, False),
        (False, False, True),
    ]


def test_an_earlier_stay_does_not_account_for_the_present_one(later: Form, tmp_path: Path) -> None:
    later.members[2] |= {"unit": "HNB", "left": "01/06/2015; xóa tên"}
    assert f"citizen ID {DUNG}" in refusals(later.write(tmp_path / "x.xlsx"))


@pytest.fixture
def admitted_in_july(later: Form) -> Person:
    """Decided on 20/06/2016, admitted in HNB on 12/07/2016; the form is the register of 30/06/2016."""
    later.as_of = datetime.date(2016, 6, 30)
    candidate = make_person("Đỗ Thị Mới", citizen_id="099090000009")
    unit = Unit.objects.get(code="HNB")
    enter_register(candidate, unit, joined_on=datetime.date(2016, 6, 20), since=datetime.date(2016, 7, 12))
    return candidate


def test_who_was_admitted_after_the_registers_date_is_not_asked_for(
    later: Form, admitted_in_july: Person, tmp_path: Path
) -> None:
    assert load(later.write(tmp_path / "june.xlsx")).rstrip().endswith("; 3 đảng viên")
    assert Member.objects.get(person=admitted_in_july).until is None
    later.as_of = LATER
    assert "Đỗ Thị Mới" in refusals(later.write(tmp_path / "year.xlsx"))
    later.members.append(member("099090000009", "Đỗ Thị Mới", "HNB", dates="20/06/2016"))
    assert load(later.write(tmp_path / "year2.xlsx")).rstrip().endswith("; 4 đảng viên")
    assert Member.objects.get(person=admitted_in_july).since == datetime.date(2016, 7, 12)


def test_who_was_admitted_after_it_was_no_member_elsewhere_before(
    later: Form, admitted_in_july: Person, tmp_path: Path
) -> None:
    later.members.append(member("099090000009", "Đỗ Thị Mới", "SNV.01"))
    assert "Admitted in HNB on 12/07/2016" in refusals(later.write(tmp_path / "x.xlsx"))


def test_another_persons_citizen_id_is_noticed(later: Form, tmp_path: Path) -> None:
    later.members[0]["birth_date"] = datetime.date(1980, 1, 1)
    assert "has another birth date" in refusals(later.write(tmp_path / "x.xlsx"))


def test_a_seat_can_be_ended_and_given_on(later: Form, tmp_path: Path) -> None:
    later.seats[1]["ends"] = datetime.date(2016, 8, 31)
    later.seats.append(seat(CUC, "Lê Thị Cúc", "SNV.01", starts=datetime.date(2016, 9, 1), ends=None))
    assert "2 seats" in load(later.write(tmp_path / "2016.xlsx"))
    held = Seat.objects.filter(unit__code="SNV.01", role="secretary").order_by("starts")
    assert [row.person.citizen_id for row in held] == [BINH, BINH, CUC]


def test_a_seat_loaded_as_held_is_not_given_twice(later: Form, tmp_path: Path) -> None:
    later.seats[1] |= {"citizen_id": CUC, "name": "Lê Thị Cúc"}
    assert "loaded as held" in refusals(later.write(tmp_path / "x.xlsx"))


def test_a_unit_does_not_change_its_place_or_kind(later: Form, tmp_path: Path) -> None:
    later.units[3] |= {"kind": "Đảng bộ cơ sở"}
    assert "loaded as another kind" in refusals(later.write(tmp_path / "x.xlsx"))


def test_usernames_are_made_once(later: Form, tmp_path: Path) -> None:
    later.members.append(member("099060000001", "Trịnh Văn Bình", "HNB"))
    later.seats.append(seat("099060000001", "Trịnh Văn Bình", "HNB", "Phó bí thư"))
    load(later.write(tmp_path / "2016.xlsx"))
    assert User.objects.get(person__citizen_id=BINH).username == "binhtv"
    assert User.objects.get(person__citizen_id="099060000001").username == "binhtv2"


def test_a_preview_prints_what_would_change_and_loads_nothing(later: Form, tmp_path: Path) -> None:
    later.members.append(member("099090000009", "Đỗ Thị Mới", "HNB", dates="01/09/2016", sex="Nữ"))
    later.seats[1]["ends"] = datetime.date(2016, 6, 30)
    file = later.write(tmp_path / "2016.xlsx")
    before = {table: list(table.objects.order_by("pk").values()) for table in TABLES}
    out = StringIO()
    call_command("load_bloc", file, preview=True, stdout=out)
    said = out.getvalue().splitlines()
    assert said[0] == "~ Chức danh, row 5: Trần Văn Bình, SNV.01: To – → 30/06/2016"
    assert said[1] == "~ Sổ danh sách đảng viên, row 6: Phạm Anh Dũng, SNV.01: Official since – → 10/03/2016"
    assert said[2].startswith("+ Sổ danh sách đảng viên, row 7: Đỗ Thị Mới, HNB: Full name Đỗ Thị Mới; Birth date")
    assert said[3:] == [
        "Tổ chức: 0 new, 0 changed, 4 as they are.",
        "Chức danh: 0 new, 1 changed, 2 as they are.",
        "Sổ danh sách đảng viên: 1 new, 1 changed, 2 as they are.",
        "This is what would change. Nothing was loaded.",
    ]
    assert {table: list(table.objects.order_by("pk").values()) for table in TABLES} == before


def test_how_far_it_is_stands_on_the_error_output(later: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that is no terminal: a line now and then, here at every word."""
    monkeypatch.setattr(load_bloc.Progress, "EVERY", 0.0)
    err = StringIO()
    call_command("load_bloc", later.write(tmp_path / "2016.xlsx"), stdout=StringIO(), stderr=err)
    said = err.getvalue().splitlines()
    assert "Reading the rows: 10 of 17 rows" in said  # with titles and headers
    assert said[-1] == "Writing: 3 of 3 rows"
