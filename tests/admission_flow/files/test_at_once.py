"""Two people attach to one paper at the same moment, on a real database."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from admission_flow.models import PaperFile
from admission_flow.refusals import AlreadyRecorded, InvalidFacts
from documents.models import StoredFile
from journal.verify import verify
from tests.admission_flow.files.conftest import PDF, SECOND, attach, given
from tests.admission_flow.journey import Journey
from tests.databases import at_once, rounds
from tests.people import build_bloc
from tests.stored import stored_in


def test_they_become_versions_1_and_2(own_database: str, files_dir: Path) -> None:
    bloc = build_bloc()
    for _round in rounds(5):
        journey = Journey(bloc).to("opinions")
        outcomes = at_once(
            partial(attach, journey, bloc.cell_secretary, given(PDF, why="a")),
            partial(attach, journey, bloc.cell_deputy, given(SECOND, why="b")),
        )
        assert sorted(file.version for file in outcomes if isinstance(file, PaperFile)) == [1, 2]
    assert (StoredFile.objects.count(), len(stored_in(files_dir))) == (2, 2)
    assert verify().holds


def test_of_two_that_know_of_none_before_one_is_asked_why(own_database: str, files_dir: Path) -> None:
    bloc = build_bloc()
    journey = Journey(bloc).to("opinions")
    outcomes = at_once(
        lambda: attach(journey, bloc.cell_secretary, given(PDF)),
        lambda: attach(journey, bloc.cell_deputy, given(SECOND)),
    )
    assert sorted(type(one).__name__ for one in outcomes) == [InvalidFacts.__name__, PaperFile.__name__]
    assert len(stored_in(files_dir)) == 1


def test_the_same_file_twice_is_attached_once(own_database: str, files_dir: Path) -> None:
    bloc = build_bloc()
    journey = Journey(bloc).to("opinions")
    outcomes = at_once(*(lambda: attach(journey, bloc.cell_secretary),) * 3)
    assert [type(one) for one in outcomes].count(AlreadyRecorded) == 2
    assert PaperFile.objects.count() == 1


def test_the_same_content_in_two_cases_is_one_file(own_database: str, files_dir: Path) -> None:
    bloc = build_bloc()
    for _round in rounds(3):
        one, other = Journey(bloc).to("opinions"), Journey(bloc).to("opinions")
        outcomes = at_once(partial(attach, one, bloc.cell_secretary), partial(attach, other, bloc.cell_deputy))
        assert [type(outcome) for outcome in outcomes] == [PaperFile, PaperFile]
    assert (StoredFile.objects.count(), len(stored_in(files_dir))) == (1, 1)
