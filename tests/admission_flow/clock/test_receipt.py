"""The ceremony's thirty working days run from the receipt of the decision, once the cell has recorded it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.decisions import ceremony
from admission_flow.models import Deadline, Decision
from admission_flow.refusals import InvalidFacts, NotYours, WrongStep
from admission_flow.soundness.examine import examine
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

# The day of the decision; receipt two weeks later, and thirty working days from each.
AT = timezone.make_aware(datetime.datetime(2026, 3, 2, 9))
DECIDED, RECEIVED = datetime.date(2026, 3, 2), datetime.date(2026, 3, 16)


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc, at=AT).to("ceremony")


def receive(journey: Journey, day: datetime.date = RECEIVED, by=None) -> Decision:
    return journey.do(ceremony.record_receipt, "ceremony", day, by=by)


def term(journey: Journey) -> Deadline:
    return Deadline.objects.get(case=journey.case, rule="hold_ceremony")


def test_it_runs_from_the_day_recorded(journey: Journey) -> None:
    assert (term(journey).runs_from, journey.task("ceremony").due_on) == (DECIDED, term(journey).due_on)
    before = term(journey).due_on
    decision = receive(journey.wait(20))
    assert (decision.step, decision.outcome, decision.facts["received_on"]) == ("receipt", "received", "2026-03-16")
    # Ten working days later than it was, and one more for each day off that lies in between.
    assert term(journey).runs_from == RECEIVED
    assert term(journey).due_on > before
    assert journey.task("ceremony").due_on == term(journey).due_on
    assert list(examine([journey.case.pk], at=journey.at)) == []
    assert journey.open_steps() == ["ceremony"]
    assert journey.ceremony(received_on=RECEIVED).outcome == "held"
    assert verify().holds


def test_recorded_again_the_new_day_counts(journey: Journey) -> None:
    receive(journey.wait(20))
    receive(journey, RECEIVED - datetime.timedelta(days=3))
    assert term(journey).runs_from == RECEIVED - datetime.timedelta(days=3)
    assert list(examine([journey.case.pk], at=journey.at)) == []


@pytest.mark.parametrize("day", [DECIDED - datetime.timedelta(days=1), RECEIVED + datetime.timedelta(days=30)])
def test_not_before_the_decision_nor_in_the_future(journey: Journey, day: datetime.date) -> None:
    with nothing_written(), pytest.raises(InvalidFacts):
        receive(journey.wait(20), day)


def test_by_the_cell_at_that_step_alone(journey: Journey, bloc: Bloc) -> None:
    for user in (bloc.committee_secretary, bloc.sibling_secretary, bloc.standing_deputy):
        with nothing_written(), pytest.raises(NotYours):
            receive(journey.wait(20), by=user)
    early = Journey.in_unit(bloc, "sibling_cell").to("course")
    with nothing_written(), pytest.raises(WrongStep):
        early.do(ceremony.record_receipt, "course", early.today)


def test_the_page_says_what_it_assumes_until_then(bloc: Bloc, client: Client) -> None:
    journey = Journey(bloc).to("ceremony")
    client.force_login(bloc.cell_secretary)
    address = f"/cases/{journey.case.pk}/"
    assert "Chưa ghi ngày nhận quyết định" in client.get(address).content.decode()
    task = journey.task("ceremony").pk
    post = client.post(f"{address}tasks/{task}/record_receipt/", {"received_on": f"{journey.today:%d/%m/%Y}"})
    assert post.status_code == 302
    page = client.get(f"{address}?do=hold_ceremony").content.decode()
    assert "Chưa ghi ngày nhận quyết định" not in page
    assert f'value="{journey.today:%d/%m/%Y}"' in page
    assert "ghi ngày nhận quyết định" in client.get(f"{address}?tab=history").content.decode()
