"""The bloc's decision recorded three ways at once: the case has one of them, whole."""

from admission_flow.models import Case, Decision
from admission_flow.refusals import AlreadyDone
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press
from tests.databases import at_once, rounds
from tests.people import build_bloc

AFTER = {"admitted": ["ceremony"], "not_admitted": [], "returned": ["supplement"]}


def test_one_of_them_counts(own_database: str) -> None:
    bloc = build_bloc()
    for _round in rounds():
        journey = Journey.in_unit(bloc, "grassroots_cell")
        journey.to("bloc_decision", certificate=journey.paper("CN-NTVĐ"))
        outcomes = at_once(
            press(journey, "bloc_decision", by=bloc.bloc_secretary),
            press(journey, "bloc_decision", outcome="not_admitted", in_favour=2, reason="Chưa đủ thời gian"),
            press(journey, "bloc_decision", "send_back", step="bloc_decision"),
        )
        (won,) = (outcome for outcome in outcomes if isinstance(outcome, Decision))
        assert sum(isinstance(outcome, AlreadyDone) for outcome in outcomes) == 2
        case = Case.objects.get(pk=journey.case.pk)
        assert journey.open_steps() == AFTER[won.outcome]
        assert case.outcome == ("not_admitted" if won.outcome == "not_admitted" else "")
        assert (case.admitted_on is not None) is (won.outcome == "admitted")
        assert (case.returned_from == "bloc_decision") is (won.outcome == "returned")
