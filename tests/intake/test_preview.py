"""A form uploaded, compared and loaded: what is new, what changes, what is wrong, and that only this is written."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import Workbook

from intake import uploading, working
from intake.models import Line, Upload
from journal.models import Entry
from orgs import seating
from orgs.loading.form import SEATS, UNITS
from orgs.models import Member, Person, Register, Seat, Unit
from tests.admission_flow.many import statements
from tests.intake.conftest import add, agreed, as_file, change, row_of, uploaded
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def shown(client: Client, upload: Upload, query: str = "") -> list[tuple[str, list[tuple[str, str, str]]]]:
    rows = client.get(f"/loading/{upload.pk}/{query}").context["rows"]
    return [(row.line.words, [(cell.words, cell.before, cell.after) for cell in row.cells]) for row in rows]


def test_what_changes_from_what_to_what(board: Client, bloc: Bloc, book: Workbook) -> None:
    bao, nhung = row_of(book, "Trần Quốc Bảo"), row_of(book, "Lê Thị Hồng Nhung")
    change(book, bao, occupation="Bộ đội; Trưởng phòng", sex="Nữ; Kinh; Không")
    change(book, nhung, died="01/02/2026; bệnh")
    lately = timezone.localdate() - datetime.timedelta(days=30)
    add(
        book,
        bao,
        names="Đỗ Thị Mới",
        citizen_id="099999999999",
        dates=f"{lately:%d/%m/%Y}",
        occupation="; Kế toán",
    )
    change(book, row_of(book, "SNV", UNITS, "code"), UNITS, category="Cơ quan hành chính")
    change(book, row_of(book, "Phạm Thu Hà", SEATS, "name"), SEATS, paper="12-QĐ/ĐU")
    upload = uploaded(board, book)
    assert upload.state == "shown"
    assert shown(board, upload) == [
        ("SNV Đảng bộ Sở Nội vụ", [("Category", "", "Cơ quan hành chính")]),
        ("Phạm Thu Hà, SNV-02", [("By which paper", "", "12-QĐ/ĐU")]),
        (
            "Trần Quốc Bảo, SNV-01",
            [
                ("Sex", "Male", "Female"),
                ("Occupation before joining", "", "Bộ đội"),
                ("Occupation", "", "Trưởng phòng"),
            ],
        ),
        (
            "Lê Thị Hồng Nhung, SNV-01",
            [
                ("Until", "", "01/02/2026"),
                ("Ending", "", "Died"),
                ("Where to, cause or manner", "", "bệnh"),
            ],
        ),
        (
            "Đỗ Thị Mới, SNV-01",
            [
                ("Full name", "", "Đỗ Thị Mới"),
                ("Birth date", "", "03/03/1975"),
                ("Sex", "", "Female"),
                ("Ethnicity", "", "Kinh"),
                ("Religion", "", "Không"),
                ("Occupation", "", "Kế toán"),
                ("Joined on", "", f"{lately:%d/%m/%Y}"),
            ],
        ),
    ]
    figures = {one.name: (one.new, one.changed) for one in board.get(f"/loading/{upload.pk}/").context["figures"]}
    assert list(figures.values()) == [(0, 1), (0, 1), (1, 2)]
    assert [words for words, _cells in shown(board, upload, "?kind=new&sheet=2")] == ["Đỗ Thị Mới, SNV-01"]
    assert not Person.objects.filter(full_name="Đỗ Thị Mới").exists()

    loaded = agreed(board, upload)
    assert loaded.state == "loaded"
    assert loaded.what.endswith(" đảng viên")
    assert Member.objects.get(person__full_name="Đỗ Thị Mới").register == loaded.register
    assert Person.objects.get(full_name="Trần Quốc Bảo").occupation == "Trưởng phòng"
    assert Unit.objects.get(code="SNV").category == "Cơ quan hành chính"
    assert loaded.register is not None
    assert loaded.register.loaded_by == bloc.organisation_board
    entry = Entry.objects.get(verb="load_register")
    assert (entry.actor_id, entry.refs["sha256"]) == (bloc.organisation_board.pk, upload.sha256)


def test_nothing_of_the_file_stays_once_it_is_loaded(board: Client, book: Workbook) -> None:
    change(book, row_of(book, "Trần Quốc Bảo"), note="Ghi chú")
    upload = agreed(board, uploaded(board, book))
    assert upload.content is None
    assert not Line.objects.exists()
    told = Entry.objects.filter(stream__startswith="user:", verb__contains="form").order_by("pk")
    assert list(told.values_list("verb", flat=True)) == ["upload_form", "form_compared", "agree_to_form"]
    assert "Bảo" not in str(list(told.values_list("refs", flat=True)))


def test_problems_row_by_row_and_nothing_loaded(board: Client, book: Workbook) -> None:
    row = row_of(book, "Nguyễn Hữu Phước")
    change(book, row, dates="31/02/2005", birth_date=datetime.date(1976, 1, 1))
    upload = uploaded(board, book)
    assert (upload.state, upload.problems) == ("refused", 2)
    rows = board.get(f"/loading/{upload.pk}/").context["rows"]
    assert [(one.line.sheet, one.line.row, one.line.column[:1]) for one in rows] == [
        ("Sổ danh sách đảng viên", row, "B"),
        ("Sổ danh sách đảng viên", row, "J"),
    ]
    assert "not a date" in rows[1].line.words
    assert board.post(f"/loading/{upload.pk}/load/", {"shown": upload.fingerprint}).status_code == 409
    assert not Register.objects.exists()


@pytest.mark.parametrize("moved", [True, False])
def test_what_moved_meanwhile_is_shown_anew_and_not_loaded(
    board: Client, bloc: Bloc, book: Workbook, moved: bool
) -> None:
    """Only where it changes what would be written: something else may move."""
    change(book, row_of(book, "Trần Quốc Bảo"), occupation="; Trưởng phòng")
    upload = uploaded(board, book)
    if moved:
        Person.objects.filter(full_name="Trần Quốc Bảo").update(occupation="Phó phòng")
    else:
        Person.objects.create(
            citizen_id="099999999998", full_name="Người Mới", birth_date=datetime.date(1990, 1, 1), sex="m"
        )
    agreed(board, upload)
    assert upload.state == ("shown" if moved else "loaded")
    assert Register.objects.exists() != moved
    if moved:
        assert "Something was changed since you looked" in board.get(f"/loading/{upload.pk}/").content.decode()
        assert shown(board, upload) == [("Trần Quốc Bảo, SNV-01", [("Occupation", "Phó phòng", "Trưởng phòng")])]
        assert agreed(board, upload).state == "loaded"


def test_only_the_preview_that_is_shown_can_be_agreed_to(board: Client, book: Workbook) -> None:
    add(book, row_of(book, "SNV-02", UNITS, "code"), UNITS, code="SNV-09", name="Chi bộ 9")
    upload = uploaded(board, book)
    ((label, columns),) = shown(board, upload)
    assert (label, columns[:2]) == ("SNV-09 Chi bộ 9", [("Kind", "", "Cell"), ("Unit above", "", "SNV")])
    for sent in ("", "0" * 64):
        response = board.post(f"/loading/{upload.pk}/load/", {"shown": sent})
        assert response.status_code == 409
        assert "Nothing was loaded" in response.content.decode()
    assert not Register.objects.exists()


def test_the_same_file_again_has_nothing_to_load(board: Client, book: Workbook) -> None:
    file = as_file(book)
    for _time in range(2):
        file.seek(0)
        board.post("/loading/", {"file": file})
        upload = Upload.objects.latest("pk")
        working.read(upload.pk, upload.attempt)
        upload.refresh_from_db()
        if upload.register is None:
            agreed(board, upload)
            second = board.post(f"/loading/{upload.pk}/load/", {"shown": "0" * 64})
            assert "It is loaded already" in second.content.decode()
            assert "Nothing was loaded" not in second.content.decode()
    assert "loaded already" in board.get(f"/loading/{upload.pk}/").content.decode()
    assert Register.objects.count() == 1


def test_given_up_and_forgotten(board: Client, bloc: Bloc, book: Workbook) -> None:
    change(book, row_of(book, "Trần Quốc Bảo"), note="Ghi chú")
    first = uploaded(board, book)
    assert board.post(f"/loading/{first.pk}/give-up/").status_code == 302
    second = uploaded(board, book)
    third = uploaded(board, book)
    for upload in (first, second):
        upload.refresh_from_db()
        assert (upload.state, upload.content) == ("dropped", None)
    assert set(Line.objects.values_list("upload", flat=True)) == {third.pk}
    later = timezone.now() + uploading.KEPT
    assert uploading.forget_old(later - datetime.timedelta(hours=1)) == 0
    assert uploading.forget_old(later + datetime.timedelta(hours=1)) == 1
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    "who", ["cell_secretary", "bloc_secretary", "auditor", "training_centre", "administrator", "seatless"]
)
def test_for_the_wrong_person_it_does_not_exist(board: Client, bloc: Bloc, book: Workbook, who: str) -> None:
    upload = uploaded(board, book)
    board.force_login(getattr(bloc, who))
    assert board.get("/loading/").status_code == 404
    assert board.post("/loading/", {"file": as_file(book)}).status_code == 404
    for address in ("", "load/", "give-up/", "again/"):
        method = board.post if address else board.get
        assert method(f"/loading/{upload.pk}/{address}").status_code == 404
    upload.refresh_from_db()
    assert upload.state == "shown"


def test_a_colleagues_form_is_not_ones_own(board: Client, bloc: Bloc, book: Workbook) -> None:
    upload = uploaded(board, book)
    board.force_login(bloc.organisation_board_2)
    assert board.get("/loading/").status_code == 200
    assert board.get(f"/loading/{upload.pk}/").status_code == 404
    assert board.post(f"/loading/{upload.pk}/load/", {"shown": upload.fingerprint}).status_code == 404


def test_a_right_lost_before_the_worker_comes_loads_nothing(board: Client, bloc: Bloc, book: Workbook) -> None:
    upload = uploaded(board, book)
    board.post(f"/loading/{upload.pk}/load/", {"shown": upload.fingerprint})
    seat = Seat.objects.get(person=bloc.organisation_board.person)
    seating.withdraw_seat(seat, acting_user=bloc.administrator, at=timezone.now(), reason="test")
    upload.refresh_from_db()
    working.load(upload.pk, upload.attempt)
    upload.refresh_from_db()
    assert upload.state == "stopped"
    assert not Register.objects.exists()


def test_what_is_no_form_is_refused_at_once(board: Client, book: Workbook) -> None:
    del book["Chức danh"]
    book["Tổ chức"].cell(4, 1).value = "Mã số"
    answers = [board.post("/loading/", {"file": as_file(book)})]
    letter, macros = io.BytesIO(), io.BytesIO(as_file(book).read())
    Document().save(letter)
    with zipfile.ZipFile(macros, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"")
    for content in (b"%PDF-1.4", b"", b"PK\x03\x04rest", letter.getvalue(), macros.getvalue()):
        answers.append(board.post("/loading/", {"file": SimpleUploadedFile("so.xlsx", content)}))
    answers.append(board.post("/loading/"))
    assert [answer.status_code for answer in answers] == [422] * 7
    assert "The sheet is missing." in answers[0].content.decode()
    assert "Mã tổ chức" in answers[0].content.decode()
    assert "This is not an .xlsx workbook" in answers[1].content.decode()
    assert "This is not an .xlsx workbook" in answers[4].content.decode(), "a letter under a workbook's name"
    assert "holds macros" in answers[5].content.decode()
    assert not Upload.objects.exists()


def test_one_at_a_time_and_again_where_the_worker_fell_silent(board: Client, book: Workbook) -> None:
    board.post("/loading/", {"file": as_file(book)})
    upload = Upload.objects.get()
    assert board.post("/loading/", {"file": as_file(book)}).status_code == 409
    assert board.post(f"/loading/{upload.pk}/again/").status_code == 409
    Upload.objects.update(moved_at=timezone.now() - datetime.timedelta(minutes=4), state="reading")
    assert "Start it again" in board.get(f"/loading/{upload.pk}/").content.decode()
    assert board.post(f"/loading/{upload.pk}/again/").status_code == 302
    working.read(upload.pk, 1)  # the one that was thought gone
    upload.refresh_from_db()
    assert (upload.state, upload.attempt) == ("waiting", 2)
    working.read(upload.pk, 2)
    upload.refresh_from_db()
    assert upload.state == "shown"


def test_many_lines_cost_no_more_statements(board: Client, bloc: Bloc, book: Workbook) -> None:
    found = []
    for number in (2, 20):
        for person in Member.objects.filter(unit=bloc.cell).select_related("person")[:number]:
            change(book, row_of(book, person.person.full_name), note=f"Ghi chú {number}")
        upload = uploaded(board, book)
        with CaptureQueriesContext(connection) as captured:
            rows = board.get(f"/loading/{upload.pk}/").context["rows"]
        found.append(statements(captured))
    assert len(rows) > 5
    assert found[0] == found[1]
