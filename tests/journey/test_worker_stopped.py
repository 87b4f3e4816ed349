"""Two windows while the worker is killed and started again: whoever looks on sees every decision come by itself, and no
letter is missing."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from notices.models import Mail, Notice
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.browsers import tab
from tests.journey import papers
from tests.journey.desks import desk, go_live, hears_of_one, lights_up, moves_on, open_case, submit, write
from tests.notices.post_office import PostOffice, address_of, body, opened, reachable
from tests.notices.test_redis_restart import valkey
from tests.people import Bloc
from tests.servers import free_port, served
from tests.workers import mail_settings, working

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 30


@pytest.fixture
def journey(office: Bloc) -> Journey:
    reachable(office.cell_secretary, office.committee_officer)
    return Journey(office).to("declaration")


def test_the_worker_stops_and_starts_and_nothing_is_missing(chromium: Browser, office: Bloc, journey: Journey) -> None:
    name = journey.case.candidate.person.full_name
    post = PostOffice()
    with ExitStack() as house:
        house.enter_context(opened(post))
        redis = house.enter_context(valkey(free_port()))
        server = house.enter_context(served(0, REDIS_URL=redis, **mail_settings(post.url)))
        cell = house.enter_context(desk(chromium, server, office.cell_secretary))
        officer = house.enter_context(desk(chromium, server, office.committee_officer))
        file = house.enter_context(tab(chromium, server, office.committee_officer))
        file.goto(f"/cases/{journey.case.pk}/")
        go_live(file)

        with working(redis, post.url):
            with lights_up(officer, name, "Thẩm tra"), moves_on(file, "Thẩm tra, lấy ý kiến"):
                act(cell, name, papers.declaration(), "đơn và lý lịch")
            arrives(post, office.committee_officer, "verification")
        with hears_of_one(file):
            act(cell, name, papers.opinions(), "ý kiến nhận xét")

        # The worker is dead. Bell, list and case live on without it; only the letter has to wait.
        before = len(post.letters)
        with lights_up(cell, name, "Kiểm tra hồ sơ"), moves_on(file, "Kiểm tra hồ sơ"):
            act(officer, name, papers.verification(persons=3), "kết luận thẩm tra")
        file.wait_for_timeout(2000)
        assert len(post.letters) == before

        with working(redis, post.url):
            arrives(post, office.cell_secretary, "file_check")

    assert not Notice.objects.filter(delivered_at=None).exists()
    assert not Mail.objects.filter(state=Mail.State.WAITING).exists()
    assert set(post.ids().values()) == {1}


def act(page: Page, name: str, fields: dict[str, str], said: str) -> None:
    open_case(page, name)
    write(page, fields)
    submit(page, said)


def arrives(post: PostOffice, person: User, step: str) -> None:
    """The letter that leads to the notice of this step."""
    notice = Notice.objects.get(recipient=person, kind="step_arrived", params__step=step)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(f"/notices/{notice.pk}/open/" in body(letter) for letter in post.to(address_of(person))):
        assert time.monotonic() < deadline, list(Mail.objects.values("state", "why"))
        time.sleep(0.1)
