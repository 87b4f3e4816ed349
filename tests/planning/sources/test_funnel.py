"""How far sources came, by unit and month, each number with its list; and the grounds of a plan as of a day."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from planning.sources.access import Reader
from planning.sources.funnel import Funnel, FunnelFilters, begun_in, funnel, month_of
from planning.sources.queries import SourceFilters, count_at, sources
from tests.admission_flow.journey import Journey
from tests.people import Bloc, reading_english
from tests.planning.sources.watching import A_DAY, Watching

LIST = "/planning/sources/"


def funnel_of(bloc: Bloc, **asked: str) -> Funnel:
    reader = Reader((bloc.unit.path,), (), frozenset())
    return funnel(reader, FunnelFilters.of(asked), LIST, at=timezone.now())


def numbers(found: Funnel) -> dict[str, int]:
    return {cell.stage: cell.number for cell in found.whole.cells}


def fill(watching: Watching) -> None:
    """One is only watched, one is listed, one nominated and taught, one withdrawn after that; one lies long ago."""
    bloc = watching.bloc
    watching.enter(full_name="Lê Thị An")
    watching.put_on_list(watching.enter(full_name="Lê Thị Bình"))
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(watching.put_on_list(watching.enter(full_name="Lê Thị Chi")))
    journey.course()
    journey.case = watching.nominate(watching.enter(full_name="Lê Thị Dung"))
    journey.withdraw()
    watching.enter(full_name="Lê Thị Em", since=datetime.date(2014, 5, 1))
    watching.remove(watching.put_on_list(watching.enter(full_name="Lê Thị Giang")), reason="mistake")
    watching.enter(full_name="Lê Thị Hà", unit=bloc.sibling_cell, by=bloc.sibling_secretary)


def test_each_stage_counts_who_came_so_far(bloc: Bloc, watching: Watching) -> None:
    fill(watching)
    found = funnel_of(bloc)
    assert numbers(found) == {
        "watched": 5, "listed": 2, "taught": 1, "nominated": 2, "decided": 0, "admitted": 0,
    }  # fmt: skip
    assert {line.unit: line.whole for line in found.lines} == {bloc.committee: 5}
    below = funnel_of(bloc, unit=str(bloc.committee.pk))
    assert {line.unit: line.whole for line in below.lines} == {bloc.cell: 4, bloc.sibling_cell: 1}
    assert numbers(funnel_of(bloc, first="2014-05", last="2014-05"))["watched"] == 1


def test_who_was_admitted_is_counted_as_decided_too(bloc: Bloc, watching: Watching) -> None:
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(watching.enter())
    journey.case.admitted_on = watching.today
    journey.case.save(update_fields=["admitted_on"])
    found = numbers(funnel_of(bloc))
    assert (found["decided"], found["admitted"]) == (1, 1)
    journey.case.outcome, journey.case.status, journey.case.closed_at = "cancelled", "DONE", watching.at
    journey.case.save(update_fields=["outcome", "status", "closed_at"])
    assert (numbers(funnel_of(bloc))["decided"], numbers(funnel_of(bloc))["admitted"]) == (1, 0)


def test_each_number_opens_the_list_of_just_these(bloc: Bloc, watching: Watching) -> None:
    reading_english()
    fill(watching)
    client = Client()
    client.force_login(bloc.organisation_board)
    page = client.get(f"{LIST}funnel/").context["funnel"]
    for line in (page.whole, *page.lines):
        for cell in line.cells:
            assert len(client.get(cell.href).context["list"].rows) == cell.number, cell.href


def test_a_cell_counts_its_own_only(bloc: Bloc, watching: Watching) -> None:
    fill(watching)
    reader = Reader((bloc.sibling_cell.path,), (), frozenset())
    assert numbers(funnel(reader, FunnelFilters.of({}), LIST, at=watching.at))["watched"] == 1
    assert sources(reader, SourceFilters.of({}), at=watching.at).counts["all"] == 1


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", datetime.date(2026, 11, 1)),
        ("11/2026", datetime.date(2026, 11, 1)),
        ("2026-13", None),
        ("0000-01", None),
        ("9999-12", None),
        ("", None),
        ("a", None),
    ],
)
def test_months(text: str, month: datetime.date | None) -> None:
    assert month_of(text) == month
    assert bool(begun_in(text, text)) is (month is not None)


def test_what_is_no_period_is_told_at_its_field_and_passed_over(bloc: Bloc) -> None:
    usual = funnel_of(bloc).filters
    client = Client()
    client.force_login(bloc.organisation_board)
    reading_english()
    for query, field, sentence in (
        ("first=05/2026&last=01/2026", "last", "ends before it begins"),
        ("first=abc", "first", "Write the month as month/year"),
        ("first=2026-05&last=13/2026", "last", "Write the month as month/year"),
    ):
        page = client.get(f"{LIST}funnel/?{query}")
        found = page.context["funnel"]
        assert sentence in found.form.errors[field][0], query
        assert sentence in page.content.decode()
        assert (found.filters.first, found.filters.last) == (usual.first, usual.last)
    only_last = funnel_of(bloc, last="2015-03").filters
    assert (only_last.first, only_last.last) == ("2015-03", "2015-03")


def test_the_grounds_of_a_plan_as_of_a_day(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter(since=watching.today - 100 * A_DAY)
    watching.help(watching.put_on_list(found, day=watching.today - 50 * A_DAY))
    paths = [bloc.unit.path, bloc.cell.path, bloc.hospital_committee.path]

    def states(day: datetime.date) -> list[dict[str, int]]:
        return [{state: n for state, n in counted.items() if n} for counted in count_at(paths, day).values()]

    assert states(watching.today) == [{"listed": 1}, {"listed": 1}, {}]
    assert states(watching.today - 60 * A_DAY) == [{"watched": 1}, {"watched": 1}, {}]
    assert states(watching.today - 101 * A_DAY) == [{}, {}, {}]
    assert set(count_at(paths, watching.today)[bloc.cell.path]) == {"watched", "listed", "nominated", "removed"}
