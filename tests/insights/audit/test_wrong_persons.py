"""The desk is there for auditors of that part of the organisation, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.admission_flow.journey import Journey
from tests.insights.audit.conftest import ADDRESSES, entry_of, looks, signed_in
from tests.people import Bloc, make_person, make_seat, make_user

pytestmark = pytest.mark.django_db

NO_AUDITORS = (
    *("cell_secretary", "committee_secretary", "organisation_board", "bloc_secretary", "office"),
    *("administrator", "seatless", "former_secretary"),
)


@pytest.mark.parametrize("who", NO_AUDITORS)
def test_who_is_no_auditor_finds_no_desk(bloc: Bloc, journey: Journey, who: str) -> None:
    client = signed_in(getattr(bloc, who))
    story = f"/audit/acts/{entry_of(journey, 'nominate').pk}/"
    for address in (*ADDRESSES, story, "/audit/verification/1/", "/audit/checkpoints/1/file/"):
        assert client.get(address).status_code == 404, address
    for address in ("/audit/", "/audit/verification/", "/audit/verification/1/again/", "/audit/checkpoints/"):
        assert client.post(address, {"q": "a", "scope": "all"}).status_code == 404, address
    assert "/audit/" not in client.get("/account/").content.decode()
    assert looks(getattr(bloc, who)) == []


def test_it_asks_for_sign_in(journey: Journey) -> None:
    for address in ADDRESSES:
        assert Client().get(address).status_code == 302, address


def test_an_auditor_finds_it_in_the_frame(bloc: Bloc, journey: Journey) -> None:
    shown = signed_in(bloc.committee_auditor).get("/account/").content.decode()
    assert 'href="/audit/"' in shown
    assert "Steering" in shown


def test_another_units_auditor_sees_nothing_of_the_case(bloc: Bloc, journey: Journey) -> None:
    person = make_person("Phạm Gia Khiêm")
    stranger = make_user(person, language="en")
    make_seat(bloc.hospital_committee, "inspection", person)
    client = signed_in(stranger)
    entry = entry_of(journey, "declare")

    assert journey.case.number in client_of(bloc.committee_auditor)
    for address in ("/audit/", "/audit/export.csv", f"/audit/?case={journey.case.pk}", "/audit/files/"):
        found = client.get(address)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        assert journey.case.number not in body.decode(), address
    assert client.get(f"/audit/acts/{entry.pk}/").status_code == 404
    refused = client.post("/audit/verification/", {"scope": "case", "case": journey.case.number})
    assert refused.status_code == 422
    assert "No case of this number" in refused.content.decode()


def client_of(who) -> str:
    return signed_in(who).get("/audit/").content.decode()


def test_checkpoints_speak_of_all_units(bloc: Bloc) -> None:
    """A committee's auditor is told why, and gets none."""
    client = signed_in(bloc.committee_auditor)
    for found in (client.get("/audit/checkpoints/"), client.get("/audit/checkpoints/1/file/")):
        assert found.status_code == 403
    assert "Checkpoints" not in client.get("/audit/").content.decode()
    assert signed_in(bloc.auditor).get("/audit/checkpoints/").status_code == 200


def test_an_entry_of_no_case_has_no_story(bloc: Bloc, journey: Journey) -> None:
    client = signed_in(bloc.auditor)
    client.get("/audit/")
    (own,) = looks(bloc.auditor)
    assert client.get(f"/audit/acts/{own.pk}/").status_code == 404
    assert client.get("/audit/acts/999999/").status_code == 404
