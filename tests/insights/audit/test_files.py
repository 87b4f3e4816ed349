"""Who opened what: looks at files, papers taken, forms made, dossiers issued, stories opened."""

from __future__ import annotations

import pytest

from admission_flow.models import Paper
from insights.audit.access import reach_of
from insights.audit.files import access_page
from insights.audit.filters import AccessFilters
from orgs.models import User
from tests.admission_flow.files.conftest import PDF, attach, given
from tests.admission_flow.journey import Journey
from tests.insights.audit.conftest import AT, entry_of, looks, now, read, signed_in
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def found(who: User, **asked: str) -> list[tuple[str, str]]:
    page = access_page(reach_of(who, now()), AccessFilters.of(asked))
    return [(row.who, row.what) for row in page.rows]


@pytest.fixture
def opened(bloc: Bloc, journey: Journey) -> Journey:
    """The secretary looked and took a paper, the bloc's board looked."""
    attach(journey, journey.secretary, given(PDF))
    secretary, board = signed_in(bloc.cell_secretary), signed_in(bloc.organisation_board)
    paper = Paper.objects.get(case=journey.case, code="2-KNĐ")
    assert secretary.get(f"/cases/{journey.case.pk}/").status_code == 200
    assert secretary.get(f"/cases/{journey.case.pk}/papers/{paper.pk}/files/1/").status_code == 200
    assert board.get(f"/cases/{journey.case.pk}/").status_code == 200
    return journey


def test_who_opened_what(bloc: Bloc, opened: Journey) -> None:
    secretary, board = bloc.cell_secretary.display_name, bloc.organisation_board.display_name
    assert found(bloc.committee_auditor) == [
        (board, "opened the file"),
        (secretary, "took a file of a paper"),
        (secretary, "opened the file"),
    ]
    assert found(bloc.auditor, person=str(bloc.organisation_board.pk)) == [(board, "opened the file")]
    assert found(bloc.auditor, verb="download") == [(secretary, "took a file of a paper")]
    assert len(found(bloc.auditor, verb="sign_in")) == 3
    assert len(found(bloc.auditor, case=str(opened.case.pk))) == 3
    assert found(bloc.auditor, case="0") == []
    assert found(bloc.auditor, until="01/01/2020") == []


def test_who_opened_it_from_above_is_found_by_name(bloc: Bloc, opened: Journey) -> None:
    """The bloc's board looked at the committee's file; its second holder looked at none."""
    reach = reach_of(bloc.committee_auditor, now())
    page = access_page(reach, AccessFilters.of({"find": "1"}, bloc.organisation_board.display_name))
    assert page.people == [bloc.organisation_board]
    page = access_page(reach, AccessFilters.of({"find": "1"}, bloc.organisation_board_2.display_name))
    assert page.people == []


def test_the_page_says_which_paper_and_its_hash(bloc: Bloc, opened: Journey) -> None:
    shown = read(bloc.committee_auditor, "/audit/files/")
    assert "version 1" in shown
    assert "SHA-256" in shown
    assert opened.case.number in shown
    assert [look.verb for look in looks(bloc.committee_auditor)] == ["audit_files"]


def test_that_an_auditor_opened_a_story_shows_too(bloc: Bloc, opened: Journey) -> None:
    read(bloc.committee_auditor, f"/audit/acts/{entry_of(opened, 'declare').pk}/")
    assert found(bloc.auditor)[0] == (bloc.committee_auditor.display_name, "opened the story of an act")


def test_of_another_units_case_nothing(bloc: Bloc, opened: Journey) -> None:
    elsewhere = Journey.in_unit(bloc, "delegated_cell", at=AT)
    elsewhere.nominate()
    signed_in(bloc.delegated_cell_secretary).get(f"/cases/{elsewhere.case.pk}/")
    assert len(found(bloc.auditor)) == 4
    assert len(found(bloc.committee_auditor)) == 3
    assert found(bloc.committee_auditor, case=str(elsewhere.case.pk)) == []


def test_words_and_the_empty_list(bloc: Bloc, opened: Journey) -> None:
    client = signed_in(bloc.auditor)
    assert client.post("/audit/files/", {"q": "Không Có Ai"}).status_code == 302
    assert "Nothing matches" in client.get("/audit/files/?find=1").content.decode()
    client.post("/audit/files/", {"q": opened.case.number})
    assert opened.case.number in client.get("/audit/files/?find=2").content.decode()


def test_nobody_yet(bloc: Bloc) -> None:
    User.objects.update(language="en")
    assert "Nobody has opened a file yet" in read(bloc.auditor, "/audit/files/")
