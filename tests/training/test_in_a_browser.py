"""A class as its people see it: planned, enrolled into, attended, graded, closed; and its pages read well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from admission_flow.models import Paper
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.journey.desks import PATIENCE, submit, write
from tests.people import Bloc
from tests.training.classes import Centre, waiting

pytestmark = pytest.mark.browser


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).not_to_be_empty()


def test_from_planning_to_the_certificate(chromium: Browser, server: int, office: Bloc) -> None:
    (case,) = waiting(office)
    name = case.candidate.person.full_name
    today = f"{Centre(office).today:%d/%m/%Y}"
    with tab(chromium, server, office.training_centre) as centre, tab(chromium, server, office.cell_secretary) as cell:
        opened(centre, "/classes/plan/")
        facts = {"number": "09-2026", "starts": today, "ends": today, "place": "Hội trường", "asks_percent": "10"}
        write(centre, facts)
        # Of the draft the two first sessions stay, both today.
        for place, half in enumerate(("buổi sáng", "buổi chiều")):
            write(centre, {f"sessions-{place}-day": today, f"sessions-{place}-half": half})
        for place in range(2, 10):
            write(centre, {f"sessions-{place}-title": "", f"sessions-{place}-periods": ""})
        submit(centre, "Đã lập kế hoạch lớp 09-2026")
        address = centre.url

        cell.goto(f"/cases/{case.pk}/")
        part = cell.locator("#part-classes_of_case")
        expect(part).to_contain_text("Đang chờ chỗ", timeout=PATIENCE)
        part.get_by_role("link", name="Ghi danh").click()
        cell.get_by_label(name).check()
        submit(cell, "Đã ghi danh 1 người")

        for place in range(2):
            centre.goto(address)
            links = centre.get_by_role("link", name="Ghi điểm danh")
            expect(links).to_have_count(2 - place)
            links.first.click()
            submit(centre, "Đã ghi điểm danh")
        centre.get_by_role("link", name="Kết quả", exact=True).click()
        centre.locator(".roll select").select_option(label="giỏi")
        submit(centre, "Đã ghi kết quả")
        centre.get_by_role("link", name="Kết thúc lớp và cấp giấy chứng nhận").click()
        expect(centre.locator("main")).to_contain_text("Một giấy chứng nhận, số 01-CN/TTCT")
        write(centre, {"signed_by": "Tạ Thị Yến"})
        submit(centre, "số 01-CN/TTCT")

        valid_to = Paper.objects.get(case=case, code="CN-NTVĐ").valid_to
        assert valid_to is not None
        cell.goto(f"/cases/{case.pk}/?tab=papers")
        expect(cell.locator("main")).to_contain_text("01-CN/TTCT")
        expect(cell.locator("main")).to_contain_text(f"{valid_to:%d/%m/%Y}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_reads_well(chromium: Browser, server: int, office: Bloc, width: int) -> None:
    centre = Centre(office)
    enrolled = centre.held(waiting(office, 2), number=f"{width}-2026")
    centre.attend(enrolled[0], sessions=centre.sessions()[:1])
    (waits,) = waiting(office)
    here = f"/classes/{centre.found.pk}/"
    session = centre.sessions()[0]
    pages = [
        "/classes/", "/classes/plan/", here, f"{here}change/", f"{here}cancel/", f"{here}enrol/", f"{here}results/",
        f"{here}close/", f"{here}sessions/{session.pk}/attendance/",
        f"{here}enrolments/{enrolled[0].pk}/take-out/", f"/classes/of-case/{enrolled[0].case_id}/",
        f"/classes/of-case/{waits.pk}/", f"/cases/{waits.pk}/",
    ]  # fmt: skip
    with tab(chromium, server, office.training_centre, width=width) as page:
        faults = {}
        for address in pages:
            opened(page, address)
            faults[address] = accessibility_faults(page)
            assert wider_than_the_window(page) == 0, address
        assert {address: found for address, found in faults.items() if found} == {}
        opened(page, f"{here}close/")
        page.locator("form .btn-primary").last.click()
        expect(page.locator(".error-summary")).to_be_visible()
        assert accessibility_faults(page) == []
