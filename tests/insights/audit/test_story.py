"""The story of one act: its past, its grounds, its papers, who had the right, what came after, what vouches for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from insights.audit.access import reach_of
from insights.audit.story import Story, story_of
from journal.models import Checkpoint, SealedHead
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.files.conftest import PDF, SECOND, attach, given
from tests.admission_flow.journey import Journey
from tests.insights.audit.conftest import entry_of, now, read, signed_in, walk
from tests.journal.tampering import behind_the_journal
from tests.people import Bloc

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(journey: Journey) -> Journey:
    attach(journey, journey.secretary, given(PDF))
    return journey


def story(journey: Journey, verb: str) -> Story:
    return story_of(reach_of(journey.bloc.auditor, now()), entry_of(journey, verb).pk)


def lines(of: list[dict]) -> list[int]:
    return [line["entry"] for line in of]


def test_everything_before_and_after_in_order(bloc: Bloc, journey: Journey) -> None:
    told = story(journey, "declare")
    assert lines(told.before) == [entry_of(journey, verb).pk for verb in ("nominate", "record_certificate")]
    assert lines(told.after)[-1] == entry_of(journey, "attach_file").pk
    assert lines(told.after) == sorted(lines(told.after))


def test_the_first_act_has_no_past(bloc: Bloc, journey: Journey) -> None:
    told = story(journey, "nominate")
    assert told.before == []
    shown = read(bloc.auditor, f"/audit/acts/{told.row.entry.pk}/")
    assert "The case begins with this act." in shown


def test_the_vote_with_its_rule_its_papers_and_their_hashes(bloc: Bloc, journey: Journey) -> None:
    journey.at = timezone.now()
    journey.cell_vote()
    shown = read(bloc.committee_auditor, f"/audit/acts/{entry_of(journey, 'record_cell_vote').pk}/")
    told = story(journey, "record_cell_vote")
    (biography,) = [one for one in told.papers if one.paper.code == "2-KNĐ"]
    assert biography.files[0].file.sha256 in shown
    assert [one.paper.code for one in told.papers if one.of_this_act] == ["6-KNĐ"]
    assert "12 official members" in shown
    for words in ("How the case came here", "Who had the right then", "Papers on file at that moment"):
        assert words in shown


def test_a_file_attached_later_was_not_there_then(bloc: Bloc, journey: Journey) -> None:
    attach(journey, journey.secretary, given(SECOND, why="Bản quét rõ hơn"))
    told = story(journey, "check_file")
    (biography,) = [one for one in told.papers if one.paper.code == "2-KNĐ"]
    assert biography.files == []


def test_who_had_the_right_from_which_seat(bloc: Bloc, journey: Journey) -> None:
    told = story(journey, "check_file")
    assert told.right is not None
    (way,) = told.right.ways
    (ground,) = way.grounds
    assert ground.holds
    assert told.acted_from == (ground.seat.pk, None)
    assert "The act was done from the one above." in read(bloc.auditor, f"/audit/acts/{told.row.entry.pk}/")


def test_of_every_act_it_is_said_from_which_seat_it_was_done(bloc: Bloc, journey: Journey) -> None:
    for verb in ("nominate", "record_certificate", "declare", "record_verification", "record_opinions", "check_file"):
        told = story(journey, verb)
        assert told.right is not None, verb
        held = {(one.seat.pk, None) for way in told.right.ways for one in way.grounds if one.holds}
        assert told.acted_from in held, verb
    told = story(journey, "attach_file")
    assert [one.seat.pk for one in told.seats] == [told.acted_from[0]]
    assert "The act was done from:" in read(bloc.auditor, f"/audit/acts/{told.row.entry.pk}/")


def test_by_a_delegation_since_when_until_when(bloc: Bloc, journey: Journey) -> None:
    walk(journey, "grassroots_approval")
    lent = lend(bloc.committee_secretary, bloc.committee_member, "approve_grassroots", at=journey.at)
    journey.at += timezone.timedelta(hours=2)
    with journey.acting_as(bloc.committee_member):
        journey.grassroots_approval()
    told = story(journey, "approve_grassroots")
    assert told.right is not None
    grounds = [ground for way in told.right.ways for ground in way.grounds if ground.delegation]
    assert told.acted_from == (lent.seat_id, lent.pk)
    assert grounds[0].holds
    shown = read(bloc.committee_auditor, f"/audit/acts/{told.row.entry.pk}/")
    assert f"on behalf of {bloc.person('committee_secretary').full_name}" in shown


def test_a_return_and_a_correction_stand_after(bloc: Bloc, journey: Journey) -> None:
    journey.at = timezone.now()
    fact = f"paper.{journey.case.papers.get(code='NQ-CB').pk}.signed_by"
    journey.decide(journey.propose(fact, "Phó Bí thư"))
    journey.send_back("cell_vote")
    after = lines(story(journey, "check_file").after)
    for verb in ("propose_correction", "decide_correction", "return_for_supplement"):
        assert entry_of(journey, verb).pk in after
    assert "correction" in read(bloc.auditor, f"/audit/acts/{entry_of(journey, 'check_file').pk}/")


def test_the_checkpoint_that_covers_it(bloc: Bloc, journey: Journey) -> None:
    assert story(journey, "nominate").checkpoint is None
    first, second = entry_of(journey, "nominate"), entry_of(journey, "declare")
    for number, seen in ((1, first), (2, second)):
        kept = Checkpoint.objects.create(
            number=number, at=now(), streams=1, entries=seen.seq, heads_digest="", moved_digest="", previous="",
            key="", signature="", hash="",
        )  # fmt: skip
        SealedHead.objects.create(checkpoint=kept, stream=seen.stream, seq=seen.seq, hash=seen.hash)
    assert story(journey, "nominate").checkpoint == Checkpoint.objects.get(number=1)
    assert story(journey, "record_certificate").checkpoint == Checkpoint.objects.get(number=2)
    assert story(journey, "check_file").checkpoint is None
    assert "checkpoint 2 of" in read(bloc.auditor, f"/audit/acts/{second.pk}/")


def test_rows_are_as_written_or_written_anew_since(bloc: Bloc, journey: Journey) -> None:
    for verb in ("nominate", "declare", "record_verification", "check_file", "attach_file"):
        assert all(one.holds is not False for one in story(journey, verb).facts), verb
    last = {one.table: one.holds for one in story(journey, "check_file").facts}
    assert last["admission_flow.decision"] is True
    assert any(one.holds is None for one in story(journey, "nominate").facts)  # the case itself went on


def test_an_altered_row_and_an_altered_entry_show(bloc: Bloc, journey: Journey) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE admission_flow_decision SET reason = 'x' WHERE step = 'file_check'")
    told = story(journey, "check_file")
    assert [one.table for one in told.facts if one.holds is False] == ["admission_flow.decision"]
    assert told.own_hash
    entry = told.row.entry
    behind_the_journal("UPDATE journal_entry SET at = at + interval '1 day' WHERE id = %s", entry.pk)
    shown = read(bloc.auditor, f"/audit/acts/{entry.pk}/")
    assert "The hash is not that of the entry" in shown
    assert "<b>altered</b>" in shown


def test_every_act_of_a_whole_way_has_its_story(bloc: Bloc, journey: Journey) -> None:
    walk(journey, "ceremony")
    journey.ceremony()
    client = signed_in(bloc.auditor)
    from_list = client.get(f"/audit/?case={journey.case.pk}").content.decode()
    pks = lines(story(journey, "nominate").after)
    assert len(pks) >= 10
    for pk in pks:
        assert client.get(f"/audit/acts/{pk}/").status_code == 200
        assert f"/audit/acts/{pk}/" in from_list


def test_a_long_case_costs_no_more_statements(bloc: Bloc, journey: Journey) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            story(journey, "check_file")
        return len(taken)

    statements()
    before = statements()
    journey.at = timezone.now()
    for number in range(2):
        attach(journey, journey.secretary, given(SECOND + b"\n" * number, why="Bản quét rõ hơn"))
        journey.send_back("cell_vote")
        journey.supplement()
    assert statements() == before
