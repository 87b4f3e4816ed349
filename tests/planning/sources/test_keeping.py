"""What a cell does with a source: list, helper, tasks, removal; second clicks and pages that are old."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from admission_flow.refusals import InvalidFacts, NotYours
from documents.entries import day_words
from journal.models import Entry
from journal.verify import verify
from orgs.models import Seat, User
from orgs.seating import withdraw_seat
from planning.models import Source, SourceChange
from planning.sources.decisions import keeping, tasking
from planning.sources.given import AssessmentGiven, RemovalGiven, TaskGiven
from planning.sources.refusals import AlreadyAssessed, NotOpen, SourceChanged
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.planning.sources.watching import A_DAY, Watching, revision

# What changes, and the field at which that is refused.
Changes = Iterable[tuple[dict[str, Any], str]]

ACTS: dict[str, Callable[[Watching, Source, User], object]] = {
    "list": lambda watching, found, who: watching.put_on_list(found, by=who),
    "helper": lambda watching, found, who: watching.help(found, by=who),
    "task": lambda watching, found, who: watching.task(found, by=who),
    "remove": lambda watching, found, who: watching.remove(found, by=who),
}


def test_from_watching_to_the_list_and_away(bloc: Bloc, watching: Watching) -> None:
    found = watching.put_on_list(watching.enter())
    assert (found.state, found.state_on) == ("listed", watching.today)
    found = watching.help(found)
    assert found.helper_id == watching.helper()
    task = watching.assess(watching.task(found))
    assert (task.result, task.assessed_on, task.assessed_by) == ("well", watching.today, bloc.cell_secretary)
    found = watching.remove(found)
    assert (found.state, found.case) == ("removed", None)
    kinds = list(SourceChange.objects.filter(source=found).order_by("pk").values_list("kind", "state"))
    assert kinds == [("entered", "watched"), ("listed", "listed"), ("helper", "listed"), ("removed", "removed")]
    kept = Entry.objects.filter(stream=f"unit:{bloc.cell.pk}", refs__source=found.pk).order_by("seq")
    assert [entry.verb for entry in kept] == [
        "enter_source", "list_source", "assign_helper", "give_task", "assess_task", "remove_source",
    ]  # fmt: skip
    assert verify().holds


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "who", ["sibling_secretary", "committee_secretary", "training_centre", "auditor", "administrator"]
)
def test_nobody_else_acts(bloc: Bloc, watching: Watching, act: str, who: str) -> None:
    found = watching.enter()
    with nothing_written(), pytest.raises(NotYours):
        ACTS[act](watching, found, getattr(bloc, who))


def test_who_looked_at_an_older_page_is_refused(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    old = found.revision
    task = watching.task(found)
    who: dict[str, Any] = {"acting_user": bloc.cell_deputy, "at": watching.at}
    for act in (
        lambda: keeping.put_on_list(found.pk, watching.today, "", old, **who),
        lambda: keeping.assign_helper(found.pk, watching.helper(), watching.today, old, **who),
        lambda: keeping.remove_source(found.pk, RemovalGiven(watching.today, "moved", "Chuyển"), old, **who),
        lambda: tasking.give_task(found.pk, TaskGiven("Việc", watching.today, watching.today), old, **who),
        lambda: tasking.assess_task(task.pk, AssessmentGiven(watching.today, "done"), old, **who),
    ):
        with nothing_written(), pytest.raises(SourceChanged):
            act()


def test_a_second_click_records_nothing(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    drawn = found.revision
    keeping.put_on_list(found.pk, watching.today, "", drawn, acting_user=bloc.cell_secretary, at=watching.at)
    with nothing_written(), pytest.raises(NotOpen, match="on the sympathiser list since"):
        keeping.put_on_list(found.pk, watching.today, "", drawn, acting_user=bloc.cell_secretary, at=watching.at)
    task = watching.assess(watching.task(found))
    with nothing_written(), pytest.raises(AlreadyAssessed):
        watching.assess(task)
    watching.remove(found)
    for act in ACTS.values():
        found.revision = revision(found)
        with nothing_written(), pytest.raises(NotOpen, match="was removed on"):
            act(watching, found, bloc.cell_secretary)


def test_a_right_lost_meanwhile_refuses(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    seat = Seat.objects.get(person=bloc.person("cell_secretary"), role=Seat.Role.SECRETARY)
    withdraw_seat(seat, acting_user=bloc.administrator, at=watching.at, reason="moved")
    for act in ACTS.values():
        with nothing_written(), pytest.raises(NotYours):
            act(watching, found, bloc.cell_secretary)


def test_days_and_words_have_to_fit(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    before, tomorrow = found.since - A_DAY, watching.today + A_DAY
    for day, sentence in ((tomorrow, "in the future"), (before, "from which on")):
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
            watching.put_on_list(found, day=day)
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
            watching.remove(found, day=day)
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
            watching.task(found, given_on=day, until=watching.today + 9 * A_DAY)
    removals: Changes = (({"words": "  "}, "words"), ({"reason": ""}, "reason"), ({"words": "x" * 1001}, "words"))
    for changes, field in removals:
        with nothing_written(), pytest.raises(InvalidFacts) as refused:
            watching.remove(found, **changes)
        assert list(refused.value.errors) == [field]
    tasks: Changes = (({"what": " "}, "what"), ({"until": watching.today - 30 * A_DAY}, "until"))
    for changes, field in tasks:
        with nothing_written(), pytest.raises(InvalidFacts) as refused:
            watching.task(found, **changes)
        assert list(refused.value.errors) == [field]
    task = watching.task(found)
    assessments: Changes = (
        ({"result": "fine"}, "result"),
        ({"result": "not_done", "words": ""}, "words"),
        ({"day": tomorrow}, "day"),
    )
    for changes, field in assessments:
        with nothing_written(), pytest.raises(InvalidFacts) as refused:
            watching.assess(task, **changes)
        assert list(refused.value.errors) == [field]
    with nothing_written(), pytest.raises(InvalidFacts, match=f"was given on {day_words(task.given_on)}"):
        watching.assess(task, day=task.given_on - A_DAY)


def test_the_helper_is_another_and_an_official_member(bloc: Bloc, watching: Watching) -> None:
    found = watching.help(watching.enter())
    with nothing_written(), pytest.raises(InvalidFacts, match="helper already"):
        watching.help(found)
    with nothing_written(), pytest.raises(InvalidFacts, match="must be an official member"):
        watching.help(found, bloc.hospital_secretary.person_id)
    assert watching.help(found, watching.helper(place=1)).helper_id == watching.helper(place=1)


def test_who_was_removed_may_be_entered_anew_and_elsewhere(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    watching.remove(watching.enter(given))
    anew = watching.enter(given)
    watching.remove(anew)
    assert watching.enter(given, unit=bloc.sibling_cell, by=bloc.sibling_secretary).unit == bloc.sibling_cell
    assert Source.objects.filter(state="removed").count() == 2


def test_only_a_failed_one_is_watched_again(watching: Watching) -> None:
    found = watching.enter()
    with nothing_written(), pytest.raises(NotOpen, match="under watch since"):
        watching.again(found)
