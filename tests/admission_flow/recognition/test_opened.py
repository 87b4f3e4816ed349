"""The ceremony ends the admission and opens the recognition in one act, with party age and probation as two facts."""

import datetime

from admission_flow.models import Case, Deadline, Decision, StepTarget, Task
from orgs.models import DelegatedAuthority
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.people import Bloc


def test_a_second_case_of_the_same_person_with_a_number_of_its_own(bloc: Bloc) -> None:
    journey = recognising(bloc)
    journey.admission.refresh_from_db()
    assert (journey.admission.outcome, journey.admission.status) == ("admitted", "DONE")
    assert journey.case.is_open
    assert journey.case.candidate == journey.admission.candidate
    assert journey.case.number != journey.admission.number
    assert journey.open_steps() == ["new_member_class", "probation_papers"]


def test_party_age_and_probation_are_two_facts(bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    decided_on = journey.today
    journey.wait(20).ceremony()
    for case in Case.objects.filter(candidate=journey.case.candidate):
        assert (case.admitted_on, case.probation_from) == (decided_on, journey.today)


def test_the_way_up_is_that_of_the_ceremonys_day(bloc: Bloc) -> None:
    """The committee was given authority between the decision and the ceremony."""
    journey = Journey(bloc).to("ceremony")
    DelegatedAuthority.objects.create(
        unit=bloc.committee, paper_number="1-QĐ", paper_date=journey.today, valid_from=journey.today
    )
    journey.ceremony()
    case = Case.objects.get(admission=journey.case)
    assert (case.route, case.committee) == (Case.Route.DELEGATED, bloc.committee)


def test_the_review_is_due_so_many_working_days_after_month_12(bloc: Bloc) -> None:
    """30 working days from the end of month 12. Source: S2, S3, S4."""
    journey = recognising(bloc)
    term = Deadline.objects.get(case=journey.case, rule="review_probation")
    assert (term.runs_from, term.working_days) == (journey.over, 30)
    review = journey.task("probation_papers")
    assert (review.due_on, review.due_kind) == (term.due_on, Task.DueKind.LEGAL)
    assert term.due_on > journey.over + datetime.timedelta(days=40)


def test_the_decision_is_due_so_many_working_days_after_the_resolution(bloc: Bloc) -> None:
    """30 working days from the cell's resolution. Source: S1."""
    journey = recognising(bloc).to("recognition_vote")
    journey.recognition_vote()
    term = Deadline.objects.get(case=journey.case, rule="decide_recognition")
    assert (term.runs_from, term.working_days, term.met_on) == (journey.today, 30, None)
    assert Deadline.objects.get(case=journey.case, rule="review_probation").met_on == journey.today
    journey.to("recognition_decision")
    assert journey.task("recognition_decision").due_on == term.due_on
    journey.wait(2).recognition_decision()
    term.refresh_from_db()
    assert term.met_on == journey.today


def test_every_step_has_a_due_day_by_law_or_by_the_office(bloc: Bloc) -> None:
    targets = set(StepTarget.objects.values_list("step", flat=True))
    journey = recognising(bloc, "departmental_cell")
    journey.to_the_end()
    tasks = Task.objects.filter(process=journey.case).exclude(step="recognition_opened")
    assert all(task.due_on for task in tasks)
    assert {task.step for task in tasks} - targets == {"probation_papers"}


def test_the_opening_is_a_decision_of_its_own(bloc: Bloc) -> None:
    journey = recognising(bloc)
    opened = Decision.objects.get(case=journey.case)
    assert (opened.step, opened.outcome, opened.dated) == ("recognition_opened", "opened", journey.case.probation_from)
