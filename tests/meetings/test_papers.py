"""The minutes and the tellers' minutes as DOCX: whole, of the right meetings, for the right people, in the journal."""

from __future__ import annotations

import pytest
from django.test import Client

from journal.models import Entry
from journal.verify import verify
from meetings.models import Meeting, Receipt
from tests.admission_flow.paper_forms.conftest import whole_text
from tests.meetings.ballots.polled import Polled
from tests.people import Bloc, make_person, make_user

UNFILLED = ("{{", "{%", "}}", "None", "False", "__proxy__")


def taken(client: Client, held: Polled, slug: str, status: int = 200) -> str:
    answer = client.get(f"/meetings/{held.meeting.pk}/papers/{slug}/")
    assert answer.status_code == status
    if status != 200:
        return ""
    assert f"{slug.upper()} " in answer.headers["Content-Disposition"]
    text = whole_text(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    assert not [mark for mark in UNFILLED if mark in text]
    return text


@pytest.fixture
def held(bloc: Bloc) -> Polled:
    seated: Polled = Polled(bloc).with_cases(3).seated(absent={8: "accepted"}, tellers=2)  # type: ignore[assignment]
    on_paper, adjourned, here = seated.items
    counts = {"issued": 8, "returned": 7, "votes_against": 1, "votes_invalid": 1}
    seated.record(
        seated.result(on_paper, 5, voting="secret", **counts),
        seated.result(adjourned, result="adjourned", reason="Chờ bổ sung"),
    )
    return seated.polled(here).cast_by("fffffffo")


def test_the_tellers_sign_before_the_meeting_is_closed(held: Polled, client: Client) -> None:
    client.force_login(held.convener)
    assert "Biên bản kiểm phiếu" in client.get(f"/meetings/{held.meeting.pk}/").content.decode()
    text = taken(client, held, "bbkp")
    counted = held.journeys[0].case.candidate.person.full_name  # all three bear one name; one of them was counted
    assert text.count(counted) == 1
    roll = held.attendees
    assert all(roll[place].person.full_name in text for place in (2, 3))
    row = text[text.index(counted) :].splitlines()
    assert row[:8] == [counted, "8", "7", "6", "1", "5", "1", "0"]
    taken(client, held, "bb", 404)


def test_the_minutes(held: Polled, client: Client) -> None:
    held.counted()
    held.closed()
    client.force_login(held.convener)
    text = taken(client, held, "bb")
    meeting = Meeting.objects.get()
    assert meeting.minutes_number is not None
    assert f"Số {meeting.minutes_number.symbol}" in text
    assert "có mặt: 8; vắng: 1." in text
    assert f"- {held.attendees[8].person.full_name}: có lý do chính đáng" in text
    assert "Chờ bổ sung" in text
    assert all(journey.case.candidate.person.full_name in text for journey in held.journeys)
    assert all(number in text for number in Receipt.objects.values_list("number", flat=True))
    entry = Entry.objects.get(verb="download_meeting_paper")
    assert (entry.stream, entry.refs["form"]) == (f"user:{held.convener.pk}", "BB")
    assert verify().holds


def test_who_gets_them(held: Polled, client: Client) -> None:
    held.counted()
    held.closed()
    client.force_login(make_user(make_person()))
    taken(client, held, "bb", 404)
    client.force_login(held.bloc.auditor)
    taken(client, held, "bb")
    taken(client, held, "bbkp")
    for wrong in ("9-knd", "nothing", "tbb"):
        taken(client, held, wrong, 404)


def test_a_cells_member_without_a_seat_reads_no_names(bloc: Bloc, client: Client) -> None:
    held: Polled = Polled(bloc, bloc.cell, bloc.cell_secretary).with_cases(1, "cell_vote").seated()  # type: ignore[assignment]
    held.voted(outcome="").closed()
    client.force_login(bloc.seatless)
    assert client.get(f"/meetings/{held.meeting.pk}/").status_code == 200
    taken(client, held, "bb", 404)
    client.force_login(bloc.cell_secretary)
    text = taken(client, held, "bb")
    assert "Tổ kiểm phiếu" not in text
    assert "PHỤ LỤC" not in text
