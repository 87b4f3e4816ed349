"""The page of the rules and the values on a case in a real browser: readable by everybody, on a phone as at a desk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from admission_flow.decisions.given import JudgementGiven
from admission_flow.decisions.local_rules import LocalRuleGiven, add_local_rule
from admission_flow.models import Regulation
from tests.admission_flow.journey import JUDGED, Journey
from tests.admission_flow.regulations.given import add_edition, sourced
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    bloc = build_bloc()
    add_edition(bloc, committee_ratio=sourced("3/4"))
    rule = ("ld-tien-tien", "Danh hiệu lao động tiên tiến", "Năm trước đạt lao động tiên tiến trở lên.", "1-HD/ĐUK")
    given = LocalRuleGiven(*rule, "judgement", datetime.date(2020, 1, 1))
    add_local_rule(given, acting_user=bloc.administrator, at=timezone.now())
    return bloc


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("who", ["seatless", "administrator"])
def test_the_rules_and_what_differs(chromium: Browser, server: int, office: Bloc, width: int, who: str) -> None:
    other = Regulation.objects.get(code="29-QĐ/TW")
    with tab(chromium, server, getattr(office, who), width=width) as page:
        page.goto(f"/regulations/?on=01/01/2022&with={other.pk}")
        assert wider_than_the_window(page) == 0
        assert accessibility_faults(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_values_of_a_verdict(chromium: Browser, server: int, office: Bloc, width: int) -> None:
    judged = (*JUDGED, JudgementGiven("local:ld-tien-tien", True))
    case = Journey(office).to("bloc_appraisal", judgements=judged).case
    with tab(chromium, server, office.auditor, width=width) as page:
        page.goto(f"/cases/{case.pk}/?tab=decisions")
        page.locator(".verdict summary").first.click()
        assert wider_than_the_window(page) == 0
        assert accessibility_faults(page) == []
