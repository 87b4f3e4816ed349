"""Two at once: a person becomes a source once, is nominated once, and a month is reviewed once; who would wait too long
is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from admission_flow.models import Case
from orgs.models import Unit
from planning.models import Source, SourceReview
from planning.plans.deciding import PlanGiven, propose
from planning.refusals import PlanBusy
from planning.sources.refusals import AlreadyReviewed, SourceBusy
from tests.databases import at_once, rounds
from tests.people import build_bloc
from tests.planning.sources.watching import Watching


def calls_of(*calls: Callable[[], object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in at_once(*calls))


def test_one_source_one_case_one_review(own_database: str) -> None:
    bloc = build_bloc()
    watching = Watching(bloc)
    for number in rounds(3):
        given = watching.given(f"Lê Thị Số {number}")
        here = partial(watching.enter, given)
        there = partial(watching.enter, given, unit=bloc.sibling_cell, by=bloc.sibling_secretary)
        assert calls_of(here, there) == ["InvalidFacts", "Source"]
        source = Source.objects.get(person__citizen_id=given.citizen_id)
        if source.unit == bloc.cell:
            nominate = partial(watching.nominate, source)
            assert calls_of(nominate, partial(nominate, by=bloc.cell_deputy)) == ["Case", "NotOpen"]
            assert Case.objects.filter(candidate__person=source.person).count() == 1
    watching.enter(full_name="Lê Thị Cuối")
    review = partial(watching.review, watching.marks())
    assert calls_of(review, partial(review, by=bloc.cell_deputy)) == [AlreadyReviewed.__name__, "SourceReview"]
    assert SourceReview.objects.count() == 1


def impatient(act: Callable[[], object]) -> object:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    return act()


def test_who_would_wait_too_long_is_told_of_what(own_database: str) -> None:
    bloc = build_bloc()
    watching = Watching(bloc)
    source = watching.enter()
    given = PlanGiven({(0, "all"): 3}, 0)
    plan = partial(propose, bloc.cell.pk, "congress", (2026, 2026), given, acting_user=bloc.cell_secretary,
                   at=timezone.now())  # fmt: skip
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        Unit.objects.select_for_update().get(pk=bloc.cell.pk)
        acts = (partial(watching.put_on_list, source), partial(watching.review, watching.marks()), plan)
        outcomes = [at_once(partial(impatient, act))[0] for act in acts]
    assert [type(one) for one in outcomes] == [SourceBusy, SourceBusy, PlanBusy]
    assert "nguồn này" in str(outcomes[0])
    assert watching.put_on_list(source).state == "listed"
