"""An administrator sees the faults and proposes; another applies or declines; nobody else comes in."""

import pytest

from admission_flow.models import Repair
from admission_flow.soundness import faults
from tests.admission_flow.soundness.planted import PLANTED

FAULTS = "/admin/admission_flow/repair/faults/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(bloc):
    return PLANTED[faults.NO_OPEN_STEP](bloc)


def propose(client, bloc, journey, **changes):
    client.force_login(bloc.administrator)
    given = {"case": journey.case.pk, "fault": faults.NO_OPEN_STEP, "reason": "Theo biên bản"}
    return client.post(FAULTS, given | changes)


def test_nothing_found_says_so(client, bloc):
    client.force_login(bloc.administrator)
    page = client.get(FAULTS)
    assert page.status_code == 200
    assert '<form method="post" class="module"' not in page.content.decode()


def test_proposed_and_applied_by_another(client, bloc, journey, second_administrator):
    client.force_login(bloc.administrator)
    assert journey.case.number in client.get(FAULTS).content.decode()
    assert propose(client, bloc, journey).status_code == 302
    repair = Repair.objects.get()
    own = client.get(f"/admin/admission_flow/repair/{repair.pk}/change/").content.decode()
    assert "apply-repair" not in own
    client.force_login(second_administrator)
    theirs = client.get(f"/admin/admission_flow/repair/{repair.pk}/change/").content.decode()
    assert 'id="apply-repair"' in theirs
    client.post(f"/admin/admission_flow/repair/{repair.pk}/apply/")
    repair.refresh_from_db()
    assert repair.state == Repair.State.APPLIED
    assert journey.open_steps() == ["cell_vote"]


def test_declined(client, bloc, journey, second_administrator):
    propose(client, bloc, journey)
    repair = Repair.objects.get()
    client.force_login(second_administrator)
    address = f"/admin/admission_flow/repair/{repair.pk}/decline/"
    client.post(address, {"answer": ""})
    repair.refresh_from_db()
    assert repair.state == Repair.State.PROPOSED
    client.post(address, {"answer": "Chờ khôi phục"})
    repair.refresh_from_db()
    assert (repair.state, repair.answer) == (Repair.State.DECLINED, "Chờ khôi phục")
    assert journey.open_steps() == []


def test_the_proposer_cant_apply_by_the_address_either(client, bloc, journey):
    propose(client, bloc, journey)
    repair = Repair.objects.get()
    client.post(f"/admin/admission_flow/repair/{repair.pk}/apply/")
    repair.refresh_from_db()
    assert repair.state == Repair.State.PROPOSED


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"case": "x"}, {"case": "9" * 12}, {"fault": "unheard_of"}, {"fault": faults.VACANT}],
)
def test_bad_input_proposes_nothing_and_draws_the_page_again(client, bloc, journey, changes):
    assert propose(client, bloc, journey, **changes).status_code == 200
    assert not Repair.objects.exists()


@pytest.mark.parametrize("who", ["organisation_board", "cell_secretary", "auditor"])
def test_nobody_else(client, bloc, journey, who):
    client.force_login(getattr(bloc, who))
    assert client.get(FAULTS).status_code in (302, 403)
    assert client.post(FAULTS, {}).status_code in (302, 403)
