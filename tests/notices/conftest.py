from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from notices import kinds
from notices.kinds import Group, Kind, Rendered
from tests.notices.acts import NO_MORE
from tests.notices.post_office import PostOffice, opened
from tests.people import Bloc, build_bloc
from tests.servers import served


def _step(params: Any) -> Rendered:
    return Rendered(f"Case {params['case']}", f"Step {params['step']} is yours.")


def _still_for(person: Any, notices: Any, _at: Any) -> dict[int, str]:
    return {notice.pk: f"{notice.params['case']} (B.)" for notice in notices if person.pk not in NO_MORE}


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    """Kinds that are these tests' own; the rooms above register theirs."""
    table = [
        Kind("test_step", _step, "A step of a test", mail=True),
        Kind("test_late", _step, "A late step of a test", mail=True, stays="It waits for you."),
        Kind("test_aside", _step, "Something beside"),
    ]
    kinds.register(Group("Tests", _still_for), table)


@pytest.fixture(autouse=True)
def everybody_may_hear() -> Iterator[None]:
    yield
    NO_MORE.clear()


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    """The bloc, committed, for all tests of the module."""
    return build_bloc()


@pytest.fixture(scope="module")
def server(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """An open mail server that the settings name."""
    with opened(PostOffice()) as post:
        use(settings, post)
        yield post


def use(settings: Any, post: PostOffice) -> None:
    settings.MAIL_SERVER = post.settings
    settings.MAIL_FROM = "Phòng Hồ sơ <hoso@office.test>"
    settings.SITE_URL = "https://hoso.office.test"
    settings.MAIL_GATHER_SECONDS = 0
