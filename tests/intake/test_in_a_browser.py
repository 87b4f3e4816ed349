"""The member register taken as XLSX, changed, uploaded, looked at and loaded, at both widths and by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from intake import working
from intake.models import Upload
from orgs.loading.form import SEATS
from orgs.models import Person
from tests.browsers import reads_well, tab
from tests.intake.conftest import change, row_of
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture
def office(own_database: str) -> Bloc:
    return build_bloc()


@pytest.fixture
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


def test_from_the_register_and_back(office: Bloc, server: int, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "so.xlsx"
    with tab(chromium, server, office.organisation_board) as page:
        page.goto("/members/")
        reads_well(page)
        with page.expect_download() as taken:
            page.get_by_role("link", name="XLSX").click()
        taken.value.save_as(file)
        book = load_workbook(file)
        book[SEATS.name].delete_rows(row_of(book, "Huỳnh Tấn Đạt", SEATS, "name"))
        change(book, row_of(book, "Trần Quốc Bảo"), occupation="; Trưởng phòng")
        book.save(file)
        page.get_by_role("link", name="Nạp biểu mẫu của cơ quan").click()
        reads_well(page)
        page.get_by_label("Biểu mẫu của cơ quan").set_input_files(file)
        page.get_by_role("button", name="Tải lên và đối chiếu").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        reads_well(page)

        upload = Upload.objects.get()
        working.read(upload.pk, upload.attempt)
        # The page fetches itself anew.
        expect(page.get_by_text("Trưởng phòng")).to_be_visible()
        reads_well(page)
        page.get_by_role("button", name="Nạp", exact=True).click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        upload.refresh_from_db()
        working.load(upload.pk, upload.attempt)
        expect(page.get_by_text("Đã nạp toàn bộ")).to_be_visible()
        reads_well(page)
    assert Person.objects.get(full_name="Trần Quốc Bảo").occupation == "Trưởng phòng"
    with tab(chromium, server, office.organisation_board, script=False) as page:
        for address in ("/loading/", f"/loading/{upload.pk}/"):
            page.goto(address)
            expect(page.get_by_text("Đã nạp").first).to_be_visible()
