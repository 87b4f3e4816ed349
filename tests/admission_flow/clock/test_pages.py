"""What the pages say of a case's clock: how a due date is counted, that it is on hold, and the acts themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.models import Deadline, Task
from orgs.calendar import ONE_DAY
from orgs.models import DayOff, User
from tests.admission_flow.journey import Journey
from tests.people import Bloc, reading_english

REASON = "Chờ thẩm tra chính trị"


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    reading_english()


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc).to("bloc_decision")


def page(client: Client, user: User, journey: Journey, query: str = "") -> str:
    client.force_login(User.objects.get(pk=user.pk))
    return client.get(f"/cases/{journey.case.pk}/{query}").content.decode()


def test_a_due_date_shows_its_arithmetic(client: Client, bloc: Bloc) -> None:
    tomorrow = timezone.localdate() + ONE_DAY
    DayOff.objects.filter(day__gte=tomorrow).delete()
    DayOff.objects.create(day=tomorrow + (7 - tomorrow.weekday()) % 7 * ONE_DAY, name="Nghỉ do bão", to_confirm=True)
    journey = Journey(bloc).to("bloc_decision")
    journey.extend(5)
    shown = page(client, bloc.standing_deputy, journey)
    deadline = Deadline.objects.get(case=journey.case)
    for words in (
        "How it is counted",
        f"From the cell&#x27;s resolution on {deadline.runs_from:%d/%m/%Y}; that day is not counted.",
        "60 working days, by 294-QĐ/TW",
        "is off: Nghỉ do bão. <em>(to confirm)</em>",
        "Extended by 5 working days. Paper No. 01 of",
        "Reason: Phải xác minh thêm.",
        f"Last day: {deadline.due_on:%d/%m/%Y}.",
        "(to confirm)",
    ):
        assert words in shown, words


def test_on_hold_the_page_says_so_and_since_when(client: Client, bloc: Bloc, journey: Journey) -> None:
    journey.hold(REASON)
    shown = page(client, bloc.cell_secretary, journey)
    assert f"On hold since {timezone.localdate():%d/%m/%Y}" in shown
    assert REASON in shown
    assert "working days left" not in shown
    assert "do=withdraw" in shown
    listed = page(client, bloc.office, journey)
    assert "On hold since" in listed
    assert REASON not in listed


def test_lists_say_on_hold_and_never_late(client: Client, bloc: Bloc, journey: Journey) -> None:
    Task.objects.filter(process=journey.case, status="NEW").update(due_on=timezone.localdate() - 5 * ONE_DAY)
    journey.hold(REASON)
    client.force_login(User.objects.get(pk=bloc.standing_deputy.pk))
    for address in ("/", "/cases/"):
        assert "on hold" in client.get(address).content.decode()
        assert client.get(f"{address}?show=late").context["list"].rows == []


def test_held_and_resumed_through_the_page(client: Client, bloc: Bloc, journey: Journey) -> None:
    address = f"/cases/{journey.case.pk}/"
    client.force_login(bloc.organisation_board)
    assert client.post(f"{address}hold/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}hold/", {"reason": REASON, "number": "12-CV"}).status_code == 422
    assert client.post(f"{address}hold/", {"reason": REASON}).status_code == 302
    again = client.post(f"{address}hold/", {"reason": REASON})
    assert again.status_code == 409
    assert REASON in again.content.decode()
    client.force_login(bloc.standing_deputy)
    refused = client.post(f"{address}tasks/{journey.task('bloc_decision').pk}/decide_bloc/", {})
    assert refused.status_code == 409
    assert client.post(f"{address}resume/", {"reason": "-"}).status_code == 403
    client.force_login(bloc.organisation_board)
    assert client.post(f"{address}resume/", {"reason": "Không có vướng mắc"}).status_code == 302
    assert client.post(f"{address}resume/", {"reason": "-"}).status_code == 409


def test_extended_through_the_page(client: Client, bloc: Bloc, journey: Journey) -> None:
    address = f"/cases/{journey.case.pk}/"
    assert "do=extend" in page(client, bloc.standing_deputy, journey)
    assert "At most 30." in page(client, bloc.standing_deputy, journey, "?do=extend")
    given = {"working_days": "31", "reason": "-", "number": "7-TB", "signed_by": "Bí thư"}
    given["dated"] = f"{timezone.localdate():%d/%m/%Y}"
    assert client.post(f"{address}extend/", given).status_code == 422
    assert client.post(f"{address}extend/", given | {"working_days": "30"}).status_code == 302
    assert client.post(f"{address}extend/", given).status_code == 409
    assert "do=extend" not in page(client, bloc.standing_deputy, journey)
    for tab in ("", "?tab=decisions", "?tab=papers"):
        assert "xtension" in page(client, bloc.standing_deputy, journey, tab), tab


def test_the_administration_shows_it_without_the_reasons(client: Client, bloc: Bloc, journey: Journey) -> None:
    journey.extend(5)
    client.force_login(User.objects.get(pk=bloc.administrator.pk))
    deadline = Deadline.objects.get(case=journey.case)
    shown = client.get(f"/admin/admission_flow/deadline/{deadline.pk}/change/").content.decode()
    assert "Extended by 5 working days." in shown
    assert "Phải xác minh thêm" not in shown
