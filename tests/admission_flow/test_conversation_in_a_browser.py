"""The conversation in a browser: without script, live, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from admission_flow.models import Comment
from tests.admission_flow.conversation.talking import answer, ask, edit, say, tab, withdraw
from tests.admission_flow.journey import Journey
from tests.browsers import reads_well
from tests.browsers import tab as browser_tab
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser
LONG = "Đã đối chiếu với sổ nghị quyết của chi bộ; số ghi trong hồ sơ là số của tháng trước.\n" * 4


@pytest.fixture(scope="module")
def house(module_database: str) -> tuple[Bloc, Journey]:
    bloc = build_bloc()
    journey = Journey(bloc).to("grassroots_approval")
    question = ask(journey, bloc.cell_secretary, "grassroots_approval", LONG, bloc.auditor, bloc.bloc_deputy)
    edit(journey, question, bloc.cell_secretary, LONG + "https://example.vn/" + "a" * 200, bloc.auditor)
    answer(journey, question, bloc.committee_secretary, LONG)
    withdraw(journey, answer(journey, question, bloc.cell_deputy), bloc.cell_deputy)
    ask(journey, bloc.cell_secretary, "grassroots_approval")
    return bloc, journey


@pytest.fixture(scope="module")
def server(house: object) -> Iterator[int]:
    with served() as port:
        yield port


def test_reads_well(chromium: Browser, server: int, house: tuple[Bloc, Journey]) -> None:
    bloc, journey = house
    mine = Comment.objects.filter(author=bloc.cell_secretary).earliest("pk").pk
    with browser_tab(chromium, server, bloc.cell_secretary) as page:
        for asked in ({}, {"answer": mine}, {"edit": mine}, {"withdraw": mine}):
            page.goto(tab(journey, **asked))
            page.evaluate("document.querySelectorAll('.talk details').forEach((one) => { one.open = true; })")
            reads_well(page)


def test_without_script(chromium: Browser, server: int, house: tuple[Bloc, Journey]) -> None:
    bloc, journey = house
    with browser_tab(chromium, server, bloc.cell_deputy, script=False) as page:
        page.goto(tab(journey))
        page.get_by_label("Nội dung").fill("Không cần kịch bản")
        page.locator(".talk-form summary").click()
        expect(page.get_by_placeholder("Tìm theo tên")).to_be_hidden()
        page.get_by_label(bloc.person("committee_member").full_name).check()
        page.get_by_role("button", name="Gửi").click()
        expect(page.locator(".comment-text").last).to_have_text("Không cần kịch bản")
    said = Comment.objects.latest("pk").versions.get()
    assert said.mentions == [bloc.committee_member.pk]


def test_names_are_narrowed_and_what_others_say_arrives(
    chromium: Browser, server: int, house: tuple[Bloc, Journey]
) -> None:
    bloc, journey = house
    with browser_tab(chromium, server, bloc.committee_secretary) as page:
        page.goto(tab(journey))
        page.locator(".talk-form summary").click()
        search = page.get_by_placeholder("Tìm theo tên")
        search.fill("dang van phuc")
        expect(page.locator(".people label:visible")).to_have_text(
            f"{bloc.person('committee_member').full_name} (cấp ủy viên)", ignore_case=True
        )
        search.press("Enter")  # sends nothing
        search.fill("")
        page.get_by_role("heading", level=1).click()
        page.wait_for_selector('[data-live-status] [data-live-when="on"]', state="attached")
        page.wait_for_timeout(500)
        say(journey, bloc.cell_secretary, "Vừa gửi xong")
        expect(page.locator(".comment-text").last).to_have_text("Vừa gửi xong", timeout=10_000)
