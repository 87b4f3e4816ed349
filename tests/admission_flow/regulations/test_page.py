"""The page of the rules: for everybody who signs in, honest about what is to be confirmed."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.decisions.local_rules import LocalRuleGiven, add_local_rule
from admission_flow.models import Regulation
from admission_flow.rules.parameters import DEFINITIONS
from orgs.models import User
from tests.admission_flow.regulations.given import NEWEST, add_edition, sourced
from tests.people import Bloc


@pytest.fixture
def reader(client: Client, bloc: Bloc) -> Client:
    User.objects.filter(pk=bloc.seatless.pk).update(language="en")
    client.force_login(bloc.seatless)
    return client


@pytest.mark.parametrize("who", ["seatless", "cell_secretary", "auditor", "administrator"])
def test_everybody_who_signs_in_reads_it_and_finds_it_in_the_rail(client: Client, bloc: Bloc, who: str) -> None:
    client.force_login(getattr(bloc, who))
    answer = client.get("/regulations/")
    assert answer.status_code == 200
    assert "book" in [place.icon for place in answer.context["frame"].places if place.current]


def test_nobody_else_does(client: Client, bloc: Bloc) -> None:
    assert client.get("/regulations/").status_code == 302


def test_every_value_with_its_source_and_whether_it_is_to_be_confirmed(reader: Client) -> None:
    answer = reader.get("/regulations/", {"on": "01/01/2022"})
    values = [value for _group, values in answer.context["groups"] for value in values]
    assert len(values) == len(DEFINITIONS)
    by_label = {value.label: value for value in values}
    committee = by_label["Grassroots committee, admission: in favour of all its members"]
    assert (committee.text, committee.source, committee.to_confirm) == ("2/3 or more", "01-HD/TW 2021, 3.6c", False)
    standing = by_label["Standing committee of the bloc: in favour of all its members"]
    assert (standing.text, standing.source, standing.to_confirm) == ("more than 1/2", "", True)
    text = answer.content.decode()
    assert "24-QĐ/TW judges acts dated 01/01/2022" in text
    assert "No text was found" in text
    main = text.partition("<main")[2]
    assert not re.search(r"\bS\d+[a-z]?\b", main)
    assert text.count(">to confirm<") == sum(value.to_confirm for value in values) > 0


@pytest.mark.parametrize(
    ("day", "code"),
    [("31/12/2009", None), ("01/01/2010", "trước 45-QĐ/TW"), ("24/07/2016", "45-QĐ/TW"), ("25/07/2016", "29-QĐ/TW")],
)
def test_the_day_is_chosen(reader: Client, day: str, code: str | None) -> None:
    here = reader.get("/regulations/", {"on": day}).context["here"]
    assert (here.row.code if here else None) == code


@pytest.mark.parametrize("query", [{"on": "32/13/2020"}, {"on": ""}, {"with": "²"}, {"with": "9" * 50}])
def test_an_address_that_makes_no_sense_shows_today(reader: Client, query: dict[str, str]) -> None:
    answer = reader.get("/regulations/", query)
    assert answer.status_code == 200
    assert answer.context["here"].row == Regulation.on(timezone.localdate())


def test_two_generations_are_compared(reader: Client) -> None:
    other = Regulation.objects.get(code="29-QĐ/TW")
    answer = reader.get("/regulations/", {"on": "01/01/2022", "with": str(other.pk)})
    found = {one.label: (one.here, one.there) for one in answer.context["differences"]}
    assert found["An equivalent of the diploma is accepted"] == ("no", "yes")
    assert found["Living in the same residential area counts as together"] == ("yes", "no")
    assert found["Political standard judged by"] == ("58-QĐ/TW", "126-QĐ/TW")
    assert "Least age" not in found
    assert "24-QĐ/TW beside 29-QĐ/TW" in answer.content.decode()


def test_editions_stand_beside_their_generation(reader: Client, bloc: Bloc) -> None:
    add_edition(bloc, datetime.date(2026, 3, 1), introducers=sourced(3))
    add_edition(bloc, datetime.date(2026, 2, 1), introducers=sourced(4))
    found = {one.label: (one.row.from_day, one.until) for one in reader.get("/regulations/").context["editions"]}
    assert found[NEWEST] == (datetime.date(2025, 7, 1), datetime.date(2026, 1, 31))
    assert found[f"{NEWEST}, edition 3"] == (datetime.date(2026, 2, 1), None)
    second = next(one for one in reader.get("/regulations/").context["editions"] if one.label == f"{NEWEST}, edition 2")
    assert not second.judges
    for day in ("31/01/2026", "01/02/2026", "01/03/2026"):
        here = reader.get("/regulations/", {"on": day}).context["here"]
        assert here.row == Regulation.on(datetime.datetime.strptime(day, "%d/%m/%Y").date())


def test_local_rules_are_listed_those_of_the_day_first(reader: Client, bloc: Bloc) -> None:
    done: dict[str, Any] = {"acting_user": bloc.administrator, "at": timezone.now()}
    first = LocalRuleGiven(
        "cu", "Cũ", "Hỏi.", "1-HD", "judgement", datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)
    )
    add_local_rule(first, **done)
    add_local_rule(LocalRuleGiven("moi", "Mới", "Hỏi.", "2-HD", "judgement", datetime.date(2020, 1, 1)), **done)
    today = reader.get("/regulations/").context["local_rules"]
    assert [(one.name, one.in_force) for one in today] == [("Mới", True), ("Cũ", False)]
    then = reader.get("/regulations/", {"on": "31/12/2019"}).context["local_rules"]
    assert [(one.name, one.in_force) for one in then] == [("Cũ", True), ("Mới", False)]


def test_more_editions_cost_no_more_queries(reader: Client, bloc: Bloc) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get("/regulations/")
        return len(captured)

    add_edition(bloc, introducers=sourced(3))
    reader.get("/regulations/")
    few = queries()
    add_edition(bloc, introducers=sourced(4))
    add_edition(bloc, introducers=sourced(5))
    assert queries() == few
