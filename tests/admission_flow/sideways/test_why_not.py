"""Whose act it is hears what the case is like where the act can't be done now; anybody else, that it isn't theirs."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.people import Bloc

ON_HOLD = "has been on hold since"


def posted(client: Client, user, journey: Journey, verb: str) -> tuple[int, str]:
    user.language = "en"
    user.save(update_fields=["language"])
    client.force_login(user)
    response = client.post(f"/cases/{journey.case.pk}/{verb}/", {})
    return response.status_code, html.unescape(re.sub(r"\s+", " ", response.content.decode()))


@pytest.mark.parametrize(
    ("who", "verb"),
    [
        ("committee_secretary", "transfer"),
        ("cell_secretary", "propose_correction"),
        ("cell_secretary", "replace_introducer"),
        ("committee_secretary", "decide_correction"),
        ("standing_deputy", "extend"),
        ("organisation_board", "hold"),
    ],
)
def test_while_it_is_on_hold(bloc: Bloc, client: Client, who: str, verb: str) -> None:
    journey = Journey(bloc).to("file_check")
    journey.hold()
    status, page = posted(client, getattr(bloc, who), journey, verb)
    assert (status, ON_HOLD in page) == (409, True)
    status, page = posted(client, bloc.auditor, journey, verb)
    assert (status, "hold a seat" in page or "hold the seat" in page) == (403, True)


def test_an_extension_more_than_the_regulation_allows(bloc: Bloc, client: Client) -> None:
    journey = Journey(bloc).to("bloc_decision")
    early = Journey.in_unit(bloc, "sibling_cell").to("course")
    status, page = posted(client, bloc.standing_deputy, early, "extend")
    assert (status, "No term runs that could be extended" in page) == (409, True)
    journey.extend(5)
    status, page = posted(client, bloc.standing_deputy, journey, "extend")
    assert (status, "has been extended already, and ends on" in page) == (409, True)


def test_a_recognition_is_not_withdrawn(bloc: Bloc, client: Client) -> None:
    status, page = posted(client, bloc.cell_secretary, recognising(bloc), "withdraw")
    assert (status, "ends with recognition or with striking off the list" in page) == (409, True)


def test_a_closed_case_is_not_transferred(bloc: Bloc, client: Client) -> None:
    journey = Journey(bloc).to("course")
    journey.withdraw()
    assert posted(client, bloc.committee_secretary, journey, "transfer")[0] == 409
    assert posted(client, bloc.auditor, journey, "transfer")[0] == 403
