"""Each day of the table, in a real case: the file check of an ordinary cell, due on Monday 09/02/2026."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.models import Task
from admission_flow.reminders.remind import remind
from notices.models import Notice
from notices.queries import lines
from orgs.models import Seat
from tests.admission_flow.journey import Journey
from tests.admission_flow.reminders.told import AT, KINDS, asked, morning, told_on
from tests.people import Bloc

D = datetime.date
CELL = {"cell.secretary", "cell.deputy"}
COMMITTEE = {"committee.secretary", "committee.deputy"}


def of(kind: str, people: set[str]) -> set[tuple[str, str]]:
    return {(person, kind) for person in people}


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    found = Journey(bloc, at=AT).to("file_check")
    assert found.task("file_check").due_on == D(2026, 2, 9)
    return found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("03/02", set()),
        ("04/02", of("step_due", CELL)),
        ("07/02", set()),  # a Saturday
        ("09/02", of("step_due", CELL)),
        ("10/02", of("step_late", CELL)),
        ("12/02", of("step_late", CELL) | of("step_late_below", COMMITTEE)),
        ("18/02", set()),  # in Tết
        # Ten days after the one before, but five of them were off.
        ("24/02", of("step_late", CELL) | of("step_late_below", COMMITTEE)),
    ],
)
def test_whom_a_morning_tells_that_is_the_first_to_come(
    journey: Journey, day: str, expected: set[tuple[str, str]]
) -> None:
    assert told_on(day) == expected


def test_morning_by_morning_each_is_told_on_the_days_of_the_table(journey: Journey) -> None:
    days: dict[str, list[str]] = {}
    day = D(2026, 2, 2)
    while day < D(2026, 3, 10):
        for person, kind in told_on(day):
            if person in ("cell.secretary", "committee.secretary"):
                days.setdefault(f"{person} {kind}", []).append(f"{day:%d/%m}")
        day += datetime.timedelta(days=1)
    assert days == {
        "cell.secretary step_due": ["04/02", "09/02"],
        "cell.secretary step_late": ["10/02", "24/02", "03/03"],
        "committee.secretary step_late_below": ["12/02", "26/02", "05/03"],
    }


def test_what_was_missed_is_told_once(journey: Journey) -> None:
    assert told_on("25/02") == of("step_late", CELL) | of("step_late_below", COMMITTEE)
    assert told_on("25/02") == told_on("26/02") - of("step_late_below", COMMITTEE) == set()


def test_nothing_on_the_day_on_which_a_step_opened(bloc: Bloc) -> None:
    Journey(bloc, at=AT).to("file_check")
    Task.objects.filter(step="file_check").update(due_on=D(2026, 2, 2))
    assert told_on("02/02") == set()
    assert told_on("03/02") == of("step_late", CELL)


def test_who_took_it_is_told_alone_until_it_is_late(journey: Journey, bloc: Bloc) -> None:
    with journey.acting_as(bloc.cell_deputy):
        journey.take(journey.task("file_check"))
    assert told_on("04/02") == of("step_due", {"cell.deputy"})
    assert told_on("10/02") == of("step_late", CELL)


def test_who_took_it_and_left_the_seat_is_not_told(journey: Journey, bloc: Bloc) -> None:
    with journey.acting_as(bloc.cell_deputy):
        journey.take(journey.task("file_check"))
    Seat.objects.filter(person=bloc.cell_deputy.person).update(ends=D(2026, 2, 3))
    assert told_on("04/02") == of("step_due", {"cell.secretary"})


def test_the_sentence_tells_law_from_the_offices_own(bloc: Bloc) -> None:
    Journey(bloc, at=AT).to("file_check")
    remind(morning("11/02"))
    (line,) = lines(Notice.objects.filter(recipient=bloc.cell_secretary, kind="step_late"))
    number = Task.objects.filter(step="file_check").get().process.number
    assert line.text == (
        f"Case {number}: File check is late by 2 working days; the office's own target was 09/02/2026."
    )
    Task.objects.filter(step="file_check").update(due_kind="legal", due_on=D(2026, 2, 16))
    remind(morning("13/02"))
    (line,) = lines(Notice.objects.filter(recipient=bloc.cell_secretary, kind="step_due"))
    assert line.text == f"Case {number}: File check is due by regulation on 16/02/2026."


def test_a_legal_term_that_no_open_step_is_due_by(bloc: Bloc) -> None:
    """Decision due 07/05; the case lies at the committee, whose own target is long past."""
    journey = Journey(bloc, at=AT).to("grassroots_approval")
    remind(morning("04/05"))
    terms = Notice.objects.filter(kind="step_due", params__rule="decide_admission")
    told = set(terms.values_list("recipient__username", flat=True))
    assert told == COMMITTEE | {"bloc.secretary", "standing.deputy"}
    assert all(one.params["legal"] for one in terms)
    journey.wait(95).grassroots_approval()  # the term runs on, at the next step
    assert not terms.filter(settled_at=None).exists()
    assert told_on(timezone.localdate(journey.at) + datetime.timedelta(days=3)) >= of(
        "step_late", {"organisation.board", "organisation.board.2"}
    )


def test_no_name_and_no_text_is_kept_with_a_reminder(journey: Journey, bloc: Bloc) -> None:
    remind(morning("12/02"))
    name = journey.case.candidate.person.full_name
    for one in Notice.objects.filter(kind__in=KINDS):
        assert name not in str(one.params)
        assert one.link == f"/cases/{journey.case.pk}/"
    assert asked(bloc.cell_secretary) == ["step_late"]
