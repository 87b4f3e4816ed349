"""A term extended by the competent body: once, by at most thirty working days, while it runs (29-QĐ/TW 4.3, S1)."""

import datetime

import pytest

from admission_flow.models import Deadline, DeadlineChange, Paper
from admission_flow.refusals import InvalidFacts, NotExtendable, NotYours
from journal.verify import verify
from notices.models import Notice
from tests.admission_flow.journey import PROFILE, Journey
from tests.people import Bloc

D = datetime.date
AT = datetime.datetime(2026, 2, 2, 3, tzinfo=datetime.UTC)


def term(journey: Journey) -> Deadline:
    return Deadline.objects.get(case=journey.case, rule="decide_admission")


def test_thirty_working_days_over_a_holiday(bloc: Bloc) -> None:
    """From Thursday 07/05/2026; none of the thirty is a day off, and the sixty went over Tết and 30/4."""
    journey = Journey(bloc, at=AT).to("bloc_decision").wait(40)
    decision = journey.extend(30)
    found = term(journey)
    assert (found.extended_by, found.extensions, found.due_on) == (30, 1, D(2026, 6, 18))
    assert journey.task("bloc_decision").due_on == D(2026, 6, 18)
    change = DeadlineChange.objects.get()
    assert (change.kind, change.working_days, change.due_before, change.due_after, change.decided_by) == (
        *("extension", 30),
        *(D(2026, 5, 7), D(2026, 6, 18), bloc.standing_deputy),
    )
    assert (change.reason, change.paper_number) == ("Phải xác minh thêm", "01")
    assert Paper.objects.filter(case=journey.case, code="GH-TH").exists()
    assert decision.facts["due_after"] == "2026-06-18"
    assert Notice.objects.filter(kind="term_extended", recipient=bloc.cell_secretary).exists()
    assert verify().holds


def test_a_step_that_opens_later_is_due_by_the_extended_term(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("grassroots_approval")
    target = journey.task("grassroots_approval").due_on
    journey.extend(10)
    assert journey.task("grassroots_approval").due_on == target
    assert journey.to("bloc_decision").task("bloc_decision").due_on == D(2026, 5, 21)


def test_not_a_second_time(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.extend(1)
    with pytest.raises(NotExtendable, match="extended already, and ends on 08/05/2026"):
        journey.extend(1)
    assert term(journey).extensions == 1


@pytest.mark.parametrize("days", [-1, 0, 31, 60])
def test_by_no_more_than_the_regulation_says(bloc: Bloc, days: int) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    with pytest.raises(InvalidFacts, match="1 to 30 working days"):
        journey.extend(days)


@pytest.mark.parametrize("step", ["file_check", "ceremony"])
def test_only_a_term_that_runs(bloc: Bloc, step: str) -> None:
    """Not before the cell's resolution, and not once the decision has met it."""
    journey = Journey(bloc, at=AT).to(step)
    with pytest.raises(NotExtendable, match="No term runs"):
        journey.extend()


def test_not_after_its_last_day(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.at = datetime.datetime(2026, 5, 8, 3, tzinfo=datetime.UTC)
    with pytest.raises(InvalidFacts, match="What is late already stays late"):
        journey.extend()
    with journey.dating(-1):
        journey.extend(1)
    assert term(journey).due_on == D(2026, 5, 8)


@pytest.mark.parametrize("who", ["organisation_board", "cell_secretary", "committee_secretary", "bloc_deputy"])
def test_by_the_competent_body_alone(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    with pytest.raises(NotYours):
        journey.extend(by=getattr(bloc, who))


def test_with_delegated_authority_by_that_committee(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell", AT).to("grassroots_approval")
    with pytest.raises(NotYours):
        journey.extend(by=bloc.standing_deputy)
    journey.extend(1)
    assert journey.task("grassroots_approval").due_on == D(2026, 5, 8)


def test_reason_and_paper_are_needed(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    with pytest.raises(InvalidFacts, match="needs more time"):
        journey.extend(5, " ")


def test_a_term_that_begins_anew_has_no_extension(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.extend(30)
    journey.wait(7).send_back("bloc_decision")
    journey.supplement(profile=PROFILE | {"aliases": "Thanh"})
    journey.to("cell_vote").cell_vote()
    found = term(journey)
    assert (found.runs_from, found.extended_by, found.extensions) == (D(2026, 2, 9), 0, 0)
    assert found.due_on == D(2026, 5, 14)
    journey.extend(1)


def test_held_after_it_was_extended(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.extend(10)
    journey.wait(1).hold()
    journey.wait(1).resume()
    assert term(journey).due_on == D(2026, 5, 22)
