"""An awareness certificate is used while it is valid: at the nomination, as the course, at file check and vote."""

import datetime

import pytest

from admission_flow.decisions import course
from admission_flow.decisions.given import PaperGiven
from admission_flow.refusals import InvalidFacts, NotYours, RuleNotMet
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

NOW = datetime.datetime(2026, 3, 2, 3, tzinfo=datetime.UTC)
LAST_VALID, EXPIRED = datetime.date(2021, 3, 3), datetime.date(2021, 3, 2)


def certificate(dated: datetime.date) -> PaperGiven:
    return PaperGiven("CN-NTVĐ", dated, "118/CN", "Giám đốc")


def test_at_the_nomination_the_course_is_passed_over(bloc: Bloc) -> None:
    journey = Journey(bloc, at=NOW)
    with nothing_written(), pytest.raises(RuleNotMet, match="valid to"):
        journey.nominate(certificate=certificate(EXPIRED))
    case = journey.nominate(certificate=certificate(LAST_VALID))
    assert journey.open_steps() == ["declaration"]
    assert case.papers.get(code="CN-NTVĐ").valid_to == journey.today


def test_issued_after_the_nomination(bloc: Bloc) -> None:
    journey = Journey(bloc, at=NOW)
    with nothing_written(), pytest.raises(RuleNotMet, match="dated 03/03/2026, after 02/03/2026"):
        journey.nominate(certificate=certificate(datetime.date(2026, 3, 3)))


@pytest.mark.parametrize(
    ("verb", "who"), [("record_certificate", "training_centre"), ("present_certificate", "cell_deputy")]
)
def test_as_the_course(bloc: Bloc, verb: str, who: str) -> None:
    journey = Journey(bloc, at=NOW).to("course")
    for dated, refusal in ((EXPIRED, RuleNotMet), (datetime.date(2026, 3, 3), InvalidFacts)):
        with nothing_written(), journey.acting_as(getattr(bloc, who)), pytest.raises(refusal):
            journey.do(getattr(course, verb), "course", certificate(dated))
    with journey.acting_as(getattr(bloc, who)):
        journey.do(getattr(course, verb), "course", certificate(LAST_VALID))
    assert journey.open_steps() == ["declaration"]


def test_each_way_has_its_seat(bloc: Bloc) -> None:
    journey = Journey(bloc, at=NOW).to("course")
    ways = {"record_certificate": bloc.cell_secretary, "present_certificate": bloc.training_centre}
    for verb, stranger in ways.items():
        with nothing_written(), journey.acting_as(stranger), pytest.raises(NotYours):
            journey.do(getattr(course, verb), "course", certificate(LAST_VALID))


def test_expired_by_the_file_check(bloc: Bloc) -> None:
    journey = Journey(bloc, at=NOW).to("file_check", certificate=certificate(LAST_VALID)).wait(1)
    with nothing_written(), pytest.raises(RuleNotMet, match="valid to"):
        journey.file_check()
    journey.send_back("file_check")
    journey.supplement(papers=(certificate(journey.today),))
    assert journey.file_check().outcome == "fit"


def test_expired_by_the_meeting(bloc: Bloc) -> None:
    """The cell sends its own file back for a new certificate, and votes then."""
    journey = Journey(bloc, at=NOW).to("cell_vote", certificate=certificate(LAST_VALID)).wait(1)
    with nothing_written(), pytest.raises(RuleNotMet, match="valid to"):
        journey.cell_vote()
    journey.send_back("cell_vote")
    journey.supplement(papers=(certificate(journey.today),))
    assert journey.open_steps() == ["cell_vote"]
    rules = [one["rule"] for one in journey.cell_vote().derivation]
    assert [rule for rule in rules if rule in ("paper_valid", "certificate", "cell_vote")] == [
        "paper_valid", "certificate", "cell_vote",
    ]  # fmt: skip


@pytest.mark.parametrize("dated", [datetime.date.max, datetime.date(9996, 3, 31), datetime.date(9994, 12, 31)])
def test_of_the_far_future(bloc: Bloc, dated: datetime.date) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(RuleNotMet, match="after"):
        journey.nominate(certificate=certificate(dated))
    journey.to("grassroots_approval").send_back("grassroots_approval")
    with nothing_written(), pytest.raises(RuleNotMet, match="after"):
        journey.supplement(papers=(certificate(dated),))
