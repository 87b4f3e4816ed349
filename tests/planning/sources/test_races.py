"""Two at once: a person becomes a source once, is nominated once, and a month is reviewed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from admission_flow.models import Case
from planning.models import Source, SourceReview
from planning.sources.refusals import AlreadyReviewed
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
