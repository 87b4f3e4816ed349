"""What is drawn of a long history can be read: words within their boxes, ways beside them, columns within the card."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from admission_flow.simulation.simulate import simulate
from insights.waits.tallying import roll_up_all
from orgs.models import User
from tests.browsers import DESK, PHONE, reads_well, tab
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser
FIRST, LAST = datetime.date(2024, 6, 3), datetime.date(2026, 6, 30)
PERIOD = "since=2024-06&until=2026-12"
OUT_OF_THE_BOX = """() => [...document.querySelectorAll(".map-title, .map-words")].filter(text => {
    const box = (text.closest("a") || text).querySelector("rect") || text.previousElementSibling;
    const [inner, outer] = [text.getBoundingClientRect(), box.getBoundingClientRect()];
    const beside = inner.left < outer.left + 2 || inner.right > outer.right - 2;
    return beside || inner.top < outer.top || inner.bottom > outer.bottom;
}).map(text => text.textContent)"""
THROUGH_A_BOX = """() => {
    const boxes = [...document.querySelectorAll(".map-box")].map(box => box.getBBox());
    return [...document.querySelectorAll(".way, .way-back")].filter(way => {
        const length = way.getTotalLength();
        for (let at = 0; at <= length; at += 2) {
            const {x, y} = way.getPointAtLength(at);
            const within = box => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
            if (boxes.some(within)) return true;
        }
        return false;
    }).map(way => way.getAttribute("d"));
}"""
CUT = """() => [...document.querySelectorAll(".table-card")]
    .filter(card => card.clientWidth && card.scrollWidth > card.clientWidth)
    .map(card => `${card.innerText.slice(0, 80)}: ${card.scrollWidth} in ${card.clientWidth}`)"""
MONTHS = """() => [...document.querySelectorAll(".chart text")].map(text => text.getBoundingClientRect())
    .filter(box => box.width).map(box => [box.left, box.right, box.height])"""


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    bloc = build_bloc()
    simulate(14, FIRST, LAST, 3, now=timezone.now())
    sum(roll_up_all(at=timezone.now()))
    return bloc


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


def speaking(person: User, language: str) -> User:
    User.objects.filter(pk=person.pk).update(language=language)
    return person


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("flow", ["admission", "recognition"])
def test_the_map_beside_its_numbers(chromium: Browser, server: int, office: Bloc, flow: str, language: str) -> None:
    with tab(chromium, server, speaking(office.standing_deputy, language), width=DESK) as page:
        page.goto(f"/board/map/?{PERIOD}&flow={flow}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".map-title")).not_to_have_count(0)
        assert page.locator(".map-words").count() > 4
        page.evaluate("document.fonts.ready")
        assert page.evaluate(OUT_OF_THE_BOX) == []
        assert page.evaluate(THROUGH_A_BOX) == []
        assert page.evaluate(CUT) == []
        reads_well(page)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_board_shows_every_column(chromium: Browser, server: int, office: Bloc, language: str) -> None:
    with tab(chromium, server, speaking(office.standing_deputy, language), width=DESK) as page:
        page.goto(f"/board/?{PERIOD}")
        expect(page.locator(".heat tbody tr")).not_to_have_count(0)
        page.evaluate("document.fonts.ready")
        assert page.evaluate(CUT) == []
        reads_well(page)


def test_on_a_phone_the_map_is_scrolled_by_keys(chromium: Browser, server: int, office: Bloc) -> None:
    with tab(chromium, server, office.standing_deputy, width=PHONE) as page:
        page.goto(f"/board/map/?{PERIOD}")
        card = page.locator(".map-card")
        assert card.evaluate("card => card.scrollWidth > card.clientWidth")
        card.focus()
        page.keyboard.press("ArrowRight")
        expect(card).not_to_have_js_property("scrollLeft", 0)


@pytest.mark.parametrize("path", ["/board/", "/board/map/"])
def test_on_a_phone_rows_keep_their_names(chromium: Browser, server: int, office: Bloc, path: str) -> None:
    with tab(chromium, server, office.standing_deputy, width=PHONE) as page:
        page.goto(f"{path}?{PERIOD}")
        wide = page.locator(".table-card:not(:has(.table-card))").first
        assert wide.evaluate("card => card.scrollWidth > card.clientWidth")
        wide.evaluate("card => card.scrollTo(card.scrollWidth, 0)")
        assert wide.evaluate("card => card.scrollLeft > 0")
        edges = (
            "card => [card, card.querySelector('tbody th')].map(one => Math.round(one.getBoundingClientRect().left))"
        )
        card, name = wide.evaluate(edges)
        assert card <= name <= card + 2


@pytest.mark.parametrize("show", ["stays", "cases"])
def test_on_a_phone_each_day_says_what_it_is(chromium: Browser, server: int, office: Bloc, show: str) -> None:
    with tab(chromium, server, speaking(office.standing_deputy, "vi"), width=PHONE) as page:
        page.goto(f"/board/cases/?{PERIOD}&show={show}")
        cells = page.locator(".table-cards tbody tr").first.locator("td:not(:empty)")
        said = cells.evaluate_all("cells => cells.map(cell => cell.dataset.label || '')")
        assert said[0] == ""  # the unit says so itself
        assert {"Ngày đến", "Ngày xong", "Số ngày đã chờ"} <= set(said[1:])
        assert "" not in said[1:]


@pytest.mark.parametrize("since", ["2026-07", "2026-01", "2025-01", "2017-01"])
def test_months_can_be_read(chromium: Browser, server: int, office: Bloc, since: str) -> None:
    with tab(chromium, server, office.standing_deputy) as page:
        page.goto(f"/board/?since={since}&until=2026-12")
        for width in (PHONE, 768, DESK):
            page.set_viewport_size({"width": width, "height": 800})
            names = drawn_months(page)
            assert len(names) > 2
            assert min(height for _left, _right, height in names) >= 9
            assert all(before[1] < after[0] for before, after in pairwise(names))
            assert names[0][0] >= 0
            assert names[-1][1] <= width


def drawn_months(page: Page) -> list[tuple[float, float, float]]:
    """Left, right and height of the name of each month that the chart shows, in pixels of the window."""
    expect(page.locator(".chart")).to_be_visible()
    page.evaluate("document.fonts.ready")
    return [tuple(box) for box in page.evaluate(MONTHS)]
