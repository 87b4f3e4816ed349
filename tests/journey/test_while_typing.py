"""Nothing takes away what somebody is typing: not another's act, not a refusal, not a look at the file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from admission_flow.models import Decision
from tests.admission_flow.journey import Journey
from tests.browsers import accessibility_faults, tab
from tests.journey import papers
from tests.journey.desks import PATIENCE, SUBMIT, assert_untouched, go_live, submit, write
from tests.people import Bloc

pytestmark = pytest.mark.browser

ASKED = "Chi bộ tổ dân phố 5"


@pytest.fixture
def journey(office: Bloc) -> Journey:
    """A case whose two branches, verification and opinions, are open."""
    return Journey(office).to("verification")


@pytest.fixture
def page(chromium: Browser, server: int, office: Bloc, journey: Journey) -> Iterator[Page]:
    """The cell's secretary at the form of the opinions, with the first answer typed."""
    with tab(chromium, server, office.cell_secretary) as opened:
        opened.goto(f"/cases/{journey.case.pk}/")
        write(opened, {"rows-0-asked": ASKED})
        go_live(opened)
        yield opened


def asked(page: Page) -> str:
    return page.locator("[name=rows-0-asked]").input_value()


def test_anothers_act_on_the_other_branch_leaves_it_and_says_so(page: Page, journey: Journey) -> None:
    journey.verification()
    expect(page.locator("#case [data-live-note]")).to_be_visible(timeout=PATIENCE)
    assert asked(page) == ASKED
    assert_untouched(page)
    write(page, papers.opinions())
    submit(page, "ý kiến nhận xét")
    assert journey.open_steps() == ["file_check"]


def test_a_form_given_back_with_its_faults_is_left_too(page: Page, journey: Journey) -> None:
    page.locator(SUBMIT).click()
    expect(page.locator(".error-summary")).to_be_visible(timeout=PATIENCE)
    go_live(page)
    journey.verification()
    expect(page.locator("#case [data-live-note]")).to_be_visible(timeout=PATIENCE)
    assert asked(page) == ASKED
    assert_untouched(page)


def test_a_count_mended_after_a_refusal_is_no_longer_called_wrong(chromium: Browser, server: int, office: Bloc) -> None:
    case = Journey(office).to("cell_vote").case
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto(f"/cases/{case.pk}/")
        write(page, papers.vote("06-NQ/CB", votes_for=99))
        page.locator(SUBMIT).click()
        expect(page.locator(".counts .invalid-feedback")).to_be_visible(timeout=PATIENCE)
        write(page, {"present": "12", "votes_for": "12"})
        expect(page.locator("#verdict .verdict-pass")).to_be_visible(timeout=PATIENCE)
        expect(page.locator(".counts .invalid-feedback, .counts .is-invalid")).to_have_count(0)
        expect(page.locator(".error-summary li.answered")).to_have_count(1)
        assert accessibility_faults(page) == []


def test_a_look_into_the_file_beside_it_keeps_it(page: Page) -> None:
    page.locator(".tabs").get_by_text("Giấy tờ").click()
    expect(page.locator("#file table")).to_contain_text("CN-NTVĐ", timeout=PATIENCE)
    assert asked(page) == ASKED
    assert_untouched(page)


def test_an_untouched_page_follows_on_the_tab_one_looks_at(page: Page, journey: Journey) -> None:
    page.locator("[name=rows-0-asked]").fill("")
    page.locator(".tabs").get_by_text("Giấy tờ").click()
    expect(page.locator("#file table")).to_be_visible(timeout=PATIENCE)
    journey.verification()
    expect(page.locator("#file table")).to_contain_text("BC-TTLL", timeout=PATIENCE)
    assert_untouched(page)


def test_who_sees_no_file_has_a_page_that_follows_without_complaint(
    chromium: Browser, server: int, office: Bloc, journey: Journey
) -> None:
    complaints: list[str] = []
    with tab(chromium, server, office.training_centre) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"/cases/{journey.case.pk}/")
        go_live(page)
        journey.to("file_check")
        expect(page.locator(".step-current")).to_contain_text("Kiểm tra hồ sơ", timeout=PATIENCE)
        assert_untouched(page)
    assert complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_is_one_decision(
    chromium: Browser, server: int, office: Bloc, journey: Journey, script: bool
) -> None:
    with tab(chromium, server, office.cell_secretary, script=script) as page:
        page.goto(f"/cases/{journey.case.pk}/")
        write(page, papers.opinions())
        page.locator(SUBMIT).dblclick()
        expect(page.locator(".timeline li").first).to_contain_text("ý kiến nhận xét", timeout=PATIENCE)
    assert Decision.objects.filter(case=journey.case, step="opinions").count() == 1
