"""The weekly word to a unit's head: its figures are those of the list that its link opens."""

import datetime
from typing import Any

import pytest
from django.test import Client

from admission_flow.reminders.week import tell_the_week
from admission_flow.tasks import morning_reminders
from notices.models import Notice
from notices.queries import lines
from orgs.models import DayOff, Seat, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import open_cases
from tests.admission_flow.reminders.told import AT, morning
from tests.people import Bloc

D = datetime.date


def word(person: Any) -> Notice:
    return Notice.objects.get(recipient=person, kind="unit_waits")


def told(day: str) -> set[str]:
    before = set(Notice.objects.values_list("pk", flat=True))
    tell_the_week(morning(day))
    new = Notice.objects.filter(kind="unit_waits").exclude(pk__in=before)
    return set(new.values_list("recipient__username", flat=True))


def test_the_heads_of_the_units_where_something_waits(bloc: Bloc) -> None:
    open_cases(bloc, ["Một", "Hai"], due_on=D(2026, 2, 6), opened_at=AT)
    open_cases(bloc, ["Ba"], step="grassroots_approval", opened_at=AT - datetime.timedelta(days=9))
    assert told("09/02") == {"cell.secretary", "committee.secretary", "bloc.secretary", "standing.deputy"}
    (line,) = lines([word(bloc.committee_secretary)])
    assert line.text == (
        "SNV: 1 case waits; under it: 2 cases wait, 2 late. Longest since 24/01/2026: Grassroots approval."
    )
    (line,) = lines([word(bloc.cell_secretary)])
    assert line.text == "SNV-01: 2 cases wait, 2 late. Longest since 02/02/2026: Declaration."


@pytest.mark.parametrize("who", ["cell_secretary", "committee_secretary", "bloc_secretary"])
def test_the_figures_are_the_lists(client: Client, bloc: Bloc, who: str) -> None:
    now = datetime.datetime.now(datetime.UTC)
    today = now.date()
    late, early = today - datetime.timedelta(days=9), today + datetime.timedelta(days=90)
    journey = Journey(bloc).to("opinions")  # two steps side by side at two units
    journey.task("opinions")
    open_cases(bloc, ["Một", "Hai"], due_on=late)
    open_cases(bloc, ["Ba"], due_on=early)
    open_cases(bloc, ["Bốn"], step="grassroots_approval", due_on=late)
    open_cases(bloc, ["Năm"], unit=bloc.sibling_cell, step="course", due_on=late)
    Journey(bloc).to("file_check").hold()
    tell_the_week(morning(_a_working_monday(today)))
    notice = word(getattr(bloc, who))
    client.force_login(getattr(bloc, who))
    for where, number, number_late in (("here", "waiting", "late"), ("below", "below", "late_below")):
        address = notice.link.replace("waits=here", f"waits={where}").replace("waits=below", f"waits={where}")
        counts = client.get(address).context["list"].counts
        assert (counts["open"], counts["late"]) == (notice.params[number], notice.params[number_late]), where


def _a_working_monday(today: datetime.date) -> datetime.date:
    DayOff.objects.all().delete()
    return today + datetime.timedelta(days=7 - today.weekday())


def test_nothing_where_nothing_waits(bloc: Bloc) -> None:
    journey = Journey(bloc, at=AT).to("file_check")
    journey.hold()
    assert told("09/02") == set()


def test_once_a_week_on_its_first_working_day_or_later_where_that_was_missed(bloc: Bloc) -> None:
    open_cases(bloc, ["Một"], opened_at=AT)
    assert "cell.secretary" in told("09/02")
    assert told("10/02") == told("13/02") == set()
    assert told("16/02") == told("22/02") == set()  # Tết, the whole week
    assert "cell.secretary" in told("25/02")  # the worker stood still on Monday
    assert told("26/02") == set()


def test_what_came_in_the_week_waits_for_the_next(bloc: Bloc) -> None:
    open_cases(bloc, ["Một"], opened_at=morning("10/02"))
    assert told("11/02") == set()
    assert "cell.secretary" in told("23/02")


def test_the_deputy_where_there_is_no_secretary(bloc: Bloc) -> None:
    open_cases(bloc, ["Một"], opened_at=AT)
    Seat.objects.filter(person=bloc.cell_secretary.person).update(ends=D(2026, 2, 5))
    assert "cell.deputy" in told("09/02")


def test_the_link_narrows_the_list_in_words(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Một"])
    open_cases(bloc, ["Hai"], step="grassroots_approval")
    User.objects.filter(pk=bloc.committee_secretary.pk).update(language="en")
    client.force_login(bloc.committee_secretary)
    here = client.get(f"/cases/?unit={bloc.committee.pk}&waits=here")
    below = client.get(f"/cases/?unit={bloc.committee.pk}&waits=below")
    assert [row.name for row in here.context["list"].rows] == ["Hai"]
    assert [row.name for row in below.context["list"].rows] == ["Một"]
    assert any(one["label"].lower() == "at the unit itself" for one in here.context["chosen"])
    everything = client.get("/cases/?waits=here")
    assert len(everything.context["list"].rows) == 2


def test_the_task_of_the_morning_does_both(bloc: Bloc) -> None:
    morning_reminders()
    assert not Notice.objects.filter(kind="unit_waits").exists()
