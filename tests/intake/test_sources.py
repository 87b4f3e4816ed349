"""Sources that cells watch already: a sheet of the form, held to what the verbs of sources hold to."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from journal.verify import verify
from orgs.models import Person, Register
from planning.models import Source
from planning.sources.sheet import SOURCES
from tests.admission_flow.journey import Journey
from tests.intake.conftest import agreed, fill_sheet, form_of, saved, uploaded
from tests.people import Bloc
from tests.planning.sources.watching import Watching

pytestmark = pytest.mark.django_db
DAY = datetime.date


def watched(**columns: Any) -> dict[str, Any]:
    """Proposed by the cell; under watch."""
    return {
        "citizen_id": "099094000011",
        "name": "Đỗ Thị Mới",
        "birth_date": DAY(1994, 5, 6),
        "sex": "Nữ",
        "unit": "SNV-01",
        "proposed_by": "Chi bộ",
        "since": DAY(2024, 2, 3),
        "resolution_number": "04-NQ/CB",
        "resolution_dated": DAY(2024, 2, 2),
        **columns,
    }


def listed(bloc: Bloc, **columns: Any) -> dict[str, Any]:
    """Proposed by the Youth Union, with a helper, on the list."""
    return watched(
        **{
            "citizen_id": "099095000012",
            "name": "Hà Văn Nguồn",
            "sex": "Nam",
            "unit": "SNV-02",
            "proposed_by": "Đoàn Thanh niên",
            "organisation": "Chi đoàn Sở Nội vụ",
            "union_number": "02-NQ/CĐ",
            "union_dated": DAY(2024, 1, 20),
            "helper": bloc.person("cell_deputy").citizen_id,
            "listed_on": DAY(2024, 9, 1),
            "list_number": "11-NQ/CB",
            **columns,
        }
    )


def of_source(found: Source, **columns: Any) -> dict[str, Any]:
    """What the system has, as a row."""
    person = found.person
    return watched(
        citizen_id=person.citizen_id,
        name=person.full_name,
        birth_date=person.birth_date,
        unit=found.unit.code,
        since=found.since,
        resolution_number=None,
        resolution_dated=None,
        **columns,
    )


def told(board: Client, book: Workbook) -> list[tuple[int, str, str]]:
    upload = uploaded(board, book)
    assert upload.state == "refused"
    return list(upload.lines.values_list("row", "column", "words"))


def test_previewed_and_loaded_with_the_register(board: Client, bloc: Bloc, book: Workbook) -> None:
    fill_sheet(book, SOURCES, watched(), listed(bloc))
    upload = uploaded(board, book)
    assert upload.state == "shown", list(upload.lines.values_list("words", flat=True))
    assert upload.sheets[-1] == {"name": SOURCES.name, "rows": 2, "new": 2}
    shown = upload.lines.get(sheet=SOURCES.name, row=3).columns
    assert ["planning.source", "state", "", "listed"] in shown
    said = [tuple(column[:2]) for line in upload.lines.filter(sheet=SOURCES.name) for column in line.columns]
    assert {("orgs.person", "birth_date"), ("orgs.person", "sex")} <= set(said), "of whom nobody knows"
    assert agreed(board, upload).state == "loaded"
    new, young = Source.objects.order_by("since", "pk")
    assert (new.state, new.state_on, new.helper, new.resolution_number) == (
        "watched",
        DAY(2024, 2, 3),
        None,
        "04-NQ/CB",
    )
    assert (young.state, young.state_on, young.organisation) == ("listed", DAY(2024, 9, 1), "Chi đoàn Sở Nội vụ")
    assert young.helper == bloc.person("cell_deputy")
    assert young.entered_by == bloc.organisation_board
    assert list(young.changes.order_by("pk").values_list("kind", "day", "number")) == [
        ("entered", DAY(2024, 2, 3), "04-NQ/CB"),
        ("listed", DAY(2024, 9, 1), "11-NQ/CB"),
    ]
    assert Person.objects.get(full_name="Hà Văn Nguồn").sex == "m"
    assert verify().holds
    Source.objects.filter(pk=new.pk).update(resolution_number="05-NQ/CB")
    assert not verify().holds


@pytest.mark.parametrize(
    ("columns", "key", "sentence"),
    [
        ({"unit": "SNV"}, "unit", "Members are listed in their cell"),
        ({"unit": "XYZ"}, "unit", "no unit with the code"),
        ({"name": "123"}, "name", "This is no name"),
        ({"sex": None}, "sex", "must be filled in"),
        ({"proposed_by": None}, "proposed_by", "must be filled in"),
        ({"proposed_by": "Hội Phụ nữ"}, "proposed_by", "is none of: Chi bộ"),
        ({"proposed_by": "Công đoàn"}, "organisation", "Write which organisation"),
        ({"organisation": "Công đoàn Sở"}, "proposed_by", "Say which union it was"),
        ({"since": None}, "since", "A date is missing"),
        ({"since": DAY(1990, 1, 1)}, "since", "before the person was born"),
        ({"since": DAY(2199, 1, 1)}, "since", "after the register's date"),
        ({"listed_on": DAY(2024, 2, 2)}, "listed_on", "before the one it follows"),
        ({"list_number": "1"}, "listed_on", "A date is missing"),
        ({"helper": "12"}, "helper", "A citizen ID has 12 digits"),
        ({"helper": "099094000011"}, "helper", "must be an official member"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(
    board: Client, bloc: Bloc, book: Workbook, columns: dict[str, Any], key: str, sentence: str
) -> None:
    fill_sheet(book, SOURCES, watched(**columns))
    found = told(board, book)
    words = dict(SOURCES.columns)[key]
    assert [row for row, column, said in found if words in column and sentence in said] == [2], found
    assert not Source.objects.exists()


def test_whoever_is_a_member_a_candidate_or_watched_elsewhere_is_refused(bloc: Bloc, client: Client) -> None:
    candidate = Journey(bloc).nominate()
    elsewhere = Watching(bloc).enter(full_name="Lý Thị Ở Đâu", by=bloc.sibling_secretary, unit=bloc.sibling_cell)
    deputy = bloc.person("cell_deputy")
    of_hospital = bloc.person("hospital_officer").citizen_id
    client.force_login(bloc.organisation_board)
    book = form_of(client)
    fill_sheet(
        book,
        SOURCES,
        watched(citizen_id=deputy.citizen_id, name=deputy.full_name, birth_date=deputy.birth_date),
        watched(
            citizen_id=candidate.candidate.person.citizen_id,
            name=candidate.candidate.person.full_name,
            birth_date=candidate.candidate.person.birth_date,
        ),
        of_source(elsewhere) | {"unit": "SNV-01"},
        watched(helper=of_hospital),
        watched(),
    )
    bloc.organisation_board.language = "en"
    bloc.organisation_board.save(update_fields=["language"])
    said = {row: words for row, _column, words in told(client, book)}
    assert said[2] == "This person is already a member of the Party."
    assert said[3] == f"This person has an open case: {candidate.number}."
    assert said[4] == "This person is already a source of another cell: Chi bộ Văn phòng."
    assert said[5] == "The helper must be an official member of the organisation on that day."
    assert said[6] == "Row 5 has this person too."


def test_known_sources_are_brought_up_to_date(board: Client, bloc: Bloc, book: Workbook) -> None:
    """A later day's file: what it leaves empty stays, and what is over is left alone."""
    watching = Watching(bloc)
    helped = watching.enter(full_name="Vi Thị Giúp", helper=watching.helper())
    plain = watching.enter(full_name="Vi Văn Thường")
    gone = watching.enter(full_name="Vi Văn Thôi")
    watching.remove(gone)
    deputy = bloc.person("cell_deputy")
    fill_sheet(
        book,
        SOURCES,
        of_source(helped),
        of_source(plain, helper=deputy.citizen_id, listed_on=watching.today),
        of_source(gone, helper=deputy.citizen_id),
    )
    upload = uploaded(board, book)
    assert upload.sheets[-1] == {"name": SOURCES.name, "rows": 3, "changed": 1}, upload.sheets
    line = upload.lines.get(sheet=SOURCES.name)
    assert line.columns == [
        ["planning.source", "helper", "", deputy.citizen_id],
        ["planning.source", "state", "watched", "listed"],
        ["planning.source", "state_on", "", watching.today.isoformat()],
    ]
    assert agreed(board, upload).state == "loaded"
    plain.refresh_from_db()
    assert (plain.state, plain.helper, plain.revision) == ("listed", deputy, 1)
    assert list(plain.changes.order_by("pk").values_list("kind", flat=True)) == ["entered", "helper", "listed"]
    assert Source.objects.get(pk=helped.pk).helper_id == watching.helper()
    assert Source.objects.get(pk=gone.pk).state == "removed"
    assert verify().holds


def test_what_has_happened_is_not_moved(board: Client, bloc: Bloc, book: Workbook) -> None:
    watching = Watching(bloc)
    plain, on_list = watching.enter(full_name="Vi Văn Thường"), watching.enter(full_name="Vi Thị Sách")
    watching.put_on_list(on_list)
    day = plain.since + datetime.timedelta(days=3)
    fill_sheet(book, SOURCES, of_source(plain) | {"since": day}, of_source(on_list, listed_on=day))
    said = {row: words for row, _column, words in told(board, book)}
    assert said[2].startswith("The system has this person as a source of the cell since")
    assert said[3].startswith("The system has this source on the list since")


def test_by_the_command_nobody_is_named(board: Client, bloc: Bloc, book: Workbook, tmp_path: Any, capsys: Any) -> None:
    """Loaded by the system itself; the page of the source says so. The same again changes nothing."""
    fill_sheet(book, SOURCES, watched())
    path = saved(book, tmp_path / "so.xlsx")
    call_command("load_bloc", path)
    assert f"{SOURCES.name}: 1" in capsys.readouterr().out
    found = Source.objects.get()
    assert found.entered_by is None
    board.force_login(bloc.cell_secretary)
    page = board.get(f"/planning/sources/{found.pk}/").content.decode()
    assert f"loaded with the register on {timezone.localdate():%d/%m/%Y}" in page
    # Another file as of a later day, as far as the database knows.
    Register.objects.update(as_of=timezone.localdate() - datetime.timedelta(days=1))
    book.properties.title = "again"
    call_command("load_bloc", saved(book, path))
    assert Source.objects.get().revision == 0
