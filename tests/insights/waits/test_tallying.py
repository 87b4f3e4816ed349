"""Sums that follow what happens, equal at every moment to what plain SQL finds in the facts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from admission_flow.models import Case, Task
from admission_flow.simulation.simulate import simulate
from insights.models import CasesTally, DaysTally, PaceTally, PartsTally, Span, Stay, Touched
from insights.waits.figures import curves_of
from insights.waits.scope import BoardFilters, scope_of
from insights.waits.standing import standing
from insights.waits.tallying import forget_all, roll_up, roll_up_all, waiting
from insights.waits.ways import STEPS_OF, first_month
from orgs.models import Unit
from tests.admission_flow.journey import Journey
from tests.people import Bloc, build_bloc

SLICE = ("unit", "step", "route", "generation")
FIRST, LAST = datetime.date(2025, 1, 2), datetime.date(2026, 6, 30)

# After everything that a test does: what is open has waited for as long whenever it is measured.
AT = timezone.now() + datetime.timedelta(hours=1)

# (unit, step, days) -> stays that were concluded, with every committee above the cell.
ENDED = """
    SELECT place, step, days, count(*) FROM (
        SELECT unnest(ARRAY[one.unit_id, department_id, committee_id, bloc_id]) AS place, task.step,
            (task.done_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            - (task.opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS days
        FROM admission_flow_task AS task JOIN admission_flow_case AS one ON one.id = process_id
        WHERE task.status = 'DONE'
            AND step NOT IN ('nominate', 'transfer', 'correction', 'recognition_opened', 'recognition_transfer')
    ) AS stays WHERE place IS NOT NULL GROUP BY 1, 2, 3
"""
# (unit, month, outcome) -> cases that were closed.
CLOSED = """
    SELECT place, month, outcome, count(*) FROM (
        SELECT unnest(ARRAY[unit_id, department_id, committee_id, bloc_id]) AS place, outcome,
            date_trunc('month', closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month
        FROM admission_flow_case WHERE closed_at IS NOT NULL
    ) AS cases WHERE place IS NOT NULL GROUP BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def house(module_database: str) -> Bloc:
    """The cast's bloc with a history of eighteen months."""
    bloc = build_bloc()
    simulate(16, FIRST, LAST, 11, now=timezone.now())
    return bloc


@pytest.fixture(autouse=True)
def back(house: Bloc) -> Iterator[None]:
    """Each test begins at the history, nothing of it measured."""
    with transaction.atomic():
        forget_all()
        yield
        transaction.set_rollback(True)


def asked(statement: str) -> Counter[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return Counter({tuple(row[:-1]): row[-1] for row in cursor.fetchall()})


def measure_all() -> int:
    return sum(roll_up_all(at=AT))


def ended() -> Counter[Any]:
    rows = (
        DaysTally.objects.filter(to_decision=False)
        .exclude(step__in=("admission", "recognition"))
        .values_list("unit", "step", "days", "ended")
    )
    found: Counter[Any] = Counter()
    for unit, step, days, number in rows:
        found[unit, step, days] += number
    return +found


def closed() -> Counter[Any]:
    outcomes = [outcome for outcome in Case.Outcome.values if outcome]
    found: Counter[Any] = Counter()
    for unit, month, outcome, number in CasesTally.objects.filter(step__in=outcomes).values_list(
        "unit", "month", "step", "cases"
    ):
        found[unit, month, outcome] += number
    return +found


def together() -> Counter[Any]:
    """(unit, step, route, generation, days, kind of end) -> how many, of the usual period put together."""
    found: Counter[Any] = Counter()
    for *of, days, ended, cut_days, cut in PaceTally.objects.values_list(*SLICE, "days", "ended", "cut_days", "cut"):
        assert 0 not in (*ended, *cut), "of a day without any nothing is kept"
        for kind, those, numbers in (("ended", days, ended), ("cut", cut_days, cut)):
            found.update({(*of, day, kind): number for day, number in zip(those, numbers, strict=True)})
    return +found


def of_months(today: datetime.date) -> Counter[Any]:
    """The same, from the sums of its months."""
    found: Counter[Any] = Counter()
    for flow, steps in STEPS_OF.items():
        until = today.replace(day=1)
        months = (first_month(flow, until), until)
        rows = DaysTally.objects.filter(to_decision=False, step__in=(*steps, flow), month__range=months)
        for *of, days, ended, cut in rows.values_list(*SLICE, "days", "ended", "cut"):
            found.update({(*of, days, "ended"): ended, (*of, days, "cut"): cut})
    return +found


def all_sums() -> list[Any]:
    return [
        sorted(model.objects.exclude(**{zero: 0}).values_list(*columns))
        for model, zero, columns in (
            (DaysTally, "ended", ("unit", "step", "route", "generation", "month", "to_decision", "days", "ended")),
            (DaysTally, "cut", ("unit", "step", "route", "generation", "month", "to_decision", "days", "cut")),
            (PartsTally, "stays", ("unit", "step", "route", "generation", "month", "stays")),
            (PartsTally, "supplements", ("unit", "step", "route", "generation", "month", "supplements", "supplement")),
            (CasesTally, "cases", ("unit", "step", "route", "generation", "month", "recognition", "cases")),
        )
    ]


def test_a_history_is_counted_as_plain_sql_counts_it(house: Bloc) -> None:
    assert measure_all() == Case.objects.count()
    assert ended() == asked(ENDED)
    assert closed() == asked(CLOSED)
    assert Stay.objects.filter(ended_on=None).count() == Task.objects.filter(status="NEW").count()


def test_the_parts_of_each_stay_are_its_whole_length(house: Bloc) -> None:
    measure_all()
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*), count(*) FILTER (WHERE abs(
                held + off + outside + sitting + unseen + untaken + hands - extract(epoch FROM done_at - task.opened_at)
            ) > 7) FROM insights_stay AS stay JOIN admission_flow_task AS task ON task.id = task_id
            WHERE done_at IS NOT NULL
        """)
        number, wrong = cursor.fetchone()
    assert number > 60
    assert wrong == 0, "a second is lost to each part at most"


def test_every_act_moves_the_sums_as_if_all_were_counted_anew(house: Bloc) -> None:
    measure_all()
    journey = Journey(house)
    for step in ("declaration", "verification", "file_check", "cell_vote"):
        journey.to(step)
        assert waiting()
        measure_all()
        assert ended() == asked(ENDED)
        assert together() == of_months(timezone.localdate(AT))
    kept = all_sums()
    forget_all()
    measure_all()
    assert all_sums() == kept


def test_when_the_month_turns_the_usual_period_does(house: Bloc) -> None:
    measure_all()
    later = AT + datetime.timedelta(days=70)
    before = together()
    assert roll_up(at=later) == 0
    assert together() == of_months(timezone.localdate(later))
    assert together() != before
    assert set(PaceTally.objects.values_list("month", flat=True)) == {timezone.localdate(later).replace(day=1)}


def test_a_board_shows_the_same_with_and_without_it(house: Bloc) -> None:
    measure_all()
    for flow in STEPS_OF:
        scope = scope_of(house.standing_deputy, BoardFilters(flow=flow), at=AT)
        assert scope is not None
        assert scope.is_usual
        quick = curves_of(scope, standing(scope))
        assert any(curve.ended for curve in quick.by_place.values()), flow
        with transaction.atomic():
            PaceTally.objects.all().delete()
            assert curves_of(scope, standing(scope)) == quick
            transaction.set_rollback(True)
        with transaction.atomic():
            PaceTally.objects.update(month=datetime.date(2020, 1, 1))
            assert curves_of(scope, standing(scope)) == quick, "the month has turned, and nobody has put it together"
            transaction.set_rollback(True)


def test_measured_twice_is_counted_once(house: Bloc) -> None:
    measure_all()
    kept = all_sums()
    Touched.objects.bulk_create(Touched(case_id=pk) for pk in Case.objects.values_list("pk", flat=True))
    measure_all()
    assert all_sums() == kept


def test_a_case_that_moves_takes_its_past_along(house: Bloc) -> None:
    measure_all()
    case = Case.objects.filter(committee__isnull=False).earliest("pk")
    other = Unit.objects.exclude(pk=case.unit_id).filter(kind=case.unit.kind).earliest("pk")
    Case.objects.filter(pk=case.pk).update(unit=other)
    assert waiting() == 1
    measure_all()
    assert ended() == asked(ENDED)
    assert set(Stay.objects.filter(case=case).values_list("unit", flat=True)) == {other.pk}


def test_a_case_of_each_flow_spans_from_opening_to_decision(house: Bloc) -> None:
    measure_all()
    span = Span.objects.filter(decided=True, recognition=False).earliest("pk")
    done = span.case.task_set.filter(outcome__in=("admitted", "not_admitted")).latest("done_at").done_at
    assert span.ended_on == timezone.localdate(done)
    assert DaysTally.objects.filter(
        unit=span.unit, step="admission", days=(span.ended_on - span.opened_on).days
    ).exists()


def test_nothing_to_do_costs_four_statements(house: Bloc, django_assert_num_queries: Any) -> None:
    measure_all()
    with django_assert_num_queries(5):  # with the savepoint's two
        assert roll_up(at=AT) == 0
