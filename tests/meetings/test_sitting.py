"""The roll is frozen on the day; the results are kept item by item and must add up."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.refusals import InvalidFacts, Refused
from meetings.calling import set_agenda
from meetings.models import Attendee
from meetings.refusals import NotNow
from meetings.sitting import ResultGiven, RollGiven, open_meeting, record_roll
from orgs.models import Seat
from tests.admission_flow.many import open_cases
from tests.meetings.sittings import Held
from tests.people import make_members, make_person, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(bloc):
    meeting = Held(bloc)
    meeting.tasks = [task.pk for task in open_cases(bloc, ["Nguyễn Văn Một", "Nguyễn Văn Hai"], step="bloc_decision")]
    return meeting


def test_the_standing_committee_sits_as_its_seats_say(bloc, held):
    held.opened()
    newcomer = make_user(make_person("Lê Văn Mới"))
    make_seat(bloc.unit, Seat.Role.STANDING_MEMBER, newcomer.person)
    assert Attendee.objects.filter(meeting=held.meeting).count() == 9
    assert Attendee.objects.filter(meeting=held.meeting).first().person == bloc.bloc_secretary.person


def test_a_cell_sits_as_its_register_says(bloc):
    held = Held(bloc, bloc.cell, bloc.cell_secretary)
    held.tasks = [task.pk for task in open_cases(bloc, ["Nguyễn Văn Một"], step="cell_vote")]
    held.opened()
    make_members(bloc.cell, 2)
    assert held.meeting.roll.count() == 12  # the probationary member is not on it


def test_it_is_not_opened_before_its_day(bloc, held):
    held.called(at=timezone.now() + datetime.timedelta(days=2))
    with pytest.raises(NotNow):
        open_meeting(held.meeting.pk, held.version, **held.by)


def test_it_is_opened_once(bloc, held):
    held.opened()
    with pytest.raises(NotNow):
        open_meeting(held.meeting.pk, held.version, **held.by)
    assert held.meeting.roll.count() == 9


@pytest.mark.parametrize("field", ["chair", "secretary", "tellers", "absent"])
def test_who_leads_is_there(bloc, held, field):
    held.opened()
    people = list(held.meeting.roll.values_list("person", flat=True))
    values = {"chair": people[0], "secretary": people[1], "absent": {people[8]: "accepted"}, "tellers": [people[2]]}
    values |= {
        "chair": {"chair": people[8]},
        "secretary": {"secretary": people[0]},
        "tellers": {"tellers": [people[8]]},
        "absent": {"absent": {people[8]: "exempt"}},  # no reason that a committee knows
    }[field]
    with pytest.raises(InvalidFacts) as refused:
        record_roll(held.meeting.pk, held.version, RollGiven(**values), **held.by)
    assert list(refused.value.errors) == [field]


def test_no_result_before_the_roll(bloc, held):
    held.opened()
    held.here = 9
    with pytest.raises(Refused):
        held.record(held.result(held.items[0]))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"votes_for": 12, "votes_against": 0}, "votes_for"),
        ({"votes_for": None}, "votes_for"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "reported"}, "outcome"),
        ({"voting": ""}, "voting"),
        ({"voting": "secret"}, "issued"),
        ({"voting": "secret", "issued": 10, "returned": 9}, "issued"),
        ({"voting": "secret", "issued": 8, "returned": 9}, "returned"),
        ({"voting": "secret", "issued": 9, "returned": 9, "votes_for": 9, "votes_invalid": 2}, "returned"),
        ({"result": "adjourned", "reason": " "}, "reason"),
        ({"result": "returned", "reason": "Thiếu"}, "supply"),
        ({"result": "off"}, "result"),
        ({"result": "forgotten"}, "result"),
    ],
)
def test_a_fault_is_told_at_its_field(bloc, held, changes, field):
    held.seated()
    item = held.items[0]
    with pytest.raises(InvalidFacts) as refused:
        held.record(held.result(item, **changes))
    assert f"item-{item.pk}-{field}" in refused.value.errors
    assert held.items[0].result == "pending"


def test_one_fault_keeps_none(bloc, held):
    held.seated()
    first, second = held.items
    with pytest.raises(InvalidFacts):
        held.record(held.result(first), held.result(second, votes_for=99))
    assert [item.result for item in held.items] == ["pending", "pending"]


def test_a_result_is_changed_and_cleared(bloc, held):
    held.seated()
    item = held.items[0]
    held.record(held.result(item, in_favour=7))
    held.record(ResultGiven(item.pk, "pending"))
    assert (held.items[0].result, held.items[0].votes_for, held.items[0].outcome) == ("pending", None, "")


def test_an_item_with_a_result_stays_on_the_agenda(bloc, held):
    held.seated()
    held.record(held.result(held.items[0]))
    with pytest.raises(Refused):
        set_agenda(held.meeting.pk, held.version, held.tasks[1:], **held.by)
