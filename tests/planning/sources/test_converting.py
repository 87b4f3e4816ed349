"""A source becomes a case by the real nomination, in one transaction; and what follows when that fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from admission_flow.decisions.identity import PROBED
from admission_flow.models import Case
from admission_flow.refusals import InvalidFacts, NotYours, OpenElsewhere, Refused, RuleNotMet
from journal.models import Entry
from journal.verify import verify
from planning.models import Source
from planning.sources.decisions.converting import NoCaseToLink, link_case
from planning.sources.queries import count_at, known_before
from planning.sources.refusals import AlreadyASource, NotOpen
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc, add_members
from tests.planning.sources.watching import A_DAY, Watching, revision


def test_the_case_is_of_the_person_whom_the_source_names(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    found = watching.put_on_list(watching.enter(given))
    case = watching.nominate(found, full_name="Somebody Else", citizen_id="001099999999")
    found.refresh_from_db()
    assert (case.candidate.person, case.unit) == (found.person, bloc.cell)
    assert (found.state, found.case, found.helper_id) == ("nominated", case, case.helper_id)
    assert found.changes.get(kind="nominated").case == case
    entry = Entry.objects.get(stream=f"unit:{bloc.cell.pk}", verb="nominate_source")
    assert (entry.refs["source"], entry.refs["case"]) == (found.pk, case.number)
    assert verify().holds
    with nothing_written(), pytest.raises(NotOpen, match="was nominated on"):
        watching.nominate(found)
    with nothing_written(), pytest.raises(NotOpen):
        watching.remove(found)


def test_what_the_nomination_refuses_leaves_the_source_as_it_is(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    with nothing_written(), pytest.raises(RuleNotMet):
        watching.nominate(found, introducers=(watching.helper(),))
    with nothing_written(), pytest.raises(InvalidFacts, match="official member"):
        watching.nominate(found, helper=bloc.hospital_secretary.person_id)
    for who in ("sibling_secretary", "committee_secretary", "organisation_board", "training_centre", "administrator"):
        with nothing_written(), pytest.raises(NotYours):
            watching.nominate(found, by=getattr(bloc, who))


def test_what_a_refusal_tells_stays_in_the_journal(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    add_members(bloc.cell, [found.person])
    with pytest.raises(InvalidFacts, match="already a member"):
        watching.nominate(found)
    probe = Entry.objects.get(stream=f"user:{bloc.cell_secretary.pk}", verb=PROBED)
    assert probe.refs["why"] == "member"
    found.refresh_from_db()
    assert found.state == "watched"
    assert not Case.objects.exists()


def test_a_case_withdrawn_is_said_and_the_person_watched_again(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    found = watching.enter(given)
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(found)
    with nothing_written(), pytest.raises(OpenElsewhere, match=journey.case.number):
        watching.enter(given)
    journey.withdraw()
    with nothing_written(), pytest.raises(AlreadyASource):
        watching.enter(given)
    watching.again(found)
    found.refresh_from_db()
    assert (found.state, found.case) == ("watched", None)
    assert list(found.changes.order_by("pk").values_list("kind", flat=True)) == ["entered", "nominated", "again"]
    before = known_before(found)
    assert len(before.introducers) == 2
    assert before.certificate is None
    assert watching.nominate(found).pk != journey.case.pk
    assert verify().holds


def test_who_was_on_the_list_comes_back_on_it_since_the_same_day(bloc: Bloc, watching: Watching) -> None:
    since = watching.today - 50 * A_DAY
    found = watching.put_on_list(watching.enter(), day=since)
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(found)
    journey.withdraw()
    watching.again(found)
    found.refresh_from_db()
    assert (found.state, found.state_on, found.case) == ("listed", since, None)
    assert found.changes.get(kind="again").state == "listed"
    with nothing_written(), pytest.raises(NotOpen, match="on the sympathiser list since"):
        watching.put_on_list(found)
    yesterday = watching.today - A_DAY
    with nothing_written(), pytest.raises(InvalidFacts, match="from which on"):
        watching.remove(found, day=yesterday)
    (mark,) = watching.marks()
    removed = replace(mark, verdict="remove", reason="wish", remark="Xin thôi")
    with nothing_written(), pytest.raises(InvalidFacts, match="from which on"):
        watching.review([removed], held_on=yesterday)
    assert count_at([bloc.cell.path], watching.today)[bloc.cell.path]["listed"] == 1
    watching.review([removed])
    assert verify().holds


def test_a_failed_one_may_be_removed(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(found)
    journey.withdraw()
    assert watching.remove(found).state == "removed"


def test_who_is_a_source_elsewhere_by_now_is_not_watched_again(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    found = watching.enter(given)
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(found)
    journey.withdraw()
    watching.enter(given, unit=bloc.sibling_cell, by=bloc.sibling_secretary)
    with nothing_written(), pytest.raises(Refused, match="already a source of another cell of the bloc"):
        watching.again(found)


def test_a_case_opened_beside_the_source_is_linked(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    found = watching.enter(given)
    with nothing_written(), pytest.raises(NoCaseToLink):
        link_case(found.pk, found.revision, acting_user=bloc.cell_secretary, at=watching.at)
    case = Journey(bloc, at=watching.at).nominate(citizen_id=given.citizen_id, full_name=given.full_name)
    with nothing_written(), pytest.raises(OpenElsewhere, match=case.number):
        watching.nominate(found)
    with nothing_written(), pytest.raises(NotYours):
        link_case(found.pk, revision(found), acting_user=bloc.sibling_secretary, at=watching.at)
    link_case(found.pk, revision(found), acting_user=bloc.cell_deputy, at=watching.at)
    assert Source.objects.get().case == case
    assert verify().holds
