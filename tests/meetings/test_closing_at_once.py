"""Closing twice at once, closing while another edits, and dying in the middle: all or nothing."""

from admission_flow.models import Decision
from documents.models import Outgoing
from journal.verify import verify
from meetings.closing import close_meeting
from meetings.models import Meeting
from meetings.refusals import AlreadyClosed, Overtaken
from meetings.sitting import record_results
from tests.admission_flow.killed.test_before_commit import kill_within
from tests.admission_flow.untouched import nothing_written
from tests.databases import at_once
from tests.meetings.sittings import Held
from tests.people import build_bloc


def ready(count: int = 3) -> Held:
    return Held(build_bloc()).with_cases(count).seated().voted()


def test_two_closings(own_database: str) -> None:
    held = ready()
    seen, by = held.version, held.by
    outcomes = at_once(*[lambda: close_meeting(held.meeting.pk, seen, **by)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadyClosed", "Meeting"]
    assert any(isinstance(one, AlreadyClosed) for one in outcomes)
    assert Decision.objects.filter(step="bloc_decision").count() == 3
    assert sorted(Outgoing.objects.values_list("symbol", flat=True))[-3:] == ["01-QĐ/ĐUK", "02-QĐ/ĐUK", "03-QĐ/ĐUK"]
    assert verify().holds


def test_a_closing_against_an_edit(own_database: str) -> None:
    held = ready()
    seen, by = held.version, held.by
    edit = held.result(held.items[0], in_favour=5)
    outcomes = at_once(
        lambda: close_meeting(held.meeting.pk, seen, **by),
        lambda: record_results(held.meeting.pk, seen, [edit], **by),
    )
    closed = Meeting.objects.get(pk=held.meeting.pk).status == Meeting.Status.CLOSED
    decided = list(Decision.objects.filter(step="bloc_decision").values_list("votes_for", flat=True))
    if closed:
        assert decided == [9, 9, 9]
        assert isinstance(outcomes[1], AlreadyClosed)
    else:
        assert decided == []
        assert isinstance(outcomes[0], Overtaken)


def test_two_meetings_of_one_body_draw_different_numbers(own_database: str) -> None:
    bloc = build_bloc()
    first, second = (Held(bloc).with_cases(2).seated().voted() for _ in range(2))
    outcomes = at_once(first.closed, second.closed)
    assert [type(one) for one in outcomes] == [Held, Held]
    numbers = Outgoing.objects.filter(register__kind="QĐ").values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4]


def test_killed_before_the_last_case_is_written(own_database: str) -> None:
    held = ready()
    with nothing_written():
        kill_within(held.closed, held.journeys[-1].case.pk)
    held.closed()
    assert Decision.objects.filter(step="bloc_decision").count() == 3
    assert sorted(Outgoing.objects.filter(register__kind="QĐ").values_list("number", flat=True)) == [1, 2, 3]
    assert verify().holds
