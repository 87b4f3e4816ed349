"""What somebody sees who leaves a page open: in a real browser, on real servers."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from notices.models import Choice, Hours, Mail, MailAddress, Notice
from notices.tell import changed
from orgs.models import User
from tests.browsers import PHONE, reads_well, tab
from tests.notices.acts import tell_of_an_act
from tests.notices.post_office import never_quiet, reachable
from tests.people import Bloc, make_user
from tests.servers import served

pytestmark = pytest.mark.browser

COUNT_RENEWALS = """
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "notices") window.renewals = (window.renewals || 0) + 1;
});
"""
FIELD = "() => document.getElementById('notices').insertAdjacentHTML('afterbegin', '<input id=\"typed\">')"


@pytest.fixture
def person(office: Bloc) -> User:
    """Somebody to whom nothing has been told yet, and who is never left alone."""
    somebody = make_user()
    never_quiet(somebody)
    return somebody


def act_for(person: User) -> None:
    with transaction.atomic():
        tell_of_an_act(person, kind="step_arrived")


def open_list(page: Page) -> None:
    """The list of notices, once its socket is open and what came before that has been fetched."""
    page.add_init_script(COUNT_RENEWALS)
    page.goto("/notices/")
    expect(page.locator("[data-live-when=on]")).to_be_visible()
    page.wait_for_function("() => window.renewals > 0")


def unread(page: Page) -> str | None:
    count = page.locator("#bell [data-unread]")
    return count.get_attribute("data-unread") if count.count() else None


def test_the_bell_lights_up_and_the_list_grows(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        act_for(person)
        expect(page.locator("#bell .count")).to_have_text("1", timeout=2000)
        expect(page.locator("#notices li")).to_have_count(1)
        expect(page.locator("#toasts .toast-note")).to_contain_text("2026-0147")


def test_in_quiet_hours_the_bell_counts_and_nothing_passes_by(chromium: Browser, server: int, person: User) -> None:
    Hours.objects.filter(recipient=person).update(quiet_from=datetime.time(0), quiet_until=datetime.time.max)
    with tab(chromium, server, person) as page:
        open_list(page)
        act_for(person)
        expect(page.locator("#bell .count")).to_have_text("1")
        expect(page.locator("#notices li")).to_have_count(1)
        assert page.locator("#toasts .toast-note").count() == 0


MAIL = {"MAIL_URL": "smtp://127.0.0.1:9", "MAIL_FROM": "hoso@office.test", "SITE_URL": "http://127.0.0.1"}


def test_the_pages_of_choices_and_delivery_read_well(chromium: Browser, office: Bloc) -> None:
    now = timezone.now()
    Mail.objects.create(recipient=office.cell_secretary, sort="notices", key="shown", made_at=now, due_at=now,
                        why="SMTPRecipientsRefused 451", attempts=2)  # fmt: skip
    reachable(office.cell_deputy)
    MailAddress.objects.filter(recipient=office.cell_deputy).update(wanted="another@office.test", asked_at=now)
    pages = [
        (office.cell_secretary, "/notices/choices/"),
        (office.cell_deputy, "/notices/choices/"),
        (office.administrator, "/notices/delivery/"),
        (office.administrator, "/notices/delivery/?show=given_up"),
        (office.administrator, "/notices/delivery/addresses/"),
    ]
    with served(0, **MAIL) as port:
        for person, path in pages:
            with tab(chromium, port, person) as page:
                page.goto(path)
                reads_well(page)


def test_choosing_works_without_script(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person, width=PHONE, script=False) as page:
        page.goto("/notices/choices/")
        page.get_by_role("checkbox", name="Hồ sơ kết thúc: Thư ngay").check()
        page.get_by_role("button", name="Lưu").click()
        assert Choice.objects.get(recipient=person).kind == "case_closed"


def test_a_burst_is_one_note_and_one_look(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        looks: list[str] = []
        page.on("request", lambda request: looks.append(request.url) if "/bell/" in request.url else None)
        with transaction.atomic():
            for _ in range(20):
                tell_of_an_act(person)
        expect(page.locator("#bell .count")).to_have_text("20")
        expect(page.locator("#toasts .toast-note")).to_have_count(1)
        assert len(looks) <= 2


def test_reading_in_one_tab_shows_in_the_other(chromium: Browser, server: int, person: User) -> None:
    act_for(person)
    with tab(chromium, server, person) as page, tab(chromium, server, person) as other:
        open_list(page)
        open_list(other)
        page.locator("#notices li button").click()
        expect(other.locator("#bell .count")).to_have_count(0)


def test_an_open_bell_stays_open(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        page.locator("#bell summary").click()
        act_for(person)
        expect(page.locator("#bell [data-notice]")).to_have_count(1)
        expect(page.locator("#bell .menu-panel")).to_be_visible()


def test_what_somebody_types_is_never_replaced(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        page.evaluate(FIELD)
        page.locator("#typed").fill("chưa xong")
        page.locator("#typed").blur()
        act_for(person)
        expect(page.locator("#notices [data-live-note]")).to_be_visible()
        expect(page.locator("#typed")).to_have_value("chưa xong")
        expect(page.locator("#notices li")).to_have_count(0)


def test_it_is_renewed_once_the_field_is_left_as_it_was(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        page.evaluate(FIELD)
        page.locator("#typed").focus()
        act_for(person)
        expect(page.locator("#notices [data-live-note]")).to_be_visible()
        page.locator("#typed").blur()
        expect(page.locator("#notices li")).to_have_count(1)
        expect(page.locator("#notices [data-live-note]")).to_have_count(0)


def test_a_link_that_has_the_focus_keeps_it(chromium: Browser, server: int, person: User) -> None:
    act_for(person)
    with tab(chromium, server, person) as page:
        open_list(page)
        link = page.locator("#notices li a").last
        link.focus()
        act_for(person)
        expect(page.locator("#notices li")).to_have_count(2)
        expect(page.locator("#notices li a").last).to_be_focused()


def test_another_subject_changes_nothing(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        page.wait_for_timeout(1500)
        looks: list[str] = []
        page.on("request", lambda request: looks.append(request.url))
        changed([person.pk], "case:12")
        page.wait_for_timeout(1500)
        assert looks == []


def test_a_page_that_lost_its_server_catches_up(chromium: Browser, office: Bloc, person: User) -> None:
    with served() as port:
        pass
    with tab(chromium, port, person) as page:
        with served(port):
            open_list(page)
        expect(page.locator("[data-live-when=off]")).to_be_visible()
        act_for(person)
        with served(port):
            expect(page.locator("[data-live-when=on]")).to_be_visible(timeout=20_000)
            expect(page.locator("#bell .count")).to_have_text("1")
            expect(page.locator("#notices li")).to_have_count(1)


def test_signing_out_in_one_tab_closes_the_other(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        open_list(page)
        other = page.context.new_page()
        open_list(other)
        page.locator("form[action='/accounts/logout/'] button").dispatch_event("click")
        expect(other).to_have_url(f"http://127.0.0.1:{server}/accounts/login/?next=/notices/", timeout=10_000)
        page.wait_for_url("**/accounts/login/**")  # or it would be closed while it goes there


def test_without_script_everything_is_there(chromium: Browser, server: int, person: User) -> None:
    act_for(person)
    with tab(chromium, server, person, script=False) as page:
        page.goto("/notices/")
        page.locator("#bell summary").click()
        page.locator("#bell [data-notice]").click()
        expect(page).to_have_url(f"http://127.0.0.1:{server}/cases/12/")
    assert Notice.objects.get(recipient=person).read_at is not None


def test_nothing_breaks_the_strict_policy(chromium: Browser, server: int, person: User) -> None:
    with tab(chromium, server, person) as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        open_list(page)
        act_for(person)
        expect(page.locator("#toasts .toast-note")).to_be_visible()
        assert complaints == []
