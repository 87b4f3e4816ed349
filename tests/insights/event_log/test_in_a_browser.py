"""The event log, the register and the list's files taken in a browser; the pages read well at both widths."""

from __future__ import annotations

import pytest
from lxml import etree
from playwright.sync_api import Browser, expect

from tests.admission_flow.journey import Journey
from tests.browsers import reads_well, tab
from tests.insights.event_log.conftest import X
from tests.people import build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture
def journey(own_database: str) -> Journey:
    return Journey(build_bloc()).to("ceremony")


def test_they_are_reached_from_the_cases_and_taken(journey: Journey, chromium: Browser) -> None:
    with served() as port, tab(chromium, port, journey.bloc.auditor) as page:
        page.goto("/cases/")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Danh sách này dạng CSV").click()
        assert taken.value.suggested_filename == "Hồ sơ.csv"
        reads_well(page)

        page.locator("main").get_by_role("link", name="Sổ quyết định").click()
        expect(page.get_by_role("link", name="Nguyễn Thị Thanh Xuân")).to_be_visible()
        reads_well(page)
        with page.expect_download() as taken:
            page.get_by_role("link", name="DOCX, để in").click()
        assert taken.value.suggested_filename == "Sổ quyết định DUK.docx"
        page.get_by_label("Từ ngày").fill("31/02/2026")
        page.get_by_role("button", name="Xem").click()
        expect(page.get_by_role("alert")).to_contain_text("Hãy ghi ngày/tháng/năm")
        reads_well(page)

        page.goto("/insights/events/")
        page.get_by_label("Kèm tên người").check()
        reads_well(page)
        with page.expect_download() as taken:
            page.get_by_role("button", name="Xuất nhật ký").click()
        log = etree.parse(taken.value.path())
        assert [one.get("value") for one in log.iter(f"{X}string") if one.get("key") == "candidate_name"] == [
            "Nguyễn Thị Thanh Xuân"
        ]
