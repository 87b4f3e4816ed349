"""A seat changes hands by a keeper: listed first, confirmed, and nothing half done."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from orgs import access, roles
from orgs.models import Seat
from tests.orgs.test_delegating import NOW, lent, seat_of
from tests.people import Bloc, make_members

TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.fixture
def keeper(client: Client, bloc: Bloc) -> Client:
    client.force_login(bloc.organisation_board)
    return client


def address(seat: Seat) -> str:
    return f"/organisation/seats/{seat.pk}/"


def asked(**changes: str) -> dict[str, str]:
    return {"how": "day", "last_day": f"{TODAY:%d/%m/%Y}", "reason": "Luân chuyển", **changes}


def confirm(client: Client, seat: Seat, **changes: str):
    shown = client.post(address(seat), asked(**changes))
    assert shown.status_code == 200, shown.content.decode()
    return client.post(address(seat), asked(**changes) | {"seen": shown.context["seen"], "confirm": "1"})


def test_nothing_is_done_before_the_confirmation(keeper: Client, bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    shown = keeper.post(address(seat), asked(successor="Le Thi Hong Nhung"))
    assert shown.context["asked"]
    assert 'name="confirm"' in shown.content.decode()
    seat.refresh_from_db()
    assert seat.ends is None


def test_the_successor_holds_it_from_the_day_after(keeper: Client, bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    answer = confirm(keeper, seat, successor=bloc.person("seatless").citizen_id, paper="20-QĐ/ĐUK")
    assert answer.status_code == 302
    seat.refresh_from_db()
    assert seat.ends == TODAY
    follows = Seat.objects.get(person=bloc.person("seatless"))
    assert (follows.role, follows.starts, follows.paper) == ("secretary", TOMORROW, "20-QĐ/ĐUK")
    assert access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TOMORROW)
    assert access.allows(bloc.seatless, roles.NOMINATE, bloc.cell.pk, TOMORROW)


def test_taken_away_at_this_moment(keeper: Client, bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    assert confirm(keeper, seat, how="now", last_day="").status_code == 302
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)


def test_several_of_one_name_are_told_apart(keeper: Client, bloc: Bloc) -> None:
    one, other = (member.person for member in make_members(bloc.cell, 2))
    for person in (one, other):
        person.full_name = "Trần Văn Trùng"
        person.save()
    seat = seat_of(bloc.cell_secretary)
    shown = keeper.post(address(seat), asked(successor="trần văn trùng"))
    assert not shown.context["asked"]
    assert {person.pk for person, _where in shown.context["people"]} == {one.pk, other.pk}
    answer = confirm(keeper, seat, successor="trần văn trùng", person=str(other.pk))
    assert answer.status_code == 302
    assert Seat.objects.filter(person=other, role="secretary").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": ""}, "last_day"),
        ({"last_day": "31/02/2026"}, "last_day"),
        ({"last_day": "31/12/9999"}, "last_day"),
        ({"reason": ""}, "reason"),
        ({"successor": "Không Có Ai"}, "successor"),
        ({"successor": "001999999999"}, "successor"),
        ({"successor": "((("}, "successor"),
        ({"how": "perhaps"}, "how"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(keeper: Client, bloc: Bloc, changes, field: str) -> None:
    seat = seat_of(bloc.cell_secretary)
    shown = keeper.post(address(seat), asked(**changes) | {"confirm": "1"})
    assert shown.status_code == 422
    assert field in shown.context["form"].errors
    seat.refresh_from_db()
    assert seat.ends is None


def test_a_refusal_of_the_successor_leaves_the_seat_as_it_was(keeper: Client, bloc: Bloc) -> None:
    """Seating the keeper themselves is refused: then the old term goes on too."""
    seat = seat_of(bloc.cell_secretary)
    answer = confirm(keeper, seat, successor=bloc.person("organisation_board").citizen_id)
    assert answer.status_code == 403
    seat.refresh_from_db()
    assert seat.ends is None


def test_a_slip_in_the_year_is_refused(keeper: Client, bloc: Bloc) -> None:
    """A delegation of a seat that ends with the calendar itself could not be reckoned."""
    seat = seat_of(bloc.cell_secretary)
    for follows in ("", bloc.person("seatless").citizen_id):
        assert confirm(keeper, seat, last_day="01/01/2199", successor=follows).status_code == 409
    seat.refresh_from_db()
    assert seat.ends is None


def test_what_changed_meanwhile_is_looked_at_again(keeper: Client, bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    seen = keeper.post(address(seat), asked()).context["seen"]
    lent(bloc, roles.PREPARE_FILE, ends=NOW + datetime.timedelta(days=2))
    answer = keeper.post(address(seat), asked() | {"seen": seen, "confirm": "1"})
    assert answer.status_code == 409
    seat.refresh_from_db()
    assert seat.ends is None


def test_the_second_click_finds_it_done(keeper: Client, bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    seen = keeper.post(address(seat), asked()).context["seen"]
    posted = asked() | {"seen": seen, "confirm": "1"}
    assert keeper.post(address(seat), posted).status_code == 302
    assert keeper.post(address(seat), posted | {"last_day": f"{TOMORROW:%d/%m/%Y}"}).status_code == 409


def test_it_says_what_nobody_else_could_do(keeper: Client, bloc: Bloc) -> None:
    assert not keeper.get(address(seat_of(bloc.cell_secretary))).context["alone"]  # there is a deputy
    alone = keeper.get(address(seat_of(bloc.training_centre))).context["alone"]
    assert len(alone) == 1


def test_nobody_else_gets_there(client: Client, bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    for user in (bloc.cell_secretary, bloc.committee_secretary, bloc.auditor, bloc.seatless):
        client.force_login(user)
        assert client.get(address(seat)).status_code == 404
        assert client.post(address(seat), asked() | {"confirm": "1"}).status_code == 404
    over = Seat.objects.get(person=bloc.person("former_secretary"))
    client.force_login(bloc.administrator)
    assert client.get(address(over)).status_code == 404
    assert client.get(address(seat)).status_code == 200
