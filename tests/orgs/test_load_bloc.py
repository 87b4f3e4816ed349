"""The office's form becomes units, people, stays, seats and accounts."""

from __future__ import annotations

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from journal.models import Entry
from orgs import access, roles
from orgs.members import count_official
from orgs.models import DelegatedAuthority, Member, Person, Register, Seat, Unit, User
from orgs.queries import path_to
from tests.orgs.forms import BINH, CUC, DUNG, good_form, member

pytestmark = pytest.mark.django_db
AS_OF = datetime.date(2015, 12, 31)


def load(path: Path) -> str:
    out = StringIO()
    call_command("load_bloc", path, stdout=out)
    return out.getvalue()


def test_ends_with_the_figures_of_the_database(tmp_path: Path) -> None:
    said = load(good_form().write(tmp_path / "so.xlsx"))
    assert said.splitlines()[-1] == (
        "2 tổ chức cơ sở đảng: 1 đảng bộ cơ sở (1 chi bộ trực thuộc, 0 đảng bộ bộ phận), 1 chi bộ cơ sở; 3 đảng viên"
    )


def test_units_stand_in_their_tree_wherever_the_form_lists_them(tmp_path: Path) -> None:
    form = good_form()
    form.units.reverse()
    load(form.write(tmp_path / "so.xlsx"))
    assert [unit.code for unit in path_to(Unit.objects.get(code="SNV.01"))] == ["DUK", "SNV", "SNV.01"]
    assert [unit.code for unit in path_to(Unit.objects.get(code="HNB"))] == ["DUK", "HNB"]
    assert Unit.objects.get(code="SNV").governing_regulation == "98-QĐ/TW"
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_name_whose_keys_are_longer_than_itself(tmp_path: Path) -> None:
    form = good_form()
    form.members[1]["names"] = form.seats[2]["name"] = "ﬃ" * 100
    load(form.write(tmp_path / "so.xlsx"))
    assert Person.objects.get(citizen_id=CUC).search_name == "ffi" * 100
    assert User.objects.get(person__citizen_id=CUC).username == ("ffi" * 100)[:100]


def test_joint_columns_are_taken_apart(tmp_path: Path) -> None:
    form = good_form()
    form.members[0] |= {
        "education": "12/12; Cao cấp\nĐại học Luật; Anh B",
        "numbers": "99000001; 000001SH",
        "occupation": "; Chuyên viên",
    }
    load(form.write(tmp_path / "so.xlsx"))
    person = Person.objects.get(citizen_id=BINH)
    assert (person.full_name, person.birth_name, person.search_name) == (
        "Trần Văn Bình",
        "Trần Văn Bính",
        "tran van binh",
    )
    assert (person.sex, person.ethnicity, person.religion) == ("m", "Kinh", "Không")
    assert (person.general_education, person.political_theory) == ("12/12", "Cao cấp")
    assert (person.professional_education, person.languages) == ("Đại học Luật", "Anh B")
    assert (person.occupation_before, person.occupation) == ("", "Chuyên viên")
    stay = person.memberships.get()
    assert (stay.joined_on, stay.official_on) == (datetime.date(2000, 5, 19), datetime.date(2001, 6, 19))
    assert (stay.card_number, stay.biography_number) == ("99000001", "000001SH")


def test_who_moved_out_died_or_left_is_not_present(tmp_path: Path) -> None:
    form = good_form()
    form.members += [
        member("099075000011", "Vũ Văn Đi", "SNV.01", moved_out="15/03/2014; Đảng bộ huyện Tân An"),
        member("099075000012", "Vũ Văn Mất", "SNV.01", died="01/02/2013; bệnh"),
        member("099075000013", "Vũ Văn Ra", "SNV.01", left="05/06/2012; xóa tên"),
    ]
    said = load(form.write(tmp_path / "so.xlsx"))
    assert said.rstrip().endswith("; 3 đảng viên")
    gone = Member.objects.exclude(until=None).order_by("until")
    assert [(stay.ending, stay.ending_detail) for stay in gone] == [
        ("left", "xóa tên"),
        ("died", "bệnh"),
        ("moved", "Đảng bộ huyện Tân An"),
    ]


def test_who_moved_inside_the_bloc_has_two_stays_and_counts_once(tmp_path: Path) -> None:
    form = good_form()
    form.members[1] |= {"moved_in": "01/04/2012; Chi bộ SNV.01"}
    form.members.append(member(CUC, "Lê Thị Cúc", "SNV.01", moved_out="01/04/2012; Chi bộ HNB"))
    said = load(form.write(tmp_path / "so.xlsx"))
    assert said.rstrip().endswith("; 3 đảng viên")
    stays = Member.objects.filter(person__citizen_id=CUC).order_by("since")
    assert [(stay.unit.code, stay.since, stay.until) for stay in stays] == [
        ("SNV.01", datetime.date(2000, 5, 19), datetime.date(2012, 4, 1)),
        ("HNB", datetime.date(2012, 4, 1), None),
    ]


def test_a_probationary_member_is_present_and_does_not_vote(tmp_path: Path) -> None:
    load(good_form().write(tmp_path / "so.xlsx"))
    cell = Unit.objects.get(code="SNV.01")
    assert Member.objects.get(person__citizen_id=DUNG).official_on is None
    assert count_official(cell, AS_OF) == 1


def test_seat_holders_get_accounts_and_may_act_on_the_days_of_their_seats(tmp_path: Path) -> None:
    load(good_form().write(tmp_path / "so.xlsx"))
    user = User.objects.get(person__citizen_id=BINH)
    cell = Unit.objects.get(code="SNV.01")
    assert (user.username, user.has_usable_password(), user.must_change_password) == ("binhtv", False, True)
    assert access.allows(user, roles.NOMINATE, cell.pk, datetime.date(2012, 1, 1))
    assert access.allows(user, roles.NOMINATE, cell.pk, datetime.date(2026, 1, 1))
    assert not access.allows(user, roles.NOMINATE, cell.pk, datetime.date(2009, 12, 31))
    assert not User.objects.filter(person__citizen_id=DUNG).exists()


def test_delegated_authority_is_loaded_with_its_paper(tmp_path: Path) -> None:
    form = good_form()
    form.units[1] |= {
        "authority_number": "12-QĐ/ĐUK",
        "authority_date": "20/12/2011",
        "authority_from": datetime.date(2012, 1, 1),
        "authority_to": datetime.date(2020, 12, 31),
    }
    load(form.write(tmp_path / "so.xlsx"))
    authority = DelegatedAuthority.objects.get()
    assert (authority.unit.code, authority.paper_number) == ("SNV", "12-QĐ/ĐUK")
    assert authority.in_force(datetime.date(2016, 1, 1))


def test_the_journal_tells_the_loading(tmp_path: Path) -> None:
    load(good_form().write(tmp_path / "so.xlsx"))
    register = Register.objects.get()
    entry = Entry.objects.get(verb="load_register")
    assert entry.refs == {"register": register.pk, "as_of": "2015-12-31", "sha256": register.file_sha256}
    cell = Unit.objects.get(code="SNV.01")
    tables = [fact["table"] for fact in Entry.objects.get(stream=f"unit:{cell.pk}").facts]
    assert tables.count("orgs.seat") == Seat.objects.filter(unit=cell).count() == 2
    assert tables.count("orgs.member") == 2
