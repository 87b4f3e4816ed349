"""A resolution is drafted by who keeps the unit's plans, issued by who approves them, and ended with a reason."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest

from admission_flow.refusals import AlreadyHappened, InvalidFacts, NotYours
from documents.recognise import FileRefused
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs.models import Seat
from planning.models import Resolution, ResolutionUnit
from planning.resolutions.given import FileGiven
from planning.resolutions.refusals import AlreadyIssued, NotInForce, StalePage
from tests.documents import samples
from tests.people import Bloc
from tests.planning.resolutions.papers import A_DAY, Rolling, paper

NOT_KEEPING = ("bloc_deputy", "training_centre", "auditor", "administrator", "seatless", "committee_secretary")
NOT_APPROVING = ("office", "organisation_board", *NOT_KEEPING)


@pytest.fixture
def rolling(bloc: Bloc, files_dir: Any) -> Rolling:
    return Rolling(bloc)


def entry(verb: str, unit: int) -> Entry:
    return Entry.objects.get(stream=f"unit:{unit}", verb=verb)


def test_a_draft_is_told_to_nobody(rolling: Rolling) -> None:
    found = rolling.draft(file=paper(), programme=paper("chuong-trinh.pdf", "Chương trình hành động"))
    kept = [fact["table"] for fact in entry("draft_resolution", found.unit_id).facts]
    assert (found.programme_file_name, kept.count("documents.storedfile")) == ("chuong-trinh.pdf", 2)
    assert (found.state, found.file_name, found.scope_units.count()) == ("draft", "nghi-quyet.pdf", 0)
    assert entry("draft_resolution", found.unit_id).refs["number"] == "01-NQ/ĐUK"
    assert not Notice.objects.exists()
    assert verify().failure is None


@pytest.mark.parametrize("name", NOT_KEEPING)
def test_others_draft_nothing(rolling: Rolling, name: str) -> None:
    with pytest.raises(NotYours):
        rolling.draft(by=getattr(rolling.bloc, name))
    assert not Resolution.objects.exists()


def test_a_cell_has_nobody_below(rolling: Rolling) -> None:
    with pytest.raises(NotYours):
        rolling.draft(by=rolling.bloc.cell_secretary, unit=rolling.bloc.cell)


def test_a_second_click_drafts_nothing(rolling: Rolling) -> None:
    rolling.draft()
    with pytest.raises(AlreadyHappened, match="01-NQ/ĐUK of that date already"):
        rolling.draft()
    dated = rolling.given().dated
    same_year = dated.replace(day=2 if dated.day == 1 else 1)
    with pytest.raises(InvalidFacts, match="is given once in a year") as refused:
        rolling.draft(number="01-nq/ĐUK", dated=same_year)
    assert list(refused.value.errors) == ["number"]
    # Another year counts anew.
    rolling.draft(dated=dated - datetime.timedelta(days=366))
    rolling.end()
    rolling.found = Resolution.objects.earliest("pk")
    # The number of what was withdrawn is free again.
    rolling.end()
    rolling.draft()
    assert Resolution.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("number", {"number": " "}, "Give the number and symbol"),
        ("number", {"number": "9" * 31}, "At most 30 characters"),
        ("title", {"title": ""}, "Give the resolution its title"),
        ("about", {"about": ""}, "what the resolution is about"),
        ("dated", {"dated": datetime.date(2099, 1, 1)}, "lies in the future"),
        ("rolled_out_until", {"rolled_out_until": datetime.date(2000, 1, 1)}, "before the date of the resolution"),
        ("rolled_out_until", {"rolled_out_until": datetime.date(2150, 1, 1)}, "too far away"),
        ("programme_until", {"programme_until": None}, "Say until when each unit adopts"),
        ("programme_until", {"programme_until": datetime.date(2000, 1, 1)}, "before the date of the resolution"),
        ("scope", {"scope": "some"}, "Say for which units"),
        ("units", {"scope": "chosen"}, "Choose the units"),
    ],
)
def test_bad_input_gets_its_sentence(rolling: Rolling, field: str, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidFacts) as refused:
        rolling.draft(**changes)
    assert sentence in str(refused.value.errors[field][0])
    assert not Resolution.objects.exists()


def test_only_units_directly_below_are_chosen(rolling: Rolling) -> None:
    bloc = rolling.bloc
    with pytest.raises(InvalidFacts, match="directly below"):
        rolling.draft(scope="chosen", units=[bloc.committee.pk, bloc.cell.pk])
    found = rolling.issued(scope="chosen", units=[bloc.committee.pk, bloc.grassroots_cell.pk])
    assert {one.unit for one in found.scope_units.all()} == {bloc.committee, bloc.grassroots_cell}


def test_pictures_and_what_is_no_paper_are_refused(rolling: Rolling) -> None:
    for content, sentence in ((samples.picture("PNG"), "is no PDF or DOCX,"), (b"MZ no paper", "is no PDF or DOCX,")):
        with pytest.raises(FileRefused, match=sentence):
            rolling.draft(file=FileGiven(io.BytesIO(content), "anh.png"))


def test_a_draft_changes_until_it_is_issued(rolling: Rolling) -> None:
    bloc = rolling.bloc
    rolling.draft(scope="chosen", units=[bloc.committee.pk], file=paper())
    found = rolling.change(title="Tên khác", scope="chosen", units=[bloc.grassroots_cell.pk])
    assert (found.title, found.file_name, found.revision) == ("Tên khác", "nghi-quyet.pdf", 1)
    assert [one.unit for one in found.scope_units.all()] == [bloc.grassroots_cell]
    with pytest.raises(StalePage):
        rolling.change(revision=0, title="Lần nữa")
    rolling.issue()
    with pytest.raises(AlreadyIssued):
        rolling.change(title="Sau khi ban hành")
    assert verify().failure is None


def test_issuing_freezes_the_scope_and_tells_its_units(rolling: Rolling) -> None:
    bloc = rolling.bloc
    found = rolling.issued()
    scope = {one.unit for one in ResolutionUnit.objects.filter(resolution=found)}
    assert scope == {
        bloc.committee, bloc.hospital_committee, bloc.grassroots_cell, bloc.delegated_committee, bloc.office_committee
    }  # fmt: skip
    assert (found.state, found.issued_by) == ("issued", bloc.standing_deputy)
    told = {one.recipient for one in Notice.objects.filter(kind="resolution_issued")}
    keeping = {bloc.committee_secretary, bloc.committee_deputy, bloc.committee_officer}
    assert keeping | {bloc.hospital_secretary, bloc.grassroots_cell_secretary} <= told
    assert not told & {bloc.cell_secretary, bloc.committee_member, bloc.committee_auditor, bloc.standing_deputy}
    assert entry("issue_resolution", bloc.unit.pk).refs["units"] == 5
    assert verify().failure is None


@pytest.mark.parametrize("name", NOT_APPROVING)
def test_others_issue_nothing(rolling: Rolling, name: str) -> None:
    rolling.draft()
    with pytest.raises(NotYours):
        rolling.issue(by=getattr(rolling.bloc, name))
    rolling.found.refresh_from_db()
    assert rolling.found.state == "draft"


def test_a_second_click_issues_nothing(rolling: Rolling) -> None:
    rolling.issued()
    with pytest.raises(AlreadyIssued, match=r"issued by .+ at"):
        rolling.issue()
    assert ResolutionUnit.objects.count() == 5


def test_what_was_changed_meanwhile_is_not_issued(rolling: Rolling) -> None:
    rolling.draft()
    rolling.change(title="Tên khác")
    with pytest.raises(StalePage):
        rolling.issue(revision=0)


def test_a_right_lost_since_the_page_was_drawn_refuses(rolling: Rolling) -> None:
    rolling.draft()
    seat = Seat.objects.filter(person=rolling.bloc.standing_deputy.person)
    seat.update(ends=rolling.today - A_DAY)
    with pytest.raises(NotYours):
        rolling.issue()


def test_a_committee_issues_to_those_directly_below_it(rolling: Rolling) -> None:
    bloc = rolling.bloc
    rolling.draft(by=bloc.hospital_officer, unit=bloc.hospital_committee)
    found = rolling.issue(by=bloc.hospital_secretary)
    # The departmental committee answers for its own cells.
    assert [one.unit for one in found.scope_units.all()] == [bloc.departmental_committee]


def test_where_nobody_stands_below_there_is_nobody_to_issue_it_to(rolling: Rolling) -> None:
    bloc = rolling.bloc
    bloc.departmental_committee.valid_to = rolling.today - A_DAY
    bloc.departmental_committee.save()
    rolling.draft(by=bloc.hospital_officer, unit=bloc.hospital_committee)
    with pytest.raises(InvalidFacts, match="No unit stands below"):
        rolling.issue(by=bloc.hospital_secretary)


def test_it_ends_with_a_reason_and_asks_nothing_more(rolling: Rolling) -> None:
    rolling.issued()
    for state, reason, sentence in (("superseded", "  ", "Say why it ends"), ("draft", "x", "revoked or superseded")):
        with pytest.raises(InvalidFacts, match=sentence):
            rolling.end(state, reason)
    found = rolling.end("superseded", "Thay bằng 02-NQ/ĐUK")
    assert (found.state, found.reason, found.ended_by) == (
        "superseded", "Thay bằng 02-NQ/ĐUK", rolling.bloc.standing_deputy
    )  # fmt: skip
    assert Notice.objects.filter(kind="resolution_ended", recipient=rolling.bloc.committee_secretary).exists()
    assert not Notice.objects.filter(kind="resolution_issued", settled_at=None).exists()
    assert entry("supersede_resolution", rolling.bloc.unit.pk).actor == rolling.bloc.standing_deputy
    with pytest.raises(NotInForce, match="was ended by"):
        rolling.end()
    assert verify().failure is None


def test_who_drafts_gives_a_draft_up_but_ends_nothing_issued(rolling: Rolling) -> None:
    rolling.draft()
    with pytest.raises(InvalidFacts):
        rolling.end("superseded", by=rolling.bloc.office)
    found = rolling.end(by=rolling.bloc.office)
    assert (found.state, found.state_said) == ("withdrawn", "draft given up")
    assert entry("give_up_resolution", found.unit_id).actor == rolling.bloc.office
    with pytest.raises(NotInForce, match="This draft was given up by"):
        rolling.issue()
    assert not Notice.objects.exists()
    rolling.issued()
    with pytest.raises(NotYours):
        rolling.end(by=rolling.bloc.office)
