"""A resolution as its people see it: drafted, issued, recorded by a unit, reminded of; and its pages read well."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from planning.models import Resolution
from planning.resolutions.due import due_by_records
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.documents.samples import pdf
from tests.journey.desks import SUBMIT, submit, write
from tests.people import Bloc
from tests.planning.resolutions.papers import Rolling, paper

pytestmark = pytest.mark.browser
LIST = "/planning/resolutions/"


@pytest.fixture(autouse=True)
def _files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(FILES_DIR=str(tmp_path_factory.mktemp("files"))):
        yield


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).not_to_be_empty()


@pytest.mark.parametrize("script", [True, False])
def test_from_the_draft_to_a_unit_that_is_done(
    chromium: Browser, server: int, office: Bloc, tmp_path: Path, script: bool
) -> None:
    signed = tmp_path / "nghi-quyet.pdf"
    signed.write_bytes(pdf())
    today = Rolling(office).today
    number = f"0{int(script) + 1}-NQ/ĐUK"
    with (
        tab(chromium, server, office.office, script=script) as keeper,
        tab(chromium, server, office.bloc_secretary, script=script) as head,
        tab(chromium, server, office.grassroots_cell_secretary, script=script) as cell,
    ):
        opened(keeper, LIST)
        keeper.get_by_role("link", name="Soạn nghị quyết").first.click()
        facts = {
            "number": number,
            "dated": f"{today:%d/%m/%Y}",
            "title": "Về phát triển đảng viên",
            "about": "Nội dung",
        }
        later = f"{today + datetime.timedelta(days=30):%d/%m/%Y}"
        write(
            keeper,
            {**facts, "about": "Nội dung", "rolled_out_until": later, "asks_programme": "*", "programme_until": later},
        )
        keeper.locator("[name=file]").set_input_files(signed)
        keeper.get_by_text("Chọn đơn vị").click()
        keeper.get_by_role("radio", name="các đơn vị được chọn").check()
        keeper.get_by_label(office.grassroots_cell.name).check()
        submit(keeper, "Đã lưu dự thảo")
        address = keeper.url

        opened(head, address)
        head.get_by_role("link", name="Ban hành nghị quyết").click()
        submit(head, "Đã ban hành nghị quyết")

        opened(cell, LIST)
        expect(cell.locator("main")).to_contain_text("Việc của đơn vị ta")
        cell.locator("main .rows").get_by_role("link", name=number).click()
        place = cell.url
        words = ("bí thư, phó bí thư", "cấp ủy viên", "đảng viên", "ban chấp hành các đoàn thể")
        due = dict(zip(words, due_by_records(office.grassroots_cell, today).values(), strict=True))
        for audience in words:
            cell.goto(f"{place}record/")
            facts = {"audience": audience, "held_on": f"{today:%d/%m/%Y}", "present": str(due[audience] or 1)}
            write(cell, facts | ({} if due[audience] else {"due": "1"}))
            submit(cell, "Đã ghi hội nghị")
        cell.get_by_role("link", name="Tải lên chương trình, kế hoạch").click()
        write(cell, {"number": "01-CTr/CB", "dated": f"{today:%d/%m/%Y}", "title": "Chương trình hành động"})
        cell.locator("[name=file]").set_input_files(signed)
        submit(cell, "Đã tải lên")
        cell.get_by_role("button", name="Ban hành chương trình, kế hoạch").click()
        expect(cell.locator("main")).to_contain_text("Đơn vị đã làm xong mọi việc")

        opened(keeper, address)
        expect(keeper.locator("main")).to_contain_text("1/1 đơn vị đã xong mọi việc")
        expect(keeper.locator("main")).to_contain_text("100 %: mọi đơn vị đã quán triệt đủ")
    assert Resolution.objects.get(number=number).scope_units.count() == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_reads_well(chromium: Browser, server: int, office: Bloc, width: int) -> None:
    done = Rolling(office)
    whole = {"scope": "chosen", "units": (office.committee.pk,), "asks_programme": False, "programme_until": None}
    done.issued(number=f"{width + 2}-NQ/ĐUK", **whole)
    done.record_all()
    rolling = Rolling(office)
    rolling.draft(number=f"{width}-NQ/ĐUK", file=paper())
    draft = f"{LIST}{rolling.found.pk}/"
    rolling.issued(number=f"{width + 1}-NQ/ĐUK", file=paper())
    rolling.record(present=15, due=20, place="Hội trường", note="Đợt 1")
    one = rolling.record(audience="leaders", present=3, due=3)
    rolling.upload()
    rolling.remind()
    here = f"{LIST}{rolling.found.pk}/"
    part = f"{here}units/{office.committee.pk}/"
    of_the_bloc = [LIST, f"{LIST}draft/", draft, f"{draft}change/", f"{draft}issue/", here, f"{here}?show=missing",
                   f"{here}end/", part, f"{LIST}{done.found.pk}/"]  # fmt: skip
    of_the_unit = [LIST, here, part, f"{part}record/", f"{part}sessions/{one.pk}/correct/",
                   f"{part}sessions/{one.pk}/strike/", f"{part}programme/"]  # fmt: skip
    faults: dict[str, list[str]] = {}
    for who, addresses in ((office.standing_deputy, of_the_bloc), (office.committee_secretary, of_the_unit)):
        with tab(chromium, server, who, width=width) as page:
            for address in addresses:
                opened(page, address)
                faults[address] = accessibility_faults(page)
                assert wider_than_the_window(page) == 0, address
            if who == office.committee_secretary:
                opened(page, f"{part}record/")
                page.locator(SUBMIT).click()
                expect(page.locator(".error-summary")).to_be_visible()
                faults["refused"] = accessibility_faults(page)
    assert {address: found for address, found in faults.items() if found} == {}
