"""Every page of the work on cases reads well at both widths, for eyes and screen readers; forms with their faults."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.journey.desks import PATIENCE
from tests.people import Bloc

pytestmark = pytest.mark.browser

# The cell where the case runs, the step at which it waits, and the acts offered there: whose seat, and the verb.
FORMS = [
    ("cell", "course", "training_centre", "record_certificate"),
    ("cell", "course", "cell_secretary", "withdraw"),
    ("cell", "declaration", "cell_secretary", "declare"),
    ("cell", "verification", "committee_officer", "record_answers"),
    ("cell", "verification", "cell_secretary", "record_opinions"),
    ("cell", "file_check", "cell_secretary", "check_file"),
    ("cell", "cell_vote", "cell_secretary", "record_cell_vote"),
    ("departmental_cell", "departmental_appraisal", "departmental_secretary", "appraise_department"),
    ("cell", "grassroots_approval", "committee_secretary", "approve_grassroots"),
    ("delegated_cell", "grassroots_approval", "delegated_secretary", "approve_grassroots"),
    ("cell", "bloc_appraisal", "organisation_board", "appraise_bloc"),
    ("cell", "bloc_decision", "standing_deputy", "decide_bloc"),
    ("cell", "bloc_decision", "standing_deputy", "ask_opinion"),
    ("cell", "bloc_decision", "standing_deputy", "return_for_supplement"),
    ("cell", "bloc_decision", "standing_deputy", "extend"),
    ("cell", "bloc_decision", "organisation_board", "hold"),
    ("cell", "supplement", "cell_secretary", "supplement"),
    ("cell", "consultation", "organisation_board", "answer_consultation"),
    ("cell", "ceremony", "cell_secretary", "hold_ceremony"),
]
PLACES = [
    ("cell_secretary", "/"),
    ("cell_secretary", "/cases/"),
    ("auditor", "/"),
    ("auditor", "/cases/"),
    ("cell_secretary", "/notices/"),
    ("cell_secretary", "/organisation/"),
]


@dataclass
class House:
    office: Bloc
    cases: dict[tuple[str, str], Journey]

    def person(self, name: str) -> User:
        user: User = getattr(self.office, name)
        return user

    def address(self, cell: str, step: str) -> str:
        return f"/cases/{self.cases[cell, step].case.pk}/"


@pytest.fixture(scope="module")
def house(office: Bloc) -> House:
    """A case waiting at every step."""
    cases = {}
    for cell, step, *_act in FORMS:
        if (cell, step) not in cases:
            cases[cell, step] = walked(Journey.in_unit(office, cell), step)
    ended = Journey.in_unit(office, "cell").to("ceremony")
    ended.ceremony()
    return House(office, cases | {("cell", "ended"): ended})


def walked(journey: Journey, step: str) -> Journey:
    if step == "supplement":
        journey.to("bloc_appraisal").send_back("bloc_appraisal")
    elif step == "consultation":
        journey.to("bloc_decision").ask_opinion()
    else:
        journey.to(step)
    return journey


def assert_reads_well(page: Page) -> None:
    """As it stands, at both widths."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility_faults(page) == [], width
        assert wider_than_the_window(page) == 0, width


def submit_empty(page: Page) -> None:
    page.locator("main form .form-actions .btn-primary, main form .form-actions .btn-danger").click()
    expect(page.locator(".error-summary")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize(("cell", "step", "seat", "verb"), FORMS)
def test_form_of_a_step_with_its_faults(
    chromium: Browser, server: int, house: House, cell: str, step: str, seat: str, verb: str
) -> None:
    with tab(chromium, server, house.person(seat)) as page:
        page.goto(f"{house.address(cell, step)}?do={verb}")
        expect(page.locator(f"#act form[action*='/{verb}/']")).to_be_visible()
        submit_empty(page)
        assert_reads_well(page)


# As when something happens to the case: what is drawn anew lacks the mark.
RENEW = """() => {
    const part = document.getElementById("case");
    part.dataset.before = "";
    part.dispatchEvent(new CustomEvent("live"));
}"""


def test_how_a_term_is_counted_and_a_case_on_hold(chromium: Browser, server: int, office: Bloc) -> None:
    journey = Journey.in_unit(office, "cell").to("bloc_decision")
    journey.extend(5)
    journey.hold()
    with tab(chromium, server, office.organisation_board) as page:
        page.goto(f"/cases/{journey.case.pk}/?do=resume")
        page.locator(".arithmetic > summary").click()
        expect(page.locator(".arithmetic li").first).to_be_visible()
        page.evaluate(RENEW)
        expect(page.locator("#case[data-before]")).to_have_count(0)
        expect(page.locator(".arithmetic li").first).to_be_visible()
        expect(page.locator("#on-hold")).to_be_visible()
        assert_reads_well(page)
        page.goto("/cases/")
        assert_reads_well(page)


def test_nomination_with_its_faults(chromium: Browser, server: int, house: House) -> None:
    with tab(chromium, server, house.office.cell_secretary) as page:
        page.goto("/cases/nominate/")
        submit_empty(page)
        assert_reads_well(page)


@pytest.mark.parametrize("tabbed", ["history", "profile", "papers", "decisions"])
def test_tab_of_the_file(chromium: Browser, server: int, house: House, tabbed: str) -> None:
    with tab(chromium, server, house.office.auditor) as page:
        page.goto(f"{house.address('cell', 'ended')}?tab={tabbed}")
        assert_reads_well(page)


@pytest.mark.parametrize(("seat", "path"), PLACES)
def test_place(chromium: Browser, server: int, house: House, seat: str, path: str) -> None:
    with tab(chromium, server, house.person(seat)) as page:
        page.goto(path)
        assert page.locator("h1").inner_text()
        assert_reads_well(page)
