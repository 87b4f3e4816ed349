"""The door to a file: for whom, in which form, and never past the journal."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client

from documents import store
from journal.models import Entry
from tests.admission_flow.files.conftest import PDF, SECOND, attach, files_url, given
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.documents.test_store import alter
from tests.people import Bloc


@pytest.fixture
def address(bloc: Bloc, journey: Journey) -> str:
    attach(journey, bloc.cell_secretary)
    return f"{files_url(journey)}1/"


def downloads(user) -> list[Entry]:
    return list(Entry.objects.filter(stream=f"user:{user.pk}", verb="download").order_by("seq"))


def test_handed_out_whole_as_what_it_is(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.auditor)
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    named = unquote(answer["Content-Disposition"])
    assert named == f"attachment; filename*=utf-8''2-KNĐ {journey.case.number} version 1 (confidential).pdf"
    assert journey.case.candidate.person.full_name not in named


def test_every_download_is_an_entry_of_its_own(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.committee_secretary)
    for _turn in range(3):
        client.get(address)
    entries = downloads(bloc.committee_secretary)
    assert len(entries) == 3
    assert entries[0].refs["case"] == journey.case.number
    assert (entries[0].refs["case_id"], entries[0].refs["version"]) == (journey.case.pk, 1)
    assert entries[0].refs["sha256"] == journey.case.papers.get(code="2-KNĐ").files.get().file.sha256


def test_a_part_is_not_handed_out(client: Client, bloc: Bloc, address: str) -> None:
    client.force_login(bloc.auditor)
    answer = client.get(address, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.content, answer["Accept-Ranges"]) == (200, PDF, "none")
    assert len(downloads(bloc.auditor)) == 1


def test_the_head_alone_is_not_told(client: Client, bloc: Bloc, address: str) -> None:
    client.force_login(bloc.auditor)
    for ask in (client.head, client.post, client.options):
        answer = ask(address)
        assert (answer.status_code, answer.content) == (405, b"")
        assert "Content-Disposition" not in answer


def test_older_versions_stay(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    attach(journey, bloc.cell_secretary, given(SECOND, why="rõ hơn"))
    client.force_login(bloc.auditor)
    assert client.get(address).content == PDF
    assert client.get(f"{files_url(journey)}2/").content == SECOND


def test_for_others_it_is_not_there(client: Client, bloc: Bloc, address: str) -> None:
    others = ("sibling_secretary", "training_centre", "office", "administrator", "seatless", "former_secretary")
    for who in others:
        client.force_login(getattr(bloc, who))
        with nothing_written(but=("django_session",)):
            assert (who, client.get(address).status_code) == (who, 404)


def test_signed_out(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


def test_no_such_version(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.auditor)
    for version in (0, 2, 10**6, 10**30):
        assert client.get(f"{files_url(journey)}{version}/").status_code == 404


def test_not_through_another_case(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    other = Journey(bloc).to("course")
    client.force_login(bloc.auditor)
    assert client.get(address.replace(f"/cases/{journey.case.pk}/", f"/cases/{other.case.pk}/")).status_code == 404


def test_of_a_closed_case_and_of_one_on_hold(client: Client, bloc: Bloc, journey: Journey, address: str) -> None:
    client.force_login(bloc.cell_secretary)
    journey.hold()
    assert client.get(address).status_code == 200
    journey.resume()
    journey.withdraw()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("what", [alter, Path.unlink], ids=["altered", "missing"])
def test_other_bytes_are_not_handed_out(
    client: Client, bloc: Bloc, journey: Journey, address: str, what, caplog
) -> None:
    sha256 = journey.case.papers.get(code="2-KNĐ").files.get().file.sha256
    what(store.path_of(sha256))
    client.force_login(bloc.cell_secretary)
    answer = client.get(address)
    assert answer.status_code == 500
    assert "is missing or is not what was attached" in answer.content.decode()
    assert sha256 in caplog.text
    assert "ly-lich" not in caplog.text
    assert downloads(bloc.cell_secretary) == []
