"""Asked from the board, in a browser; the page reads well at both widths."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from insights.waits.tallying import roll_up_all
from tests.admission_flow.journey import Journey
from tests.browsers import reads_well, tab
from tests.insights.what_if.test_page import remembered
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture
def house(own_database: str) -> Bloc:
    bloc = build_bloc()
    Journey(bloc).to("cell_vote")
    sum(roll_up_all(at=timezone.now()))
    remembered(bloc)
    return bloc


def test_asked_from_the_board(house: Bloc, chromium: Browser) -> None:
    with served() as port, tab(chromium, port, house.standing_deputy, script=True) as page:
        page.goto("/board/")
        page.get_by_role("link", name="Nếu thay đổi").click()
        expect(page.get_by_role("heading", name="Kết quả")).to_be_visible()
        page.get_by_label("Chỉ tiêu kết nạp").fill("0")
        page.get_by_role("button", name="Tính").click()
        expect(page.get_by_role("alert")).to_contain_text("Hãy ghi từ 1 trở lên.")
        reads_well(page)
        page.get_by_label("Chỉ tiêu kết nạp").fill("60")
        page.get_by_label("Số kỳ họp ban thường vụ mỗi tháng").fill("2")
        page.get_by_role("button", name="Tính").click()
        expect(page.get_by_text("Ban thường vụ họp 2 lần mỗi tháng.")).to_be_visible()
        assert "target=60" in page.url
        assert "sittings=2" in page.url
        page.get_by_text("Bảng số liệu").click()
        page.evaluate("scrollTo(0, 0)")
        reads_well(page)
        page.goto(f"/board/what-if/?step=cell_vote&share=200&of={house.committee.pk}")
        expect(page.get_by_text("mất 200 % thời gian hiện nay")).to_be_visible()
        reads_well(page)
