"""The board counts what its lists show, and nobody reads a number that is not theirs."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from admission_flow.models import Regulation, Task
from admission_flow.simulation.pace import Slow
from admission_flow.simulation.simulate import simulate
from insights.models import Stay
from insights.waits.board import ENOUGH, Board
from insights.waits.scope import BoardFilters, scope_of
from insights.waits.survival import curve
from insights.waits.tallying import roll_up_all
from orgs.models import Unit, User
from tests.people import Bloc, build_bloc

FIRST, LAST = datetime.date(2025, 1, 2), datetime.date(2026, 6, 30)
SLOW = "cell_vote"
PERIOD = {"since": "2025-01", "until": "2026-12"}
NUMBER = re.compile(r'<a[^>]*href="(/board/cases/\?[^"]*)"[^>]*>(?:<b>)?([\d.]+)(?:</b>)?</a>')
HEAT = re.compile(r'href="(/board/cases/\?[^"]*)">(?:&gt;)?\d+ <small>([\d.]+)</small>')


@pytest.fixture(scope="module")
def house(module_database: str) -> Bloc:
    """A history of eighteen months in which one unit and one step are slow."""
    bloc = build_bloc()
    slow = Slow(unit=bloc.committee.code, step=SLOW, times=6)
    simulate(30, FIRST, LAST, 3, now=timezone.now(), slow=slow)
    sum(roll_up_all(at=timezone.now()))
    return bloc


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def evenly(things: Iterable[Any], number: int) -> list[Any]:
    """So many of them, from all over: of a page with hundreds of numbers each kind is met."""
    rows = list(things)
    return rows[:: max(1, len(rows) // number)]


def board_of(person: User, **filters: str) -> Board:
    scope = scope_of(person, BoardFilters.of(PERIOD | filters), at=timezone.now())
    assert scope is not None
    return Board(scope)


@pytest.mark.parametrize("flow", ["admission", "recognition"])
@pytest.mark.parametrize("who", ["standing_deputy", "committee_secretary", "cell_secretary"])
def test_every_number_is_the_length_of_its_list(house: Bloc, who: str, flow: str) -> None:
    client = signed_in(getattr(house, who))
    page = client.get("/board/", PERIOD | {"flow": flow}).content.decode()
    numbers = [*NUMBER.findall(page), *HEAT.findall(page)]
    assert len(numbers) > 20 or who != "standing_deputy"
    wrong = []
    for address, shown in evenly(dict.fromkeys(numbers), 12):
        listed = client.get(unescape(address)).context["list"].total
        if listed != int(shown.replace(".", "")):
            wrong.append((address, shown, listed))
    assert wrong == []


def test_medians_are_those_of_the_facts(house: Bloc) -> None:
    board = board_of(house.standing_deputy)
    today = timezone.localdate()
    for step in board.steps:
        ended: dict[int, int] = {}
        still: dict[int, int] = {}
        for opened, done, status in Task.objects.filter(step=step).values_list("opened_at", "done_at", "status"):
            first, last = timezone.localdate(opened), timezone.localdate(done) if done else today
            table = ended if status == "DONE" else still
            table[(last - first).days] = table.get((last - first).days, 0) + 1
        assert board.curves.at(board.scope.unit.pk, step) == curve(ended, still), step


def test_the_parts_of_a_step_are_a_hundred_percent(house: Bloc) -> None:
    board = board_of(house.standing_deputy)
    for step, shares, stays in board.parts_table:
        assert stays >= 1
        assert sum(share.percent for share in shares) in (0, 100), step


def test_each_sees_their_own_subtree(house: Bloc) -> None:
    whole = board_of(house.standing_deputy)
    own = board_of(house.committee_secretary)
    assert {row.unit for row in own.rows} <= {*Unit.objects.filter(path__startswith=house.committee.path)}
    assert own.opened < whole.opened
    elsewhere = Unit.objects.exclude(path__startswith=house.committee.path).filter(depth=2).first()
    asked = board_of(house.committee_secretary, unit=str(elsewhere.pk))
    assert asked.scope.unit == house.committee, "another's unit is as if it had not been asked for"
    page = signed_in(house.committee_secretary).get(
        "/board/cases/", PERIOD | {"unit": str(elsewhere.pk), "show": "cases"}
    )
    units = {line.committee or line.unit for line in page.context["list"].lines}
    assert units == {house.committee.name}


def test_who_holds_no_seat_gets_no_board(house: Bloc) -> None:
    for person in (house.seatless, house.administrator):
        for path in ("/board/", "/board/cases/"):
            assert signed_in(person).get(path).status_code == 403
    for path in ("/board/", "/board/cases/"):
        assert Client().get(path).status_code == 302
    assert scope_of(AnonymousUser(), BoardFilters(), at=timezone.now()) is None


@pytest.mark.parametrize(
    "asked",
    ["since=2026-13", "since=abc&until=9999-12", "unit=x", "unit=99999999999999999999", "step=nonsense", 
     "generation=nope", "flow=x", "since=2026-12&until=2020-01", "age=9&state=open", "part=hash", "page=0",
     "event=x&show=cases", "since=20٢٦-01", "show=cases&state=open", "show=cases&state=breaks&age=1", "target=٥",
     "since=1900-01&until=2099-12", "show=%27"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(house: Bloc, asked: str) -> None:
    client = signed_in(house.standing_deputy)
    for path in ("/board/", "/board/cases/"):
        assert client.get(f"{path}?{asked}").status_code == 200


def test_a_unit_with_no_case_says_so(house: Bloc) -> None:
    response = signed_in(house.standing_deputy).get("/board/", {"since": "1999-01", "until": "1999-02"})
    assert response.status_code == 200
    assert response.context["board"].opened == 0


def test_more_cases_cost_no_more_statements(house: Bloc, django_assert_max_num_queries: Any) -> None:
    client = signed_in(house.standing_deputy)
    for period in ({"since": "2025-01", "until": "2025-02"}, PERIOD):
        with django_assert_max_num_queries(40) as queries:
            client.get("/board/", period)
        found = len(queries)
    assert found <= 40


def test_the_slow_step_is_named(house: Bloc) -> None:
    slowest = board_of(house.standing_deputy).slowest_step
    assert slowest is not None
    assert slowest.step == SLOW
    assert slowest.curve.cases >= ENOUGH


def test_the_slow_unit_is_named(house: Bloc) -> None:
    assert house.committee in {cell.unit for cell in board_of(house.standing_deputy).slowest_places}


def test_the_part_of_the_wait_is_named(house: Bloc) -> None:
    """It was seen at the usual pace, and then waited for the cell to sit."""
    board = board_of(house.standing_deputy)
    assert board.looked_into == SLOW
    assert board.main_part is not None
    assert board.main_part.part == "sitting"


def test_supplements_are_listed_under_the_step_that_asked_for_them(house: Bloc) -> None:
    asked = Counter(Stay.objects.exclude(asked_by="").values_list("asked_by", flat=True))
    assert asked
    client = signed_in(house.standing_deputy)
    for step, number in asked.items():
        flow = "recognition" if step.startswith("recognition") else "admission"
        page = client.get("/board/cases/", PERIOD | {"step": step, "part": "supplement", "flow": flow})
        assert page.context["list"].total == number, step


def test_the_heat_map_is_read_aloud(house: Bloc) -> None:
    page = signed_in(house.standing_deputy).get("/board/", PERIOD)
    board = page.context["board"]
    assert 1 <= board.slow_units <= board.units_compared
    worst = board.slowest_places[0]
    assert f"Chậm nhất là {worst.unit.name}" in unescape(page.content.decode())


def test_a_generation_narrows_numbers_and_lists_alike(house: Bloc) -> None:
    client = signed_in(house.standing_deputy)
    codes = Regulation.objects.values_list("code", flat=True).distinct()
    for code in codes:
        page = client.get("/board/", PERIOD | {"generation": code}).content.decode()
        for address, shown in evenly(dict.fromkeys(NUMBER.findall(page)), 30):
            if "state=" in address:
                assert client.get(unescape(address)).context["list"].total == int(shown.replace(".", "")), address


def test_decided_is_the_month_of_the_decision(house: Bloc) -> None:
    decided: Counter[datetime.date] = Counter()
    ends = ("admitted", "not_admitted")
    for done_at in Task.objects.filter(outcome__in=ends).values_list("done_at", flat=True):
        decided[timezone.localdate(done_at).replace(day=1)] += 1
    assert {month.month: month.decided for month in board_of(house.standing_deputy).months if month.decided} == decided


def test_lists_only_tell_no_part_of_a_wait(house: Bloc) -> None:
    page = signed_in(house.training_centre).get("/board/cases/", {"state": "open"})
    assert not any(line.part for line in page.context["list"].lines)
    page = signed_in(house.standing_deputy).get("/board/cases/", {"state": "open"})
    assert any(line.part for line in page.context["list"].lines)
