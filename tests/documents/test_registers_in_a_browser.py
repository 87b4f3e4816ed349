"""A number is taken, an arrival forwarded, without script; every page reads well at both widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from documents.models import Incoming, Outgoing
from documents.outgoing import make_void
from tests.browsers import PHONE, reads_well, tab
from tests.documents.office import arrival, letter, who
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser
LONG = "Về việc mở lớp bồi dưỡng nhận thức về Đảng cho quần chúng ưu tú của các tổ chức cơ sở đảng năm nay"


@pytest.fixture
def office(own_database: str) -> Bloc:
    bloc = build_bloc()
    letter(bloc, after=0, about=LONG)
    make_void(letter(bloc).pk, "Viết nhầm người ký", **who(bloc.standing_deputy))
    letter(bloc, bloc.committee, bloc.committee_secretary, after=0)
    arrival(bloc, after=0, their_number="15-CV/TU", sender="Ban Tổ chức Tỉnh ủy", about=LONG)
    return bloc


@pytest.fixture
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


def test_a_day_at_the_registers(office: Bloc, server: int, chromium: Browser) -> None:
    # Axe is a script itself; the page's own are not needed for any of this.
    with tab(chromium, server, office.standing_deputy, script=True) as page:
        for address in ("/registers/", "/registers/?show=incoming", "/registers/?unit=DUK", "/registers/?year=1"):
            page.goto(address)
            reads_well(page)
        for row in Outgoing.objects.filter(register__unit=office.unit):
            page.goto(f"/registers/outgoing/{row.pk}/")
            reads_well(page)
        for address in ("/registers/number/", "/registers/arrival/"):
            page.goto(address)
            reads_well(page)
            page.get_by_role("button", name="Lấy số" if "number" in address else "Ghi vào sổ").click()
            reads_well(page)
    with tab(chromium, server, office.standing_deputy, width=PHONE, script=False) as page:
        page.goto("/registers/")
        page.get_by_role("link", name="Lấy số").first.click()
        page.get_by_label("Loại văn bản").select_option("BC")
        page.get_by_label("Trích yếu").fill("Báo cáo quý")
        page.get_by_label("Người ký").fill("Phó Bí thư Thường trực")
        page.get_by_role("button", name="Lấy số").click()
        page.get_by_label("Số cuối cùng").fill("7")
        page.get_by_role("button", name="Lấy số").click()
        expect(page.get_by_text("Đã lấy số 08-BC/ĐUK")).to_be_visible()
        page.goto(f"/registers/incoming/{Incoming.objects.get().pk}/")
        page.get_by_text("Chuyển văn bản").first.click()
        page.get_by_label("Chuyển cho ai").fill("Ban Tổ chức")
        page.get_by_role("button", name="Chuyển văn bản").click()
        expect(page.get_by_role("status").get_by_text("Đã ghi nơi nhận")).to_be_visible()
    assert Incoming.objects.get().forwarded_to == "Ban Tổ chức"
