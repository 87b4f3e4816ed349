"""The form under a paper: what the page offers, takes and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from admission_flow.decisions.attachments import attach_file
from admission_flow.models import PaperFile
from tests.admission_flow.files.conftest import PDF, SECOND, VERIFICATION, attach, files_url, given, paper, post
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import statements
from tests.admission_flow.untouched import nothing_written
from tests.documents import samples
from tests.people import Bloc
from tests.stored import stored_in


def tab(client: Client, journey: Journey, attach_to: str = "") -> str:
    more = f"&attach={paper(journey, attach_to).pk}" if attach_to else ""
    return client.get(f"/cases/{journey.case.pk}/?tab=papers{more}").content.decode()


def test_the_form_is_offered_and_the_file_stands_under_its_paper(
    client: Client, bloc: Bloc, journey: Journey, files_dir: Path
) -> None:
    client.force_login(bloc.cell_secretary)
    assert "No file attached." in tab(client, journey)
    form = tab(client, journey, "2-KNĐ")
    assert 'enctype="multipart/form-data"' in form
    assert f'action="{files_url(journey)}"' in form
    assert "at most 20 MB" in form
    assert 'name="why"' not in form
    answer = post(client, files_url(journey), name="Lý lịch.pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{journey.case.pk}/?tab=papers")
    page = tab(client, journey)
    assert "Attached “Lý lịch.pdf” as version 1." in page
    assert f'href="{files_url(journey)}1/"' in page
    assert "Confidential" in page
    assert "Version 1 · PDF" in page
    assert f"attached by {bloc.cell_secretary.display_name}" in page


def test_the_size_in_vietnamese(client: Client, bloc: Bloc, journey: Journey) -> None:
    large = samples.docx("", more={"word/media/a.bin": samples.picture("JPEG", (1200, 1200))})
    attach(journey, bloc.cell_secretary, given(large, "don.docx"))
    client.force_login(bloc.auditor)
    bloc.auditor.language = "vi"
    bloc.auditor.save(update_fields=["language"])
    page = tab(client, journey)
    size = f"{len(large) / 1024:.1f}".replace(".", ",")
    assert f"DOCX, {size}\xa0KB" in page
    assert "Mật" in page


def test_a_further_version_asks_why(client: Client, bloc: Bloc, journey: Journey) -> None:
    attach(journey, bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    assert 'name="why"' in tab(client, journey, "2-KNĐ")
    assert post(client, files_url(journey), SECOND).status_code == 422
    assert post(client, files_url(journey), SECOND, why="Bản rõ hơn").status_code == 302
    page = tab(client, journey)
    assert page.index("Version 2") < page.index("1 older version") < page.index("Version 1")
    assert "Bản rõ hơn" in page


def test_who_had_the_form_before_the_first_version_is_asked_why_too(
    client: Client, bloc: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's version comes between the form and the lock."""

    def overtaken(*args, **named):
        attach(journey, bloc.cell_deputy)
        return attach_file(*args, **named)

    monkeypatch.setattr("admission_flow.views.paper_files.attach_file", overtaken)
    client.force_login(bloc.cell_secretary)
    answer = post(client, files_url(journey), SECOND)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has a file already, version 1. Say why another takes its place." in page
    assert 'name="why"' in page
    assert PaperFile.objects.count() == 1


def test_a_second_click(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.cell_secretary)
    post(client, files_url(journey))
    answer = post(client, files_url(journey), why="lần nữa")
    assert answer.status_code == 409
    assert "attached already, as version 1" in answer.content.decode()
    assert PaperFile.objects.count() == 1


def test_nobody_else_attaches(client: Client, bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    not_there = ("sibling_secretary", "training_centre", "office", "administrator", "seatless")
    forbidden = ("committee_secretary", "auditor", "committee_officer")
    for who, status in (dict.fromkeys(not_there, 404) | dict.fromkeys(forbidden, 403)).items():
        client.force_login(getattr(bloc, who))
        assert (who, post(client, files_url(journey)).status_code) == (who, status)
    assert not PaperFile.objects.exists()
    assert stored_in(files_dir) == []


def test_the_auditor_reads_and_is_offered_no_form(client: Client, bloc: Bloc, journey: Journey) -> None:
    attach(journey, bloc.cell_secretary)
    client.force_login(bloc.auditor)
    page = tab(client, journey, "2-KNĐ")
    assert f'href="{files_url(journey)}1/"' in page
    assert "multipart" not in page
    assert "Attach" not in page


def test_the_verifier_is_offered_it_for_the_report_only(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.committee_officer)
    page = tab(client, journey)
    assert f"attach={paper(journey, VERIFICATION).pk}" in page
    assert page.count("attach=") == 1


def test_a_signed_out_browser(client: Client, journey: Journey) -> None:
    answer = post(client, files_url(journey))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"] or "login" in answer["Location"]
    assert not PaperFile.objects.exists()


def test_a_form_of_another_site(bloc: Bloc, journey: Journey) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bloc.cell_secretary)
    assert post(client, files_url(journey)).status_code == 403
    assert not PaperFile.objects.exists()


def test_the_address_looked_up_shows_the_form(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.get(files_url(journey), follow=True)
    assert 'enctype="multipart/form-data"' in answer.content.decode()


def test_closed_and_on_hold(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.cell_secretary)
    journey.hold("Chờ thẩm tra")
    answer = post(client, files_url(journey))
    assert (answer.status_code, "on hold since" in answer.content.decode()) == (409, True)
    journey.resume()
    journey.withdraw()
    answer = post(client, files_url(journey))
    assert (answer.status_code, "case is closed" in answer.content.decode()) == (409, True)
    assert not PaperFile.objects.exists()


def test_a_paper_of_another_case_or_of_none(client: Client, bloc: Bloc, journey: Journey) -> None:
    other = Journey(bloc).to("course")
    client.force_login(bloc.cell_secretary)
    for pk in (paper(journey).pk, 10**15):
        assert post(client, f"/cases/{other.case.pk}/papers/{pk}/files/").status_code == 404


def test_a_bad_file_comes_back_as_a_sentence(client: Client, bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    bad = {
        b"": "“ly-lich.pdf” is empty",
        PDF[:300]: "“ly-lich.pdf” is incomplete or damaged",
        samples.pdf(password="x"): "“ly-lich.pdf” is locked with a password",
        samples.bomb(): "“ly-lich.pdf” unpacks to far more",
        b"#!/bin/sh": "“ly-lich.pdf” is no PDF, DOCX, JPEG or PNG",
    }
    client.force_login(bloc.cell_secretary)
    for content, says in bad.items():
        answer = post(client, files_url(journey), content)
        assert (answer.status_code, says in answer.content.decode()) == (422, True), says
    assert not PaperFile.objects.exists()
    assert stored_in(files_dir) == []


def test_all_that_is_wrong_is_told_at_once(client: Client, bloc: Bloc, journey: Journey) -> None:
    attach(journey, bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    errors = post(client, files_url(journey), b"").context["attach"].errors
    assert set(errors) == {"why", "file"}
    assert "is empty" in errors["file"][0]


def test_no_file_chosen_and_no_such_degree(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.post(files_url(journey), {"classification": "confidential"})
    assert (answer.status_code, "Choose the file." in answer.content.decode()) == (422, True)
    assert post(client, files_url(journey), classification="open").status_code == 422
    assert not PaperFile.objects.exists()


@override_settings(UPLOAD_MEGABYTES=1)
@pytest.mark.parametrize(("bytes_more", "status"), [(1, 422), (1024 * 1024 + 1, 413)])
def test_oversize(client: Client, bloc: Bloc, journey: Journey, files_dir: Path, bytes_more: int, status: int) -> None:
    client.force_login(bloc.cell_secretary)
    answer = post(client, files_url(journey), PDF + bytes(1024 * 1024 - len(PDF) + bytes_more))
    assert answer.status_code == status
    assert "“ly-lich.pdf” is larger than 1 MB" in answer.content.decode()
    assert stored_in(files_dir) == []


def test_the_tab_costs_as_much_for_many_files_as_for_none(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.cell_secretary)
    address = f"/cases/{journey.case.pk}/?tab=papers"
    client.get(address)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(statements(captured))
        for code in dict.fromkeys(journey.case.papers.exclude(code="3-KNĐ").values_list("code", flat=True)):
            attach(journey, bloc.cell_secretary, given(samples.pdf(f"{code}{number}"), why="x"), code)
            attach(journey, bloc.cell_secretary, given(samples.pdf(f"{code}{number}b"), why="x"), code)
    assert counts[0] == counts[1]
    assert PaperFile.objects.count() > 20


def test_a_refusal_leaves_nothing(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.auditor)
    client.get(f"/cases/{journey.case.pk}/?tab=papers")
    with nothing_written(but=("django_session",)):
        post(client, files_url(journey))
