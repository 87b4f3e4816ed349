"""The review of a month: all sources in one form, once; who is told, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs.models import Seat
from orgs.seating import withdraw_seat
from planning.models import ReviewMark, Source, SourceReview
from planning.sources.access import still_for
from planning.sources.decisions.reviewing import months_open
from planning.sources.refusals import AlreadyReviewed, NothingToReview, SourceChanged
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.planning.sources.watching import A_DAY, Watching


def test_each_is_kept_listed_or_removed(bloc: Bloc, watching: Watching) -> None:
    kept, listed, removed = (watching.enter(full_name=name) for name in ("Lê Thị An", "Lê Thị Bình", "Lê Thị Chi"))
    first, second, third = watching.marks()
    review = watching.review(
        [
            replace(first, remark="Tiến bộ rõ"),
            replace(second, verdict="list"),
            replace(third, verdict="remove", reason="wish", remark="Xin thôi"),
        ]
    )
    assert (review.unit, review.month, review.held_on) == (bloc.cell, watching.month, watching.today)
    states = {one.pk: one.state for one in Source.objects.all()}
    assert states == {kept.pk: "watched", listed.pk: "listed", removed.pk: "removed"}
    assert removed.changes.get(kind="removed").words == "Xin thôi"
    assert ReviewMark.objects.get(source=kept).remark == "Tiến bộ rõ"
    entry = Entry.objects.get(stream=f"unit:{bloc.cell.pk}", verb="review_sources")
    assert {name: entry.refs[name] for name in ("keep", "list", "remove")} == {"keep": 1, "list": 1, "remove": 1}
    assert "Xin thôi" not in str(entry.refs)
    assert verify().holds


def test_who_keeps_the_plans_above_is_told(bloc: Bloc, watching: Watching) -> None:
    watching.enter()
    watching.review()
    told = Notice.objects.filter(kind="sources_reviewed")
    assert {one.recipient for one in told} == {bloc.committee_secretary, bloc.committee_deputy, bloc.committee_officer}
    notice = told.get(recipient=bloc.committee_officer)
    assert still_for(bloc.committee_officer, [notice], watching.at) == {notice.pk: ""}
    assert still_for(bloc.hospital_officer, [notice], watching.at) == {}


def test_once_a_month(bloc: Bloc, watching: Watching) -> None:
    watching.enter()
    watching.review()
    with nothing_written(), pytest.raises(AlreadyReviewed, match="already"):
        watching.review()
    _this, last = months_open(watching.today)
    assert watching.review(month=last).month == last
    assert SourceReview.objects.count() == 2


@pytest.mark.parametrize(
    "who", ["sibling_secretary", "committee_secretary", "organisation_board", "auditor", "training_centre"]
)
def test_nobody_else_reviews(bloc: Bloc, watching: Watching, who: str) -> None:
    watching.enter()
    with nothing_written(), pytest.raises(NotYours):
        watching.review(by=getattr(bloc, who))


def test_a_right_lost_meanwhile_refuses(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    seat = Seat.objects.get(person=bloc.person("cell_secretary"), role=Seat.Role.SECRETARY)
    withdraw_seat(seat, acting_user=bloc.administrator, at=watching.at, reason="moved")
    with nothing_written(), pytest.raises(NotYours):
        watching.review()
    with nothing_written(), pytest.raises(NotYours):
        watching.nominate(found)


def test_what_has_changed_since_the_form_was_drawn_is_not_judged(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter(full_name="Lê Thị An")
    drawn = watching.marks()
    watching.enter(full_name="Lê Thị Bình")
    with nothing_written(), pytest.raises(SourceChanged):
        watching.review(drawn)
    drawn = watching.marks()
    watching.put_on_list(found)
    with nothing_written(), pytest.raises(SourceChanged):
        watching.review(drawn)


def test_nobody_watched_nothing_to_review(watching: Watching) -> None:
    with nothing_written(), pytest.raises(NothingToReview):
        watching.review()


def test_what_is_wrong_is_said_where_it_is(bloc: Bloc, watching: Watching) -> None:
    found = watching.put_on_list(watching.enter())
    (mark,) = watching.marks()
    for wrong, fields in (
        (replace(mark, verdict="remove"), {"reason", "remark"}),
        (replace(mark, verdict="list"), {"verdict"}),
        (replace(mark, verdict="?"), {"verdict"}),
        (replace(mark, remark="x" * 1001), {"remark"}),
    ):
        with nothing_written(), pytest.raises(InvalidFacts) as refused:
            watching.review([wrong])
        assert set(refused.value.errors) == {f"{field}-{found.pk}" for field in fields}
    with nothing_written(), pytest.raises(InvalidFacts, match="in the future"):
        watching.review(held_on=watching.today + A_DAY)
    with nothing_written(), pytest.raises(InvalidFacts, match="from which on"):
        watching.review(held_on=watching.month - A_DAY)
    with nothing_written(), pytest.raises(InvalidFacts, match="in its month or the one after"):
        watching.review(month=(watching.month - 40 * A_DAY).replace(day=1))
