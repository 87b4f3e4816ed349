"""A source as its people see it: entered, tried, reviewed, nominated; and how the pages stand up at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from admission_flow.models import Case
from tests.admission_flow.journey import TOGETHER_SINCE
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.journey.desks import submit, write
from tests.people import Bloc, new_person
from tests.planning.sources.watching import Watching

pytestmark = pytest.mark.browser
LIST = "/planning/sources/"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).not_to_be_empty()


def test_from_the_entry_to_the_case(chromium: Browser, server: int, office: Bloc) -> None:
    today = f"{Watching(office).today:%d/%m/%Y}"
    person = new_person("Lê Thị Thanh Xuân")
    with (
        tab(chromium, server, office.cell_secretary, script=False) as cell,
        tab(chromium, server, office.committee_officer) as above,
    ):
        opened(cell, LIST)
        cell.get_by_role("link", name="Ghi nguồn mới").first.click()
        facts = {
            "full_name": person.full_name, "citizen_id": person.citizen_id, "birth_date": "03/02/1994", "sex": "nữ",
            "proposed_by": "Đoàn Thanh niên", "organisation": "Đoàn cơ sở Sở Nội vụ", "union_number": "02-NQ/ĐTN",
            "union_dated": today, "since": today, "helper": office.cell_deputy.display_name,
        }  # fmt: skip
        write(cell, facts)
        submit(cell, "Đã ghi vào nguồn")
        cell.get_by_role("link", name="Giao việc").click()
        write(cell, {"what": "Phụ trách phong trào", "given_on": today, "until": today})
        submit(cell, "Đã giao việc")
        cell.get_by_role("link", name="Đánh giá").click()
        write(cell, {"result": "hoàn thành tốt", "words": "Hoàn thành trước hạn", "day": today})
        submit(cell, "Đã đánh giá")

        opened(above, f"{LIST}reviews/?show=missing")
        expect(above.locator("main")).to_contain_text(office.cell.name)
        opened(cell, LIST)
        cell.get_by_role("link", name="Rà soát: ").click()
        write(cell, {"held_on": today})
        cell.get_by_role("radio", name="đưa vào danh sách cảm tình").check()
        submit(cell, "Đã ghi kết quả rà soát")
        opened(above, f"{LIST}reviews/")
        expect(above.locator("main")).to_contain_text("1 vào danh sách cảm tình")

        opened(cell, LIST)
        cell.get_by_role("link", name=person.full_name).click()
        cell.get_by_role("link", name="Giới thiệu kết nạp").click()
        expect(cell.locator("[name=full_name]")).to_be_disabled()
        cell.locator("[name=education]").select_option("upper_secondary")
        expect(cell.locator("[name=union_number]")).to_have_value("02-NQ/ĐTN")
        write(
            cell,
            {
                "citizen": "*", "political_standard": "có",
                "introducers_not_disciplined": "có", "introducer_1": office.cell_deputy.display_name,
                "introducer_1_since": f"{TOGETHER_SINCE:%d/%m/%Y}", "resolution_number": "07-NQ/CB",
                "resolution_dated": today, "resolution_signed_by": "Trần Quốc Bảo",
            },
        )  # fmt: skip
        submit(cell, "Đã mở hồ sơ")
        case = Case.objects.get()
        opened(above, f"/cases/{case.pk}/")
        part = above.locator("#part-source_of_case")
        expect(part).to_contain_text("theo dõi từ")
        part.get_by_role("link").click()
        expect(above.locator("h1")).to_have_text(person.full_name)
        expect(above.locator("main")).to_contain_text(case.number)
        opened(above, f"{LIST}funnel/")
        above.get_by_role("link", name="1 đã giới thiệu").click()
        expect(above.locator("#list")).to_contain_text(person.full_name)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_reads_well(chromium: Browser, server: int, office: Bloc, width: int) -> None:
    watching = Watching(office)
    name = "Hồ Thị Bé" if width == PHONE else "Hồ Văn Lớn"
    found = watching.help(watching.enter(full_name=name))
    task = watching.task(found)
    listed = watching.put_on_list(watching.enter(full_name=f"{name} Hai"))
    removed = watching.remove(watching.enter(full_name=f"{name} Ba"))
    watching.assess(watching.task(listed))
    month = f"{watching.month:%Y-%m}"
    review = f"{LIST}review/{office.cell.pk}/{month}/"
    with (
        tab(chromium, server, office.cell_deputy, width=width) as cell,
        tab(chromium, server, office.training_centre, width=width) as above,
    ):
        place = f"{LIST}{found.pk}/"
        acts = [f"{place}{act}/" for act in ("list", "helper", "task", "remove", "nominate", f"tasks/{task.pk}")]
        places = [LIST, place, *acts, f"{LIST}{listed.pk}/", f"{LIST}new/", f"{LIST}reviews/", f"{LIST}funnel/"]
        for page, addresses in (
            (cell, [*places, review]),
            (above, [f"{LIST}?show=all", f"{LIST}{removed.pk}/", f"{LIST}funnel/", f"{LIST}?show=failed"]),
        ):
            for address in addresses:
                opened(page, address)
                assert accessibility_faults(page) == [], address
                assert not wider_than_the_window(page), address
