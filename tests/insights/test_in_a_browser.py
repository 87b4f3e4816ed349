"""The dossier taken from the page of the case, with a browser, and checked as its receiver would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journal import keys
from tests.admission_flow.files.conftest import attach
from tests.admission_flow.journey import Journey
from tests.browsers import PHONE, reads_well, tab
from tests.insights.conftest import office_in
from tests.insights.packing import checked
from tests.people import build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture
def journey(own_database: str, tmp_path: Path) -> Iterator[Journey]:
    with office_in(tmp_path):
        walked = Journey(build_bloc()).to("cell_vote")
        attach(walked, walked.secretary)
        keys.signing_key()
        yield walked


@pytest.fixture
def server(journey: Journey, tmp_path: Path) -> Iterator[int]:
    with served(
        JOURNAL_KEY_FILE=str(keys.private_file()),
        CHECKPOINT_DIR=str(tmp_path / "checkpoints"),
        FILES_DIR=str(tmp_path / "files"),
    ) as port:
        yield port


def test_it_is_taken_and_checked(journey: Journey, server: int, chromium: Browser, tmp_path: Path) -> None:
    with tab(chromium, server, journey.secretary) as page:
        page.goto(f"/cases/{journey.case.pk}/")
        part = page.locator("#part-dossier")
        expect(part.get_by_role("heading", name="Trọn bộ hồ sơ")).to_be_visible()
        reads_well(page)
        with page.expect_download() as taken:
            part.get_by_role("button", name="Xuất hồ sơ (ZIP)").click()
        taken.value.save_as(tmp_path / "taken.zip")
        part.get_by_role("link", name="Cách kiểm tra").click()
        expect(page.get_by_role("heading", name="Cách kiểm tra trên máy khác")).to_be_visible()
        reads_well(page)
        with page.expect_download() as taken:
            page.get_by_role("link", name="office.pub").click()
        taken.value.save_as(tmp_path / "office.pub")
    assert checked((tmp_path / "taken.zip").read_bytes(), (tmp_path / "office.pub").read_bytes())[0] == 0


def test_it_is_taken_without_script(journey: Journey, server: int, chromium: Browser, tmp_path: Path) -> None:
    with tab(chromium, server, journey.secretary, width=PHONE, script=False) as page:
        page.goto(f"/cases/{journey.case.pk}/")
        page.get_by_role("link", name="Trọn bộ hồ sơ").click()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Xuất hồ sơ (ZIP)").click()
        taken.value.save_as(tmp_path / "taken.zip")
    assert checked((tmp_path / "taken.zip").read_bytes())[0] == 2
