"""A browser that runs no script: the same pages, the same acts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from admission_flow.models import Candidate, Decision
from tests.journey import papers
from tests.journey.desks import PATIENCE, desk, submit, write
from tests.journey.papers import NAME
from tests.people import Bloc

pytestmark = pytest.mark.browser


def test_a_secretary_nominates_and_records_the_declaration(chromium: Browser, server: int, office: Bloc) -> None:
    certificate = {
        "certificate_number": "214/CN",
        "certificate_dated": papers.today(),
        "certificate_signed_by": "Trung tâm Chính trị",
    }
    with desk(chromium, server, office.cell_secretary, script=False) as page:
        page.goto("/cases/nominate/")
        write(page, papers.nomination(office) | certificate)
        submit(page, "Đã mở hồ sơ")
        expect(page.locator(".step-current")).to_contain_text("Khai lý lịch")

        write(page, papers.declaration())
        page.get_by_role("button", name="Thêm dòng").click()
        expect(page.locator(".row-card")).to_have_count(7, timeout=PATIENCE)
        expect(page.locator(".error-summary, .is-invalid")).to_have_count(0)
        expect(page.locator("[name=rows-1-full_name]")).to_have_value("Phạm Thị Hoa")
        expect(page.locator("[name=birth_place]")).to_have_value("Phường Trần Phú, thành phố Hà Giang")

        write(page, papers.relative(6, "anh, chị, em ruột", "Nguyễn Văn Hải", "1998"))
        submit(page, "đơn và lý lịch")
        expect(page.locator(".step-current")).to_contain_text("Thẩm tra, lấy ý kiến")

    candidate = Candidate.objects.get(person__full_name=NAME)
    told = candidate.relatives.order_by("pk").values_list("relation", "full_name")
    assert list(told) == [
        ("father", "Nguyễn Văn Thanh"),
        ("mother", "Phạm Thị Hoa"),
        ("sibling", "Nguyễn Văn Hải"),
    ]
    assert Decision.objects.filter(case__candidate=candidate, step="declaration", outcome="declared").count() == 1
