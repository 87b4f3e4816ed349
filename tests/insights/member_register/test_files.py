"""The member register as a file: the columns of the form, texts that stay texts; loaded again, it changes nothing."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from journal.models import Entry
from orgs import seating
from orgs.loading.form import REGISTER
from orgs.loading.load import load_bloc
from orgs.models import Member, Person, Seat, Unit, User
from tests.orgs.forms import BINH, CUC, good_form, member
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def taken(client: Client, who: User, address: str) -> bytes:
    client.force_login(who)
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_what_is_exported_can_be_loaded_again(client: Client, tmp_path: Path) -> None:
    given = good_form()
    given.units[1] |= {
        "authority_number": "12-QĐ/ĐUK",
        "authority_date": "20/12/2011",
        "authority_from": datetime.date(2012, 1, 1),
    }
    given.members[0] |= {
        "education": "12/12; Cao cấp; Đại học Luật; Anh B",
        "numbers": "99000001; ; 30 năm",
        "occupation": "; Chuyên viên",
        "note": "=1+1",
    }
    given.members[1] |= {"moved_in": "01/04/2012; Chi bộ SNV.01"}
    given.members += [
        member(CUC, "Lê Thị Cúc", "SNV.01", sex="Nữ; Tày; Phật giáo", moved_out="01/04/2012; Chi bộ HNB"),
        member("099075000012", "Vũ Văn Mất", "SNV.01", died="01/02/2013"),
        member("099075000013", "Vũ Văn Ra", "SNV.01", left="05/06/2012; xóa tên"),
    ]
    load_bloc(given.write(tmp_path / "so.xlsx"), acting_user=None, at=timezone.now(), reason="test")
    board = Seat.objects.create(
        person=Person.objects.get(citizen_id=BINH),
        unit=Unit.objects.get(code="DUK"),
        role=Seat.Role.ORGANISATION_BOARD,
        starts=datetime.date(2016, 1, 1),
    )
    seating.grant([board], by=None, at=timezone.now(), reason="test")
    who = User.objects.get(person__citizen_id=BINH)
    User.objects.update(must_change_password=False)
    for show, number in (("all", 6), ("present", 3)):
        file = tmp_path / f"{show}.xlsx"
        file.write_bytes(taken(client, who, f"/members/register.xlsx?show={show}"))
        sheet = load_workbook(file)[REGISTER.name]
        assert tuple(cell.value for cell in sheet[1]) == REGISTER.headers
        assert sheet.max_row == 1 + number
        assert _written_by(file) == []


def _written_by(file: Path) -> list[type[Model]]:
    """What loading it writes beside the register's own row. Nothing is left of it."""
    with transaction.atomic():
        loading = load_bloc(file, acting_user=None, at=timezone.now(), reason="test")
        assert loading.changes is not None
        written = list(loading.changes.counts)
        transaction.set_rollback(True)
    return written


def test_csv_has_the_columns_and_no_formula(client: Client, bloc: Bloc) -> None:
    Member.objects.filter(person=bloc.person("cell_secretary")).update(note="=HYPERLINK(1)")
    content = taken(client, bloc.cell_secretary, "/members/register.csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert tuple(lines[0]) == REGISTER.headers
    (own,) = [line for line in lines if line["Họ và tên; tên khai sinh"] == "Trần Quốc Bảo"]
    assert own["Ghi chú"] == "'=HYPERLINK(1)"
    assert (own["Mã tổ chức"], len(own["Số căn cước công dân"])) == ("SNV-01", 12)


def test_who_took_it_stands_in_the_journal_without_a_name(client: Client, bloc: Bloc) -> None:
    taken(client, bloc.committee_secretary, "/members/register.csv?unit=SNV-01&on=30/06/2020")
    entry = Entry.objects.get(verb="export_list")
    assert entry.stream == f"user:{bloc.committee_secretary.pk}"
    told = {key: entry.refs[key] for key in ("list", "kind", "unit", "on", "show", "searched")}
    assert told == {
        "list": "member_register",
        "kind": "csv",
        "unit": "SNV-01",
        "on": "2020-06-30",
        "show": "present",
        "searched": False,
    }
    assert entry.refs["rows"] == Member.objects.filter(unit=bloc.cell).count() - 1  # who joined later


def test_a_committee_takes_its_own_part_and_nobody_elses(client: Client, bloc: Bloc) -> None:
    book = load_workbook(io.BytesIO(taken(client, bloc.committee_secretary, "/members/register.xlsx")))
    units = {row[0].value for row in book["Sổ danh sách đảng viên"].iter_rows(min_row=2)}
    assert units == {"SNV-01", "SNV-02"}
    assert [row[0].value for row in book["Tổ chức"].iter_rows(min_row=5)] == ["DUK", "SNV", "SNV-01", "SNV-02"]
    seated = {row[2].value for row in book["Chức danh"].iter_rows(min_row=2)}
    assert seated == {"SNV", "SNV-01", "SNV-02"}
