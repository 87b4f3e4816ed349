"""Letters leave over a real connection; what fails is tried again, and what is refused is given up."""

from __future__ import annotations

import datetime
import socket
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from notices import kinds
from notices.models import Choice, Mail, MailAddress, Notice
from notices.routing import route_waiting
from notices.sending import forget_ended, send_due
from orgs.calendar import LOCAL_ZONE
from orgs.models import User
from tests.notices.acts import NO_MORE, tell_of_an_act
from tests.notices.post_office import PostOffice, address_of, body, opened, reachable
from tests.people import Bloc, make_user

MINUTE = datetime.timedelta(minutes=1)
State = Mail.State


def post(after: datetime.timedelta = datetime.timedelta()) -> int:
    route_waiting(at=timezone.now())
    return send_due(at=timezone.now() + after)


def states() -> list[tuple[str, str, int]]:
    return list(Mail.objects.order_by("pk").values_list("state", "why", "attempts"))


def test_a_letter_arrives_in_the_persons_language(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    assert post() == 1
    (letter,) = post_office.to(address_of(bloc.cell_secretary))
    notice = Notice.objects.get()
    assert letter["Subject"] == "Case 2026-0147 · 2026-0147"
    assert letter["From"] == "Phòng Hồ sơ <hoso@office.test>"
    assert letter["Message-ID"] == f"<notices-{notice.pk}@hoso.office.test>"
    assert letter["Auto-Submitted"] == "auto-generated"
    plain, html = (body(letter, kind) for kind in ("plain", "html"))
    for text in (plain, html):
        assert f"https://hoso.office.test/notices/{notice.pk}/open/" in text
        assert "2026-0147 (B.)" in text
        assert "https://hoso.office.test/notices/choices/" in text
    assert "<img" not in html
    assert bloc.person("cell_secretary").full_name not in plain + html
    with override("vi"):
        assert gettext("Nobody reads answers to it.") in plain
    assert states() == [(State.SENT, "", 1)]
    assert post() == 0


def test_many_go_over_one_connection(bloc: Bloc, post_office: PostOffice) -> None:
    people = [make_user() for _ in range(10)]
    reachable(*people)
    tell_of_an_act(*people)
    assert post() == 10
    assert post_office.connections == 1


def test_not_now_is_tried_again_after_a_while(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    post_office.answers += ["451 greylisted"] * 2
    assert post() == 0
    assert states() == [(State.WAITING, "SMTPRecipientsRefused 451", 1)]
    assert post() == 0, "not before its time"
    assert post(1.1 * MINUTE) == 0
    assert states()[0][2] == 2
    assert post(2 * MINUTE) == 0
    assert post(4 * MINUTE) == 1


@pytest.mark.parametrize("where", ["answers", "contents"])
def test_a_refused_letter_is_given_up_and_the_next_one_goes(bloc: Bloc, post_office: PostOffice, where: str) -> None:
    reachable(bloc.cell_secretary, bloc.cell_deputy)
    tell_of_an_act(bloc.cell_secretary)
    route_waiting(at=timezone.now())
    tell_of_an_act(bloc.cell_deputy)
    getattr(post_office, where).append("550 no such mailbox <somebody@office.test>")
    assert post() == 1
    (given_up, sent) = states()
    assert given_up[0] == State.GIVEN_UP
    assert given_up[1].endswith(" 550")
    assert "office.test" not in given_up[1]
    assert sent[0] == State.SENT


def test_a_line_that_is_cut_costs_one_letter_a_minute(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, bloc.cell_deputy)
    tell_of_an_act(bloc.cell_secretary, bloc.cell_deputy)
    post_office.answers.append("drop")
    assert post() == 1
    assert [state for state, _why, _attempts in states()] == [State.WAITING, State.SENT]
    assert post(2 * MINUTE) == 1


def test_one_that_was_taken_unheard_comes_again_as_the_same_letter(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    post_office.contents.append("take and drop")
    assert post() == 0
    tell_of_an_act(bloc.cell_secretary)
    assert post() == 1
    assert post(2 * MINUTE) == 1
    assert sorted(post_office.ids().values()) == [1, 2]


def test_while_the_server_is_away_one_letter_asks_for_all(bloc: Bloc, settings: Any, post_office: PostOffice) -> None:
    people = [make_user() for _ in range(5)]
    reachable(*people)
    tell_of_an_act(*people)
    port, settings.MAIL_SERVER = post_office.port, post_office.settings | {"port": 1}
    assert post() == 0
    assert set(states()) == {(State.WAITING, "ConnectionRefusedError", 1)}
    settings.MAIL_SERVER = post_office.settings | {"port": port}
    assert post() == 0
    assert post(1.1 * MINUTE) == 5


def test_a_server_that_never_answers_is_left_in_time(bloc: Bloc, settings: Any, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.MAIL_SERVER = post_office.settings | {"port": silent.getsockname()[1], "timeout": 0.3}
        assert post() == 0
    assert states() == [(State.WAITING, "SMTPServerDisconnected", 1)]


def test_a_fault_that_goes_on_rests_the_run(bloc: Bloc, post_office: PostOffice) -> None:
    people = [make_user() for _ in range(10)]
    reachable(*people)
    tell_of_an_act(*people)
    post_office.answers += ["452 full"] * 10
    assert post() == 0
    assert len(post_office.answers) == 7


def test_after_three_days_it_is_given_up(bloc: Bloc, settings: Any, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    settings.MAIL_SERVER = post_office.settings | {"port": 1}
    post()
    assert post(datetime.timedelta(days=2)) == 0
    assert states()[0][0] == State.WAITING
    post(datetime.timedelta(days=4))
    assert states() == [(State.GIVEN_UP, "ConnectionRefusedError", 3)]


def leave_office(bloc: Bloc) -> None:
    bloc.cell_secretary.is_active = False
    bloc.cell_secretary.save(update_fields=["is_active"])


def change_ones_mind(bloc: Bloc) -> None:
    Choice.objects.create(recipient=bloc.cell_secretary, kind="test_step", bell=True, mail=False, digest=True)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (leave_office, "inactive"),
        (lambda _bloc: MailAddress.objects.update(address="", proven_at=None), "no address"),
        (change_ones_mind, "unwanted"),
        (lambda _bloc: Notice.objects.update(read_at=timezone.now()), "read"),
        (lambda _bloc: Notice.objects.update(settled_at=timezone.now()), "read"),
        (lambda bloc: NO_MORE.add(bloc.cell_secretary.pk), "not seen"),
    ],
)
def test_what_no_longer_holds_when_it_would_leave_is_not_sent(
    bloc: Bloc, post_office: PostOffice, meanwhile: Any, why: str
) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    route_waiting(at=timezone.now())
    meanwhile(bloc)
    assert post() == 0
    assert states() == [(State.DROPPED, why, 0)]
    assert post_office.letters == []


def test_a_long_letter_names_the_rest(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    for _ in range(33):
        tell_of_an_act(bloc.cell_secretary)
    assert post() == 1
    (letter,) = post_office.to(address_of(bloc.cell_secretary))
    assert "33" in letter["Subject"]
    assert body(letter).count("/open/") == 30


def test_old_letters_are_forgotten_and_their_notices_stay(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    post()
    assert forget_ended(at=timezone.now()) == 0
    assert forget_ended(at=timezone.now() + datetime.timedelta(days=200)) == 1
    assert Notice.objects.get().mail is None
    assert route_waiting(at=timezone.now()) == 0


def test_a_server_back_at_its_port_gets_what_waited(bloc: Bloc, settings: Any) -> None:
    post_office = PostOffice()
    with opened(post_office):
        pass
    settings.MAIL_SERVER, settings.MAIL_GATHER_SECONDS = post_office.settings, 0
    settings.MAIL_FROM, settings.SITE_URL = "a@office.test", "https://hoso.office.test"
    reachable(bloc.cell_secretary)
    tell_of_an_act(bloc.cell_secretary)
    assert post() == 0
    with opened(post_office):
        assert post(2 * MINUTE) == 1


def test_one_that_can_not_be_made_stands_in_nobodys_way(
    bloc: Bloc, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable(bloc.cell_secretary, bloc.cell_deputy)
    tell_of_an_act(bloc.cell_secretary)
    route_waiting(at=timezone.now())
    tell_of_an_act(bloc.cell_deputy)
    still_for = kinds.still_for

    def broken(person: User, *asked: Any) -> dict[int, str]:
        return still_for(person, *asked) if person == bloc.cell_deputy else {1: asked[99]}

    monkeypatch.setattr("notices.letters.kinds.still_for", broken)
    assert post() == 1
    assert states() == [(State.WAITING, "IndexError", 1), (State.SENT, "", 1)]


def test_in_quiet_hours_it_waits_for_their_end(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.cell_secretary, quiet=True)
    tell_of_an_act(bloc.cell_secretary)
    evening = datetime.datetime(2026, 11, 23, 18, 59, tzinfo=LOCAL_ZONE)
    morning = datetime.datetime(2026, 11, 24, 7, tzinfo=LOCAL_ZONE)
    route_waiting(at=evening)
    assert Mail.objects.get().due_at == evening
    assert send_due(at=evening + MINUTE) == 0
    assert Mail.objects.get().due_at == morning
    assert send_due(at=morning) == 1
