"""Whatever the calendar, the pauses and the extension: what always holds of a last day."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from admission_flow.rules.clock import ONE_DAY, Pause, count
from orgs.calendar import Calendar, add_working_days

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)
days = st.dates(FIRST, LAST)
offs = st.frozensets(st.dates(FIRST, FIRST + 400 * ONE_DAY), max_size=60)
lengths = st.integers(0, 90)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(offs)
    worked = draw(st.frozensets(days.filter(lambda day: day.weekday() >= 5), max_size=20)) - off
    return Calendar(off=off, worked=worked, names=dict.fromkeys(off | worked, "-"))


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    first = draw(st.dates(FIRST, FIRST + 200 * ONE_DAY))
    return Pause(first, first + draw(st.integers(0, 60)) * ONE_DAY)


@given(days, lengths, calendars(), st.lists(pauses(), max_size=3), st.integers(0, 30), st.booleans())
def test_no_deadline_falls_on_a_day_off_or_on_hold(runs_from, length, calendar, held, extra, counted):
    found = count(runs_from, length, calendar, pauses=held, extended_by=extra, event_day_counted=counted)
    assert calendar.works(found.due_on)
    assert not any(pause.covers(found.due_on) for pause in held)
    assert found.due_on >= runs_from
    assert found.ends_on <= found.due_on


@given(days, lengths, calendars(), st.lists(pauses(), max_size=2), pauses(), st.integers(0, 30))
def test_neither_a_hold_nor_an_extension_makes_it_earlier(runs_from, length, calendar, held, more, extra):
    before = count(runs_from, length, calendar, pauses=held)
    assert count(runs_from, length, calendar, pauses=[*held, more]).due_on >= before.due_on
    extended = count(runs_from, length, calendar, pauses=held, extended_by=extra)
    assert extended.due_on >= before.due_on
    if length:
        assert extended.ends_on == before.due_on


@given(days, st.integers(1, 90), calendars())
def test_without_holds_it_is_the_calendars_own_count(runs_from, length, calendar):
    assert count(runs_from, length, calendar).due_on == add_working_days(runs_from, length, calendar)


@given(days, st.integers(1, 90), calendars(), pauses())
def test_a_hold_over_when_the_term_ended_moves_nothing(runs_from, length, calendar, pause):
    due_on = count(runs_from, length, calendar).due_on
    if pause.first > due_on:
        assert count(runs_from, length, calendar, pauses=[pause]).due_on == due_on
