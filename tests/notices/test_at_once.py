"""Two workers at the same letters, and two saves of one person: each thing is done once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from notices.addresses import prove_address
from notices.models import Choice, Mail, MailAddress, Notice
from notices.proof import code_of
from notices.refusals import ProofRefused
from notices.routing import route_waiting
from notices.sending import send_due
from tests.databases import at_once, own_copy
from tests.notices.acts import tell_of_an_act
from tests.notices.post_office import PostOffice, reachable
from tests.people import Bloc, build_bloc, make_user


@pytest.fixture
def office(own_database: str) -> Bloc:
    return build_bloc()


def many_letters(number: int) -> None:
    people = [make_user() for _ in range(number)]
    reachable(*people)
    with transaction.atomic():
        tell_of_an_act(*people)


def test_two_workers_share_the_letters(office: Bloc, post_office: PostOffice) -> None:
    post_office.delay = 0.005
    many_letters(20)

    def work() -> int:
        while route_waiting(at=timezone.now(), limit=3):
            pass
        return send_due(at=timezone.now())

    sent = at_once(*[work] * 4)
    send_due(at=timezone.now())
    assert all(isinstance(number, int) for number in sent)
    assert len(post_office.ids()) == 20
    assert set(post_office.ids().values()) == {1}
    assert Mail.objects.filter(state=Mail.State.SENT).count() == 20
    assert not Notice.objects.filter(mail=None).exists()


def test_a_code_is_good_once(office: Bloc) -> None:
    now = timezone.now()
    row = MailAddress.objects.create(recipient=office.cell_secretary, wanted="bao@office.test", asked_at=now)
    code = code_of(MailAddress.objects.get(pk=row.pk))

    def prove() -> Any:
        return prove_address(code, acting_user=office.cell_secretary, at=timezone.now())

    with own_copy():
        outcomes = at_once(*[prove] * 3)
        assert sum(isinstance(outcome, ProofRefused) for outcome in outcomes) == 2
        assert MailAddress.objects.get().address == "bao@office.test"


def test_two_saves_leave_one_choice_a_kind(office: Bloc) -> None:
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.force_login(office.cell_secretary)
    page = {"quiet_from": "19:00", "quiet_until": "07:00", "digest_at": "07:30"}
    saves = [lambda tab=tab: tab.post("/notices/choices/", page).status_code for tab in tabs]
    assert at_once(*saves) == [302, 302]
    kinds = list(Choice.objects.filter(recipient=office.cell_secretary).values_list("kind", flat=True))
    assert len(kinds) == len(set(kinds)) > 0
