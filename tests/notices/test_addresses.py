"""Letters go where somebody has shown that they arrive, and nowhere else."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from journal.models import Entry
from notices.addresses import prove_address
from notices.models import Mail, MailAddress
from notices.refusals import ProofRefused
from notices.sending import send_due
from tests.notices.acts import tell_of_an_act
from tests.notices.post_office import PostOffice, body, reachable
from tests.people import Bloc

ASK, PROVE, REMOVE, PAGE = (
    "/notices/address/",
    "/notices/address/code/",
    "/notices/address/remove/",
    "/notices/choices/",
)
MINE = "bao@office.test"


@pytest.fixture
def secretary(client: Client, bloc: Bloc) -> Client:
    client.force_login(bloc.cell_secretary)
    return client


def code_sent_to(post_office: PostOffice, address: str) -> str:
    send_due(at=timezone.now())
    found = re.search(r"^\d{8}$", body(post_office.to(address)[-1]), re.MULTILINE)
    assert found
    return found[0]


def verbs(bloc: Bloc) -> list[str]:
    stream = Entry.objects.filter(stream=f"user:{bloc.cell_secretary.pk}", verb__startswith="mail_address")
    return list(stream.order_by("seq").values_list("verb", flat=True))


def test_a_code_that_arrived_shows_that_it_is_theirs(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    assert secretary.post(ASK, {"address": f" {MINE} "}).status_code == 302
    assert MailAddress.objects.get().address == ""
    code = code_sent_to(post_office, MINE)
    assert secretary.post(PROVE, {"code": f"{code[:4]} {code[4:]}"}).status_code == 302
    assert MailAddress.objects.get().address == MINE
    assert verbs(bloc) == ["mail_address_asked", "mail_address_proven"]
    assert MINE not in str(list(Entry.objects.values()))
    call_command("verify_journal")
    again = secretary.post(PROVE, {"code": code})
    assert again.status_code == 422, "a code is good once"


def test_before_it_is_shown_nothing_else_is_sent_there(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    secretary.post(ASK, {"address": "stranger@office.test"})
    tell_of_an_act(bloc.cell_secretary)
    code_sent_to(post_office, "stranger@office.test")
    (letter,) = post_office.to("stranger@office.test")
    text = body(letter) + body(letter, "html")
    assert not any(word in text for word in ("2026-0147", "Bảo", bloc.cell_secretary.username))


def test_until_another_is_shown_letters_go_where_they_went(
    secretary: Client, bloc: Bloc, post_office: PostOffice
) -> None:
    reachable(bloc.cell_secretary)
    before = MailAddress.objects.get().address
    secretary.post(ASK, {"address": MINE})
    assert MailAddress.objects.get().address == before
    secretary.post(PROVE, {"code": code_sent_to(post_office, MINE)})
    assert MailAddress.objects.get().address == MINE


def test_five_wrong_codes_end_it(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    secretary.post(ASK, {"address": MINE})
    code = code_sent_to(post_office, MINE)
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(5):
        assert secretary.post(PROVE, {"code": wrong}).status_code == 422
    assert secretary.post(PROVE, {"code": code}).status_code == 422
    assert MailAddress.objects.get().address == ""


def test_a_code_holds_for_a_day_and_for_the_last_address(
    secretary: Client, bloc: Bloc, post_office: PostOffice
) -> None:
    secretary.post(ASK, {"address": "first@office.test"})
    first = code_sent_to(post_office, "first@office.test")
    secretary.post(ASK, {"address": MINE})
    assert secretary.post(PROVE, {"code": first}).status_code == 422
    code = code_sent_to(post_office, MINE)
    tomorrow = timezone.now() + datetime.timedelta(hours=25)
    with pytest.raises(ProofRefused):
        prove_address(code, acting_user=bloc.cell_secretary, at=tomorrow)


def test_a_code_that_was_overtaken_is_not_sent(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    secretary.post(ASK, {"address": "first@office.test"})
    secretary.post(ASK, {"address": MINE})
    assert send_due(at=timezone.now()) == 1
    assert post_office.to("first@office.test") == []


def test_nobody_sends_codes_to_strangers_all_day(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    for number in range(5):
        assert secretary.post(ASK, {"address": f"n{number}@office.test"}).status_code == 302
    assert secretary.post(ASK, {"address": "n6@office.test"}).status_code == 422
    assert Mail.objects.count() == 5


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bao",
        "bao@",
        "bao@office.test\nBcc: all@office.test",
        "bảo@office.test",
        "a@b.test, c@d.test",
        '"bao\x0bBcc:all@office.test"@office.test',
        "bao@[127.0.0.1]",
        f"{'a' * 260}@b.test",
    ],
)
def test_what_is_no_address_is_refused(secretary: Client, bloc: Bloc, post_office: PostOffice, address: str) -> None:
    answer = secretary.post(ASK, {"address": address})
    assert answer.status_code == 422
    assert 'href="#id_address"' in answer.content.decode()
    assert not MailAddress.objects.exclude(wanted="").exists()


def test_an_office_may_keep_letters_in_its_own_domains(
    secretary: Client, bloc: Bloc, post_office: PostOffice, settings: Any
) -> None:
    settings.MAIL_DOMAINS = ["office.test"]
    assert b"office.test" in secretary.post(ASK, {"address": "bao@gmail.example"}).content
    assert secretary.post(ASK, {"address": "bao@OFFICE.test"}).status_code == 302


def test_one_can_have_none(secretary: Client, bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    secretary.post(REMOVE)
    secretary.post(REMOVE)
    assert MailAddress.objects.get().address == ""
    assert verbs(bloc) == ["mail_address_removed"]


def test_an_administrator_takes_one_away_and_nobody_else_does(client: Client, bloc: Bloc) -> None:
    reachable(bloc.cell_secretary)
    take = f"/notices/delivery/addresses/{bloc.cell_secretary.pk}/take/"
    client.force_login(bloc.organisation_board)
    assert client.get("/notices/delivery/addresses/").status_code == 403
    assert client.post(take).status_code == 403
    client.force_login(bloc.administrator)
    assert b"cell.secretary@office.test" in client.get("/notices/delivery/addresses/").content
    assert client.post(take).status_code == 302
    assert MailAddress.objects.get().address == ""
    assert verbs(bloc) == ["mail_address_taken_away"]
    assert client.post("/notices/delivery/addresses/999999/take/").status_code == 404


def test_without_a_mail_server_the_page_says_so(secretary: Client, bloc: Bloc) -> None:
    bloc.cell_secretary.language = "en"
    bloc.cell_secretary.save(update_fields=["language"])
    assert b"The office has no mail server" in secretary.get(PAGE).content
    secretary.post(ASK, {"address": MINE})
    assert not Mail.objects.exists()
