"""Who may call which body, what may be on its agenda, and who is told."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.refusals import InvalidFacts, Refused
from meetings.calling import call_meeting, cancel_meeting, change_meeting, set_agenda, waiting_at
from meetings.models import Item, Meeting
from meetings.refusals import NotConvener, NotNow, Overtaken
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases
from tests.meetings.sittings import Held, given
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def waiting(bloc: Bloc, number: int = 3) -> list[int]:
    """So many cases before the standing committee; the last is due first."""
    today = timezone.localdate()
    tasks = []
    for place, name in enumerate(numbered(number)):
        tasks += open_cases(bloc, [name], step="bloc_decision", due_on=today + datetime.timedelta(days=30 - place))
    return [task.pk for task in tasks]


@pytest.fixture
def held(bloc):
    meeting = Held(bloc)
    meeting.tasks = waiting(bloc)
    return meeting


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("standing_deputy", "unit"),
        ("cell_secretary", "cell"),
        ("cell_deputy", "cell"),
        ("departmental_secretary", "departmental_committee"),
        ("committee_secretary", "committee"),
        ("committee_deputy", "committee"),
    ],
)
def test_who_calls_a_body(bloc, who, where):
    unit = getattr(bloc, where)
    meeting = call_meeting(unit, given([]), acting_user=getattr(bloc, who), at=timezone.now())
    assert meeting.status == Meeting.Status.CALLED


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("cell_secretary", "unit"),
        ("cell_secretary", "sibling_cell"),
        ("committee_secretary", "cell"),
        ("committee_member", "committee"),
        ("organisation_board", "unit"),
        ("auditor", "unit"),
        ("administrator", "unit"),
        ("former_secretary", "cell"),
        ("seatless", "cell"),
    ],
)
def test_who_does_not(bloc, who, where):
    with pytest.raises(NotConvener):
        call_meeting(getattr(bloc, where), given([]), acting_user=getattr(bloc, who), at=timezone.now())


def test_what_is_due_first_comes_first(bloc, held):
    assert [task.pk for task in waiting_at(bloc.unit)] == held.tasks[::-1]


def test_a_case_on_hold_is_not_offered(bloc):
    journey = Journey(bloc).to("bloc_decision")
    journey.hold()
    assert waiting_at(bloc.unit) == []
    agenda = given([journey.task("bloc_decision").pk])
    with pytest.raises(Refused):
        call_meeting(bloc.unit, agenda, acting_user=bloc.standing_deputy, at=timezone.now())


def test_a_step_of_another_body_is_refused(bloc):
    (task,) = open_cases(bloc, ["Nguyễn Văn Một"], step="cell_vote")
    with pytest.raises(Refused):
        call_meeting(bloc.unit, given([task.pk]), acting_user=bloc.standing_deputy, at=timezone.now())


def test_a_step_is_before_one_meeting(bloc, held):
    held.called()
    other = Held(bloc)
    other.tasks = held.tasks[:1]
    with pytest.raises(Refused):
        other.called()
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"place": "  "}, "place"), ({"voting": "whispering"}, "voting"),
     ({"at": datetime.datetime(2009, 12, 31, 8, tzinfo=datetime.UTC)}, "starts_on")],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(bloc, changes, field):
    with pytest.raises(InvalidFacts) as refused:
        call_meeting(bloc.unit, given([], **changes), acting_user=bloc.standing_deputy, at=timezone.now())
    assert list(refused.value.errors) == [field]


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_the_body_is_told_of_call_change_and_cancelling(bloc, held):
    held.called()
    members = {bloc.bloc_secretary.pk, bloc.bloc_deputy.pk, bloc.standing_member.pk}
    assert members <= told("meeting_called")
    assert bloc.standing_deputy.pk not in told("meeting_called")
    assert bloc.organisation_board.pk not in told("meeting_called")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    change_meeting(held.meeting.pk, held.version, given([], at=tomorrow), **held.by)
    assert members <= told("meeting_changed")
    cancel_meeting(held.meeting.pk, held.version, "Dời sang tháng sau", **held.by)
    assert members <= told("meeting_cancelled")


def test_a_change_of_the_voting_alone_calls_nobody_again(bloc, held):
    held.called()
    change_meeting(held.meeting.pk, held.version, given([], at=held.meeting.starts_at, voting="secret"), **held.by)
    assert not told("meeting_changed")


def test_no_notice_names_anybody(bloc, held):
    held.called()
    assert not any("Số" in str(params) for params in Notice.objects.values_list("params", flat=True))


def test_a_cancelled_meeting_gives_its_cases_back(bloc, held):
    held.called()
    with pytest.raises(InvalidFacts):
        cancel_meeting(held.meeting.pk, held.version, " ", **held.by)
    cancel_meeting(held.meeting.pk, held.version, "Không đủ người", **held.by)
    assert len(waiting_at(bloc.unit)) == 3
    with pytest.raises(NotNow):
        cancel_meeting(held.meeting.pk, held.version, "Lần nữa", **held.by)


def test_the_agenda_is_changed_and_put_back(bloc, held):
    held.called()
    first, second, third = held.tasks
    set_agenda(held.meeting.pk, held.version, [third, first], **held.by)
    assert [(item.task_id, item.place) for item in held.items] == [(third, 1), (first, 2)]
    assert [task.pk for task in waiting_at(bloc.unit)] == [second]
    set_agenda(held.meeting.pk, held.version, [second, third], **held.by)
    assert [item.task_id for item in held.items] == [second, third]
    assert Item.objects.count() == 3


def test_two_changes_of_one_page(bloc, held):
    held.called()
    seen = held.version
    set_agenda(held.meeting.pk, seen, held.tasks[:1], **held.by)
    with pytest.raises(Overtaken):
        set_agenda(held.meeting.pk, seen, held.tasks[1:], **held.by)
    assert len(held.items) == 1
