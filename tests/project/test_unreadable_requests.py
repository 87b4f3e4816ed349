"""What no browser of ours sends: it gets a page or is passed over, and never a 500."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from tests.people import PASSWORD, Bloc
from tests.servers import browser, next_message, session_of
from tests.tabs import Tab

DIGITS = "9" * 5000


@pytest.fixture
def tab(office: Bloc, port: int) -> Tab:
    return Tab(port, session_of(office.cell_secretary))


@pytest.mark.parametrize(
    "address",
    [
        "/organisation/%00/",
        "/organisation/?on=%00&q=%00",
        "/?unit=%00&step=%00&sort=%00&page=%00&find=%00&show=%00",
        "/cases/?unit=%00&year=%00&route=%00&page=%00",
        "/cases/1/?do=%00&tab=%00&task=%00",
        "/notices/?page=%00",
        "/accounts/login/?next=%00",
        "/%00",
    ],
)
def test_a_null_character_in_an_address(tab: Tab, address: str) -> None:
    status, page = tab.ask(address)
    assert status == 400
    assert "<h1>" in page


@pytest.mark.parametrize("number", [DIGITS, "9" * 19, "²", "-1", ""])
def test_a_seat_that_is_no_number(tab: Tab, number: str) -> None:
    assert tab.ask("/account/seat/", form={"seat": number})[0] == 302


@pytest.mark.parametrize("there", ["http://[", "//[", "https://[::1", "http://[x]/"])
def test_a_way_back_that_is_no_address(office: Bloc, port: int, there: str) -> None:
    stranger = Tab(port)
    for password, status in (("x", 200), (PASSWORD, 302)):
        form = {"login": "cell.deputy", "password": password, "next": there}
        assert stranger.ask("/accounts/login/", form=form)[0] == status
    tab = Tab(port, session_of(office.cell_deputy))
    for path in ("/account/seat/", "/account/language/", "/accounts/logout/"):
        assert tab.ask(path, form={"next": there, "language": "vi", "seat": "1"})[0] == 302


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/logout/", "/admin/login/"])
def test_a_way_back_that_is_no_address_looked_up(tab: Tab, path: str) -> None:
    for one in (tab, Tab(tab.port)):
        assert one.ask(f"{path}?next=http%3A%2F%2F%5B")[0] < 500


def test_a_page_shown_that_is_no_address(port: int) -> None:
    assert Tab(port).ask("/cases/", headers={"HX-Request": "true", "HX-Current-URL": "http://["})[0] == 204


@pytest.mark.parametrize("cookie", ["sessionid", "django_language", "csrftoken", "messages"])
def test_a_null_character_in_a_cookie(port: int, cookie: str) -> None:
    stranger = Tab(port)
    stranger.cookies[cookie] = r'"a\000b"'
    assert stranger.ask("/cases/")[0] == 302
    assert stranger.ask("/accounts/login/")[0] == 200


def test_a_null_character_in_the_cookie_of_a_socket(port: int) -> None:
    with browser(port, r'"a\000b"') as socket, pytest.raises(Exception, match="4401"):
        next_message(socket)


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "no-such", "idna", "\x00"])
@pytest.mark.parametrize("path", ["/cases/1/withdraw/", "/accounts/login/", "/account/seat/", "/cases/"])
def test_a_form_in_another_encoding(tab: Tab, path: str, charset: str) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        status, _page = tab.send(path, b"a=1&b=\xff", kind=f"{kind}; charset={charset}")
        assert status < 500


def test_another_origin_opens_no_socket(office: Bloc, port: int) -> None:
    session = session_of(office.cell_secretary)
    for origin in (
        f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1",
        f"https://127.0.0.1:{port}",
        f"http://localhost:{port}",
        "null",
        "http://[",
    ):
        with pytest.raises(InvalidStatus, match="403"):
            browser(port, session, origin=origin)
