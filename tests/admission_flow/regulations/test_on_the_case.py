"""On the case page every verdict has its rule, its source with the edition, its numbers, and the values it used."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from admission_flow.models import Decision
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.admission_flow.regulations.given import NEWEST, add_edition, sourced
from tests.people import Bloc


@pytest.fixture
def journey(bloc: Bloc, client: Client) -> Journey:
    User.objects.update(language="en")
    add_edition(bloc, cell_ratio=sourced("3/4"))
    return Journey(bloc).to("cell_vote")


def page(client: Client, journey: Journey, tab: str) -> str:
    return re.sub(r"\s+", " ", client.get(f"/cases/{journey.case.pk}/?tab={tab}").content.decode())


def test_a_vote_below_the_ratio_says_by_what_and_what_it_needs(client: Client, bloc: Bloc, journey: Journey) -> None:
    journey.cell_vote(in_favour=8)
    client.force_login(bloc.auditor)
    text = page(client, journey, "decisions")
    assert "Ratio of the cell&#x27;s vote" in text
    assert f"{NEWEST}, edition 2 · Công văn 15-CV/BTCTW, 05/01/2026" in text
    assert "12 official members, 9 needed, 8 in favour: not reached" in text
    assert "Cell, admission: in favour of all official members: <b>3/4 or more</b>" in text
    assert f"({NEWEST}, edition 2 · Công văn" in page(client, journey, "history")


def test_every_verdict_of_every_decision(client: Client, bloc: Bloc, journey: Journey) -> None:
    journey.cell_vote()
    client.force_login(bloc.auditor)
    answer = client.get(f"/cases/{journey.case.pk}/?tab=decisions")
    lines = [line for row in answer.context["page"].rows["decisions"] for line in row["lines"] + row["as_usual"]]
    assert len(lines) == sum(len(one.derivation) for one in Decision.objects.filter(case=journey.case)) > 4
    assert all(line.rule and line.text and line.source and line.used for line in lines)


def test_a_value_to_confirm_says_so(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    client.force_login(bloc.auditor)
    answer = client.get(f"/cases/{journey.case.pk}/?tab=decisions")
    vote = answer.context["page"].rows["decisions"][0]["lines"][-1]
    assert vote.to_confirm
    assert all(one.to_confirm for one in vote.used)


def test_while_the_count_is_typed(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.cell_secretary)
    address = f"/cases/{journey.case.pk}/tasks/{journey.task('cell_vote').pk}/record_cell_vote/verdict/"
    before = client.get(address).content.decode()
    assert f"{NEWEST}, edition 2" in before
    text = client.get(address, {"present": 12, "votes_for": 8, "votes_against": 4}).content.decode()
    assert "verdict-warn" in text
    assert "9 needed" in text
    assert f"{NEWEST}, edition 2" in text
    assert "<b>3/4 or more</b>" in text


def test_a_decision_of_the_first_release_is_still_read(client: Client, bloc: Bloc, journey: Journey) -> None:
    decision = journey.cell_vote()
    old = [{"rule": "cell_vote", "met": True, "numbers": row["numbers"], "regulation": NEWEST, "source": "S2",
            "confidence": "derived"} for row in decision.derivation if row["rule"] == "cell_vote"]  # fmt: skip
    Decision.objects.filter(pk=decision.pk).update(derivation=old)
    client.force_login(bloc.auditor)
    assert f"{NEWEST} <em>(to confirm)" in page(client, journey, "decisions")


def test_a_refusal_names_the_regulation_too(client: Client, bloc: Bloc) -> None:
    User.objects.update(language="en")
    add_edition(bloc, certificate_months=sourced(1))
    journey = Journey(bloc).to("course")
    client.force_login(bloc.training_centre)
    day = journey.today - datetime.timedelta(days=60)
    given = {"number": "1", "dated": day.strftime("%d/%m/%Y"), "signed_by": "Giám đốc"}
    task = journey.task("course").pk
    answer = client.post(f"/cases/{journey.case.pk}/tasks/{task}/record_certificate/", given)
    assert answer.status_code == 422
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert f"The course has to be taken again. ({NEWEST}, edition 2 · Công văn 15-CV/BTCTW, 05/01/2026)" in text
