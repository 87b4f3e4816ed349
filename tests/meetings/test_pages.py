"""The pages of a meeting: who gets them, what they offer, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from admission_flow.models import Decision
from meetings.models import Item, Meeting
from tests.admission_flow.many import numbered, open_cases, statements
from tests.meetings.sittings import Held

pytestmark = pytest.mark.django_db


def before_the_standing_committee(bloc, number):
    held = Held(bloc)
    held.tasks = [task.pk for task in open_cases(bloc, numbered(number), step="bloc_decision")]
    return held


@pytest.fixture
def held(bloc):
    return before_the_standing_committee(bloc, 2)


def call(client, tasks, **changes):
    today = f"{timezone.localdate():%d/%m/%Y}"
    values = {"starts_on": today, "begins": "8h30", "place": "Phòng họp", "voting": "cards", "tasks": tasks}
    return client.post("/meetings/call/", {**values, **changes})


def test_a_meeting_is_called_through_the_page(client, bloc, held):
    client.force_login(bloc.standing_deputy)
    assert "Nguyễn Văn Số 0" in client.get("/meetings/call/").content.decode()
    response = call(client, held.tasks)
    meeting = Meeting.objects.get()
    assert (response.status_code, response.url) == (302, f"/meetings/{meeting.pk}/")
    assert [item.task_id for item in meeting.items.all()] == held.tasks


def test_what_was_typed_is_kept(client, bloc, held):
    client.force_login(bloc.standing_deputy)
    response = call(client, held.tasks[:1], begins="chiều")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="chiều"' in page
    assert page.count("checked") == 1


def test_an_empty_agenda_says_what_to_do(client, bloc):
    client.force_login(bloc.standing_deputy)
    assert "Không có hồ sơ nào đang chờ" in client.get("/meetings/call/").content.decode()
    assert "Chưa có cuộc họp nào" in client.get("/meetings/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("bloc_secretary", 200),
        ("standing_member", 200),
        ("auditor", 200),
        ("organisation_board", 200),
        ("committee_secretary", 404),
        ("cell_secretary", 404),
        ("training_centre", 404),
        ("seatless", 404),
        ("administrator", 404),
    ],
)
def test_who_sees_a_meeting_of_the_standing_committee(client, bloc, held, who, status):
    held.called()
    client.force_login(getattr(bloc, who))
    assert client.get(f"/meetings/{held.meeting.pk}/").status_code == status
    assert client.get(f"/meetings/{held.meeting.pk}/calendar.ics").status_code == status
    listed = client.get("/meetings/").content.decode()
    assert (f"/meetings/{held.meeting.pk}/" in listed) == (status == 200)


@pytest.mark.parametrize("who", ["standing_member", "auditor", "organisation_board"])
def test_who_sees_it_does_not_run_it(client, bloc, held, who):
    held.called()
    client.force_login(getattr(bloc, who))
    url = f"/meetings/{held.meeting.pk}/"
    assert "<button" not in client.get(url).content.decode().partition('id="meeting"')[2]
    for verb in ("open", "close", "cancel", "agenda", "change"):
        data = {
            "version": "1",
            "reason": "Thử",
            "starts_on": "26/11/2026",
            "begins": "08:00",
            "place": "x",
            "voting": "cards",
        }
        assert client.post(f"{url}{verb}/", data).status_code == 403
    held.meeting.refresh_from_db()
    assert (held.meeting.status, held.meeting.version) == ("called", 1)


def test_a_member_without_a_seat_sees_when_but_not_who(client, bloc):
    held = Held(bloc, bloc.cell, bloc.cell_secretary)
    held.tasks = [task.pk for task in open_cases(bloc, ["Nguyễn Văn Kín"], step="cell_vote")]
    held.called()
    client.force_login(bloc.seatless)
    page = client.get(f"/meetings/{held.meeting.pk}/").content.decode()
    assert "Phòng họp số 2" in page
    assert "Nguyễn Văn Kín" not in page
    assert "1 hồ sơ" in page


def test_nor_why_anybody_was_absent(client, bloc):
    held = Held(bloc, bloc.cell, bloc.cell_secretary)
    held.tasks = [task.pk for task in open_cases(bloc, ["Nguyễn Văn Kín"], step="cell_vote")]
    held.seated({11: "suspended"})
    reason = "Bị đình chỉ"
    for who, told in ((bloc.seatless, False), (bloc.cell_deputy, True), (bloc.committee_secretary, True)):
        client.force_login(who)
        assert (reason in client.get(f"/meetings/{held.meeting.pk}/").content.decode()) == told


def test_the_whole_sitting_through_the_pages(client, bloc):
    held = Held(bloc).with_cases(1)
    client.force_login(bloc.standing_deputy)
    call(client, held.tasks)
    meeting = Meeting.objects.get()
    url = f"/meetings/{meeting.pk}/"
    assert client.post(f"{url}open/", {"version": 1}).status_code == 302
    people = list(meeting.roll.values_list("person", flat=True))
    roll = {"version": 2, "chair": people[0], "secretary": people[1], f"absent-{people[8]}": "accepted"}
    assert client.post(f"{url}roll/", roll).status_code == 302
    item = f"item-{Item.objects.get().pk}"
    typed = {f"{item}-result": "pending", f"{item}-voting": "cards", f"{item}-outcome": "admitted"}
    wrong = client.post(f"{url}results/", {"version": 3, **typed, f"{item}-votes_for": "9"})
    assert wrong.status_code == 422
    assert 'value="9"' in wrong.content.decode()
    results = {"version": 3, **typed, f"{item}-votes_for": "7", f"{item}-votes_against": "1"}
    assert client.post(f"{url}results/", results).status_code == 302
    assert "cần 5, tán thành 7: đạt" in client.get(url).content.decode()
    stale = client.post(f"{url}close/", {"version": 3})
    assert stale.status_code == 409
    assert not Decision.objects.filter(step="bloc_decision").exists()
    assert client.post(f"{url}close/", {"version": 4}).status_code == 302
    decision = Decision.objects.get(step="bloc_decision")
    closed = client.get(url).content.decode()
    assert decision.number in closed
    assert "Biên bản" in closed
    assert client.post(f"{url}close/", {"version": 4}).status_code == 409


def test_a_meeting_that_is_not_ready_says_why(client, bloc, held):
    held.opened()
    client.force_login(bloc.standing_deputy)
    response = client.post(f"/meetings/{held.meeting.pk}/close/", {"version": held.version})
    assert response.status_code == 409
    assert "Chưa ghi có mặt hay vắng mặt của 9 người" in response.content.decode()


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1"])
def test_a_broken_version_is_an_old_one(client, bloc, held, version):
    held.called()
    client.force_login(bloc.standing_deputy)
    assert client.post(f"/meetings/{held.meeting.pk}/open/", {"version": version}).status_code == 409


def test_no_more_statements_for_more_cases(client, bloc):
    client.force_login(bloc.standing_deputy)
    counts = []
    for number in (2, 30):
        held = before_the_standing_committee(bloc, number)
        with CaptureQueriesContext(
            connection,
        ) as calling:
            client.get("/meetings/call/")
        held.seated().voted()
        with CaptureQueriesContext(connection) as sitting:
            client.get(f"/meetings/{held.meeting.pk}/")
        with CaptureQueriesContext(connection) as listing:
            client.get("/meetings/")
        counts.append((statements(calling), statements(sitting), statements(listing)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20


def test_the_calendar_file(client, bloc, held):
    held.called()
    client.force_login(bloc.standing_member)
    response = client.get(f"/meetings/{held.meeting.pk}/calendar.ics")
    assert response["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == held.meeting.starts_at.replace(microsecond=0)
    assert str(event["location"]) == "Phòng họp số 2"
    assert "Nguyễn" not in response.content.decode()


def test_results_page_by_page(client, bloc):
    """Thirty items a page; saving one page leaves the others alone and stays there."""
    held = before_the_standing_committee(bloc, 32)
    held.seated()
    client.force_login(bloc.standing_deputy)
    address = f"/meetings/{held.meeting.pk}/"
    first, second = (client.get(address, {"page": page}).content.decode() for page in (1, 2))
    assert first.count("agenda-item") == 30
    assert second.count("agenda-item") == 2
    items = held.items
    sent = {"version": held.version, "page": 2}
    for item in items[30:]:
        values = {"result": "voted", "voting": "cards", "votes_for": 9, "outcome": "admitted"}
        sent |= {f"item-{item.pk}-{name}": value for name, value in values.items()}
    response = client.post(f"{address}results/", sent)
    assert (response.status_code, response.url) == (302, f"{address}?page=2")
    assert [item.result for item in held.items] == ["pending"] * 30 + ["voted"] * 2
    wrong = client.post(f"{address}results/", sent | {"version": held.version, f"item-{items[31].pk}-votes_for": "20"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("agenda-item") == 2
