"""What a unit records: sessions by audience, its own programme; and what counts of it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admission_flow.refusals import AlreadyHappened, AlreadyRecorded, InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs.models import Seat
from planning.models import RollOutSession, UnitProgramme
from planning.resolutions.counting import Share
from planning.resolutions.decisions import rolling_out
from planning.resolutions.due import due_at, due_by_records
from planning.resolutions.refusals import NotInForce, StalePage
from planning.resolutions.standings import standings_of
from tests.people import Bloc
from tests.planning.resolutions.papers import A_DAY, Rolling, paper

NOT_KEEPING = (
    "committee_member", "committee_auditor", "cell_secretary", "hospital_secretary", "office", "standing_deputy",
    "training_centre", "auditor", "administrator", "seatless",
)  # fmt: skip


@pytest.fixture
def rolling(bloc: Bloc, files_dir: Any) -> Rolling:
    found = Rolling(bloc)
    found.issued()
    return found


def share(rolling: Rolling, audience: str = "members") -> Share:
    part = rolling.part()
    return standings_of([part])[part.pk].share(audience)


def test_sessions_add_up_to_the_largest_number_due(rolling: Rolling) -> None:
    rolling.record(present=12, due=20)
    rolling.record(present=5, due=22)
    assert share(rolling) == Share(17, 22, 2, 22)
    rolling.record(present=9, due=22)
    assert share(rolling) == Share(22, 22, 3, 22)
    assert share(rolling, "leaders") == Share()
    entry = Entry.objects.filter(stream=f"unit:{rolling.bloc.committee.pk}", verb="record_roll_out").earliest("seq")
    assert (entry.refs["number"], entry.refs["present"], entry.refs["due"]) == ("01-NQ/ĐUK", 12, 20)
    assert verify().failure is None


@pytest.mark.parametrize("name", NOT_KEEPING)
def test_others_record_nothing(rolling: Rolling, name: str) -> None:
    with pytest.raises(NotYours):
        rolling.record(by=getattr(rolling.bloc, name))
    assert not RollOutSession.objects.exists()


def test_due_comes_from_the_records_where_it_is_left_out(rolling: Rolling, bloc: Bloc) -> None:
    known = due_by_records(bloc.committee, rolling.today - A_DAY)
    # 12 official and one probationary member, 9 in the sibling cell; who sits in the committee and a cell counts once.
    assert known["members"] == 22
    leaders = {"cell_secretary", "cell_deputy", "sibling_secretary", "committee_secretary", "committee_deputy"}
    assert known["leaders"] == len(leaders)
    assert known["committee"] == len(leaders) + 5
    assert known["boards"] is None
    held = rolling.record(present=22, due=None)
    assert (held.due, held.due_known) == (22, 22)
    held = rolling.record(present=20, due=21)
    assert (held.due, held.due_known) == (21, 22)
    with pytest.raises(InvalidFacts, match="The records don't know"):
        rolling.record(audience="boards", present=3, due=None)
    assert due_by_records(bloc.committee, datetime.date(1990, 1, 1))["members"] is None
    # Each unit answers for its own subtree, whichever are asked with it.
    together = due_at([bloc.unit, bloc.committee, bloc.cell], rolling.today - A_DAY)
    assert together[bloc.committee.pk] == known
    assert [together[unit.pk]["members"] for unit in (bloc.unit, bloc.cell)] == [65, 13]


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("audience", {"audience": "everybody"}, "for whom the session was held"),
        ("held_on", {"held_on": datetime.date(2099, 1, 1)}, "lies in the future"),
        ("held_on", {"held_on": datetime.date(2001, 1, 1)}, "before the resolution"),
        ("present", {"present": 21}, "21 present are more than the 20 due"),
        ("present", {"present": -1}, "0 or more"),
        ("due", {"audience": "boards", "due": 0, "present": 0, "note": ""}, "say why in the note"),
        ("due", {"due": 0, "present": 0}, "By the records 22 people were due that day"),
        ("note", {"due": 1, "present": 1, "note": " 1. "}, "By the records 22 were due that day, not 1"),
        ("note", {"due": 23, "note": ""}, "By the records 22 were due that day, not 23"),
        ("due", {"due": 2_000_000}, "no organisation is as large"),
        ("place", {"place": "x" * 201}, "At most 200 characters"),
        ("note", {"note": "x" * 501}, "At most 500 characters"),
    ],
)
def test_bad_input_gets_its_sentence(rolling: Rolling, field: str, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidFacts) as refused:
        rolling.record(**changes)
    assert sentence in str(refused.value.errors[field][0])
    assert not RollOutSession.objects.exists()


def test_where_nobody_of_a_kind_is_nothing_is_lacking(rolling: Rolling) -> None:
    rolling.record(audience="boards", present=0, due=0, note="Đơn vị không có đoàn thể")
    assert share(rolling, "boards").is_whole


def test_a_second_click_records_nothing(rolling: Rolling) -> None:
    once = uuid.uuid4()
    rolling.record(once=once)
    with pytest.raises(AlreadyRecorded, match="Nothing was recorded twice"):
        rolling.record(once=once)
    assert RollOutSession.objects.count() == 1


def test_a_correction_leaves_its_numbers_in_the_journal(rolling: Rolling, bloc: Bloc) -> None:
    held = rolling.record(present=12, due=20)
    correct = rolling_out.correct_session
    who = bloc.committee_officer
    correct(held.pk, rolling.held(present=14, due=19), 0, acting_user=who, at=rolling.at)
    assert share(rolling) == Share(14, 19, 1, 22)
    entry = Entry.objects.get(verb="correct_roll_out")
    assert [entry.refs[name] for name in ("present_before", "due_before", "present", "due")] == [12, 20, 14, 19]
    with pytest.raises(StalePage):
        correct(held.pk, rolling.held(present=15), 0, acting_user=who, at=rolling.at)
    with pytest.raises(NotYours):
        correct(held.pk, rolling.held(present=15), 1, acting_user=bloc.cell_secretary, at=rolling.at)
    assert verify().failure is None


def test_what_is_struck_out_counts_no_more(rolling: Rolling, bloc: Bloc) -> None:
    held = rolling.record()
    strike = rolling_out.strike_session
    with pytest.raises(InvalidFacts, match="Say why"):
        strike(held.pk, " ", 0, acting_user=bloc.committee_deputy, at=rolling.at)
    strike(held.pk, "Ghi nhầm nghị quyết", 0, acting_user=bloc.committee_deputy, at=rolling.at)
    assert share(rolling) == Share()
    with pytest.raises(AlreadyHappened, match="struck out already"):
        strike(held.pk, "Lần nữa", 1, acting_user=bloc.committee_deputy, at=rolling.at)
    assert verify().failure is None


def test_nothing_is_recorded_of_a_resolution_that_ended(rolling: Rolling) -> None:
    held = rolling.record()
    rolling.end()
    for act in (
        rolling.record,
        rolling.upload,
        lambda: rolling_out.correct_session(
            held.pk, rolling.held(), 0, acting_user=rolling.bloc.committee_deputy, at=rolling.at
        ),
    ):
        with pytest.raises(NotInForce, match="was ended by"):
            act()


def test_a_right_lost_since_the_page_was_drawn_refuses(rolling: Rolling, bloc: Bloc) -> None:
    Seat.objects.filter(person=bloc.committee_deputy.person).update(ends=rolling.today - A_DAY)
    with pytest.raises(NotYours):
        rolling.record()


def test_a_programme_counts_once_it_is_adopted(rolling: Rolling, bloc: Bloc) -> None:
    own = rolling.upload()
    part = rolling.part()
    assert (own.state, own.revision, standings_of([part])[part.pk].lacks_programme) == ("uploaded", 1, True)
    again = rolling.upload(revision=1, title="Chương trình, bản sửa", file=None)
    assert (again.title, again.file_name, again.revision) == ("Chương trình, bản sửa", "chuong-trinh.pdf", 2)
    with pytest.raises(StalePage):
        rolling.adopt(1)
    adopted = rolling.adopt(2)
    assert (adopted.state, adopted.adopted_by) == ("adopted", bloc.committee_secretary)
    assert not standings_of([part])[part.pk].lacks_programme
    with pytest.raises(AlreadyHappened, match=r"adopted by .+ at"):
        rolling.adopt(3)
    with pytest.raises(AlreadyHappened, match=r"adopted by .+ at"):
        rolling.upload(revision=3)
    verbs = ["upload_programme", "upload_programme", "adopt_programme"]
    stream = Entry.objects.filter(stream=f"unit:{bloc.committee.pk}", verb__in=verbs)
    assert list(stream.order_by("seq").values_list("verb", flat=True)) == verbs
    assert verify().failure is None


def test_who_uploads_and_who_adopts(rolling: Rolling, bloc: Bloc) -> None:
    for name in NOT_KEEPING:
        with pytest.raises(NotYours):
            rolling.upload(by=getattr(bloc, name))
    rolling.upload()
    for name in ("committee_officer", *NOT_KEEPING):
        with pytest.raises(NotYours):
            rolling.adopt(by=getattr(bloc, name))
    assert UnitProgramme.objects.get().state == "uploaded"


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("number", {"number": ""}, "Give the number and symbol"),
        ("title", {"title": " "}, "its title"),
        ("dated", {"dated": datetime.date(2099, 1, 1)}, "lies in the future"),
        ("dated", {"dated": datetime.date(2001, 1, 1)}, "before the resolution"),
        ("file", {"file": None}, "Choose the file"),
    ],
)
def test_a_programme_says_what_it_is(rolling: Rolling, field: str, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidFacts) as refused:
        rolling.upload(**changes)
    assert sentence in str(refused.value.errors[field][0])
    assert not UnitProgramme.objects.exists()


def test_the_first_upload_of_a_second_form_is_stale(rolling: Rolling) -> None:
    rolling.upload()
    with pytest.raises(StalePage):
        rolling.upload(file=paper("khac.pdf", "khác"))


def test_what_was_asked_is_settled_once_nothing_is_lacking(rolling: Rolling, bloc: Bloc) -> None:
    asked = Notice.objects.filter(recipient=bloc.committee_secretary, kind="resolution_issued")
    rolling.record_all()
    rolling.upload()
    assert asked.get().settled_at is None
    rolling.adopt()
    assert asked.get().settled_at is not None
    # Another unit's is not.
    assert Notice.objects.get(recipient=bloc.hospital_secretary, kind="resolution_issued").settled_at is None


def test_statements_of_an_act_do_not_grow_with_the_units(rolling: Rolling) -> None:
    rolling.record()
    with CaptureQueriesContext(
        connection,
    ) as first:
        rolling.record()
    for _n in range(10):
        rolling.record()
    with CaptureQueriesContext(connection) as later:
        rolling.record()
    assert len(later) == len(first)
