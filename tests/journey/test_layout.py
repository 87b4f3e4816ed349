"""Where things stand on a page, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, tab
from tests.people import Bloc

pytestmark = pytest.mark.browser


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found
    return {"y": found["y"], "bottom": found["y"] + found["height"]}


def test_what_is_due_and_the_papers_stand_before_the_long_history(chromium: Browser, server: int, office: Bloc) -> None:
    case = Journey(office).to("cell_vote").case
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto(f"/cases/{case.pk}/")
        act, aside, file = (box(page, name) for name in ("#act", ".split-case aside", "#file"))
        assert aside["y"] == act["y"]
        assert act["bottom"] < file["y"] < act["bottom"] + 40
        page.set_viewport_size({"width": PHONE, "height": 800})
        act, aside, file = (box(page, name) for name in ("#act", ".split-case aside", "#file"))
        assert act["bottom"] < aside["y"] < aside["bottom"] < file["y"]


@pytest.mark.parametrize(("width", "most"), [(DESK, 40), (PHONE, 62)])
def test_a_unit_takes_one_line_at_a_desk_and_two_on_a_phone(
    chromium: Browser, server: int, office: Bloc, width: int, most: int
) -> None:
    with tab(chromium, server, office.cell_secretary, width=width) as page:
        page.goto("/organisation/")
        heights = [one.bounding_box()["height"] for one in page.locator(".tree > ul > li").all()]  # type: ignore[index]
        assert len(heights) == 5
        assert max(heights) <= most


@pytest.mark.parametrize("verb", ["record_answers", "record_opinions"])
def test_nothing_written_in_a_row_is_cut_off(chromium: Browser, server: int, office: Bloc, verb: str) -> None:
    case = Journey(office).to("verification").case
    person = office.cell_secretary if verb == "record_opinions" else office.committee_officer
    with tab(chromium, server, person) as page:
        page.goto(f"/cases/{case.pk}/?do={verb}")
        page.locator("#act .form-actions .btn-primary").click()
        page.locator(".error-summary").wait_for()
        # How wide each value, chosen option or placeholder is, against the room for it.
        cut = page.evaluate(
            """() => [...document.querySelectorAll('.row-cells :is(input[placeholder], select)')].filter((field) => {
                const style = getComputedStyle(field), pen = document.createElement('canvas').getContext('2d');
                pen.font = style.font;
                const text = field.value && field.options ? field.selectedOptions[0].text : field.placeholder || '';
                const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
                return pen.measureText(text).width > room;
            }).map((field) => field.name)"""
        )
        assert cut == []


def test_the_number_of_a_paper_is_one_word(chromium: Browser, server: int, office: Bloc) -> None:
    case = Journey(office).to("cell_vote").case
    with tab(chromium, server, office.cell_secretary) as page:
        page.goto(f"/cases/{case.pk}/?tab=papers")
        assert (
            page.locator("#file td:nth-child(2)").first.evaluate("cell => getComputedStyle(cell).whiteSpace")
            == "nowrap"
        )
