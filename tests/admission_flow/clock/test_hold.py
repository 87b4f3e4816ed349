"""A case on hold: nobody acts on it, nothing of it is due, and its terms have as much left when it goes on."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from admission_flow.access import actions_for, case_for
from admission_flow.models import Case, Deadline, DeadlineChange, Hold, Task
from admission_flow.refusals import CaseClosed, InvalidFacts, NotOnHold, NotYours, OnHold
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.people import Bloc

D = datetime.date
AT = datetime.datetime(2026, 2, 2, 3, tzinfo=datetime.UTC)  # a Monday, two weeks before Tết


def term(journey: Journey, rule: str = "decide_admission") -> Deadline:
    return Deadline.objects.get(case=journey.case, rule=rule)


def test_a_hold_across_tet_moves_the_term_by_the_working_days_it_lasted(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    assert term(journey).due_on == D(2026, 5, 7)
    journey.wait(9).hold()
    assert journey.task("bloc_decision").due_on is None
    journey.wait(14).resume()
    assert term(journey).due_on == journey.task("bloc_decision").due_on == D(2026, 5, 14)
    change = DeadlineChange.objects.get()
    assert (change.kind, change.working_days, change.first_day, change.until) == (
        *("suspension", 5),
        *(D(2026, 2, 11), D(2026, 2, 25)),
    )
    assert (change.due_before, change.due_after) == (D(2026, 5, 7), D(2026, 5, 14))
    assert verify().holds


def test_the_offices_target_has_as_many_days_left(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("file_check")
    assert journey.task("file_check").due_on == D(2026, 2, 9)
    journey.wait(2).hold()
    journey.wait(21).resume()
    assert journey.task("file_check").due_on == D(2026, 3, 2)


def test_what_was_late_already_stays_late(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("file_check").wait(12)  # a Saturday after its last day
    journey.hold()
    journey.wait(11).resume()
    assert journey.task("file_check").due_on == D(2026, 2, 9)


def test_resumed_the_same_day_nothing_moves_and_it_can_be_held_again(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    for _time in range(2):
        journey.hold()
        journey.resume()
    assert term(journey).due_on == D(2026, 5, 7)
    assert not DeadlineChange.objects.exists()


def test_two_holds_both_count(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision").wait(1)
    journey.hold()
    journey.wait(1).resume()
    journey.wait(1).hold()
    journey.wait(1).resume()
    assert term(journey).due_on == D(2026, 5, 11)
    assert term(journey).derivation["numbers"]["stood_days"] == [1, 1]


def test_a_term_that_runs_from_a_day_before_the_hold_counts_it_too(bloc: Bloc) -> None:
    """The ceremony's term is told by the receipt only when the ceremony is recorded."""
    journey = Journey(bloc, at=AT).to("ceremony").wait(1)
    received = journey.today
    journey.wait(1).hold()
    journey.wait(1).resume()
    journey.ceremony(received)
    assert term(journey, "hold_ceremony").due_on == D(2026, 3, 25)


ACTS: dict[str, Callable[[Journey], object]] = {
    "the step": lambda journey: journey.bloc_decision(),
    "a return": lambda journey: journey.send_back("bloc_decision"),
    "an opinion asked": lambda journey: journey.ask_opinion(),
    "taking it": lambda journey: journey.take(journey.task("bloc_decision")),
    "more time": lambda journey: journey.extend(),
    "a second hold": lambda journey: journey.hold(),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nobody_acts_on_it_meanwhile(bloc: Bloc, act: Callable[[Journey], object]) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.hold("Chờ Ban Nội chính trả lời.")
    before = Entry.objects.count()
    with pytest.raises(OnHold) as refused:
        act(journey)
    assert "since 02/02/2026: Chờ Ban Nội chính trả lời. Nothing" in refused.value.sentence
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "who",
    ["cell_secretary", "committee_secretary", "standing_deputy", "training_centre", "auditor", "administrator"],
)
def test_only_the_organisation_board_holds_and_resumes(bloc: Bloc, who: str) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    with pytest.raises(NotYours):
        journey.hold(by=getattr(bloc, who))
    journey.hold()
    with pytest.raises(NotYours):
        journey.resume(by=getattr(bloc, who))
    journey.case.refresh_from_db()
    assert journey.case.held_since == journey.today


def test_reasons_are_needed(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    with pytest.raises(InvalidFacts):
        journey.hold(" ")
    with pytest.raises(NotOnHold):
        journey.resume()
    journey.hold()
    with pytest.raises(InvalidFacts):
        journey.resume(" ")


def test_only_what_ends_it_is_offered(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    journey.hold()
    tasks = list(Task.objects.filter(process=journey.case, status="NEW"))
    offered = {
        who: [one.verb for one in actions_for(user, case_for(user, journey.case.pk, at=now), tasks, at=now)[0]]
        for who in ("organisation_board", "cell_secretary", "standing_deputy")
        for user, now in [(getattr(bloc, who), timezone.now())]
    }
    assert offered == {"organisation_board": ["resume"], "cell_secretary": ["withdraw"], "standing_deputy": []}


def test_the_cell_withdraws_a_case_that_is_on_hold(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.hold()
    journey.wait(3).withdraw()
    journey.case.refresh_from_db()
    assert (journey.case.outcome, journey.case.held_since) == ("withdrawn", None)
    assert Hold.objects.get().until == journey.today
    assert verify().holds
    with pytest.raises(CaseClosed):
        journey.hold()


def test_a_meeting_of_before_is_recorded_after(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision").wait(1)
    journey.hold()
    journey.wait(2).resume()
    with journey.dating(-3):
        journey.bloc_decision()
    assert term(journey).met_on == D(2026, 2, 2)


def test_whoever_waits_for_it_is_told(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.hold()
    told = set(Notice.objects.filter(kind="case_held").values_list("recipient", flat=True))
    assert {bloc.bloc_secretary.pk, bloc.standing_deputy.pk, bloc.cell_secretary.pk} <= told
    assert bloc.organisation_board.pk not in told
    journey.wait(1).resume()
    assert Notice.objects.filter(kind="case_resumed", recipient=bloc.cell_secretary).exists()


def test_no_closed_case_is_on_hold(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.withdraw()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=journey.case.pk).update(held_since=D(2026, 2, 2))


def test_a_hold_edited_behind_the_journal_is_noticed(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    journey.hold()
    assert verify().holds
    Hold.objects.update(reason="khác")
    assert not verify().holds
