"""The page of a case says which meeting takes it, to who sees its file."""

import pytest
from django.utils import timezone

from tests.meetings.sittings import Held

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(bloc):
    return Held(bloc).with_cases(1)


def part(client, held, who):
    client.force_login(who)
    return client.get(f"/meetings/of-case/{held.journeys[0].case.pk}/")


def test_the_case_page_asks_for_it(client, bloc, held):
    client.force_login(bloc.cell_secretary)
    case = held.journeys[0].case.pk
    assert f'href="/meetings/of-case/{case}/"' in client.get(f"/cases/{case}/").content.decode()


def test_the_cell_sees_when_and_the_committee_may_open_it(client, bloc, held):
    assert "Chưa có cuộc họp nào" in part(client, held, bloc.cell_secretary).content.decode()
    held.called()
    page = f"/meetings/{held.meeting.pk}/"
    shown = part(client, held, bloc.cell_secretary).content.decode()
    assert f"{timezone.localtime(held.meeting.starts_at):%d/%m/%Y}" in shown
    assert page not in shown
    assert page in part(client, held, bloc.standing_deputy).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("sibling_secretary", 404), ("administrator", 404), ("training_centre", 200)]
)
def test_nobody_else_learns_of_it(client, bloc, held, who, status):
    held.called()
    response = part(client, held, getattr(bloc, who))
    assert response.status_code == status
    assert "Ban Thường vụ" not in response.content.decode()
