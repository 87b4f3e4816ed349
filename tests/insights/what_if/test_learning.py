"""What the year is drawn from equals what plain SQL finds in the facts of a simulated history."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from admission_flow.simulation.simulate import simulate
from insights.waits.behind import BehindFilters, rows_behind
from insights.waits.scope import BoardFilters, Scope, month_key, scope_of
from insights.waits.survival import curve
from insights.waits.tallying import roll_up_all
from insights.waits.ways import months_after
from insights.what_if.learning import BLOC, ENOUGH, OWN, STEPS, Known, from_where, learn, stretches, way_on
from insights.what_if.model import Asked, Scenario, answer
from insights.what_if.pace import pace_of
from orgs.models import Unit, User
from tests.people import Bloc, build_bloc

FIRST, LAST = datetime.date(2025, 1, 2), datetime.date(2026, 6, 30)
LOCAL = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"


@pytest.fixture(scope="module")
def house(module_database: str) -> Bloc:
    bloc = build_bloc()
    simulate(28, FIRST, LAST, 5, now=timezone.now())
    sum(roll_up_all(at=timezone.now()))
    return bloc


def scope(person: User) -> Scope:
    found = scope_of(person, BoardFilters(), at=timezone.now())
    assert found is not None
    return found


def known(person: User, unit: Unit | None = None, step: str = "") -> Known:
    mine = scope(person)
    return learn(mine, unit or mine.unit, step)


def asked(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_days_at_each_step(house: Bloc) -> None:
    steps = known(house.standing_deputy).learnt.steps
    today = timezone.localdate()
    for step in STEPS:
        ended: dict[int, int] = {}
        still: dict[int, int] = {}
        rows = asked(f"""SELECT (opened_at {LOCAL})::date, (done_at {LOCAL})::date, status
            FROM admission_flow_task WHERE step = '{step}'""")
        for opened, done, status in rows:
            table, days = ended if status == "DONE" else still, ((done or today) - opened).days
            table[days] = table.get(days, 0) + 1
        if step != "bloc_decision":
            assert steps[0, step].pace == pace_of(curve(ended, still)), step
        else:
            assert steps[0, step].pace.cases == len(rows)


def test_how_steps_end(house: Bloc) -> None:
    steps = known(house.standing_deputy).learnt.steps
    for step in STEPS:
        if step == "grassroots_approval":
            continue  # told apart by whether the committee decides
        [(done, returned, refused)] = asked(f"""SELECT count(*), count(*) FILTER (WHERE outcome = 'returned'),
            count(*) FILTER (WHERE outcome = 'not_admitted')
            FROM admission_flow_task WHERE step = '{step}' AND status = 'DONE'""")
        left = asked("""SELECT DISTINCT ON (one.id) task.step FROM admission_flow_case AS one
            JOIN admission_flow_task AS task ON task.process_id = one.id
            WHERE one.outcome = 'withdrawn' AND task.status = 'CANCELED' AND task.done_at = one.closed_at
            ORDER BY one.id, task.id""")
        gone = sum(at == step for (at,) in left)
        found = dict(steps[0, step].ends)
        for word, number in (("returned", returned), ("not_admitted", refused), ("leaves", gone)):
            assert found.get(word, 0) == pytest.approx(number / (done + gone) if number else 0), (step, word)


def test_nominations_by_month(house: Bloc) -> None:
    found = known(house.standing_deputy)
    rows = asked(f"""SELECT date_trunc('month', opened_at {LOCAL})::date, count(*) FROM admission_flow_case
        WHERE flow_class LIKE '%AdmissionFlow' GROUP BY 1""")
    by_month = dict(rows)
    this_month = timezone.localdate().replace(day=1)
    assert found.learnt.known_arrivals == sum(number for month, number in rows if month < this_month)
    assert found.months >= 18
    # A whole month of the coming year is expected to be like the same months before.
    stretch = found.learnt.arrivals[1]
    first, _last = stretches(timezone.localdate())[1]
    first_known = max(min(by_month), first.replace(year=first.year - 3))
    same = [datetime.date(year, first.month, 1) for year in range(2024, this_month.year + 1)]
    same = [month for month in same if first_known <= month < this_month]
    assert stretch.number == pytest.approx(sum(by_month.get(month, 0) for month in same) / len(same))


def test_sittings_are_the_days_on_which_it_was_decided(house: Bloc) -> None:
    found = known(house.standing_deputy)
    days = [
        day
        for (day,) in asked(f"""SELECT DISTINCT (done_at {LOCAL})::date FROM admission_flow_task
        WHERE step = 'bloc_decision' AND outcome IN ('admitted', 'not_admitted') ORDER BY 1""")
    ]
    assert (found.sat.number, found.sat.last) == (len(days), days[-1])
    assert found.sat.a_month == pytest.approx((len(days) - 1) / ((days[-1] - days[0]).days / (365.25 / 12)))
    assert found.learnt.last_sitting == (days[-1] - timezone.localdate()).days


def test_cases_in_progress_and_who_needs_no_course(house: Bloc) -> None:
    found = known(house.standing_deputy)
    [(open_cases,)] = asked("""SELECT count(*) FROM admission_flow_case WHERE closed_at IS NULL
        AND flow_class LIKE '%AdmissionFlow'""")
    assert len(found.learnt.standing) == open_cases > 0
    [(all_cases, at_course)] = asked("""SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM admission_flow_task
        WHERE process_id = one.id AND step = 'course')) FROM admission_flow_case AS one
        WHERE flow_class LIKE '%AdmissionFlow'""")
    assert found.learnt.without_course == pytest.approx(1 - at_course / all_cases)
    assert sum(share for share, _kind in found.learnt.kinds) == pytest.approx(1)


def test_who_has_too_few_cases_learns_from_the_whole_bloc(house: Bloc) -> None:
    whole, small = known(house.standing_deputy), known(house.cell_secretary)
    ended = dict(
        asked(f"""SELECT step, count(*) FROM admission_flow_task JOIN admission_flow_case AS one
        ON one.id = process_id WHERE one.unit_id = {house.cell.pk} AND admission_flow_task.status = 'DONE'
        GROUP BY 1""")
    )
    everywhere = {source.step: source for source in whole.sources}
    wrong = []
    for source in small.sources:
        own = source.step != "bloc_decision" and ended.get(source.step, 0) >= ENOUGH
        if source.whence != (OWN if own else BLOC) or (not own and source.cases != everywhere[source.step].cases):
            wrong.append(source)
    assert wrong == []
    assert BLOC in {source.whence for source in small.sources}
    assert everywhere["cell_vote"].whence == OWN
    assert len(small.learnt.standing) < len(whole.learnt.standing)
    assert small.learnt.known_arrivals < whole.learnt.known_arrivals


def test_a_unit_directly_below_has_a_pace_of_its_own_where_it_has_cases(house: Bloc) -> None:
    rows = asked("""SELECT committee_id FROM admission_flow_task JOIN admission_flow_case AS one ON one.id = process_id
        WHERE step = 'file_check' AND admission_flow_task.status = 'DONE' AND committee_id IS NOT NULL
        GROUP BY 1 ORDER BY count(*) DESC LIMIT 1""")
    unit = Unit.objects.get(pk=rows[0][0])
    group = 1 + scope(house.standing_deputy).children.index(unit)
    found = known(house.standing_deputy, unit, "file_check")
    own, whole = (found.learnt.steps[place, "file_check"].pace for place in (group, 0))
    [(stays,)] = asked(f"""SELECT count(*) FROM admission_flow_task JOIN admission_flow_case AS one
        ON one.id = process_id WHERE step = 'file_check' AND committee_id = {unit.pk}""")
    assert ENOUGH <= own.cases == stays < whole.cases
    assert {case.group for case in found.learnt.standing if case.asked} == {group}
    assert {case.group for case in found.learnt.standing if not case.asked} - {group}
    assert found.chosen is not None
    assert (found.chosen.unit, found.chosen.cases) == (unit, own.cases)
    deeper = known(house.standing_deputy, house.cell, "file_check")
    assert deeper.learnt.steps == found.learnt.steps


def test_what_is_asked_moves_nothing_that_is_learnt(house: Bloc) -> None:
    """But for whose cases are asked of: the year as it goes is the same beside every question."""
    plain = known(house.standing_deputy).learnt
    week = Asked(365, [0, 366])
    base = answer(plain, Scenario(), week, runs=20, seed=1).base
    for unit in (house.committee, house.hospital_committee, house.cell):
        for step in ("opinions", "grassroots_approval", "bloc_decision"):
            there = known(house.standing_deputy, unit, step).learnt
            assert [replace(case, asked=True) for case in there.standing] == plain.standing
            found = answer(there, Scenario(step=step, share=1.0, arrivals=1.0), week, runs=20, seed=1)
            assert found.base == found.scenario == base, (unit.name, step)


def test_the_numbers_are_those_of_the_lists_behind_them(house: Bloc) -> None:
    for person in (house.standing_deputy, house.committee_secretary):
        mine, found = scope(person), known(person)
        first, last = (months_after(mine.today.replace(day=1), -ago) for ago in (found.months, 1))
        lists = [
            (len(found.learnt.standing), BehindFilters(show="cases", event="at_end")),
            (
                found.learnt.known_arrivals,
                BehindFilters(show="cases", event="opened", since=month_key(first), until=month_key(last)),
            ),
            *(
                (source.cases, BehindFilters(unit=str(source.unit.pk), step=source.step, since=month_key(source.since)))
                for source in found.sources
                if source.unit == mine.unit
            ),
        ]
        for number, filters in lists:
            there = scope_of(person, filters, at=timezone.now())
            assert there is not None
            assert rows_behind(there, filters).count() == number > 0, filters


def test_the_way_from_a_supplement_leads_back_to_who_asked() -> None:
    whole = way_on(department=False, committee=True, delegated=False)
    rows = from_where([("supplement", "cell_vote", 4)], whole)
    assert rows[:2] == ((("supplement", 4),), (("cell_vote", -1),))
    assert from_where([("consultation", "", 2)], whole)[1] == (("bloc_decision", -1),)
    both = from_where([("verification", "", 9), ("opinions", "", 9)], whole)
    assert both[:2] == ((("verification", 9), ("opinions", 9)), (("file_check", -1),))
    assert from_where([("ceremony", "", 3)], whole) == ((("ceremony", 3),),)
    own = from_where([("grassroots_approval", "", 1)], way_on(department=False, committee=True, delegated=True))
    assert own == ((("grassroots_decision", 1),), (("ceremony", -1),))


def test_the_coming_year_is_like_the_past_one(house: Bloc) -> None:
    """No bar of precision: what was measured lies within what is drawn from it, widened by half."""
    found = known(house.standing_deputy)
    days = stretches(timezone.localdate())
    asked_for = Asked(365, [*((first - timezone.localdate()).days for first, _last in days), 366])
    base = answer(found.learnt, Scenario(), asked_for, runs=100, seed=1).base
    [(half,)] = asked(f"""SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY
        (done_at {LOCAL})::date - (one.opened_at {LOCAL})::date) FROM admission_flow_task
        JOIN admission_flow_case AS one ON one.id = process_id WHERE admission_flow_task.outcome IN
        ('admitted', 'not_admitted') AND one.opened_at < '2026-01-01'""")
    assert base.days is not None
    assert base.days.low / 1.5 <= half <= base.days.high * 1.5
