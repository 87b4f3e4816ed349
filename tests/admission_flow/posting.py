"""The forms of the pages as a person fills them in: what is typed at each step, and posted by whose seat it is."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import resolve

from admission_flow.access import OFFERS
from admission_flow.models import Case
from orgs.access import committee_size
from orgs.members import count_official
from orgs.models import User
from tests.admission_flow.journey import PROFILE, RELATIVES, TOGETHER_SINCE, Journey

Rows = list[dict[str, Any]]

NOMINATE = "/cases/nominate/"
CELL_VOTES = ("cell_vote", "recognition_vote")
COMMITTEE_VOTES = ("grassroots_approval", "recognition_approval")
BLOC_VOTES = ("bloc_decision", "recognition_decision")
SIGNED = {"number": "07-QĐ", "signed_by": "Bí thư"}


def typed(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def nominate(client: Client, journey: Journey) -> None:
    """By the secretary of the journey's cell; the journey goes on with the case that was opened."""
    client.force_login(journey.secretary)
    response = client.post(NOMINATE, nomination_facts(journey))
    assert response.status_code == 302, response.content.decode()
    journey.case = Case.objects.get(pk=resolve(response["Location"]).kwargs["pk"])


def address(journey: Journey, step: str) -> str:
    """Of the first act offered at the step."""
    return f"/cases/{journey.case.pk}/tasks/{journey.task(step).pk}/{OFFERS[step][0].verb}/"


def post(client: Client, journey: Journey, step: str, *, by: User | None = None, **changes: Any) -> Any:
    """By default as the person whose seat the step is."""
    client.force_login(by or journey.actor(step))
    return client.post(address(journey, step), facts(journey, step) | changes)


def nomination_facts(journey: Journey) -> dict[str, Any]:
    given = journey.nomination()
    one, other = given.introducers
    return {
        "unit": journey.unit.pk,
        "full_name": given.full_name,
        "citizen_id": given.citizen_id,
        "birth_date": typed(given.birth_date),
        "sex": given.sex,
        "citizen": "on",
        "education": given.eligibility.education,
        **{judged.check: "1" for judged in given.judgements},
        "introducer_1": one.person,
        "introducer_1_since": typed(TOGETHER_SINCE),
        "introducer_2": other.person,
        "introducer_2_since": typed(TOGETHER_SINCE),
        "helper": given.helper,
        "resolution_number": given.resolution.number,
        "resolution_dated": typed(given.resolution.dated),
        "resolution_signed_by": given.resolution.signed_by,
    }


def facts(journey: Journey, step: str) -> dict[str, Any]:
    """What is typed into the form of a step today; everybody is present and in favour."""
    if step in (*CELL_VOTES, *COMMITTEE_VOTES, *BLOC_VOTES):
        return vote_facts(journey, step)
    today = typed(journey.today)
    paper = {**SIGNED, "dated": today}
    given: dict[str, dict[str, Any]] = {
        "course": paper,
        "declaration": {"application_dated": today, "biography_dated": today, **PROFILE},
        "verification": {**paper, "conclusion": "clear"},
        "opinions": paper,
        "file_check": {"dated": today, "checked": list(journey.case.papers.values_list("code", flat=True))},
        "departmental_appraisal": {**paper, "opinion": "Đề nghị kết nạp"},
        "bloc_appraisal": {"dated": today, "proposal": "admit"},
        "ceremony": {"received_on": today, "held_on": today, "place": "Hội trường", "helper": journey.case.helper_id},
        "new_member_class": paper,
        "probation_papers": {"self_review_dated": today, "remarks_dated": today, "signed_by": "Người giúp đỡ"},
        "probation_opinions": paper,
        "recognition_appraisal": {**paper, "opinion": "Đề nghị công nhận"},
        "recognition_bloc_appraisal": {"dated": today, "proposal": "recognised"},
    }
    return given[step] | (rows(ROWS[step](journey)) if step in ROWS else {})


def vote_facts(journey: Journey, step: str) -> dict[str, Any]:
    """A secret ballot, with the outcome where the body decides and does not only report."""
    case, size = journey.case, body_size(journey, step)
    counts: dict[str, Any] = dict.fromkeys(("present", "issued", "returned", "votes_for"), size)
    given = {**SIGNED, "dated": typed(journey.today), "voting": "secret", **counts, "votes_against": 0}
    if case.is_recognition:
        return given | {"outcome": "recognised"}
    reports = step == "cell_vote" or (step == "grassroots_approval" and case.route != "delegated")
    return given if reports else given | {"outcome": "admitted"}


def body_size(journey: Journey, step: str) -> int:
    """How many are entitled to vote there."""
    if step in CELL_VOTES:
        return count_official(journey.unit, journey.today)
    body = journey.case.committee if step in COMMITTEE_VOTES else journey.bloc.unit
    assert body is not None
    return committee_size(body, journey.at)


def relatives(journey: Journey) -> Rows:
    told = [{"relation": one.relation, "full_name": one.full_name, "birth_year": one.birth_year} for one in RELATIVES]
    return [{**one, "is_alive": "on", "is_adult": "on"} for one in told]


def answers(journey: Journey) -> Rows:
    """One about each person in scope, all clear."""
    clear = {"clear": "1", "authority": "Công an phường", "answered_on": typed(journey.today)}
    return [{"relative": person or "", **clear} for person in journey.ledger().persons]


def opinions(journey: Journey) -> Rows:
    agreed = {"answer": "agrees", "answered_on": typed(journey.today)}
    asked = [("residence", "Chi bộ tổ dân phố 5"), ("organisation", "Công đoàn cơ sở")]
    return [{"source": source, "asked": whom, **agreed} for source, whom in asked]


ROWS: dict[str, Callable[[Journey], Rows]] = {
    "declaration": relatives,
    "verification": answers,
    "opinions": opinions,
    "probation_opinions": opinions,
}


def rows(filled: Rows) -> dict[str, Any]:
    """As the form posts them, none of them there before."""
    numbered = {f"rows-{n}-{name}": value for n, row in enumerate(filled) for name, value in row.items()}
    return {"rows-TOTAL_FORMS": len(filled), "rows-INITIAL_FORMS": 0, **numbered}
