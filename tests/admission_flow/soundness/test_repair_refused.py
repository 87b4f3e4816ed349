"""A repair needs a fault that is there, two administrators, and is applied once."""

import pytest
from django.utils import timezone

from admission_flow.decisions.repair import (
    AlreadyDecided,
    NothingToRepair,
    SecondPairOfEyes,
    apply_repair,
    decline_repair,
    propose_repair,
)
from admission_flow.models import Repair, Task
from admission_flow.refusals import InvalidFacts, NotYours
from admission_flow.soundness import faults
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.admission_flow.soundness.planted import PLANTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(bloc):
    return PLANTED[faults.NO_OPEN_STEP](bloc)


def propose(bloc, journey, kind=faults.NO_OPEN_STEP, reason="Theo biên bản", by=None, person=None):
    by = by or bloc.administrator
    return propose_repair(journey.case.pk, kind, reason, person, acting_user=by, at=timezone.now())


def test_a_sound_case_has_nothing_to_repair(bloc):
    with pytest.raises(NothingToRepair):
        propose(bloc, Journey(bloc).to("course"))


def test_without_a_reason(bloc, journey):
    with pytest.raises(InvalidFacts):
        propose(bloc, journey, reason="  ")


def test_a_vacant_seat_needs_somebody_to_take_it(bloc):
    with pytest.raises(InvalidFacts):
        propose(bloc, PLANTED[faults.VACANT](bloc), faults.VACANT)


@pytest.mark.parametrize("who", ["cell_secretary", "organisation_board", "bloc_secretary"])
def test_who_decides_doesnt_repair(bloc, journey, second_administrator, who):
    with pytest.raises(NotYours):
        propose(bloc, journey, by=getattr(bloc, who))
    repair = propose(bloc, journey)
    for verb in (lambda user: apply_repair(repair.pk, acting_user=user, at=timezone.now()),
                 lambda user: decline_repair(repair.pk, "Không", acting_user=user, at=timezone.now())):  # fmt: skip
        with pytest.raises(NotYours):
            verb(getattr(bloc, who))


def test_not_by_whoever_proposed_it(bloc, journey):
    repair = propose(bloc, journey)
    with pytest.raises(SecondPairOfEyes):
        apply_repair(repair.pk, acting_user=bloc.administrator, at=timezone.now())
    with pytest.raises(SecondPairOfEyes):
        decline_repair(repair.pk, "Không", acting_user=bloc.administrator, at=timezone.now())


def test_proposed_once(bloc, journey, second_administrator):
    propose(bloc, journey)
    with pytest.raises(InvalidFacts):
        propose(bloc, journey, by=second_administrator)
    assert Repair.objects.count() == 1


def test_applied_once(bloc, journey, second_administrator):
    repair = propose(bloc, journey)
    apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    with pytest.raises(AlreadyDecided):
        apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    assert Task.objects.filter(process=journey.case, step="cell_vote", status="NEW").count() == 1


def test_gone_before_it_is_applied(bloc, journey, second_administrator):
    repair = propose(bloc, journey)
    Task.objects.filter(process=journey.case, step="cell_vote").update(status="NEW", done_at=None)
    with pytest.raises(NothingToRepair):
        apply_repair(repair.pk, acting_user=second_administrator, at=timezone.now())
    repair.refresh_from_db()
    assert repair.state == Repair.State.PROPOSED


def test_declined_with_its_reason_and_proposed_anew(bloc, journey, second_administrator):
    repair = propose(bloc, journey)
    with pytest.raises(InvalidFacts):
        decline_repair(repair.pk, "", acting_user=second_administrator, at=timezone.now())
    decline_repair(repair.pk, "Chờ khôi phục dữ liệu", acting_user=second_administrator, at=timezone.now())
    assert not Task.objects.filter(process=journey.case, status="NEW").exists()
    assert propose(bloc, journey).pk != repair.pk


def test_the_other_administrators_are_told(bloc, journey, second_administrator):
    propose(bloc, journey)
    told = Notice.objects.filter(kind="repair_proposed")
    assert [notice.recipient for notice in told] == [second_administrator]
