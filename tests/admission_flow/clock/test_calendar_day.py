"""A day of the office's calendar is changed for days to come only, and moves whatever is due on it or later."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.decisions.office_calendar import DayIsPast, change_day
from admission_flow.models import Deadline, DeadlineChange, StepTarget, Task
from journal.models import Entry
from journal.verify import verify
from orgs.calendar import ONE_DAY, add_working_days, calendar_for
from orgs.models import DayOff
from tests.admission_flow.journey import Journey
from tests.people import Bloc

D = datetime.date
AT = datetime.datetime(2026, 2, 2, 3, tzinfo=datetime.UTC)
PAGE = "/admin/orgs/dayoff/"


def day_off(day: datetime.date, bloc: Bloc, *, works: bool = False, name: str = "Nghỉ do bão") -> DayOff:
    return change_day(DayOff(day=day, works=works, name=name), acting_user=bloc.administrator, at=AT)


def term(journey: Journey) -> Deadline:
    return Deadline.objects.get(case=journey.case, rule="decide_admission")


def test_a_new_day_off_moves_the_term_and_its_step_by_one(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    day_off(D(2026, 3, 4), bloc)
    assert term(journey).due_on == journey.task("bloc_decision").due_on == D(2026, 5, 8)
    assert "2026-03-04" in term(journey).derivation["numbers"]["off"]
    change = DeadlineChange.objects.get()
    assert (change.kind, change.reason, change.due_before, change.due_after) == (
        *("calendar", "Nghỉ do bão"),
        *(D(2026, 5, 7), D(2026, 5, 8)),
    )


def test_a_make_up_saturday_brings_it_nearer(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    day_off(D(2026, 3, 7), bloc, works=True, name="Làm bù")
    assert term(journey).due_on == D(2026, 5, 6)
    assert term(journey).derivation["numbers"]["made_up"] == ["2026-03-07"]


def test_the_offices_targets_move_too(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("file_check")
    day_off(D(2026, 2, 9), bloc)
    assert journey.task("file_check").due_on == D(2026, 2, 10)
    StepTarget.objects.all().delete()  # what a target was when the step opened is what it has left
    day_off(D(2026, 2, 10), bloc)
    assert journey.task("file_check").due_on == D(2026, 2, 11)


def test_what_was_due_before_the_day_stays(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("file_check")
    day_off(D(2026, 2, 10), bloc)
    assert journey.task("file_check").due_on == D(2026, 2, 9)
    assert not Entry.objects.filter(verb="move_due_days").exists()


def test_what_is_late_stays_late(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("bloc_decision")
    later = AT + datetime.timedelta(days=100)
    change_day(DayOff(day=D(2026, 6, 1), name="Nghỉ"), acting_user=bloc.administrator, at=later)
    assert term(journey).due_on == D(2026, 5, 7)


def test_what_is_met_or_on_hold(bloc: Bloc) -> None:
    met, held = Journey(bloc, at=AT).to("ceremony"), Journey(bloc, at=AT).to("bloc_decision")
    held.wait(1).hold()
    day_off(D(2026, 3, 4), bloc)
    assert term(met).due_on == D(2026, 5, 7)
    assert held.task("bloc_decision").due_on is None
    held.wait(1).resume()
    assert term(held).due_on == held.task("bloc_decision").due_on == D(2026, 5, 11)


def test_one_entry_for_the_day_and_one_in_each_case(bloc: Bloc) -> None:
    cases = [Journey(bloc, at=AT).to("bloc_decision").case for _number in range(2)]
    day_off(D(2026, 3, 4), bloc)
    told = Entry.objects.get(stream="office:1", verb="add_dayoff")
    assert told.refs == {"row": "2026-03-04", "cases": 2}
    moved = Entry.objects.filter(verb="move_due_days")
    assert sorted(moved.values_list("stream", flat=True)) == sorted(f"case:{case.pk}" for case in cases)
    assert verify().holds
    Deadline.objects.filter(case=cases[0]).update(due_on=D(2026, 5, 9))
    assert not verify().holds


def test_a_name_alone_moves_nothing(bloc: Bloc) -> None:
    Journey(bloc, at=AT).to("bloc_decision")
    day_off(D(2026, 2, 17), bloc, name="Mùng một Tết")
    assert not Entry.objects.filter(verb="move_due_days").exists()
    assert Entry.objects.get(stream="office:1").verb == "change_dayoff"


@pytest.mark.parametrize("works", [False, True])
@pytest.mark.parametrize("day", [D(2026, 2, 1), D(2026, 1, 1)], ids=["not in the table", "in it"])
def test_a_day_already_past_is_neither_added_nor_changed(bloc: Bloc, day: datetime.date, works: bool) -> None:
    with pytest.raises(DayIsPast, match=r"is past\. The calendar is changed for days to come only"):
        day_off(day, bloc, works=works)
    assert not Entry.objects.filter(stream="office:1").exists()


def test_statements_do_not_grow_with_the_cases(bloc: Bloc, django_assert_max_num_queries) -> None:
    for _number in range(3):
        Journey(bloc, at=AT).to("bloc_decision")
    with django_assert_max_num_queries(25):
        day_off(D(2026, 3, 4), bloc)
    assert DeadlineChange.objects.count() == 3


@pytest.fixture
def office(client: Client, bloc: Bloc) -> Client:
    bloc.administrator.language = "en"
    bloc.administrator.save(update_fields=["language"])
    client.force_login(bloc.administrator)
    return client


def a_weekday_after(days: int) -> datetime.date:
    today = timezone.localdate()
    return add_working_days(today + days * ONE_DAY, 1, calendar_for(today, today + 400 * ONE_DAY))


def test_by_the_administration(office: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    before, day = term(journey).due_on, a_weekday_after(20)
    answer = office.post(f"{PAGE}add/", {"day": day.strftime("%d/%m/%Y"), "name": "Nghỉ bù"})
    assert answer.status_code == 302
    assert term(journey).due_on > before
    assert term(journey).due_on == Task.objects.get(process=journey.case, status="NEW").due_on


def test_a_day_entered_twice_is_told_to_be_changed_where_it_is(office: Client, bloc: Bloc) -> None:
    day = a_weekday_after(20)
    DayOff.objects.create(day=day, name="Nghỉ do bão")
    answer = office.post(f"{PAGE}add/", {"day": day.strftime("%d/%m/%Y"), "name": "Nghỉ bù"})
    errors = answer.context["adminform"].form.errors
    assert errors == {"day": ["This day is in the calendar already. Change it there."]}
    assert DayOff.objects.get(day=day).name == "Nghỉ do bão"


def test_the_administration_says_why_a_past_day_stays(office: Client, bloc: Bloc) -> None:
    yesterday = timezone.localdate() - ONE_DAY
    given = {"day": yesterday.strftime("%d/%m/%Y"), "name": "Nghỉ"}
    assert "for days to come only" in office.post(f"{PAGE}add/", given).content.decode()
    known = DayOff.objects.create(day=yesterday, name="Nghỉ")
    page = f"{PAGE}{known.pk.isoformat()}/change/"
    assert "for days to come only" in office.post(page, {"name": "Nghỉ", "works": "on"}).content.decode()
    rows = list(DayOff.objects.order_by("-day"))[:100]
    form: dict[str, object] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for number, row in enumerate(rows):
        form[f"form-{number}-day"] = row.pk.isoformat()
        if row.works or row == known:
            form[f"form-{number}-works"] = "on"
        if row.to_confirm:
            form[f"form-{number}-to_confirm"] = "on"
    assert "for days to come only" in office.post(PAGE, form).content.decode()
    known.refresh_from_db()
    assert not known.works
    assert not Entry.objects.filter(stream="office:1").exists()
