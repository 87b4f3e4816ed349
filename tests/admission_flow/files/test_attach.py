"""A file is attached to a paper: by whom, in which version, and what stays of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.utils import timezone

from admission_flow.decisions import telling
from admission_flow.decisions.attachments import attach_file
from admission_flow.decisions.holds import hold
from admission_flow.models import Paper, PaperFile
from admission_flow.refusals import AlreadyRecorded, CaseClosed, InvalidFacts, NotYours, OnHold
from documents.models import StoredFile
from documents.recognise import FileRefused
from journal.models import Entry
from journal.verify import verify
from tests.admission_flow.files.conftest import PDF, SECOND, VERIFICATION, attach, given, paper
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.documents import samples
from tests.people import Bloc
from tests.stored import stored_in

OTHERS = (
    *("sibling_secretary", "committee_secretary", "committee_auditor", "auditor", "training_centre", "office"),
    *("administrator", "seatless", "former_secretary", "standing_deputy"),
)


def test_the_cell_attaches_and_the_case_knows(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    file = attach(journey, bloc.cell_deputy)
    assert (file.version, file.name, file.classification) == (1, "ly-lich.pdf", "confidential")
    assert file.file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert len(stored_in(files_dir)) == 1
    entry = Entry.objects.filter(stream=f"case:{journey.case.pk}").latest("seq")
    assert (entry.verb, entry.actor_id) == ("attach_file", bloc.cell_deputy.pk)
    assert (entry.refs["sha256"], entry.refs["version"]) == (file.file.sha256, 1)
    assert [fact["table"] for fact in entry.facts] == ["admission_flow.paperfile", "documents.storedfile"]
    assert "ly-lich" not in str(entry.refs)
    assert verify().holds


def test_a_second_version_stands_in_front_with_its_reason(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    first = attach(journey, bloc.cell_secretary)
    second = attach(journey, bloc.cell_deputy, given(SECOND, why="Bản quét rõ hơn"))
    assert list(paper(journey).files.order_by("version")) == [first, second]
    assert (second.version, second.why) == (2, "Bản quét rõ hơn")
    assert len(stored_in(files_dir)) == 2


@pytest.mark.parametrize("why", ["", "   "])
def test_a_second_version_without_reason(bloc: Bloc, journey: Journey, files_dir: Path, why: str) -> None:
    attach(journey, bloc.cell_secretary)
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why another takes its place"):
        attach(journey, bloc.cell_secretary, given(SECOND, why=why))
    assert len(stored_in(files_dir)) == 1


def test_a_second_click(bloc: Bloc, journey: Journey) -> None:
    attach(journey, bloc.cell_secretary)
    with nothing_written(), pytest.raises(AlreadyRecorded, match="attached already, as version 1"):
        attach(journey, bloc.cell_secretary, given(why="lần nữa"))


def test_the_same_content_on_two_papers_is_one_file(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    attach(journey, bloc.cell_secretary)
    attach(journey, bloc.cell_secretary, code="1-KNĐ")
    assert (PaperFile.objects.count(), StoredFile.objects.count(), len(stored_in(files_dir))) == (2, 1, 1)
    assert verify().holds


def test_whose_step_made_the_paper_attaches_too(bloc: Bloc, journey: Journey) -> None:
    assert attach(journey, bloc.committee_officer, code=VERIFICATION).version == 1
    with nothing_written(), pytest.raises(NotYours):
        attach(journey, bloc.committee_officer)


def test_whose_act_on_the_case_made_the_paper_attaches_too(bloc: Bloc, journey: Journey) -> None:
    at, board = journey.at, bloc.organisation_board
    hold(journey.case.pk, "Chờ thẩm tra", journey.paper("TD-HS"), acting_user=board, at=at)
    journey.resume()
    assert attach(journey, board, code="TD-HS").version == 1
    journey.to("bloc_decision").extend()
    assert attach(journey, bloc.standing_deputy, code="GH-TH").version == 1
    with nothing_written(), pytest.raises(NotYours):
        attach(journey, bloc.standing_deputy, code="TD-HS")


def test_whose_decision_it_is_attaches_it_on_each_route(bloc: Bloc, journey: Journey) -> None:
    journey.to("ceremony")
    assert attach(journey, bloc.standing_deputy, code="9-KNĐ").version == 1
    delegated = Journey.in_unit(bloc, "delegated_cell").to("ceremony")
    assert attach(delegated, bloc.delegated_secretary, code="9-KNĐ").version == 1
    with nothing_written(), pytest.raises(NotYours):
        attach(delegated, bloc.standing_deputy, code="9-KNĐ")


def test_a_transfer_takes_the_papers_along(bloc: Bloc, journey: Journey) -> None:
    journey.transfer()
    with nothing_written(), pytest.raises(NotYours):
        attach(journey, bloc.cell_secretary)
    assert attach(journey, bloc.sibling_secretary).version == 1


def test_open_pages_of_who_sees_the_case_are_told(
    bloc: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    told: dict[str, set[int]] = {}
    monkeypatch.setattr(telling, "changed", lambda users, subject: told.update({subject: set(users)}))
    with django_capture_on_commit_callbacks(execute=True):
        attach(journey, bloc.cell_secretary)
    (users,) = told.values()
    assert list(told) == [f"case:{journey.case.pk}"]
    assert {bloc.auditor.pk, bloc.cell_deputy.pk} <= users
    assert bloc.sibling_secretary.pk not in users


def test_nobody_else_does(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    for who in OTHERS:
        with nothing_written(), pytest.raises(NotYours):
            attach(journey, getattr(bloc, who))
    assert stored_in(files_dir) == []


def test_not_in_a_closed_case(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    journey.withdraw()
    with nothing_written(), pytest.raises(CaseClosed):
        attach(journey, bloc.cell_secretary)
    assert stored_in(files_dir) == []


def test_not_in_a_case_on_hold(bloc: Bloc, journey: Journey) -> None:
    journey.hold()
    with nothing_written(), pytest.raises(OnHold):
        attach(journey, bloc.cell_secretary)
    journey.resume()
    attach(journey, bloc.cell_secretary)


def test_not_to_a_paper_of_another_case(bloc: Bloc, journey: Journey) -> None:
    other = Journey(bloc).to("course")
    with nothing_written(), pytest.raises(Paper.DoesNotExist):
        attach_file(other.case.pk, paper(journey).pk, given(), acting_user=bloc.cell_secretary, at=timezone.now())


def test_a_bad_file_leaves_neither_row_nor_bytes(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    contents = [given(samples.bomb()), given(PDF[:400]), given(b"")]
    for bad in (*contents, given(name="../x.pdf"), given(name="x" * 151)):
        with nothing_written(), pytest.raises(FileRefused):
            attach(journey, bloc.cell_secretary, bad)
    assert stored_in(files_dir) == []


def test_an_unknown_classification(bloc: Bloc, journey: Journey, files_dir: Path) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="how secret"):
        attach(journey, bloc.cell_secretary, given(classification="open"))
    assert stored_in(files_dir) == []


def test_an_edited_row_is_noticed(bloc: Bloc, journey: Journey) -> None:
    attach(journey, bloc.cell_secretary)
    file = attach(journey, bloc.cell_secretary, given(SECOND, why="rõ hơn"))
    for column, value in {"name": "khac.pdf", "classification": "ordinary", "version": 7, "why": "khác"}.items():
        PaperFile.objects.filter(pk=file.pk).update(**{column: value})
        failure = verify().failure
        assert failure is not None
        assert f"admission_flow.paperfile {file.pk}" in failure.what
        PaperFile.objects.filter(pk=file.pk).update(**{column: getattr(file, column)})
        assert verify().holds


def test_a_file_row_pointed_at_other_bytes_is_noticed(bloc: Bloc, journey: Journey) -> None:
    file = attach(journey, bloc.cell_secretary)
    StoredFile.objects.filter(pk=file.file_id).update(sha256="ab" * 32)
    failure = verify().failure
    assert failure is not None
    assert f"documents.storedfile {file.file_id}" in failure.what
