"""`manage.py export_events`: whole or not at all, and what it says where it can't."""

from __future__ import annotations

import datetime
import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from insights.event_log import exporting
from journal.models import Entry
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases
from tests.insights.event_log.conftest import X
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def export(file: Path, *more: str, form: str = "xes") -> str:
    out = StringIO()
    call_command("export_events", "--format", form, "--out", str(file), *more, stdout=out, stderr=StringIO())
    return out.getvalue()


def traces(file: Path) -> int:
    return len(list(etree.parse(file).iter(f"{X}trace")))


def test_it_says_how_much_there_is_and_what_it_is(bloc: Bloc, tmp_path: Path) -> None:
    Journey(bloc).to("declaration")
    said = export(tmp_path / "log.xes")
    digest = hashlib.sha256((tmp_path / "log.xes").read_bytes()).hexdigest()
    assert said == f"1 cases, 7 events: {tmp_path}/log.xes. SHA-256: {digest}\n"
    entry = Entry.objects.get(verb="export_events")
    assert (entry.stream, entry.actor_id, entry.refs["sha256"]) == ("office:1", None, digest)
    assert (tmp_path / "log.xes").stat().st_mode & 0o777 == 0o600


def test_one_unit_and_one_period(bloc: Bloc, tmp_path: Path) -> None:
    day = datetime.datetime(2026, 3, 5, 23, 30, tzinfo=timezone.get_default_timezone())
    open_cases(bloc, numbered(3), opened_at=day)
    open_cases(bloc, numbered(2), unit=bloc.sibling_cell, opened_at=day + datetime.timedelta(hours=1))
    file = tmp_path / "log.xes"
    for more, number in (
        ((), 5),
        (("--unit", "SNV-01"), 3),
        (("--unit", "BVDK"), 0),
        (("--from", "2026-03-06"), 2),
        (("--to", "05/03/2026"), 3),
        (("--from", "2026-03-05", "--to", "2026-03-06"), 5),
    ):
        export(file, *more)
        assert traces(file) == number, more


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--unit", "XYZ"), "There is no unit XYZ whose cases you see."),
        (("--from", "2026-03-06", "--to", "2026-03-05"), "The first day lies after the last one. Exchange them."),
        (("--from", "30/02/2026"), "“30/02/2026” is not a date. Write year-month-day, as 2025-01-31."),
        (("--personal",), "Names are given to a person who sees the files, never to the machine."),
        (("--personal", "--as", "administrator"), "Cases are shown to those who hold a seat"),
        (("--personal", "--as", "training.centre"), "Names are for those who see the files. Of Đảng bộ Khối"),
        (("--as", "cell.secretary", "--unit", "SNV"), "There is no unit SNV whose cases you see."),
        (("--as", "nobody"), "There is no account nobody that may sign in."),
    ],
)
def test_refused_with_a_sentence_and_nothing_written(
    bloc: Bloc, tmp_path: Path, more: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "log.xes").write_text("before")
    with pytest.raises(CommandError) as refused:
        export(tmp_path / "log.xes", *more)
    assert sentence in str(refused.value)
    assert [one.name for one in tmp_path.iterdir()] == ["log.xes"]
    assert (tmp_path / "log.xes").read_text() == "before"
    assert not Entry.objects.filter(verb="export_events").exists()


def test_names_with_the_right_of_who_sees_the_files(bloc: Bloc, tmp_path: Path) -> None:
    case = Journey(bloc).to("course").case
    export(tmp_path / "log.json", "--personal", "--as", "cell.secretary", form="ocel")
    assert case.candidate.person.full_name in (tmp_path / "log.json").read_text()
    entry = Entry.objects.get(verb="export_events")
    assert entry.stream == f"user:{bloc.cell_secretary.pk}"
    assert (entry.refs["unit"], entry.refs["personal"]) == ("SNV-01", True)


def test_broken_off_it_leaves_the_file_before(bloc: Bloc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_cases(bloc, numbered(2))
    (tmp_path / "log.xes").write_text("before")

    def breaks_off(_scope, out, **_more):
        out.write(b"<log>")
        raise KeyboardInterrupt

    monkeypatch.setitem(exporting.WRITERS, "xes", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "log.xes")
    assert [one.name for one in tmp_path.iterdir()] == ["log.xes"]
    assert (tmp_path / "log.xes").read_text() == "before"


def test_no_such_folder(bloc: Bloc, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be written: No such file or directory"):
        export(tmp_path / "nowhere" / "log.xes")


@pytest.mark.parametrize("form", ["xes", "ocel"])
def test_many_cases_cost_no_more_statements(bloc: Bloc, tmp_path: Path, form: str) -> None:
    found = []
    for number in (2, 1000):
        open_cases(bloc, numbered(number))
        with CaptureQueriesContext(connection) as captured:
            export(tmp_path / "log", form=form)
        found.append(len(captured))
    assert found[0] == found[1]
