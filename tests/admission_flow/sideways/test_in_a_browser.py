"""The forms beside the way on a phone and at a desk, and a transfer done without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from admission_flow.models import Case, Correction
from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.people import Bloc, build_bloc
from tests.servers import served

pytestmark = pytest.mark.browser
LONG = "Đã đối chiếu với sổ nghị quyết của chi bộ và biên bản họp; số ghi trong hồ sơ là số của tháng trước. " * 3


@pytest.fixture(scope="module")
def house(module_database: str) -> tuple[Bloc, Journey, Journey]:
    bloc = build_bloc()
    journey = Journey(bloc).to("bloc_appraisal")
    paper = journey.case.papers.get(code="6-KNĐ")
    journey.decide(journey.propose(f"paper.{paper.pk}.signed_by", "Phó Bí thư", LONG))
    journey.propose(f"paper.{paper.pk}.number", "17-NQ/CB", LONG)
    admitted = Journey.in_unit(bloc, "sibling_cell").to("ceremony")
    admitted.to_the_end()
    return bloc, journey, admitted


@pytest.fixture(scope="module")
def server(house: object) -> Iterator[int]:
    with served() as port:
        yield port


PAGES = [
    ("committee_secretary", "running", "?do=transfer"),
    ("committee_secretary", "running", "?do=decide_correction"),
    ("cell_secretary", "running", "?do=propose_correction&tab=papers"),
    ("organisation_board", "running", "?do=return_for_supplement&tab=profile"),
    ("standing_deputy", "admitted", "?do=cancel_admission"),
]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("who", "which", "query"), PAGES)
def test_fits_and_is_accessible(
    chromium: Browser,
    server: int,
    house: tuple[Bloc, Journey, Journey],
    who: str,
    which: str,
    query: str,
    size: int,
) -> None:
    bloc, running, admitted = house
    case = (running if which == "running" else admitted).case
    with tab(chromium, server, getattr(bloc, who), width=size) as page:
        page.goto(f"/cases/{case.pk}/{query}")
        expect(page.locator("#act .form-actions")).to_be_visible()
        assert wider_than_the_window(page) <= 0
        assert accessibility_faults(page) == []


def test_a_transfer_without_script(chromium: Browser, server: int, house: tuple[Bloc, Journey, Journey]) -> None:
    bloc, *_others = house
    journey = Journey.in_unit(bloc, "departmental_cell").to("file_check")
    helper = bloc.person("cell_secretary").full_name
    with tab(chromium, server, bloc.hospital_secretary, script=False) as page:
        page.goto(f"/cases/{journey.case.pk}/?do=transfer")
        page.select_option("[name=unit]", str(bloc.cell.pk))
        for name, value in {"helper": helper, "reason": "Điều động", "number": "05", "signed_by": "Bí thư"}.items():
            page.fill(f"[name={name}]", value)
        page.fill("[name=dated]", f"{journey.today:%d/%m/%Y}")
        page.click("#act form .btn-danger")
        expect(page).to_have_url(f"http://127.0.0.1:{server}/cases/")
    assert Case.objects.get(pk=journey.case.pk).unit == bloc.cell
    assert not Correction.objects.filter(case=journey.case).exists()
