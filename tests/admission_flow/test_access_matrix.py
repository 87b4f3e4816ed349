"""Who gets what: everybody of the cast at every page of one case that waits for the vote of the ordinary cell.

404: for this person the case does not exist. 403: seen, but this act is not theirs. 302: sign in first.
"""

import pytest
from django.test import Client

from admission_flow.access import OFFERS
from journal.models import Entry
from tests.admission_flow.journey import Journey
from tests.people import build_bloc

OWN = ("cell_secretary", "cell_deputy")
ABOVE = ("committee_secretary", "committee_deputy", "committee_member", "committee_officer", "committee_auditor",
         "bloc_secretary", "standing_deputy", "bloc_deputy", "standing_member", "organisation_board",
         "auditor")  # fmt: skip
LIST_ONLY = ("training_centre", "office")
STRANGERS = ("sibling_secretary", "departmental_secretary", "departmental_cell_secretary", "hospital_secretary",
             "hospital_officer", "grassroots_cell_secretary", "delegated_secretary", "delegated_officer",
             "delegated_cell_secretary", "administrator", "seatless", "former_secretary")  # fmt: skip
SIGNED_OUT = "signed_out"
EVERYBODY = (*OWN, *ABOVE, *LIST_ONLY, *STRANGERS, SIGNED_OUT)
VERBS = sorted({offer.verb for offers in OFFERS.values() for offer in offers})
SECRET = ("Trần Thị Mẹ", "Phường Trần Phú")


@pytest.fixture(scope="module")
def house(module_database):
    bloc = build_bloc()
    return bloc, Journey(bloc).to("cell_vote")


@pytest.fixture
def visitor(house, request):
    bloc, journey = house
    client = Client()
    if request.param != SIGNED_OUT:
        client.force_login(getattr(bloc, request.param))
    return request.param, client, journey


def expected(who, *, own, above, list_only):
    table = {**dict.fromkeys(OWN, own), **dict.fromkeys(ABOVE, above), **dict.fromkeys(LIST_ONLY, list_only)}
    return 302 if who == SIGNED_OUT else table.get(who, 404)


@pytest.mark.parametrize("visitor", EVERYBODY, indirect=True)
def test_case_page_and_its_tabs(visitor):
    who, client, journey = visitor
    for tab in ("", "?tab=profile", "?tab=papers", "?tab=decisions"):
        response = client.get(f"/cases/{journey.case.pk}/{tab}")
        assert response.status_code == expected(who, own=200, above=200, list_only=200), tab
    if who in LIST_ONLY:
        assert not any(word in client.get(f"/cases/{journey.case.pk}/?tab=profile").content.decode() for word in SECRET)


@pytest.mark.parametrize("visitor", EVERYBODY, indirect=True)
def test_acts(visitor):
    """Every verb is posted empty: 422 means the act is this person's and only the facts are missing."""
    who, client, journey = visitor
    task = journey.task("cell_vote").pk
    before = Entry.objects.filter(stream=f"case:{journey.case.pk}").count()
    for verb in VERBS if who in (*OWN, "committee_secretary", "auditor") else ("record_cell_vote", "decide_bloc"):
        response = client.post(f"/cases/{journey.case.pk}/tasks/{task}/{verb}/", {})
        mine = 422 if verb in ("record_cell_vote", "return_for_supplement") else 403
        assert response.status_code == expected(who, own=mine, above=403, list_only=403), verb
    response = client.post(f"/cases/{journey.case.pk}/withdraw/", {})
    assert response.status_code == expected(who, own=422, above=403, list_only=403)
    assert Entry.objects.filter(stream=f"case:{journey.case.pk}").count() == before


@pytest.mark.parametrize("visitor", EVERYBODY, indirect=True)
def test_nomination(visitor):
    who, client, _journey = visitor
    may = (
        *OWN,
        "sibling_secretary",
        "departmental_cell_secretary",
        "grassroots_cell_secretary",
        "delegated_cell_secretary",
    )
    wanted = 302 if who == SIGNED_OUT else 200 if who in may else 404
    assert client.get("/cases/nominate/").status_code == wanted


@pytest.mark.parametrize("visitor", EVERYBODY, indirect=True)
def test_lists_name_the_case_only_to_who_may_see_it(visitor):
    who, client, journey = visitor
    response = client.get("/cases/")
    assert response.status_code == (302 if who == SIGNED_OUT else 200)
    sees = who in (*OWN, *ABOVE, *LIST_ONLY)
    row = f'href="/cases/{journey.case.pk}/'  # the bell may name a case whose step was one's own before
    assert (row in response.content.decode()) == sees
    assert (row in client.get("/").content.decode()) == (who in OWN)


@pytest.mark.parametrize("visitor", [*OWN, *LIST_ONLY, *STRANGERS, SIGNED_OUT], indirect=True)
def test_administration_is_for_administrators(visitor):
    who, client, _journey = visitor
    response = client.get("/admin/admission_flow/decision/")
    assert response.status_code == (200 if who == "administrator" else 302)
