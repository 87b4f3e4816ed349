"""Faults planted behind the verbs, by plain SQL or a plain update: what a crash, a bad script or a bug could leave."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import connection
from django.utils import timezone
from viewflow.workflow.token import Token

from admission_flow.models import Case, Deadline, Task
from admission_flow.soundness import faults
from orgs import seating
from orgs.models import Member, Seat
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.people import Bloc


def open_tasks(journey: Journey):
    return Task.objects.filter(process=journey.case, status="NEW")


def no_open_step(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("cell_vote")
    open_tasks(journey).update(status="CANCELED", done_at=timezone.now())
    return journey


def no_open_step_after_an_unclear_verification(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("verification")
    journey.verification("not_clear")
    journey.to("file_check")
    open_tasks(journey).update(status="CANCELED", done_at=timezone.now())
    return journey


def step_twice(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("file_check")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX task_one_open_per_step")
    task = open_tasks(journey).get()
    task.pk = None
    task.save(force_insert=True)
    return journey


def apart(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("cell_vote")
    task = open_tasks(journey).get()
    task.pk, task.step, task.flow_task = None, "bloc_decision", type(journey.case.flow_class.instance).bloc_decision
    task.unit_id, task.capability, task.due_on, task.due_kind, task.due_rule = bloc.unit.pk, "decide_bloc", None, "", ""
    task.save(force_insert=True)
    return journey


def elsewhere(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_appraisal")
    flow = type(journey.case.flow_class.instance)
    open_tasks(journey).update(
        step="cell_vote", flow_task=flow.cell_vote, unit=journey.case.unit_id, capability="record_vote"
    )
    return journey


def stranded(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("verification")
    task = journey.task("opinions")
    Task.objects.filter(pk=task.pk).update(token=Token("start/987654_2"))
    return journey


def standing(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_appraisal")
    kept = [step for step in journey.case.standing if step != "cell_vote"]
    Case.objects.filter(pk=journey.case.pk).update(standing=kept)
    return journey


def still_open(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_decision")
    journey.bloc_decision("not_admitted", reason="Chưa đủ điều kiện")
    Case.objects.filter(pk=journey.case.pk).update(status="NEW", outcome="", closed_at=None)
    return journey


def not_closed(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("cell_vote")
    journey.withdraw()
    Task.objects.filter(process=journey.case, step="cell_vote").update(status="NEW", done_at=None)
    return journey


def wrong_unit(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("cell_vote")
    open_tasks(journey).update(unit=bloc.sibling_cell.pk)
    return journey


def vacant(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("course")
    day = timezone.localdate() - datetime.timedelta(days=1)
    for seat in Seat.objects.filter(unit=bloc.unit, role="training_centre"):
        seating.end_seat(seat, day, acting_user=bloc.administrator, at=timezone.now(), reason="Nghỉ hưu")
    return journey


def dead_term(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("ceremony")
    Deadline.objects.filter(case=journey.case, rule="decide_admission").update(met_on=None)
    return journey


def wrong_due_day(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_decision")
    Deadline.objects.filter(case=journey.case).delete()
    return journey


def unregistered(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("ceremony")
    journey.ceremony()
    Member.objects.filter(person=journey.case.candidate.person).delete()
    return journey


def left_register(bloc: Bloc) -> Journey:
    journey = recognising(bloc).to("recognition_vote")
    Member.objects.filter(person=journey.case.candidate.person).update(until=journey.today, ending="moved")
    return journey


def gone_term(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("ceremony")
    Deadline.objects.filter(case=journey.case, rule="hold_ceremony").delete()
    return journey


def gone_review(bloc: Bloc) -> Journey:
    journey = recognising(bloc).to("recognition_vote")
    Deadline.objects.filter(case=journey.case).delete()
    open_tasks(journey).update(due_on=None, due_kind="", due_rule="")
    return journey


def hold_without_record(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_decision")
    Case.objects.filter(pk=journey.case.pk).update(held_since=journey.today)
    return journey


def record_without_hold(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_decision")
    journey.hold()
    Case.objects.filter(pk=journey.case.pk).update(held_since=None)
    return journey


def wrong_term(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_decision")
    wrong = journey.today + datetime.timedelta(days=400)
    Deadline.objects.filter(case=journey.case).update(due_on=wrong)
    open_tasks(journey).update(due_on=wrong)
    return journey


def asked_by(bloc: Bloc) -> Journey:
    journey = Journey(bloc).to("bloc_decision")
    journey.send_back("bloc_decision")
    Case.objects.filter(pk=journey.case.pk).update(returned_from="")
    return journey


def probation(bloc: Bloc) -> Journey:
    journey = recognising(bloc)
    Case.objects.filter(pk=journey.case.pk).update(probation_from=journey.today)
    return journey


PLANTED: dict[str, Callable[[Bloc], Journey]] = {
    faults.NO_OPEN_STEP: no_open_step,
    faults.STEP_TWICE: step_twice,
    faults.APART: apart,
    faults.ELSEWHERE: elsewhere,
    faults.STRANDED: stranded,
    faults.STANDING: standing,
    faults.STILL_OPEN: still_open,
    faults.NOT_CLOSED: not_closed,
    faults.WRONG_UNIT: wrong_unit,
    faults.VACANT: vacant,
    faults.DEAD_TERM: dead_term,
    faults.WRONG_DUE_DAY: wrong_due_day,
    faults.UNREGISTERED: unregistered,
    faults.LEFT_REGISTER: left_register,
    faults.HOLD: hold_without_record,
    faults.WRONG_TERM: wrong_term,
    faults.ASKED_BY: asked_by,
    faults.PROBATION: probation,
}
