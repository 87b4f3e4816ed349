"""The demo shows sources in every state, entered by the verbs."""

from __future__ import annotations

from django.utils import timezone

from journal.verify import verify
from notices.models import Notice
from orgs.models import Unit
from planning.models import Source, SourceReview
from planning.sources import demo
from planning.sources.funnel import DECIDED, STAGES, reached
from tests.people import Bloc


def test_sources_once(bloc: Bloc) -> None:
    now = timezone.now()
    made = demo.watch_the_demo(now)
    with_secretary = Unit.objects.filter(kind__in=Unit.CELLS).exclude(code="CQK-01").count()
    assert made == demo.IN_A_CELL * with_secretary
    assert demo.watch_the_demo(now) == 0
    assert set(Source.objects.values_list("state", flat=True)) == {"watched", "listed", "nominated", "removed"}
    assert {stage for stage in STAGES if Source.objects.filter(reached(stage)).exists()} == set(STAGES)
    assert set(Source.objects.filter(reached(DECIDED)).values_list("case__outcome", flat=True)) == {
        "admitted", "not_admitted",
    }  # fmt: skip
    assert SourceReview.objects.values("month").distinct().count() == 2
    assert not Notice.objects.filter(delivered_at__isnull=True).exists()
    assert verify().holds


def test_in_an_empty_database(db: None) -> None:
    assert demo.watch_the_demo(timezone.now()) == 0
