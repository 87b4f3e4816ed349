"""Who sees what of a ballot: voters their paper, the chair how many have voted, nobody the count while it is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Ballot, BallotPaper, Mark, Meeting
from tests.meetings.ballots.polled import Polled
from tests.people import Bloc, make_person, make_user


@pytest.fixture
def held(bloc: Bloc) -> Polled:
    seated: Polled = Polled(bloc).with_cases(2).seated(absent={8: "accepted"})  # type: ignore[assignment]
    return seated


class Door:
    """Somebody's browser at the ballots of this meeting."""

    def __init__(self, held: Polled, user: Any) -> None:
        self.held, self.client = held, Client()
        self.client.force_login(user)
        self.address = f"/meetings/{held.meeting.pk}/ballot/"

    def page(self) -> str:
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return answer.content.decode()

    def cast(self, **sent: Any) -> Any:
        return self.client.post(f"{self.address}{self.held.ballot.pk}/cast/", sent)

    def run(self, verb: str, **sent: Any) -> Any:
        given = {"version": self.held.version, "ballot": getattr(self.held, "ballot", None) and self.held.ballot.pk}
        return self.client.post(f"{self.address}{verb}/", {k: v for k, v in (given | sent).items() if v is not None})


def test_a_voter_from_their_own_phone(held: Polled) -> None:
    door = Door(held, held.account(3))
    assert "Chưa mở bỏ phiếu" in door.page()
    held.polled()
    page = door.page()
    assert held.journeys[0].case.candidate.person.full_name in page
    assert "Điều hành bỏ phiếu" not in page
    answer = door.cast(choice="1", receipt="1234567890")
    assert "12345 67890" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Đồng chí đã bỏ phiếu." in door.page()
    assert door.cast(choice="2", receipt="5555555555").status_code == 409
    assert BallotPaper.objects.get().choice == "for"


def test_the_chair_sees_who_has_voted_and_not_what(held: Polled) -> None:
    chair = Door(held, held.convener)
    item = held.items[0]
    assert chair.run("open", item=item.pk, voting="sealed", outcome="admitted").status_code == 302
    held.ballot = Ballot.objects.get()
    held.cast_by("ffaff")
    page = chair.page()
    assert '<b class="num">5</b> / 8' in page
    assert held.attendees[6].person.full_name in page
    assert "tán thành 4" not in page
    assert chair.run("close").status_code == 422
    assert chair.run("close", incomplete="on").status_code == 302
    assert "4 tán thành, 1 không tán thành" in chair.page()
    assert chair.run("set_aside", reason="").status_code == 422
    assert chair.run("set_aside", reason="Có khiếu nại").status_code == 302
    assert Ballot.objects.get().status == "set_aside"


def test_annulled_by_the_chair(held: Polled) -> None:
    chair = Door(held, held.convener)
    held.polled().cast_by("f")
    assert chair.run("annul", reason="").status_code == 422
    assert chair.run("annul", reason="Nhầm").status_code == 302
    assert Ballot.objects.get().status == "annulled"
    assert chair.run("annul", reason="Nhầm").status_code == 409


def test_the_wrong_person(held: Polled) -> None:
    held.polled()
    stranger = Door(held, make_user(make_person()))
    assert stranger.client.get(stranger.address).status_code == 404
    assert stranger.cast(choice="1").status_code == 404
    assert stranger.run("close").status_code == 404
    absent = Door(held, held.account(8))
    assert "chưa được ghi là có mặt" in absent.page()
    assert absent.cast(choice="1", receipt="1").status_code == 409
    member = Door(held, held.account(3))
    assert member.run("close").status_code == 403
    assert member.client.get(f"/meetings/{held.meeting.pk}/codes/").status_code == 403
    onlooker = Door(held, held.bloc.auditor)
    assert 'name="choice"' not in onlooker.page()
    assert onlooker.cast(choice="1", receipt="1").status_code == 409
    assert not Mark.objects.exists()
    assert Client().get(stranger.address).status_code == 302


@pytest.mark.parametrize(
    ("verb", "sent", "status"),
    [
        ("open", {}, 422),
        ("open", {"item": "x", "voting": "sealed"}, 422),
        ("open", {"item": "1", "voting": "cards", "outcome": "admitted"}, 422),
        ("open", {"version": "0"}, 422),
        ("close", {"ballot": "9999"}, 409),
        ("close", {"ballot": "-1"}, 409),
        ("close", {"version": "9" * 30}, 409),
        ("shuffle", {}, 404),
    ],
)
def test_bad_input(held: Polled, verb: str, sent: dict[str, str], status: int) -> None:
    if verb == "close":
        held.polled()
    assert Door(held, held.convener).run(verb, **sent).status_code == status
    assert not Ballot.objects.filter(status="closed").exists()


def test_codes_are_shown_once(held: Polled) -> None:
    chair = Door(held, held.convener)
    address = f"/meetings/{held.meeting.pk}/codes/"
    assert chair.client.get(address).status_code == 200
    assert chair.client.post(address, {"version": held.version}).status_code == 422
    slips = chair.client.post(address, {"version": held.version, "attendees": [held.attendees[2].pk]})
    assert held.attendees[2].person.full_name in slips.content.decode()
    assert 'class="receipt"' in slips.content.decode()
    assert "/vote/" in slips.content.decode()
    assert 'class="receipt"' not in chair.client.get(address).content.decode()


def test_an_open_ballot_by_name(held: Polled) -> None:
    held.polled(voting="open").cast_by("fffffffa").counted()
    page = Door(held, held.account(0)).page()
    assert "Lần bỏ phiếu công khai gần nhất" in page
    assert held.attendees[7].person.full_name in page


def test_the_meetings_page_counts_it(held: Polled) -> None:
    held.polled()
    chair = Door(held, held.convener)
    page = chair.client.get(f"/meetings/{held.meeting.pk}/").content.decode()
    assert "Đang bỏ phiếu về mục này" in page
    held.cast_by("ffffffff").counted()
    page = chair.client.get(f"/meetings/{held.meeting.pk}/").content.decode()
    assert "8 trên 8 người đã bỏ phiếu: tán thành 8" in page
    kept = held.items[0]
    sent = {f"item-{kept.pk}-reason": "Theo nghị quyết", "version": held.version}
    sent[f"item-{kept.pk}-outcome"] = "admitted"
    sent |= {f"item-{held.items[1].pk}-result": "pending", f"item-{held.items[1].pk}-voting": "cards"}
    sent[f"item-{held.items[1].pk}-outcome"] = "admitted"
    answer = chair.client.post(f"/meetings/{held.meeting.pk}/results/", sent)
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert (kept.reason, kept.votes_for) == ("Theo nghị quyết", 8)


def test_as_many_statements_for_many(bloc: Bloc) -> None:
    counts = []
    for cases in (2, 6):
        held: Polled = Polled(bloc).with_cases(cases).seated()  # type: ignore[assignment]
        held.polled().cast_by("fff")
        door = Door(held, held.convener)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            door.page()
        counts.append(len(captured))
        held.annulled()
        Meeting.objects.filter(pk=held.meeting.pk).update(status="cancelled")
    assert counts[0] == counts[1]
