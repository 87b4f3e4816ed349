"""A simulated history: believable, complete, in order, the same every time, and made by the real verbs only."""

import datetime
from collections import Counter

import pytest
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from viewflow.workflow.status import STATUS

from admission_flow.models import Case, Deadline, Decision, Task
from admission_flow.simulation.planner import LEFT_AT
from admission_flow.simulation.simulate import Summary, simulate
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs.members import membership_of
from tests.people import Bloc, build_bloc

FIRST, LAST = datetime.date(2024, 1, 2), datetime.date(2025, 3, 31)


def history(cases: int, seed: int = 7, first: datetime.date = FIRST, last: datetime.date = LAST) -> Summary:
    return simulate(cases, first, last, seed, now=timezone.now())


@pytest.fixture(scope="module")
def bloc(module_database: str) -> Bloc:
    """The cast's bloc with a history of fifteen months; the tests of this module only look at it."""
    bloc = build_bloc()
    history(45)
    return bloc


def test_cases_stand_at_every_step_when_it_ends(bloc: Bloc) -> None:
    standing = set(Task.objects.filter(status=STATUS.NEW).values_list("step", flat=True))
    # The probations that the ceremonies began have not ended.
    assert standing == set(LEFT_AT) | {"new_member_class", "probation_papers"}


def test_nothing_happens_after_the_last_day(bloc: Bloc) -> None:
    end = datetime.datetime.combine(LAST, datetime.time(17), timezone.get_current_timezone())
    assert Decision.objects.count() > 200
    assert not Decision.objects.filter(Q(at__gt=end) | Q(dated__gt=LAST)).exists()
    assert not Task.objects.filter(Q(first_seen_at__gt=end) | Q(claimed_at__gt=end) | Q(done_at__gt=end)).exists()


def test_the_journal_holds_and_every_stream_goes_forward_in_time(bloc: Bloc) -> None:
    found = verify()
    assert found.holds, str(found)
    last: dict[str, datetime.datetime] = {}
    for stream, at in Entry.objects.order_by("stream", "seq").values_list("stream", "at"):
        assert last.setdefault(stream, at) <= at
        last[stream] = at


def test_case_numbers_follow_the_order_of_opening(bloc: Bloc) -> None:
    numbers = list(Case.objects.order_by("opened_at", "pk").values_list("number", flat=True))
    assert Case.objects.filter(admission=None).count() == 45
    assert numbers == sorted(numbers)


def test_a_step_is_opened_seen_taken_and_done_in_this_order(bloc: Bloc) -> None:
    wrong = Q(first_seen_at__lt=F("opened_at")) | Q(claimed_at__lt=F("first_seen_at")) | Q(done_at__lt=F("claimed_at"))
    assert not Task.objects.filter(wrong).exists()
    waited = Task.objects.filter(status=STATUS.DONE).exclude(step__in=["nominate", "recognition_opened"])
    assert not waited.filter(done_at=F("opened_at")).exists()


def test_some_steps_are_taken_and_some_done_without_a_word(bloc: Bloc) -> None:
    done = Task.objects.filter(status=STATUS.DONE).exclude(step="nominate")
    taken = Entry.objects.filter(verb="take").count()
    assert 0 < taken < done.count()
    assert done.filter(claimed_at=F("done_at")).exists()
    assert Task.objects.filter(status=STATUS.NEW, claimed_at=None).exists()


def test_some_steps_nobody_has_seen_yet(bloc: Bloc) -> None:
    waiting = Task.objects.filter(status=STATUS.NEW)
    assert 0 < waiting.filter(first_seen_at=None).count() < waiting.count()


def test_everything_that_can_happen_happens(bloc: Bloc) -> None:
    told = set(Decision.objects.values_list("step", "outcome"))
    assert told >= {
        ("verification", "not_clear"),
        ("file_check", "returned"),
        ("bloc_appraisal", "returned"),
        ("bloc_decision", "not_admitted"),
        ("bloc_decision", "opinion_asked"),
        ("grassroots_approval", "admitted"),
        ("grassroots_approval", "not_admitted"),
        ("withdrawal", "withdrawn"),
        ("ceremony", "held"),
    }
    assert set(Case.objects.values_list("route", flat=True)) == set(Case.Route.values)
    # Nobody leaves the bloc and no admission is cancelled in the simulated history.
    beside = {Case.Outcome.TRANSFERRED, Case.Outcome.CANCELLED}
    of_recognition = {Case.Outcome.RECOGNISED, Case.Outcome.STRUCK_OFF, Case.Outcome.MEMBERSHIP_ENDED}
    outcomes = set(Case.objects.filter(admission=None).values_list("outcome", flat=True))
    assert outcomes == set(Case.Outcome.values) - of_recognition - beside


def test_votes_below_the_ratio_go_up_and_some_of_them_are_admitted_all_the_same(bloc: Bloc) -> None:
    below = Case.objects.filter(decisions__step="cell_vote", decisions__ratio_reached=False)
    assert {Case.Outcome.ADMITTED, Case.Outcome.NOT_ADMITTED} <= set(below.values_list("outcome", flat=True))


def test_a_supplement_that_changes_a_fact_makes_votes_be_done_again(bloc: Bloc) -> None:
    votes = Counter(Decision.objects.filter(step="cell_vote").values_list("case", flat=True))
    assert max(votes.values()) == 2


def test_the_standing_committee_sits_once_a_month(bloc: Bloc) -> None:
    days = set(Decision.objects.filter(step="bloc_decision").values_list("dated", flat=True))
    assert len(days) > 5
    assert len({(day.year, day.month) for day in days}) == len(days)


def test_people_act_in_office_hours_and_meet_some_terms_late(bloc: Bloc) -> None:
    moments = [timezone.localtime(at) for at in Decision.objects.values_list("at", flat=True)]
    assert all(at.weekday() < 5 and datetime.time(7, 30) <= at.time() <= datetime.time(17) for at in moments)
    assert Task.objects.filter(status=STATUS.DONE, due_on__lt=F("done_at__date")).exists()
    assert Deadline.objects.filter(met_on__lte=F("due_on")).exists()


def test_who_is_admitted_enters_the_register(bloc: Bloc) -> None:
    admitted = Case.objects.filter(outcome=Case.Outcome.ADMITTED).select_related("candidate__person")
    for case in admitted:
        stay = membership_of(case.candidate.person, LAST)
        assert stay is not None
        assert (stay.unit_id, stay.joined_on) == (case.unit_id, case.admitted_on)


def test_notices_were_told_to_nobody_and_old_ones_count_as_read(bloc: Bloc) -> None:
    assert not Notice.objects.filter(delivered_at=None).exists()
    assert not Notice.objects.filter(at__date__lt=LAST - datetime.timedelta(days=10), read_at=None).exists()
    assert Notice.objects.filter(read_at=None).exists()


def test_the_same_seed_tells_the_same_history(db: None) -> None:
    build_bloc()
    first, again, other = (_told(seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def _told(seed: int) -> list[tuple[object, ...]]:
    columns = ("case__number", "case__candidate__person__full_name", "step", "outcome", "at", "decided_by", "reason")
    with transaction.atomic():
        history(6, seed)
        told = list(Decision.objects.order_by("at", "pk").values_list(*columns))
        transaction.set_rollback(True)
    return told
