"""A history long enough for a probation to end: most are recognised, some late, a rare one is struck off."""

import datetime

import pytest
from django.db.models import F
from django.utils import timezone

from admission_flow.models import Case, Decision, Task
from admission_flow.rules.ages import complete_on
from admission_flow.simulation.simulate import Summary, simulate
from journal.verify import verify
from orgs.models import Member
from tests.people import Bloc, build_bloc

FIRST, LAST = datetime.date(2021, 1, 4), datetime.date(2023, 9, 29)


@pytest.fixture(scope="module")
def told(module_database: str) -> tuple[Bloc, Summary]:
    return build_bloc(), simulate(24, FIRST, LAST, 5, now=timezone.now())


def test_every_ceremony_opened_a_recognition(told: tuple[Bloc, Summary]) -> None:
    admitted = Case.objects.filter(admission=None, probation_from__isnull=False)
    assert admitted.count() > 10
    assert Case.objects.filter(admission__in=admitted).count() == admitted.count()
    assert told[1].recognitions.total() == admitted.count()


def test_recognised_at_the_end_of_month_12_however_late(told: tuple[Bloc, Summary]) -> None:
    recognised = Case.objects.filter(outcome="recognised").select_related("candidate")
    assert recognised.count() > 5
    for case in recognised:
        assert case.probation_from is not None
        over = complete_on(case.probation_from, 12)
        assert Member.objects.get(person=case.candidate.person_id).official_on == over
        assert not case.decisions.filter(step="recognition_vote", dated__lt=over).exists()
    assert Task.objects.filter(step="recognition_vote", status="DONE", due_on__lt=F("done_at__date")).exists()


def test_one_is_struck_off_and_one_voted_on_again(told: tuple[Bloc, Summary]) -> None:
    case = Case.objects.filter(outcome="struck_off").first()
    assert case is not None
    assert Member.objects.get(person=case.candidate.person_id).ending == Member.Ending.LEFT
    assert Decision.objects.filter(step="recognition_vote", outcome="failed").exists()


def test_the_journal_holds(told: tuple[Bloc, Summary]) -> None:
    found = verify()
    assert found.holds, str(found)
