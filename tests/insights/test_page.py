"""The page of a dossier: who gets it, what it says, and what it is checked with elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from insights.verify_dossier import keys_in
from insights.views import VERIFIER
from journal import keys
from orgs.models import User
from tests.admission_flow.files.conftest import SECOND, attach, given
from tests.admission_flow.journey import Journey
from tests.people import Bloc

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(bloc: Bloc, own_office: Path) -> Journey:
    walked = Journey(bloc).to("cell_vote")
    User.objects.update(language="en")
    return walked


def page(client: Client, journey: Journey, who: User, **headers: str):
    client.force_login(who)
    return client.get(f"/cases/{journey.case.pk}/dossier/", headers=headers)


def test_it_says_what_will_be_in_it(client: Client, bloc: Bloc, journey: Journey) -> None:
    shown = page(client, journey, bloc.auditor).content.decode()
    assert '<span>Files of papers</span><span class="end num">0</span>' in shown
    attach(journey, bloc.cell_secretary)
    attach(journey, bloc.cell_secretary, given(SECOND, why="x"))
    attach(journey, bloc.cell_secretary, code="1-KNĐ")
    shown = page(client, journey, bloc.auditor).content.decode()
    assert '<span>Papers</span><span class="end num">8</span>' in shown
    assert '<span>Files of papers</span><span class="end num">2 · 1.0\xa0KB</span>' in shown
    assert '<span>Journal entries</span><span class="end num">9</span>' in shown
    assert "python3 verify_dossier.py DOSSIER.zip --key office.pub" in shown


def test_in_vietnamese(client: Client, bloc: Bloc, journey: Journey) -> None:
    User.objects.update(language="vi")
    shown = page(client, journey, bloc.auditor).content.decode()
    assert "Xuất hồ sơ (ZIP)" in shown
    assert "python3 verify_dossier.py HO-SO.zip --key office.pub" in shown


def test_as_a_part_of_the_page_of_the_case(client: Client, bloc: Bloc, journey: Journey) -> None:
    part = page(client, journey, bloc.cell_secretary, **{"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Issue the dossier (ZIP)" in part
    assert "How it is checked" in part
    assert "csrfmiddlewaretoken" in part


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("cell_secretary", 200),
        ("committee_member", 200),
        ("auditor", 200),
        ("training_centre", 404),
        ("office", 404),
        ("sibling_secretary", 404),
        ("administrator", 404),
        ("seatless", 404),
    ],
)
def test_who_gets_it(client: Client, bloc: Bloc, journey: Journey, who: str, status: int) -> None:
    assert page(client, journey, getattr(bloc, who)).status_code == status
    if status == 404:
        assert client.post(f"/cases/{journey.case.pk}/dossier/").status_code == 404
    case = client.get(f"/cases/{journey.case.pk}/").content.decode()
    assert (f'href="/cases/{journey.case.pk}/dossier/"' in case) == (status == 200)


def test_it_asks_for_sign_in(client: Client, journey: Journey) -> None:
    for address in (f"/cases/{journey.case.pk}/dossier/", "/dossier/office.pub", "/dossier/verify_dossier.py"):
        assert client.get(address).status_code == 302


def test_it_is_issued_by_a_post_with_its_token_only(bloc: Bloc, journey: Journey) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bloc.auditor)
    assert client.post(f"/cases/{journey.case.pk}/dossier/").status_code == 403
    assert client.head(f"/cases/{journey.case.pk}/dossier/").status_code == 405


def test_the_verifier_and_the_keys_are_handed_out(client: Client, bloc: Bloc, journey: Journey) -> None:
    client.force_login(bloc.auditor)
    found = client.get("/dossier/verify_dossier.py")
    assert b"".join(found.streaming_content) == VERIFIER.read_bytes()
    assert 'filename="verify_dossier.py"' in found["Content-Disposition"]
    former = keys.signing_key().public_key()
    keys.private_file().rename(keys.private_file().with_name("former.pem"))
    now = keys.make_key()
    found = client.get("/dossier/office.pub")
    assert 'filename="office.pub"' in found["Content-Disposition"]
    assert set(keys_in(found.content)) == {keys.fingerprint(former), keys.fingerprint(now)}


def test_a_long_case_costs_no_more_statements(client: Client, bloc: Bloc, journey: Journey) -> None:
    page(client, journey, bloc.auditor)
    with CaptureQueriesContext(connection) as short:
        page(client, journey, bloc.auditor)
    journey.to("ceremony")
    for number in range(3):
        attach(journey, bloc.cell_secretary, given(SECOND + b"\n" * number, why="x"))
    with CaptureQueriesContext(connection) as long:
        page(client, journey, bloc.auditor)
    assert len(long) == len(short)
