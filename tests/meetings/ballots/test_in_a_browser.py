"""The paper on a phone: with a thumb, by keyboard, with a screen reader's names; the chair's page beside it, live."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from meetings.models import BallotPaper, Mark
from tests.browsers import DESK, PHONE, reads_well, tab
from tests.meetings.ballots.polled import Polled
from tests.people import build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser
THUMB = 44  # CSS pixels, WCAG 2.2 target size (enhanced)


@pytest.fixture
def held(own_database: str) -> Polled:
    seated: Polled = Polled(build_bloc()).with_cases(2).seated()  # type: ignore[assignment]
    return seated


@pytest.fixture
def server(held: Polled) -> Iterator[int]:
    for place in range(4):
        held.account(place)
    with served() as port:
        yield port


def test_from_a_phone(held: Polled, server: int, chromium: Browser) -> None:
    address = f"/meetings/{held.meeting.pk}/ballot/"
    voter = held.account(3)
    with (
        tab(chromium, server, held.convener, width=DESK, script=True) as chair,
        tab(chromium, server, voter, width=PHONE, script=True) as phone,
    ):
        phone.goto(address)
        expect(phone.get_by_text("Chưa mở bỏ phiếu")).to_be_visible()
        chair.goto(address)
        reads_well(chair, (DESK, PHONE))
        chair.get_by_role("button", name="Mở bỏ phiếu").click()
        expect(chair.get_by_text("0 / 9 đã bỏ phiếu")).to_be_visible()
        # The paper comes to the phone by itself.
        expect(phone.get_by_role("radio", name="Không tán thành", exact=True)).to_be_visible()
        assert phone.locator("input[type=radio]:checked").count() == 0
        reads_well(phone, (DESK, PHONE))
        for place in phone.locator("label.choice, .cast-button").all():
            box = place.bounding_box()
            assert box is not None
            assert box["height"] >= THUMB
        expect(phone.get_by_role("button", name="Chọn một ý kiến để bỏ phiếu")).to_be_visible()
        phone.get_by_text("Không tán thành", exact=True).click()
        phone.get_by_role("button", name="Bỏ phiếu", exact=True).click()
        expect(phone.get_by_text("Đã ghi nhận phiếu của đồng chí.")).to_be_visible()
        reads_well(phone, (DESK, PHONE))
        # The chair sees that somebody has voted, without asking.
        expect(chair.get_by_text("1 / 9 đã bỏ phiếu")).to_be_visible()
        reads_well(chair, (DESK, PHONE))
    assert BallotPaper.objects.get().choice == "against"


def test_by_keyboard_without_script(held: Polled, server: int, chromium: Browser) -> None:
    held.polled()
    with tab(chromium, server, held.account(2), width=PHONE, script=False) as page:
        page.goto(f"/meetings/{held.meeting.pk}/ballot/")
        group = page.get_by_role("group", name=held.journeys[0].case.candidate.person.full_name)
        group.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Đã ghi nhận phiếu của đồng chí.")).to_be_visible()
    assert BallotPaper.objects.get().choice == "against"
    assert Mark.objects.get().attendee_id == held.attendees[2].pk


def test_on_the_shared_screen(held: Polled, server: int, chromium: Browser) -> None:
    with tab(chromium, server, held.convener, width=DESK, script=True) as chair:
        chair.goto(f"/meetings/{held.meeting.pk}/codes/")
        reads_well(chair, (DESK, PHONE))
        chair.get_by_role("checkbox", name=held.attendees[5].person.full_name, exact=True).check()
        for place, one in enumerate(held.attendees):
            if place != 5:
                chair.get_by_role("checkbox", name=one.person.full_name, exact=True).uncheck()
        chair.get_by_role("button", name="Cấp mã").click()
        code = chair.locator(".slips .receipt").inner_text()
        reads_well(chair, (DESK, PHONE))
    held.polled()
    with tab(chromium, server, None, width=PHONE, script=True) as screen:
        screen.goto("/vote/")
        reads_well(screen, (DESK, PHONE))
        screen.get_by_label("Mã bỏ phiếu của đồng chí").fill(code)
        screen.get_by_role("button", name="Tiếp tục").click()
        expect(screen.get_by_role("radio", name="Tán thành", exact=True)).to_be_visible()
        reads_well(screen, (DESK, PHONE))
        screen.get_by_text("Tán thành", exact=True).click()
        screen.get_by_role("button", name="Bỏ phiếu", exact=True).click()
        expect(screen.get_by_text("Số biên nhận của đồng chí")).to_be_visible()
        screen.get_by_role("link", name="Xong").click()
        expect(screen.get_by_label("Mã bỏ phiếu của đồng chí")).to_have_value("")
    assert Mark.objects.get().by_code
