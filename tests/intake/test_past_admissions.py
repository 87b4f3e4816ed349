"""Admissions that were over before the system: a sheet of the form, checked against the register, counted, no cases."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from admission_flow.models import Case
from insights.term_report.figures import GONE, Figures
from insights.term_report.period import Period
from insights.term_report.taken import take
from intake.past_sheet import PAST
from journal.verify import verify
from orgs.models import Member, Person, Register
from planning.models import PastAdmission
from planning.plans.progress import admitted
from tests.admission_flow.journey import Journey
from tests.intake.conftest import agreed, fill_sheet, form_of, saved, uploaded
from tests.people import Bloc

pytestmark = pytest.mark.django_db
DAY = datetime.date


def fill(book: Workbook, *rows: dict[str, Any]) -> None:
    fill_sheet(book, PAST, *rows)


def of_member(bloc: Bloc, who: str = "cell_secretary", **columns: Any) -> dict[str, Any]:
    """Recognised, with the register's own two days."""
    member = Member.objects.get(person=bloc.person(who))
    return {
        "citizen_id": member.person.citizen_id,
        "name": member.person.full_name,
        "birth_date": member.person.birth_date,
        "unit": "SNV-01",
        "number": "15-QĐ/ĐUK",
        "decided_on": member.joined_on,
        "ceremony_on": member.joined_on + datetime.timedelta(days=10),
        "recognised_number": "20-QĐ/ĐUK",
        "recognised_on": member.official_on,
        **columns,
    }


def of_stranger(**columns: Any) -> dict[str, Any]:
    """Struck off before the register was made."""
    return {
        "citizen_id": "099075000099",
        "name": "Vũ Văn Ra",
        "birth_date": DAY(1980, 1, 1),
        "sex": "Nam",
        "unit": "SNV-02",
        "number": "16-QĐ/ĐUK",
        "decided_on": DAY(2011, 3, 2),
        "ending": "Xóa tên",
        "ended_on": DAY(2012, 4, 5),
        **columns,
    }


def test_previewed_and_loaded_with_the_register(board: Client, bloc: Bloc, book: Workbook) -> None:
    fill(book, of_member(bloc), of_stranger())
    upload = uploaded(board, book)
    assert upload.state == "shown", list(upload.lines.values_list("words", flat=True))
    assert upload.sheets[-1] == {"name": PAST.name, "rows": 2, "new": 2}
    assert agreed(board, upload).state == "loaded"
    told = PastAdmission.objects.order_by("decided_on").values_list(
        "person__full_name", "outcome", "number", "unit__code"
    )
    assert set(told) == {
        ("Trần Quốc Bảo", "recognised", "15-QĐ/ĐUK", "SNV-01"),
        ("Vũ Văn Ra", "struck_off", "16-QĐ/ĐUK", "SNV-02"),
    }
    stranger = Person.objects.get(full_name="Vũ Văn Ra")
    assert not stranger.memberships.exists()
    assert not Case.objects.exists()
    figures = Figures(take(bloc.committee, Period(DAY(2011, 1, 1), DAY(2012, 12, 31))))
    struck_off = figures.where(GONE, "how", "struck_off").number
    assert (figures.admitted.number, figures.recognised.number, struck_off) == (1, 0, 1)
    assert (
        admitted([bloc.committee], DAY(2011, 1, 1), DAY(2012, 12, 31))[bloc.committee.pk].of("all", (2011, 2012)) == 1
    )
    elsewhere = Figures(take(bloc.hospital_committee, Period(DAY(2011, 1, 1), DAY(2012, 12, 31))))
    assert elsewhere.admitted.number == 0
    assert verify().holds
    PastAdmission.objects.filter(person=stranger).update(number="17-QĐ/ĐUK")
    assert not verify().holds


@pytest.mark.parametrize(
    ("columns", "key", "sentence"),
    [
        ({"unit": "SNV"}, "unit", "Members are listed in their cell"),
        ({"unit": "XYZ"}, "unit", "no unit with the code"),
        ({"sex": None}, "sex", "must be filled in"),
        ({"number": None}, "number", "must be filled in"),
        ({"decided_on": None}, "decided_on", "A date is missing"),
        ({"decided_on": DAY(1997, 12, 31)}, "decided_on", "Joined before turning 18"),
        ({"ceremony_on": DAY(2011, 3, 1)}, "ceremony_on", "before the one it follows"),
        ({"ended_on": DAY(2011, 3, 1)}, "ended_on", "before the one it follows"),
        ({"ended_on": DAY(2199, 1, 1)}, "ended_on", "after the register's date"),
        ({"ended_on": None}, "ended_on", "A date is missing"),
        ({"ending": None}, "ending", "write how it ended"),
        ({"ending": "Khác"}, "ending", "is none of"),
        ({"recognised_on": DAY(2012, 3, 2)}, "ending", "It ended once"),
        ({"ending": None, "ended_on": None, "recognised_number": "1"}, "recognised_on", "A date is missing"),
        ({"name": "123"}, "name", "This is no name"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(
    board: Client, bloc: Bloc, book: Workbook, columns: dict[str, Any], key: str, sentence: str
) -> None:
    fill(book, of_stranger(**columns))
    upload = uploaded(board, book)
    assert upload.state == "refused"
    found = [(line.row, line.column, line.words) for line in upload.lines.all()]
    words = dict(PAST.columns)[key]
    assert [row for row, column, said in found if words in column and sentence in said] == [2], found
    assert not PastAdmission.objects.exists()


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"name": "Trần Quốc Báu"}, "another name"),
        ({"birth_date": DAY(1976, 1, 1)}, "another birth date"),
        ({"decided_on": DAY(2004, 1, 1), "ceremony_on": None}, "another day of joining"),
        ({"recognised_on": DAY(2019, 1, 1)}, "another day of becoming official"),
    ],
)
def test_the_register_and_the_sheet_agree(
    board: Client, bloc: Bloc, book: Workbook, columns: dict[str, Any], sentence: str
) -> None:
    fill(book, of_member(bloc, **columns))
    upload = uploaded(board, book)
    assert upload.state == "refused"
    assert any(sentence in line.words for line in upload.lines.all())


def test_twice_or_known_as_a_case_is_refused(board: Client, bloc: Bloc, tmp_path: Any, capsys: Any) -> None:
    journey = Journey(bloc).to("ceremony")
    journey.case.refresh_from_db()
    person = journey.case.candidate.person
    board.force_login(bloc.organisation_board)
    book = form_of(board)
    own = {"name": person.full_name, "citizen_id": person.citizen_id, "birth_date": person.birth_date}
    fill(book, of_stranger(), of_stranger(number="18-QĐ/ĐUK"))
    fill(book, of_stranger(**own, decided_on=journey.case.admitted_on, ending=None, ended_on=None))
    with pytest.raises(CommandError):
        call_command("load_bloc", saved(book, tmp_path / "so.xlsx"))
    said = capsys.readouterr().err
    assert "Row 2 has this admission too." in said
    assert f"The system has this admission itself: case {journey.case.number}." in said


def test_a_later_file_corrects_and_adds_nothing_twice(board: Client, bloc: Bloc, book: Workbook) -> None:
    fill(book, of_stranger())
    agreed(board, uploaded(board, book))
    # As if it had been loaded a day ago: a register is never changed, so the next one is of a later day.
    Register.objects.update(as_of=timezone.localdate() - datetime.timedelta(days=1))
    book[PAST.name].cell(2, PAST.keys.index("ceremony_on") + 1).value = DAY(2011, 3, 20)
    upload = uploaded(board, book)
    (line,) = upload.lines.all()
    assert (line.kind, line.sheet) == ("changed", PAST.name)
    assert line.columns == [["planning.pastadmission", "ceremony_on", "", "2011-03-20"]]
    assert agreed(board, upload).state == "loaded"
    assert PastAdmission.objects.get().ceremony_on == DAY(2011, 3, 20)
