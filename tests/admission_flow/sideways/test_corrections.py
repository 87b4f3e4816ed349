"""A recorded fact is corrected by two: who recorded it proposes, somebody above decides; both values stay."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.decisions import correctable
from admission_flow.decisions.corrections import AlreadyDecided, AlreadyProposed, OwnProposal
from admission_flow.models import Candidate, Case, Correction, Decision, Eligibility, Opinion, Paper, Relative
from admission_flow.refusals import InvalidFacts, NotYours, Refused, RuleNotMet
from admission_flow.rules.ages import complete_on
from admission_flow.soundness.examine import examine
from journal.verify import verify
from notices.models import Notice
from orgs.models import Member, Person
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.admission_flow.sideways.whereabouts import assert_not_stranded
from tests.admission_flow.untouched import nothing_written
from tests.people import new_person


def fact_of(journey: Journey, code: str, field: str) -> str:
    return f"paper.{Paper.objects.filter(case=journey.case, code=code).latest('pk').pk}.{field}"


def test_a_paper_and_the_decision_that_made_it(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    correction = journey.propose(fact_of(journey, "6-KNĐ", "number"), "17-NQ/CB")
    assert Paper.objects.get(case=journey.case, code="6-KNĐ").number == "01"
    assert (correction.old_value, correction.new_value, correction.accepted) == ("01", "17-NQ/CB", None)
    journey.decide(correction, by=bloc.committee_secretary)
    assert Paper.objects.get(case=journey.case, code="6-KNĐ").number == "17-NQ/CB"
    assert Decision.objects.get(case=journey.case, step="cell_vote").number == "17-NQ/CB"
    kept = Correction.objects.get()
    assert (kept.accepted, kept.old_value, kept.decided_by) == (True, "01", bloc.committee_secretary)
    assert journey.open_steps() == ["bloc_decision"]
    assert verify().holds


def test_refused_with_a_reason(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    correction = journey.propose(fact_of(journey, "NQ-CB", "signed_by"), "Phó Bí thư")
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why the correction is refused"):
        journey.decide(correction, accepted=False)
    journey.decide(correction, accepted=False, answer="Giấy ghi đúng")
    assert Paper.objects.get(case=journey.case, code="NQ-CB").signed_by == "Bí thư"
    told = Notice.objects.get(recipient=bloc.cell_secretary, kind="correction_decided")
    assert told.params == {"case": journey.case.number, "accepted": False}


@pytest.mark.parametrize(
    ("table", "field", "value", "steps"),
    [
        ("candidate", "life_history", "2011-2016 học đại học", ["verification"]),
        ("candidate", "permanent_residence", "Phường Quang Trung", ["opinions"]),
        ("candidate", "rewards", "Lao động tiên tiến", ["bloc_decision"]),
        ("person", "birth_date", "05/06/1995", ["verification"]),
        ("person", "full_name", "Nguyễn Thị Thanh Xuyên", ["verification"]),
        ("relative", "birth_year", "1961", ["verification"]),
        ("relative", "is_member", "có", ["verification"]),
    ],
)
def test_what_rests_on_the_profile_is_done_again(bloc, table: str, field: str, value: str, steps: list[str]) -> None:
    journey = Journey(bloc).to("bloc_decision")
    rows = {
        "candidate": journey.case.candidate_id,
        "person": journey.case.candidate.person_id,
        "relative": Relative.objects.filter(candidate=journey.case.candidate).earliest("pk").pk,
    }
    journey.decide(journey.propose(f"{table}.{rows[table]}.{field}", value))
    assert journey.open_steps() == steps
    assert_not_stranded(journey.case)
    journey.case = Case.objects.get(pk=journey.case.pk)
    assert journey.to_the_end()[-2:] == ["bloc_decision", "ceremony"]
    assert verify().holds


@pytest.mark.parametrize("step", ["course", "declaration", "verification", "file_check", "cell_vote", "bloc_appraisal",
                                  "ceremony"])  # fmt: skip
def test_at_no_step_does_it_strand_the_case(bloc, step: str) -> None:
    journey = Journey(bloc).to(step)
    person = journey.case.candidate.person_id
    journey.decide(journey.propose(f"person.{person}.full_name", "Nguyễn Thị Thanh Xuyên"))
    assert_not_stranded(journey.case)
    assert Person.objects.get(pk=person).search_name == "nguyen thi thanh xuyen"
    assert (journey.open_steps() == ["ceremony"]) == (step == "ceremony")
    journey.case = Case.objects.get(pk=journey.case.pk)
    assert journey.to_the_end()[-1] == "ceremony"


@pytest.mark.parametrize("beside", ["supplement", "consultation", "one branch"])
def test_beside_the_way(bloc, beside: str) -> None:
    journey = Journey(bloc)
    if beside == "supplement":
        journey.to("bloc_appraisal").send_back("bloc_appraisal")
    elif beside == "consultation":
        journey.to("bloc_decision").ask_opinion()
    else:
        journey.to("verification").verification()
    journey.decide(journey.propose(f"candidate.{journey.case.candidate_id}.aliases", "Xuân"))
    assert_not_stranded(journey.case)
    journey.case = Case.objects.get(pk=journey.case.pk)
    assert journey.to_the_end()[-1] == "ceremony"


def test_a_closed_case_is_corrected_in_its_record_alone(bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    journey.to_the_end()
    journey.decide(journey.propose(f"candidate.{journey.case.candidate_id}.life_history", "Khác"))
    assert Candidate.objects.get(pk=journey.case.candidate_id).life_history == "Khác"
    assert_not_stranded(journey.case)


def test_a_certificate_that_was_not_valid_on_the_day_of_the_vote(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    fact = fact_of(journey, "CN-NTVĐ", "dated")
    early = journey.today - datetime.timedelta(days=100)
    journey.decide(journey.propose(fact, early.isoformat(), by=bloc.training_centre))
    assert journey.open_steps() == ["bloc_decision"]
    valid_to = Paper.objects.get(case=journey.case, code="CN-NTVĐ").valid_to
    assert valid_to
    assert valid_to.year > early.year
    journey.decide(journey.propose(fact, "01/01/2015", by=bloc.training_centre))
    assert journey.open_steps() == ["course"]
    assert_not_stranded(journey.case)
    journey.case = Case.objects.get(pk=journey.case.pk)
    assert journey.to_the_end()[-1] == "ceremony"


def test_an_opinion(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    row = Opinion.objects.filter(case=journey.case).earliest("pk")
    journey.decide(journey.propose(f"opinion.{row.pk}.summary", "Nhất trí, không có ý kiến khác"))
    row.refresh_from_db()
    assert row.summary == "Nhất trí, không có ý kiến khác"
    assert journey.open_steps() == ["file_check"]


def test_not_by_oneself_though_one_holds_both_seats(bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    fact = fact_of(journey, "9-KNĐ", "signed_by")
    correction = journey.propose(fact, "Phó Bí thư", by=bloc.standing_deputy)
    with nothing_written(), pytest.raises(OwnProposal):
        journey.decide(correction, by=bloc.standing_deputy)
    journey.decide(correction, by=bloc.bloc_secretary)


@pytest.mark.parametrize("who", ["sibling_secretary", "committee_secretary", "organisation_board", "training_centre"])
def test_proposed_only_where_it_was_recorded(bloc, who: str) -> None:
    journey = Journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(NotYours):
        journey.propose(fact_of(journey, "NQ-CB", "number"), "02", by=getattr(bloc, who))


@pytest.mark.parametrize("who", ["cell_secretary", "cell_deputy", "hospital_secretary", "committee_member", "auditor"])
def test_decided_only_above(bloc, who: str) -> None:
    journey = Journey(bloc).to("file_check")
    correction = journey.propose(fact_of(journey, "NQ-CB", "number"), "02", by=bloc.cell_deputy)
    with nothing_written(), pytest.raises(NotYours):
        journey.decide(correction, by=getattr(bloc, who))


def test_a_committee_decides_on_nothing_of_its_own(bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    correction = journey.propose(fact_of(journey, "8-KNĐ", "number"), "09", by=bloc.committee_secretary)
    with nothing_written(), pytest.raises(NotYours):
        journey.decide(correction, by=bloc.committee_deputy)


def test_once_each(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    fact = fact_of(journey, "NQ-CB", "number")
    correction = journey.propose(fact, "02")
    with nothing_written(), pytest.raises(AlreadyProposed):
        journey.propose(fact, "03")
    journey.decide(correction)
    with nothing_written(), pytest.raises(AlreadyDecided, match="already decided"):
        journey.decide(correction, accepted=False, answer="Không")


def test_recorded_anew_meanwhile(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    correction = journey.propose(f"candidate.{journey.case.candidate_id}.aliases", "Xuân")
    Candidate.objects.filter(pk=journey.case.candidate_id).update(aliases="Hạ")
    with nothing_written(), pytest.raises(Refused, match="recorded anew"):
        journey.decide(correction)
    journey.decide(correction, accepted=False, answer="Đã khai lại")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("citizen_id", "12345", "12 digits"),
        ("birth_date", "31/02/1995", "day/month/year"),
        ("birth_date", "01/01/2090", "future"),
        ("full_name", "???", "no name"),
        ("full_name", "Nguyễn Thị Thanh Xuân", "recorded already"),
        ("hometown", " ", "left empty"),
        ("ethnicity", "x" * 51, "50"),
        ("salt", "x", "Choose a fact"),
    ],
)
def test_wrong_values(bloc, field: str, value: str, sentence: str) -> None:
    journey = Journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(InvalidFacts, match=sentence):
        journey.propose(f"person.{journey.case.candidate.person_id}.{field}", value)


def test_a_citizen_id_of_somebody_else(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    fact = f"person.{journey.case.candidate.person_id}.citizen_id"
    with nothing_written(), pytest.raises(InvalidFacts, match="kept with another person"):
        journey.propose(fact, bloc.seatless.person.citizen_id)
    other = new_person("Ai Đó")
    correction = journey.propose(fact, other.citizen_id)
    other.save()
    with nothing_written(), pytest.raises(InvalidFacts, match="kept with another person"):
        journey.decide(correction)


def test_tallies_outcomes_and_days_of_votes_are_not_among_them(bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    names = {one.key.split(".", 2)[0] + "." + one.field for one in correctable.all_of(journey.case)}
    assert not names & {
        "decision.votes_for",
        "decision.outcome",
        "decision.dated",
        "opinion.answer",
        "decision.present",
    }
    days = [one.row.code for one in correctable.all_of(journey.case) if (one.table, one.field) == ("paper", "dated")]
    assert not {"6-KNĐ", "8-KNĐ", "9-KNĐ"} & set(days)
    assert "CN-NTVĐ" in days


def test_facts_of_another_case_are_not_reached(bloc) -> None:
    other = Journey.in_unit(bloc, "sibling_cell").to("file_check")
    journey = Journey(bloc).to("file_check")
    with nothing_written(), pytest.raises(InvalidFacts, match="Choose a fact of this file"):
        journey.propose(fact_of(other, "NQ-CB", "number"), "02")


def test_the_education_is_corrected_and_the_cell_considers_again(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    row = Eligibility.objects.get(case=journey.case)
    with nothing_written(), pytest.raises(InvalidFacts, match="Write one of: "):
        journey.propose(f"eligibility.{row.pk}.education", "đại học")
    journey.decide(journey.propose(f"eligibility.{row.pk}.education", "lower-secondary diploma"))
    row.refresh_from_db()
    assert row.education == "lower_secondary"
    assert journey.open_steps() == ["file_check"]
    assert_not_stranded(journey.case)
    journey.case = Case.objects.get(pk=journey.case.pk)
    assert journey.to_the_end()[-1] == "ceremony"


def test_since_when_an_introducer_was_together(bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    row = journey.case.introductions.earliest("pk")
    journey.decide(journey.propose(f"introduction.{row.pk}.together_since", f"{journey.today:%d/%m/%Y}"))
    assert journey.open_steps() == ["file_check"]
    with nothing_written(), pytest.raises(RuleNotMet, match="0 months"):
        journey.file_check()


def test_days_of_paths_that_are_none_are_not_offered(bloc) -> None:
    journey = Journey(bloc).to("course")
    fields = {one.field for one in correctable.all_of(journey.case) if one.table == "eligibility"}
    assert not fields & {"left_on", "child_born_on"}
    row = Eligibility.objects.get(case=journey.case)
    with nothing_written(), pytest.raises(InvalidFacts, match="Choose a fact"):
        journey.propose(f"eligibility.{row.pk}.left_on", "01/01/2015")


class TestTheDayOfTheCeremony:
    """Probation, its term and the stay in the register run from it."""

    def held(self, bloc) -> Journey:
        journey = Journey(bloc).to("ceremony").wait(10)
        received = journey.today - datetime.timedelta(days=9)
        journey.ceremony(received_on=received)
        return journey

    def fact(self, journey: Journey) -> str:
        return f"ceremony.{Decision.objects.get(case=journey.case, outcome='held').pk}.dated"

    def test_moves_what_runs_from_it(self, bloc) -> None:
        journey = self.held(bloc)
        right = journey.today - datetime.timedelta(days=5)
        journey.decide(journey.propose(self.fact(journey), f"{right:%d/%m/%Y}"))
        later = Case.objects.get(admission=journey.case)
        journey.case.refresh_from_db()
        assert (journey.case.probation_from, later.probation_from) == (right, right)
        assert Member.objects.get(person=journey.case.candidate.person).since == right
        assert later.deadlines.get(rule="review_probation").runs_from == complete_on(right, 12)
        assert_not_stranded(journey.case)
        assert list(examine([later.pk], at=journey.at)) == []
        assert verify().holds

    def test_not_before_the_receipt(self, bloc) -> None:
        journey = self.held(bloc)
        early = journey.today - datetime.timedelta(days=10)
        with nothing_written(), pytest.raises(InvalidFacts, match="before the decision was received"):
            journey.propose(self.fact(journey), f"{early:%d/%m/%Y}")

    def test_not_once_the_recognition_was_voted_on(self, bloc) -> None:
        journey = recognising(bloc).to("recognition_decision")
        recognition, journey.case = journey.case, journey.admission
        held = Decision.objects.get(case=journey.case, outcome="held")
        day = held.dated + datetime.timedelta(days=1)
        proposed = journey.propose(f"ceremony.{held.pk}.dated", f"{day:%d/%m/%Y}")
        with nothing_written(), pytest.raises(Refused, match="has been voted on"):
            journey.decide(proposed)
        assert recognition.is_open
