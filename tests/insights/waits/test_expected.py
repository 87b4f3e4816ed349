"""How many more will be admitted by a day: chances by hand, and what plans show of them."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from insights.models import CasesTally, DaysTally
from insights.waits import paces
from insights.waits.expected import _chances_of_arrivals, _sum, expected_admissions
from insights.waits.forecasts import Forecasts
from insights.waits.survival import curve
from insights.waits.tallying import OPENED, roll_up_all
from insights.waits.ways import ADMISSION, months_after
from orgs.calendar import local_day
from orgs.models import Unit
from planning.plans.deciding import PaperGiven, PlanGiven, approve, propose
from planning.plans.expecting import Expected
from tests.admission_flow.journey import Journey
from tests.people import Bloc

TODAY = datetime.date(2026, 11, 27)


def test_the_chance_of_a_case() -> None:
    known = Forecasts({("cell_vote", "ordinary"): curve({10: 10, 20: 5, 30: 5}, {})}, TODAY)
    assert known.chance("cell_vote", "ordinary", TODAY, 9) == 0
    assert known.chance("cell_vote", "ordinary", TODAY, 10) == pytest.approx(0.5)
    assert known.chance("cell_vote", "ordinary", TODAY, 30) == pytest.approx(1)
    fifteen_days_ago = TODAY - datetime.timedelta(days=15)
    assert known.chance("cell_vote", "ordinary", fifteen_days_ago, 5) == pytest.approx(0.5), "of those still there"
    long_ago = TODAY - datetime.timedelta(days=31)
    assert known.chance("cell_vote", "ordinary", long_ago, 400) == 0, "nobody has ever waited so long"
    assert known.chance("verification", "ordinary", TODAY, 400) == 0, "nothing is known"


def test_arrivals_until_the_last_day() -> None:
    """Who needs just ten days: of thirty days left those of the first twenty-one count, the day of today with them."""
    assert _chances_of_arrivals(curve({10: 5}, {}), 30) == pytest.approx(21 / (365.25 / 12))
    assert _chances_of_arrivals(curve({10: 5}, {}), 9) == 0


def test_independent_chances_add_up() -> None:
    assert _sum([], 0) == Expected(0, 0, 0)
    assert _sum([1.0, 1.0], 0) == Expected(2, 2, 2), "what is certain has no width"
    found = _sum([0.5] * 4, 0)
    assert (found.middle, found.low, found.high) == (2, 1, 3)
    wide = _sum([], 9)
    assert (wide.low, wide.high) == (5, 13), "9 ± 1.28 · 3, to whole numbers"


def remembered(
    bloc: Bloc, step: str, days: int, number: int, month: datetime.date, *, to_decision: bool = True
) -> None:
    DaysTally.objects.create(unit=bloc.unit, step=step, route="ordinary", generation="g", month=month,
                             to_decision=to_decision, days=days, ended=number)  # fmt: skip


def closed(bloc: Bloc, outcome: str, number: int, month: datetime.date, unit: Unit | None = None) -> None:
    CasesTally.objects.create(unit=unit or bloc.unit, step=outcome, route="ordinary", generation="g", month=month,
                              recognition=False, cases=number)  # fmt: skip


def test_of_open_cases_and_of_those_to_come(bloc: Bloc) -> None:
    Journey(bloc).to("cell_vote")
    sum(roll_up_all(at=timezone.now()))
    today = local_day(timezone.now())
    month = today.replace(day=1)
    remembered(bloc, "cell_vote", 10, 20, month)
    remembered(bloc, ADMISSION, 30, 20, month, to_decision=False)
    paces.put_together(today)
    closed(bloc, "admitted", 15, month)
    closed(bloc, "withdrawn", 5, month)
    units = [bloc.unit, bloc.committee, bloc.hospital_committee]

    def middle(days: int) -> list[float]:
        found = expected_admissions(units, today + datetime.timedelta(days=days), timezone.now())
        return [round(found[unit.pk].middle, 6) for unit in units]

    assert middle(9) == [0, 0, 0]
    assert middle(10) == [0.75, 0.75, 0]
    closed(bloc, OPENED, 24, months_after(month, -1), bloc.committee)
    assert middle(10) == [0.75, 0.75, 0], "who comes tomorrow needs thirty days"
    whole, committee, _hospital = middle(40)
    assert committee == pytest.approx(0.75 + 0.75 * 2 * 11 / (365.25 / 12), abs=1e-6), "two a month, for eleven days"
    assert whole == 0.75, "the bloc's own row of arrivals was not made here"
    assert expected_admissions(units, today - datetime.timedelta(days=1), timezone.now()) == {}


def test_who_is_decided_is_reached_and_not_expected(bloc: Bloc) -> None:
    decided = Journey(bloc).to("ceremony").case
    sum(roll_up_all(at=timezone.now()))
    today = local_day(timezone.now())
    remembered(bloc, "ceremony", 10, 20, today.replace(day=1))
    closed(bloc, "admitted", 20, today.replace(day=1))
    assert decided.admitted_on is not None
    found = expected_admissions([bloc.committee], today + datetime.timedelta(days=30), timezone.now())
    assert found[bloc.committee.pk] == Expected(0, 0, 0)


def test_where_too_few_were_closed_nothing_is_said(bloc: Bloc) -> None:
    Journey(bloc).to("cell_vote")
    sum(roll_up_all(at=timezone.now()))
    until = local_day(timezone.now()) + datetime.timedelta(days=30)
    assert expected_admissions([bloc.unit], until, timezone.now()) == {}


def test_plans_show_it(bloc: Bloc, client: Client) -> None:
    Journey(bloc).to("cell_vote")
    sum(roll_up_all(at=timezone.now()))
    today = local_day(timezone.now())
    month, year = today.replace(day=1), today.year + 1
    remembered(bloc, "cell_vote", 1, 20, month)
    remembered(bloc, ADMISSION, 30, 20, month, to_decision=False)
    paces.put_together(today)
    closed(bloc, "admitted", 20, month)
    plan = propose(bloc.committee.pk, "assigned", (year, year), PlanGiven({(0, "all"): 9}, 0),
                   acting_user=bloc.committee_officer, at=timezone.now())  # fmt: skip
    approve(plan.pk, 1, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    client.force_login(bloc.organisation_board)
    board = client.get(f"/planning/plans/?years={year}")
    (line,) = [line for line in board.context["board"].lines if line.unit == bloc.committee]
    assert line.assigned.forecast == (1, 1, 1)
    assert line.assigned.likely_short
    assert "dự kiến 1 (1–1)" in client.get(f"/planning/plans/{plan.pk}/").content.decode()
