"""The board counts what its lists show, and nobody reads a number that is not theirs."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from admission_flow.models import Regulation, Task
from admission_flow.simulation.pace import Slow
from admission_flow.simulation.simulate import simulate
from insights.models import CasesTally, DaysTally, Stay
from insights.waits import paces
from insights.waits.board import ENOUGH, Board
from insights.waits.scope import BoardFilters, scope_of
from insights.waits.survival import curve
from insights.waits.tallying import OPENED, roll_up_all
from orgs.models import Unit, User
from planning.plans.deciding import PaperGiven, PlanGiven, approve, propose
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


def test_ages_of_one_step_by_unit(house: Bloc, client: Client) -> None:
    """Unit, step and age crossed: what all units have at a step is what the step has."""
    client.force_login(house.standing_deputy)
    whole = client.get("/board/").context["board"]
    steps = {line.step: line.waiting for line in whole.lines if line.waiting.open}
    assert len(steps) > 1
    below = {unit.pk for unit in whole.scope.children}
    for step, waiting in steps.items():
        page = client.get(f"/board/?waits_at={step}")
        board = page.context["board"]
        here = sum(waited.open for place, waited in
                   ((place, those.waiting) for place, those in board._standing.by_place.items())
                   if place[1] == step and place[0] in below)  # fmt: skip
        assert board.waiting_there == waiting, step
        assert sum(waited.open for _unit, waited in board.waiting_by_unit) == here, step
        table = page.content.decode().split('id="ages"')[1]
        for address, shown in evenly(dict.fromkeys(NUMBER.findall(table)), 3):
            assert f"step={step}" in address
            assert client.get(unescape(address)).context["list"].total == int(shown.replace(".", "")), address
    assert client.get("/board/?waits_at=nowhere").context["left_out"] == ["bước"]


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
        found, expected = board.curves.at(board.scope.unit.pk, step), curve(ended, still)
        assert (found.days, found.shares) == (expected.days, expected.shares), step
        assert (found.ended, found.open, found.seen) == (expected.ended, expected.open, expected.seen), step


def test_a_unit_slow_at_all_its_steps_is_found_though_its_cases_are_few(bloc: Bloc, client: Client) -> None:
    """Four at each step, which tell nothing by themselves; together they do. Another as fast as usual is not named."""
    today = timezone.localdate()
    steps = ("declaration", "opinions", "verification", "cell_vote", "grassroots_approval")

    def went(unit: Unit, step: str, days: int, number: int) -> None:
        DaysTally.objects.create(unit=unit, step=step, route="ordinary", generation="g", month=today.replace(day=1),
                                 to_decision=False, days=days, ended=number)  # fmt: skip

    for step in steps:
        for days in range(5, 25):
            went(bloc.unit, step, days, 5)
        went(bloc.unit, step, 60, 4)
        went(bloc.committee, step, 60, 4)
        went(bloc.hospital_committee, step, 14, 4)
    CasesTally.objects.create(unit=bloc.unit, step=OPENED, route="ordinary", generation="g", recognition=False,
                              month=today.replace(day=1), cases=108)  # fmt: skip
    paces.put_together(today)
    board = board_of(bloc.standing_deputy)
    assert [(one.unit, one.stays) for one in board.slow_altogether] == [(bloc.committee, 20)]
    assert board.slow_altogether[0].times > 3
    assert board.slowest_places == []
    client.force_login(bloc.standing_deputy)
    page = client.get("/board/").content.decode()
    assert "mọi bước gộp lại" in page
    assert bloc.committee.name in page.split("Chậm hơn nơi khác")[1].split("</ul>")[0]


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


def test_the_list_behind_a_part_has_what_waited_so(house: Bloc) -> None:
    client = signed_in(house.standing_deputy)
    for part in ("sitting", "outside", "held"):
        listed = client.get("/board/cases/", PERIOD | {"step": "cell_vote", "part": part}).context["list"]
        waited = Stay.objects.filter(step="cell_vote", **{f"{part}__gt": 0})
        assert listed.total == waited.count(), part
        assert [round(line.part_days * 86_400) for line in listed.lines] == sorted(
            waited.values_list(part, flat=True), reverse=True
        )[: len(listed.lines)]
    assert Stay.objects.filter(step="cell_vote", sitting__gt=0).exists()


def test_who_sees_lists_only_is_told_no_part_of_a_single_wait(house: Bloc) -> None:
    client = signed_in(house.training_centre)
    asked = PERIOD | {"step": "cell_vote"}
    everything = client.get("/board/cases/", asked).context["list"]
    assert client.get("/board/cases/", asked | {"part": "held"}).context["list"].total == everything.total
    assert board_of(house.training_centre, step="cell_vote").parts
    for unit in Unit.objects.all():
        board = board_of(house.training_centre, unit=str(unit.pk))
        for step, shares, stays in board.parts_table:
            assert not shares or stays >= ENOUGH, (unit, step)


def test_the_target_is_that_of_the_plan_unless_one_is_typed(house: Bloc) -> None:
    year = timezone.localdate().year
    given = PlanGiven({(0, "all"): 24}, 0)
    plan = propose(house.committee.pk, "assigned", (year, year), given, acting_user=house.committee_officer,
                   at=timezone.now())  # fmt: skip
    unit = str(house.committee.pk)
    assert board_of(house.standing_deputy, unit=unit).target is None, "not in force yet"
    approve(plan.pk, 1, PaperGiven(), acting_user=house.standing_deputy, at=timezone.now())
    target = board_of(house.standing_deputy, unit=unit).target
    assert target is not None
    assert (target.a_year, target.of_plan) == (24, True)
    page = signed_in(house.standing_deputy).get("/board/", {"unit": unit})
    assert f"/planning/plans/?unit={unit}&amp;years={year}" in page.content.decode()
    typed = board_of(house.standing_deputy, unit=unit, target="12").target
    assert typed is not None
    assert (typed.a_year, typed.of_plan) == (12, False)
    for narrowed in ({"flow": "recognition"}, {"route": "ordinary"}):
        assert board_of(house.standing_deputy, unit=unit, **narrowed).target is None, narrowed


def test_the_way_back_leads_to_the_board_one_came_from(house: Bloc) -> None:
    client = signed_in(house.standing_deputy)
    asked = {"since": "2025-02", "until": "2026-03", "target": "12", "rows": "all"}
    here = client.get("/board/", asked).content.decode()
    unit = Unit.objects.get(pk=house.committee.pk)
    for link in (f"place={unit.pk}", "month=2025-06"):
        address = next(one for one in re.findall(r'href="(/board/cases/[^"]*)"', here) if link in one)
        page = client.get(unescape(address))
        back = BoardFilters.of(dict(parse_qsl(page.context["back"].lstrip("?"))))
        assert replace(back, step="") == BoardFilters.of(asked), link
        assert page.context["scope"].unit == (unit if "place" in link else house.unit)


def test_what_narrows_the_page_is_named_and_can_be_taken_away(house: Bloc) -> None:
    client = signed_in(house.standing_deputy)
    code = Regulation.objects.earliest("pk").code
    asked = {"since": "2025-02", "route": "ordinary", "generation": code, "unit": str(house.committee.pk)}
    for path in ("/board/", "/board/map/", "/board/cases/"):
        chosen = client.get(path, asked).context["chosen"]
        assert len(chosen) == 4, path
        for one in chosen:
            kept = dict(parse_qsl(one["href"].partition("?")[2]))
            assert len(kept) == 3, (path, one)
            assert kept.items() <= asked.items()
        assert client.get(path).context["chosen"] == []


def test_what_the_address_asked_for_in_vain_is_said(house: Bloc) -> None:
    client = signed_in(house.committee_secretary)
    foreign = Unit.objects.exclude(path__startswith=house.committee.path).filter(depth=2).first()
    assert foreign is not None
    for unit in (foreign.pk, 999_999_999):
        page = client.get("/board/", {"unit": unit, "since": "2026-13", "target": "0", "route": "x"})
        assert len(page.context["left_out"]) == 4, "another's unit is as one that is not there"
    assert client.get("/board/", {"since": "2025-01"}).context["left_out"] == []


def test_months_that_have_not_come_are_left_off(house: Bloc) -> None:
    page = signed_in(house.standing_deputy).get("/board/cases/", {"since": "2025-01", "until": "2099-12"})
    this_month = timezone.localdate().replace(day=1)
    scope = page.context["scope"]
    assert (scope.since, scope.until) == (datetime.date(2025, 1, 1), this_month)
    assert page.context["list"].total


def test_deadlines_that_will_be_kept_and_missed_are_all_of_them(house: Bloc) -> None:
    for who in (house.standing_deputy, house.committee_secretary, house.cell_secretary):
        board = board_of(who)
        assert board.in_time >= 0
        assert board.in_time + board.breaks + board.untold + board.waiting.late == board.waiting.open
        page = signed_in(who).get("/board/", PERIOD).content.decode()
        assert ("đã quá hạn" in page) == bool(board.waiting.late)
