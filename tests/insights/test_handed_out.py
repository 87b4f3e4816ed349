"""The dossier through its button and through the command: the same verb, the same bytes, the same entry."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import AsyncClient, Client, override_settings

from documents.store import path_of
from journal import keys
from journal.models import Entry
from orgs.models import User
from tests.admission_flow.files.conftest import attach
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.databases import at_once
from tests.insights.conftest import office_in
from tests.insights.packing import checked
from tests.people import Bloc, build_bloc


@pytest.fixture(scope="module")
def office(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bloc]:
    with office_in(tmp_path_factory.mktemp("office")):
        bloc = build_bloc()
        User.objects.update(language="en")
        yield bloc


@pytest.fixture(scope="module")
def journey(office: Bloc) -> Journey:
    walked = Journey(office).to("cell_vote")
    attach(walked, office.cell_secretary)
    return walked


def own_entries(user: User) -> list[str]:
    return list(Entry.objects.filter(stream=f"user:{user.pk}").order_by("seq").values_list("verb", flat=True))


def office_pub() -> bytes:
    return keys.pem(keys.signing_key().public_key())


class TestTheButton:
    def test_hands_out_the_zip(self, office: Bloc, journey: Journey) -> None:
        client = Client()
        client.force_login(office.auditor)
        response = client.post(f"/cases/{journey.case.pk}/dossier/")
        content = b"".join(response.streaming_content)
        assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
        assert response["Content-Length"] == str(len(content))
        named = f'attachment; filename="Dossier {journey.case.number} (confidential).zip"'
        assert response["Content-Disposition"] == named
        assert response["Cache-Control"] == "no-store, private"
        assert checked(content, office_pub())[0] == 0
        assert own_entries(office.auditor)[-1] == "dossier_issued"

    def test_under_asgi_too(self, office: Bloc, journey: Journey) -> None:
        """Piece by piece, without reading all of it first, which Django would warn of."""
        client = AsyncClient()
        client.force_login(office.cell_deputy)

        async def asked() -> bytes:
            response = await client.post(f"/cases/{journey.case.pk}/dossier/")
            assert response.is_async
            return b"".join([piece async for piece in response.streaming_content])

        (content,) = at_once(lambda: asyncio.run(asked()))  # in a thread: that of a browser has a loop already
        assert isinstance(content, bytes)
        assert checked(content, office_pub())[0] == 0

    def test_a_refusal_draws_the_page_with_its_sentence(self, office: Bloc, journey: Journey) -> None:
        client = Client()
        client.force_login(office.committee_auditor)
        path = path_of(journey.case.papers.get(code="2-KNĐ").files.get().file.sha256)
        before = own_entries(office.committee_auditor)
        path.rename(path.with_suffix(".away"))
        try:
            response = client.post(f"/cases/{journey.case.pk}/dossier/")
        finally:
            path.with_suffix(".away").rename(path)
        assert response.status_code == 500
        assert 'role="alert"' in response.content.decode()
        assert "missing or is not what was attached" in response.content.decode()
        assert own_entries(office.committee_auditor) == before


class TestTheCommand:
    def test_writes_the_file_and_says_so(
        self, office: Bloc, journey: Journey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "dossier.zip"
        call_command("dossier", journey.case.number, str(target), by=office.auditor.username)
        assert checked(target.read_bytes(), office_pub())[0] == 0
        assert target.stat().st_mode & 0o777 == 0o600
        assert own_entries(office.auditor)[-1] == "dossier_issued"
        entry = Entry.objects.filter(stream=f"user:{office.auditor.pk}").latest("seq")
        assert (
            f"Dossier written: {target}. SHA-256 of its manifest: {entry.refs['manifest']}" in capsys.readouterr().out
        )

    def refused(self, match: str, *arguments: str, by: str) -> None:
        with nothing_written(), pytest.raises(CommandError, match=match):
            call_command("dossier", *arguments, by=by)

    def test_does_not_write_over_a_file(self, office: Bloc, journey: Journey, tmp_path: Path) -> None:
        target = tmp_path / "mine.txt"
        target.write_text("mine")
        self.refused("already. Name another", journey.case.number, str(target), by=office.auditor.username)
        assert target.read_text() == "mine"

    @pytest.mark.parametrize(
        ("number", "who", "sentence"),
        [
            (None, "sibling_secretary", "There is no case HS .* whose file .* sees"),
            (None, "training_centre", "There is no case HS .* whose file .* sees"),
            (None, "administrator", "There is no case HS .* whose file .* sees"),
            ("HS 1999-0001", "auditor", "There is no case HS 1999-0001 whose file"),
            (None, None, "There is no account nobody that may sign in"),
        ],
    )
    def test_refuses_in_a_sentence_and_leaves_no_file(
        self, office: Bloc, journey: Journey, tmp_path: Path, number: str | None, who: str | None, sentence: str
    ) -> None:
        target = tmp_path / "dossier.zip"
        by = getattr(office, who).username if who else "nobody"
        self.refused(sentence, number or journey.case.number, str(target), by=by)
        assert not target.exists()

    def test_a_folder_that_is_not_there(self, office: Bloc, journey: Journey, tmp_path: Path) -> None:
        away = tmp_path / "gone" / "dossier.zip"
        self.refused("can't be written", journey.case.number, str(away), by=office.auditor.username)

    def test_without_the_key(self, office: Bloc, journey: Journey, tmp_path: Path) -> None:
        with override_settings(PRODUCTION=True, JOURNAL_KEY_FILE=str(tmp_path / "none.pem")):
            target = str(tmp_path / "dossier.zip")
            self.refused("no key at JOURNAL_KEY_FILE", journey.case.number, target, by=office.auditor.username)
