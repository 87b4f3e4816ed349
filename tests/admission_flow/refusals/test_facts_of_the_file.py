"""Facts that can't be recorded as they are given: which field, and what to do."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from admission_flow.decisions import appraisal, cell, declaration, inquiries, verification
from admission_flow.decisions.given import AnswerGiven, DeclarationGiven, OpinionGiven, RelativeGiven
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.mark.parametrize("field", ["birth_place", "permanent_residence", "life_history", "hometown", "ethnicity"])
@pytest.mark.parametrize("text", ["", "  "])
def test_a_declaration_needs_its_profile(bloc: Bloc, field: str, text: str) -> None:
    journey = Journey(bloc).to("declaration")
    given = DeclarationGiven(PROFILE | {field: text}, RELATIVES, (journey.paper("1-KNĐ"), journey.paper("2-KNĐ")))
    with nothing_written(), pytest.raises(InvalidFacts, match="ask the candidate") as refused:
        journey.do(declaration.declare, "declaration", given)
    assert set(refused.value.errors) == {field}


def test_a_declaration_needs_its_papers(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    with nothing_written(), pytest.raises(InvalidFacts, match="application and the biography"):
        journey.do(declaration.declare, "declaration", DeclarationGiven(PROFILE, RELATIVES, ()))


def verify(journey: Journey, answers: list[AnswerGiven], conclusion: str = "clear", reason: str = "") -> Any:
    given = (answers, journey.paper("BC-TTLL"), conclusion, reason)
    return journey.do(verification.record_verification, "verification", *given)


def test_a_verification_answers_everybody_in_scope_once(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    answers = journey.answers()
    stranger = AnswerGiven(10**9, True, "Công an phường", journey.today)
    wrong = {
        "Still outstanding: Nguyễn Thị Thanh Xuân\\. ": answers[1:],
        "Nguyễn Thị Thanh Xuân, Nguyễn Văn Cha, Trần Thị Mẹ, Lê Thị Vợ": [],
        "not in scope": [*answers, stranger],
        "named twice": [*answers, answers[1]],
    }
    for sentence, given in wrong.items():
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
            verify(journey, given)
    assert verify(journey, answers).outcome == "clear"


def test_a_conclusion_agrees_with_its_answers(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    answers = journey.answers()
    answers[1] = replace(answers[1], clear=False)
    wrong = {
        ("clear", ""): "conclusion can't be clear",
        ("not_clear", " "): "Say what is not clear",
        ("perhaps", "-"): "clear or not clear",
        ("", ""): "clear or not clear",
    }
    for (conclusion, reason), sentence in wrong.items():
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
            verify(journey, answers, conclusion, reason)
    assert verify(journey, answers, "not_clear", "Chưa rõ nơi công tác của người cha").outcome == "not_clear"


def test_the_cell_of_the_residence_is_always_asked(bloc: Bloc) -> None:
    journey = Journey(bloc).to("opinions")
    union = OpinionGiven("organisation", "Công đoàn cơ sở", "agrees", journey.today)
    for opinions in ([], [union]):
        with nothing_written(), pytest.raises(InvalidFacts, match="place of residence is missing"):
            journey.do(inquiries.record_opinions, "opinions", opinions, journey.paper("5-KNĐ"))


def test_nobody_answers_tomorrow(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    tomorrow = journey.today + datetime.timedelta(days=1)
    answers = [replace(answer, answered_on=tomorrow) for answer in journey.answers()]
    with nothing_written(), pytest.raises(InvalidFacts, match="answer is dated in the future"):
        verify(journey, answers)
    opinion = OpinionGiven("residence", "Chi bộ tổ dân phố 5", "agrees", tomorrow)
    with nothing_written(), pytest.raises(InvalidFacts, match="answer is dated in the future"):
        journey.do(inquiries.record_opinions, "opinions", [opinion], journey.paper("5-KNĐ"))


def test_nobody_answers_before_the_nomination(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    before = journey.today - datetime.timedelta(days=1)
    answers = [replace(answer, answered_on=before) for answer in journey.answers()]
    with nothing_written(), pytest.raises(InvalidFacts, match="when the candidate was nominated"):
        verify(journey, answers)
    opinion = OpinionGiven("residence", "Chi bộ tổ dân phố 5", "agrees", before)
    with nothing_written(), pytest.raises(InvalidFacts, match="when the candidate was nominated"):
        journey.do(inquiries.record_opinions, "opinions", [opinion], journey.paper("5-KNĐ"))


def test_a_declaration_names_the_parents_or_who_raised_the_candidate(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    papers = (journey.paper("1-KNĐ"), journey.paper("2-KNĐ"))
    for relatives in ((), (RelativeGiven("spouse", "Lê Thị Vợ", 1992),)):
        with nothing_written(), pytest.raises(InvalidFacts, match="No parent is declared"):
            journey.do(declaration.declare, "declaration", DeclarationGiven(PROFILE, relatives, papers))
    unborn = (RelativeGiven("mother", "Trần Thị Mẹ", journey.today.year + 1),)
    with nothing_written(), pytest.raises(InvalidFacts, match="Trần Thị Mẹ: the birth year lies in the future"):
        journey.do(declaration.declare, "declaration", DeclarationGiven(PROFILE, unborn, papers))
    raised = (RelativeGiven("carer", "Ngô Thị Nuôi", 1950, is_alive=False),)
    journey.do(declaration.declare, "declaration", DeclarationGiven(PROFILE, raised, papers))


def test_a_supplement_takes_no_parents_away(bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    journey.send_back("file_check")
    with nothing_written(), pytest.raises(InvalidFacts, match="No parent is declared"):
        journey.supplement(relatives=())


def test_a_file_is_fit_paper_by_paper(bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    held = set(journey.case.papers.values_list("code", flat=True))
    with nothing_written(), pytest.raises(InvalidFacts, match="Not checked yet"):
        journey.do(cell.check_file, "file_check", journey.today, held - {"2-KNĐ"})
    journey.case.papers.filter(code="5-KNĐ").delete()
    with nothing_written(), pytest.raises(InvalidFacts, match="The file lacks"):
        journey.do(cell.check_file, "file_check", journey.today, held)


def test_a_paper_is_not_dated_tomorrow(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    later = replace(journey.paper("4-KNĐ"), dated=journey.today + datetime.timedelta(days=1))
    with (
        nothing_written(),
        pytest.raises(InvalidFacts, match=r"Youth Union resolution of introduction: its date lies in the future"),
    ):
        journey.supplement(papers=(later,))


def test_a_paper_is_not_older_than_the_candidate(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    older = replace(journey.paper("4-KNĐ"), dated=datetime.date(1800, 1, 1))
    with nothing_written(), pytest.raises(InvalidFacts, match="before the candidate was born"):
        journey.supplement(papers=(older,))


def test_outcomes_are_those_of_the_step(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    with nothing_written(), pytest.raises(InvalidFacts, match="to admit or not to admit"):
        journey.do(appraisal.appraise_bloc, "bloc_appraisal", "returned", journey.today)
    journey.bloc_appraisal()
    with nothing_written(), pytest.raises(InvalidFacts, match="to admit or not to admit"):
        journey.bloc_decision("returned")
