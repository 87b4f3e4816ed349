"""The pages of plans: who sees which, what each form does and refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.models import User
from planning.models import Plan
from planning.plans.deciding import PaperGiven, PlanGiven, approve, propose
from tests.people import Bloc, reading_english
from tests.planning.resolutions.papers import Rolling
from tests.planning.sources.watching import Watching

YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    reading_english()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def address(bloc: Bloc, basis: str = "assigned") -> str:
    return f"/planning/plans/of/{bloc.committee.pk}/{basis}/{YEAR}/"


def facts(number: object = 5, after: int = 0, **more: Any) -> dict[str, Any]:
    return {"0-all": number, "after": after, "grounds": "Hai nguồn", **more}


def make(bloc: Bloc, number: int = 5, unit: str = "committee", approved: bool = True) -> Plan:
    place = getattr(bloc, unit)
    who = {"committee": bloc.committee_officer, "unit": bloc.office}[unit]
    plan = propose(place.pk, "assigned", (YEAR, YEAR), PlanGiven({(0, "all"): number}, 0),
                   acting_user=who, at=timezone.now())  # fmt: skip
    if approved:
        approve(plan.pk, 1, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    return plan


@pytest.mark.usefixtures("all_joined_long_ago")
def test_through_the_pages(bloc: Bloc) -> None:
    officer, board = signed_in(bloc.committee_officer), signed_in(bloc.standing_deputy)
    page = officer.get("/planning/plans/").content.decode()
    assert address(bloc) in page
    assert officer.get(address(bloc)).status_code == 200
    posted = officer.post(address(bloc), facts() | {"0-women": "2"})
    plan = Plan.objects.get()
    assert posted.headers["Location"] == f"/planning/plans/{plan.pk}/"
    shown = board.get(f"/planning/plans/{plan.pk}/").content.decode()
    assert "Approve this version" in shown
    assert "Hand back" in shown
    assert "Approve this version" not in officer.get(f"/planning/plans/{plan.pk}/").content.decode()
    board.post(f"/planning/plans/{plan.pk}/approve/", {"version": 1, "number": "12-QĐ/ĐUK", "dated": ""})
    assert Plan.objects.get().state == "approved"
    listed = board.get("/planning/plans/").content.decode()
    assert "1 unit has not reached what it was assigned: Đảng bộ Sở Nội vụ, 0 of 5." in listed


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(bloc: Bloc) -> None:
    officer = signed_in(bloc.committee_officer)
    for number, sentence in (
        ("", "Write how many are to be admitted in the whole time."),
        ("x", "Write a whole number."),
        ("-1", "Write 0 or more."),
        ("999999", "This number is too large."),
    ):
        page = officer.post(address(bloc), facts(number))
        assert page.status_code == 422, number
        assert sentence in page.content.decode(), number
        assert "Hai nguồn" in page.content.decode()
    page = officer.post(address(bloc), facts(3) | {"1-women": 4})
    assert "Write it." in page.content.decode()
    assert not Plan.objects.exists()


def test_a_second_click_and_a_page_that_is_old(bloc: Bloc) -> None:
    officer, board = signed_in(bloc.committee_officer), signed_in(bloc.standing_deputy)
    officer.post(address(bloc), facts(5))
    again = officer.post(address(bloc), facts(6))
    assert again.status_code == 409
    assert "was changed since the page was opened" in again.content.decode()
    plan = Plan.objects.get()
    assert plan.version == 1
    approved = {"version": 1, "number": "", "dated": ""}
    board.post(f"/planning/plans/{plan.pk}/approve/", approved)
    second = board.post(f"/planning/plans/{plan.pk}/approve/", approved)
    assert second.status_code == 409
    empty = board.post(f"/planning/plans/{plan.pk}/hand-back/", {"version": 1, "reason": ""})
    assert empty.status_code == 422


@pytest.mark.parametrize("who", ["hospital_secretary", "cell_secretary", "delegated_secretary"])
def test_another_units_plan_is_not_there(bloc: Bloc, who: str) -> None:
    plan = make(bloc, approved=False)
    client = signed_in(getattr(bloc, who))
    assert client.get(f"/planning/plans/{plan.pk}/").status_code == 404
    assert client.post(f"/planning/plans/{plan.pk}/approve/", {"version": 1}).status_code == 404
    assert client.get(address(bloc)).status_code == 404
    assert client.post(address(bloc), facts()).status_code == 404
    assert bloc.committee.name not in client.get("/planning/plans/").content.decode() or who == "cell_secretary"
    assert Plan.objects.get().state == "proposed"


@pytest.mark.parametrize("who", ["auditor", "training_centre", "committee_member", "bloc_deputy"])
def test_who_only_looks_gets_no_form(bloc: Bloc, who: str) -> None:
    plan = make(bloc, approved=False)
    client = signed_in(getattr(bloc, who))
    assert client.get(f"/planning/plans/{plan.pk}/").status_code == 200
    assert "Approve this version" not in client.get(f"/planning/plans/{plan.pk}/").content.decode()
    assert client.get(address(bloc)).status_code == 403
    assert client.post(address(bloc), facts(9, 1)).status_code == 403
    refused = client.post(f"/planning/plans/{plan.pk}/approve/", {"version": 1, "number": "", "dated": ""})
    assert refused.status_code == 403
    assert Plan.objects.get().state == "proposed"


def test_without_a_seat_there_is_no_board(bloc: Bloc) -> None:
    assert signed_in(bloc.administrator).get("/planning/plans/").status_code == 404
    assert Client().get("/planning/plans/").status_code == 302


@pytest.mark.parametrize("asked", ["unit=x&years=abc", "unit=999999&years=1066", "years=2030-2010", "years=2010-2031"])
def test_an_address_that_makes_no_sense(bloc: Bloc, asked: str) -> None:
    page = signed_in(bloc.office).get(f"/planning/plans/?{asked}")
    assert page.status_code == 200
    assert page.context["board"].years == (YEAR, YEAR)
    client = signed_in(bloc.committee_officer)
    for wrong in (f"{bloc.committee.pk}/nothing/{YEAR}", f"{bloc.committee.pk}/assigned/20x6", "0/assigned/2026"):
        assert client.get(f"/planning/plans/of/{wrong}/").status_code == 404


def test_chips_show_the_units_that_they_count(bloc: Bloc) -> None:
    make(bloc, 5)
    client = signed_in(bloc.office)
    page = client.get("/planning/plans/")
    chips = {chip["id"]: chip for chip in page.context["chips"]}
    assert [line.unit for line in page.context["board"].behind] == [bloc.committee]
    for name in ("show-", "show-behind", "show-without"):
        assert len(client.get(chips[name]["href"]).context["board"].shown) == chips[name]["count"]
    assert "show-waiting" not in chips
    propose(bloc.committee.pk, "assigned", (YEAR, YEAR), PlanGiven({(0, "all"): 6}, 1),
            acting_user=bloc.committee_officer, at=timezone.now())  # fmt: skip
    waiting = client.get("/planning/plans/?show=waiting").context["board"]
    assert [line.unit for line in waiting.shown] == [bloc.committee]
    assert waiting.shown[0].assigned.target == 5, "what is in force, until the new one is approved"


def test_a_board_costs_no_more_with_more_plans(bloc: Bloc) -> None:
    def statements() -> int:
        client = signed_in(bloc.office)
        client.get("/planning/plans/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/planning/plans/")
        return len(queries)

    before = statements()
    make(bloc)
    make(bloc, 40, unit="unit")
    assert statements() <= before + 1, "the numbers of plans in force, once there are any"


def test_who_has_not_rolled_out_a_resolution_is_shown(bloc: Bloc) -> None:
    rolling = Rolling(bloc)
    rolling.issued()
    client = signed_in(bloc.office)
    board = client.get("/planning/plans/?show=owing")
    assert {line.unit for line in board.context["board"].shown} == {line.unit for line in board.context["board"].lines}
    assert f'{rolling.found.pk}/units/{bloc.committee.pk}/">{rolling.found.number}</a>' in board.content.decode()
    assert "units/" not in client.get("/planning/plans/?years=2010-2015").content.decode(), "it came later"
    rolling.record_all()
    rolling.upload()
    rolling.adopt()
    lines = client.get("/planning/plans/").context["board"].lines
    owes = {line.unit: line.owes for line in lines}
    assert owes[bloc.committee] == 0
    assert owes[bloc.hospital_committee] == 1
    assert bloc.committee not in {
        line.unit for line in client.get("/planning/plans/?show=owing").context["board"].shown
    }
    rolling.end()
    assert {line.owes for line in client.get("/planning/plans/").context["board"].lines} == {None}


def test_the_sources_of_the_unit_stand_as_its_grounds(bloc: Bloc) -> None:
    watching = Watching(bloc)
    watching.put_on_list(watching.enter())
    watching.enter(full_name="Lê Thị An")
    watching.remove(watching.enter(full_name="Lê Thị Bình"))
    plan = make(bloc)
    client = signed_in(bloc.committee_officer)
    for place in (f"/planning/plans/{plan.pk}/", address(bloc)):
        page = client.get(place).content.decode()
        assert "1 under watch, 1 on the sympathiser list" in page
        assert f"/planning/sources/?unit={bloc.committee.pk}" in page
    Watching(bloc).enter(full_name="Lê Thị Chi")
    page = client.get(f"/planning/plans/{plan.pk}/").content.decode()
    assert "1 under watch, 1 on the sympathiser list." in page, "as it was when the version was made"
    assert "2 under watch, 1 on the sympathiser list" in page


def test_the_history_says_what_each_version_changed(bloc: Bloc) -> None:
    plan = make(bloc, approved=False)
    signed_in(bloc.organisation_board).post(address(bloc), facts(7, 1) | {"note": "more sources", "0-women": 3})
    rows = signed_in(bloc.auditor).get(f"/planning/plans/{plan.pk}/").context["page"].versions
    told = [[(one.part, one.group, one.before, one.after) for one in row.changes] for row in rows]
    assert told == [[(0, "all", 5, 7), (0, "women", None, 3)], [(0, "all", None, 5)]]


def test_the_term_that_runs_may_be_chosen(bloc: Bloc) -> None:
    choices = {one.value for one in signed_in(bloc.cell_secretary).get("/planning/plans/").context["board"].choices}
    first = YEAR - YEAR % 5
    assert f"{first}-{first + 5}" in choices if YEAR % 5 else f"{first - 5}-{first}" in choices


def test_units_that_add_up_otherwise_are_told(bloc: Bloc) -> None:
    make(bloc, 5)
    make(bloc, 40, unit="unit")
    page = signed_in(bloc.office).get("/planning/plans/").content.decode()
    assert "What the units were assigned adds up to 5; the whole was assigned 40." in page
