"""Each planted fault is named by its case and its kind; its repair, applied by another, leaves the case clean."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from admission_flow.decisions.repair import apply_repair, propose_repair
from admission_flow.models import Deadline, Repair, Task
from admission_flow.soundness import faults
from admission_flow.soundness.examine import examine, suspects
from journal.models import Entry
from tests.admission_flow.soundness.planted import (
    PLANTED,
    gone_review,
    gone_term,
    no_open_step_after_an_unclear_verification,
    record_without_hold,
)
from tests.people import new_person

pytestmark = pytest.mark.django_db


def found():
    return [(fault.case_id, fault.kind) for fault in examine(suspects(), at=timezone.now())]


def fsck():
    out = StringIO()
    try:
        call_command("fsck", stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.parametrize("kind", PLANTED)
def test_named(bloc, kind):
    journey = PLANTED[kind](bloc)
    assert found() == [(journey.case.pk, kind)]
    told, error = fsck()
    assert told.startswith(f"{journey.case.number}: ")
    assert "%(" not in told
    assert error.startswith("1 ")


@pytest.mark.parametrize(
    ("plant", "kind", "due_by"),
    [
        (gone_term, faults.WRONG_DUE_DAY, "hold_ceremony"),
        (gone_review, faults.WRONG_DUE_DAY, "review_probation"),
        (record_without_hold, faults.HOLD, ""),
    ],
)
def test_the_term_runs_again_from_its_event(bloc, second_administrator, plant, kind, due_by):
    journey = plant(bloc)
    assert found() == [(journey.case.pk, kind)]
    repair = propose_repair(
        journey.case.pk, kind, "Theo biên bản kiểm tra", acting_user=bloc.administrator, at=timezone.now()
    )
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    assert found() == []
    (task,) = Task.objects.filter(process=journey.case, status="NEW")
    assert task.due_rule == due_by
    if due_by:
        assert task.due_on == Deadline.objects.get(case=journey.case, rule=due_by, met_on=None).due_on


def test_one_who_left_the_register_while_on_hold(bloc, second_administrator):
    journey = PLANTED[faults.LEFT_REGISTER](bloc)
    journey.hold()
    given = (journey.case.pk, faults.LEFT_REGISTER, "Theo danh sách")
    repair = propose_repair(*given, acting_user=bloc.administrator, at=timezone.now())
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    journey.case.refresh_from_db()
    assert (journey.case.outcome, journey.case.held_since) == ("transferred", None)
    assert found() == []


@pytest.mark.parametrize("kind", PLANTED)
def test_its_repair_leaves_it_clean(bloc, second_administrator, kind):
    journey = PLANTED[kind](bloc)
    person = None
    if kind == faults.VACANT:
        person = new_person("Lê Thị Đào Tạo")
        person.save()
    before = journey.decided()
    repair = propose_repair(
        journey.case.pk, kind, "Theo biên bản kiểm tra", person, acting_user=bloc.administrator, at=timezone.now()
    )
    assert found() == [(journey.case.pk, kind)], "a proposal changes nothing"
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    assert found() == []
    assert fsck()[1] == ""
    assert journey.decided() == before
    repair.refresh_from_db()
    assert (repair.state, repair.decided_by) == (Repair.State.APPLIED, second_administrator)
    verbs = Entry.objects.filter(stream=f"case:{journey.case.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["propose_repair", "apply_repair"]


def test_a_verification_that_was_not_clear_is_not_opened_again(bloc, second_administrator):
    journey = no_open_step_after_an_unclear_verification(bloc)
    repair = propose_repair(
        journey.case.pk, faults.NO_OPEN_STEP, "Theo biên bản", acting_user=bloc.administrator, at=timezone.now()
    )
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    assert journey.open_steps() == ["file_check"]
    assert found() == []
    journey.case.refresh_from_db()
    assert "verification" not in journey.case.standing


@pytest.mark.parametrize(
    "kind",
    [faults.NO_OPEN_STEP, faults.STEP_TWICE, faults.APART, faults.ELSEWHERE, faults.STRANDED, faults.STANDING,
     faults.WRONG_UNIT, faults.WRONG_DUE_DAY],
)  # fmt: skip
def test_a_case_repaired_goes_on_to_its_end(bloc, second_administrator, kind):
    journey = PLANTED[kind](bloc)
    repair = propose_repair(
        journey.case.pk, kind, "Theo biên bản kiểm tra", acting_user=bloc.administrator, at=timezone.now()
    )
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    journey.case.refresh_from_db()
    journey.to_the_end()
    assert journey.case.outcome == "admitted"
    assert found() == []
