"""The pages of forms in a real browser, on the phone and at the desk: a template goes up, a paper comes down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from documents.forms.preview import text_of
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.documents.forms.templates import template
from tests.people import build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture
def office(own_database: str, tmp_path: Path) -> Iterator[tuple[Journey, int]]:
    journey = Journey(build_bloc()).to("grassroots_approval")
    User.objects.update(language="vi")
    with served(FILES_DIR=str(tmp_path / "files")) as port:
        yield journey, port


def test_a_template_goes_up_and_a_paper_comes_down(
    chromium: Browser, office: tuple[Journey, int], tmp_path: Path
) -> None:
    journey, port = office
    own = tmp_path / "mẫu riêng.docx"
    own.write_bytes(template("Mẫu riêng: {{ full_name }}, {{ votes_for }} <&>"))
    with tab(chromium, port, journey.bloc.administrator, script=False) as page:
        page.goto("/forms/")
        page.get_by_role("link", name="Nghị quyết chi bộ", exact=True).click()
        page.get_by_label("Tệp mẫu").set_input_files(own)
        page.get_by_role("button", name="Chỉ kiểm tra").click()
        expect(page.locator(".made-form")).to_contain_text("Mẫu riêng: Lê Thị Mẫu, 10 <&>")
        page.get_by_label("Tệp mẫu").set_input_files(own)
        page.get_by_role("button", name="Kiểm tra và dùng").click()
        expect(page.locator(".note-success")).to_contain_text("Từ nay dùng bản 1")
    with tab(chromium, port, journey.bloc.cell_secretary, script=False) as page:
        page.goto(f"/cases/{journey.case.pk}/?tab=papers")
        page.locator("#file").get_by_role("link", name="Biểu mẫu để in, ký").click()
        row = page.get_by_role("row").filter(has_text="6-KNĐ")
        with page.expect_download() as taken:
            row.get_by_role("link", name="DOCX").click()
        assert taken.value.suggested_filename == f"6-KNĐ {journey.case.number}.docx"
        words = text_of(Path(taken.value.path()).read_bytes())
        assert words == "Mẫu riêng: Nguyễn Thị Thanh Xuân, 12 <&>"
        row.get_by_role("button", name="Đính kèm vào giấy tờ").click()
        expect(page.locator(".note-success")).to_contain_text("bản 1")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_for_everybody_to_use(chromium: Browser, office: tuple[Journey, int], width: int) -> None:
    journey, port = office
    own = f"/cases/{journey.case.pk}/forms/"
    addresses = {own: "cell_secretary", f"{own}?show=2-knd": "cell_secretary"}
    addresses |= {"/forms/": "administrator", "/forms/bc-ttll/?show=0": "administrator"}
    for address, who in addresses.items():
        with tab(chromium, port, getattr(journey.bloc, who), width=width) as page:
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert accessibility_faults(page) == [], address
            assert wider_than_the_window(page) == 0, address
