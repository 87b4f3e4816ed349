"""Citizenship, education, re-admission and the special cases: tables of values, each with its source."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.rules.education import education
from admission_flow.rules.eligibility import Facts, eligibility
from admission_flow.rules.extra_papers import BEFORE
from admission_flow.rules.readmission import BARRING, Former, readmission
from admission_flow.rules.special_cases import Special
from admission_flow.rules.values import Parameters, Verdict
from tests.rules.by import BY_2021, ROWS

D = datetime.date
BY = {code: Parameters(code, rows) for code, rows in ROWS.items()}
DAY, BORN = D(2024, 6, 15), D(1990, 1, 1)
JUDGED = {"political_standard": True}


def answers(found: list[Verdict]) -> dict[str, str]:
    return {one.rule: one.answer for one in found}


def judge(facts: Facts, day: D = DAY, held: tuple[str, ...] = (), **judged: bool) -> dict[str, str]:
    return answers(eligibility(facts, day, BY_2021, held, JUDGED | judged))


def test_an_ordinary_candidate_passes_every_check() -> None:
    found = eligibility(Facts(BORN, True, "upper_secondary"), DAY, BY_2021, (), JUDGED)
    assert answers(found) == dict.fromkeys(("citizenship", "age", "education", "political_standard"), "passed")
    assert all(one.source and one.regulation == "24-QĐ/TW" for one in found)


@pytest.mark.parametrize(("citizen", "answer"), [(True, "passed"), (False, "failed"), (None, "needs_judgement")])
def test_citizenship_charter_1_s33b(citizen: bool | None, answer: str) -> None:
    assert judge(Facts(BORN, citizen, "primary"))["citizenship"] == answer


@pytest.mark.parametrize(
    ("level", "special", "elder", "rule", "answer"),
    [
        ("upper_secondary", False, False, "education", "passed"),
        ("lower_secondary", False, False, "education", "passed"),
        ("primary", False, False, "education", "failed"),
        ("primary", True, False, "education_special_area", "passed"),
        ("literacy", True, False, "education_special_area", "failed"),
        ("literacy", True, True, "education_prestigious", "needs_paper"),
        ("none", True, True, "education_prestigious", "failed"),
        ("primary", True, True, "education_special_area", "passed"),
        ("lower_secondary", True, True, "education", "passed"),
        ("equivalent", True, False, "education_special_area", "passed"),
    ],
)
def test_education_by_area_and_person_24_s14_s18_s19(
    level: str, special: bool, elder: bool, rule: str, answer: str
) -> None:
    found = education(level, BY_2021, special_area=special, prestigious=elder)
    assert (found.rule, found.answer) == (rule, answer)


def test_an_elder_who_reads_and_writes_passes_with_the_consent_s19_s21_s91b() -> None:
    found = education("literacy", BY_2021, special_area=True, prestigious=True)
    assert (found.paper, found.before) == ("VB-ĐY-HV", "bloc_decision")
    with_it = education("literacy", BY_2021, special_area=True, prestigious=True, held={"VB-ĐY-HV"})
    assert with_it.answer == "passed"


@pytest.mark.parametrize(
    ("code", "answer"),
    [("45-QĐ/TW", "passed"), ("29-QĐ/TW", "passed"), ("24-QĐ/TW", "failed"), ("232-QĐ/TW", "failed")],
)
def test_an_equivalent_is_accepted_by_29_and_not_by_24_s14_s17_s27(code: str, answer: str) -> None:
    found = education("equivalent", BY[code])
    assert (found.rule, found.answer) == ("education_equivalent", answer)


@pytest.mark.parametrize(
    ("left", "answer", "met_on"),
    [(D(2021, 6, 16), "failed", D(2024, 6, 16)), (D(2021, 6, 15), "passed", D(2024, 6, 15))],
)
@pytest.mark.parametrize("code", ["29-QĐ/TW", "24-QĐ/TW", "294-QĐ/TW"])
def test_36_months_since_leaving_less_a_day_and_to_the_day_s25_s110(left: D, answer: str, met_on: D, code: str) -> None:
    found = {one.rule: one for one in readmission(Former(left), DAY, BY[code])}["readmission_wait"]
    assert (found.answer, found.numbers["met_on"]) == (answer, met_on.isoformat())


@pytest.mark.parametrize(
    ("expunged", "rule", "answer"),
    [
        (None, "readmission_not_expunged", "failed"),
        (D(2019, 6, 16), "readmission_expunged", "failed"),
        (D(2019, 6, 15), "readmission_expunged", "passed"),
    ],
)
def test_60_months_after_the_record_of_a_less_serious_crime_is_expunged_s25_s110(
    expunged: D | None, rule: str, answer: str
) -> None:
    former = Former(D(2010, 1, 1), "less_serious_crime", expunged)
    assert answers(readmission(former, DAY, BY_2021))[rule] == answer


@pytest.mark.parametrize(("times", "answer"), [(0, "passed"), (1, "failed")])
def test_once_only_s25_s110(times: int, answer: str) -> None:
    assert answers(readmission(Former(D(2010, 1, 1), times=times), DAY, BY_2021))["readmission_times"] == answer


@pytest.mark.parametrize("why", BARRING)
def test_never_reconsidered_s25_s110(why: str) -> None:
    assert answers(readmission(Former(D(2000, 1, 1), why), DAY, BY_2021))["readmission_barred"] == "failed"


@pytest.mark.parametrize(("judged", "answer"), [({}, "needs_judgement"), ({"readmission_hardship": True}, "passed")])
def test_asked_to_leave_in_very_hard_circumstances_is_judged_s25_s110(judged: dict[str, bool], answer: str) -> None:
    found = answers(readmission(Former(D(2000, 1, 1), "asked_to_leave_hardship"), DAY, BY_2021, (), judged))
    assert (found["readmission_barred"], found["readmission_hardship"]) == ("passed", answer)


def test_the_province_level_agrees_before_the_decision_s25_s110() -> None:
    former = Former(D(2000, 1, 1))
    (wanted,) = [one for one in readmission(former, DAY, BY_2021) if one.answer == "needs_paper"]
    assert (wanted.paper, wanted.before) == ("VB-ĐY-KNL", "bloc_decision")
    assert set(answers(readmission(former, DAY, BY_2021, {"VB-ĐY-KNL"})).values()) == {"passed"}


@pytest.mark.parametrize(("code", "waits"), [("29-QĐ/TW", True), ("24-QĐ/TW", False), ("294-QĐ/TW", False)])
def test_removed_for_population_policy_follows_its_own_rule_since_24_s14b_s25(code: str, waits: bool) -> None:
    found = answers(readmission(Former(D(2023, 1, 1), "population_policy"), DAY, BY[code]))
    assert ("readmission_wait" in found) is waits


@pytest.mark.parametrize(
    ("child", "born", "answer"),
    [
        ("third", D(2022, 6, 16), "failed"),
        ("third", D(2022, 6, 15), "passed"),
        ("fourth", D(2021, 6, 16), "failed"),
        ("fourth", D(2021, 6, 15), "passed"),
    ],
)
def test_24_months_of_effort_after_a_third_child_and_36_after_a_fourth_s89a(child: str, born: D, answer: str) -> None:
    special = Special(child=child, child_born_on=born)
    found = judge(Facts(BORN, True, "upper_secondary", special=special))
    assert found["population_effort"] == answer
    assert (found["population_conditions"], found["population_paper"]) == ("needs_judgement", "needs_paper")


def test_who_was_removed_for_it_counts_from_leaving_s89b() -> None:
    special = Special(child="third", child_born_on=D(2010, 1, 1))
    former = Former(D(2023, 1, 1), "population_policy")
    assert judge(Facts(BORN, True, "primary", former=former, special=special))["population_effort"] == "failed"


@pytest.mark.parametrize(("generations", "answer"), [(2, "failed"), (3, "passed")])
def test_ethnic_chinese_three_generations_in_vietnam_s109(generations: int, answer: str) -> None:
    special = Special(ethnic_chinese=True, generations=generations)
    found = judge(Facts(BORN, True, "upper_secondary", special=special))
    assert (found["ethnic_chinese"], found["ethnic_chinese_paper"]) == (answer, "needs_paper")


def test_a_place_without_a_cell_needs_the_assignment_s29_s30_s108() -> None:
    facts = Facts(BORN, True, "upper_secondary", special=Special(no_cell=True))
    assert judge(facts)["place_without_cell"] == "needs_paper"
    assert judge(facts, held=("PC-CB",))["place_without_cell"] == "passed"


def test_another_special_case_is_judged_and_has_its_paper_s22() -> None:
    facts = Facts(BORN, True, "upper_secondary", special=Special(other=True))
    found = eligibility(facts, DAY, BY_2021, (), JUDGED)
    assert answers(found)["special_case"] == "needs_judgement"
    (wanted,) = [one for one in found if one.answer == "needs_paper"]
    assert (wanted.paper, wanted.before, wanted.confidence) == ("VB-ĐB", "cell_vote", "unsourced")
    assert judge(facts, held=("VB-ĐB",), special_case=True) | {"special_case": "passed"} == judge(
        facts, held=("VB-ĐB",), special_case=True
    )
    assert judge(facts, special_case=False)["special_case"] == "failed"


def test_over_the_age_the_conditions_are_judged_too_s18_s19_s20() -> None:
    facts = Facts(D(1964, 5, 15), True, "upper_secondary")
    assert judge(facts)["over_age_conditions"] == "needs_judgement"
    assert judge(facts, over_age_conditions=False)["over_age_conditions"] == "failed"
    assert "over_age_conditions" not in judge(Facts(D(1964, 5, 16), True, "upper_secondary"))


def test_every_paper_is_due_before_the_step_that_its_rule_names() -> None:
    assert {code: step for code, step in BEFORE.items() if step == "bloc_decision"}.keys() == {
        "VB-ĐY", "VB-ĐY-HV", "VB-ĐY-KNL",
    }  # fmt: skip
    assert set(BEFORE.values()) == {"bloc_decision", "cell_vote"}
