"""Seats given, ended and withdrawn; authority delegated."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from journal.models import Entry
from orgs import access, roles
from orgs.authority import delegate_authority, end_authority
from orgs.models import Grant, Member, Seat, UnitPermission, User
from orgs.refusals import AuthorityRefused, NotYours, SeatRefused
from orgs.seating import appoint, end_seat, withdraw_seat
from tests.people import Bloc, make_members, make_seat

NOW = timezone.now()
TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


def seat_of(user: User, role: str) -> Seat:
    return Seat.objects.get(person=user.person, role=role)


def test_appointing_opens_the_account_and_gives_what_the_role_gives(bloc: Bloc) -> None:
    person = make_members(bloc.cell, 1)[0].person
    seat = appoint(
        person, bloc.cell, "deputy", TODAY, None, acting_user=bloc.organisation_board, at=NOW, reason="bầu bổ sung"
    )
    user = User.objects.get(person=person)
    assert not user.has_usable_password()
    assert access.allows(user, roles.RECORD_VOTE, bloc.cell.pk, NOW)
    assert {grant.capability for grant in seat.grants.all()} == roles.CAPABILITIES["cell", "deputy"]
    assert {grant.reason for grant in seat.grants.all()} == {"bầu bổ sung"}
    entry = Entry.objects.get(stream=f"unit:{bloc.cell.pk}", verb="appoint")
    assert entry.actor == bloc.organisation_board
    assert {fact["table"] for fact in entry.facts} == {"orgs.seat", "orgs.grant", "orgs.user"}


def test_only_the_organisation_board_and_administrators_appoint(bloc: Bloc) -> None:
    person = make_members(bloc.cell, 1)[0].person
    for stranger in (bloc.cell_secretary, bloc.committee_secretary, bloc.bloc_secretary, bloc.auditor):
        with pytest.raises(NotYours):
            appoint(person, bloc.cell, "deputy", TODAY, None, acting_user=stranger, at=NOW, reason="-")
    appoint(person, bloc.cell, "deputy", TODAY, None, acting_user=bloc.administrator, at=NOW, reason="-")


def test_nobody_seats_themselves(bloc: Bloc) -> None:
    board = bloc.organisation_board
    with pytest.raises(NotYours, match="themselves"):
        appoint(
            bloc.person("organisation_board"),
            bloc.unit,
            "secretary",
            TODAY,
            None,
            acting_user=board,
            at=NOW,
            reason="-",
        )


@pytest.mark.parametrize(
    ("role", "starts", "ends", "sentence"),
    [
        ("training_centre", TODAY, None, "no such seat"),
        ("deputy", TODAY, YESTERDAY, "ends before it begins"),
        ("secretary", TODAY, None, "Somebody holds this seat"),
    ],
)
def test_refuses_a_seat_that_cannot_be(
    bloc: Bloc, role: str, starts: datetime.date, ends: datetime.date | None, sentence: str
) -> None:
    person = make_members(bloc.cell, 1)[0].person
    with pytest.raises(SeatRefused, match=sentence):
        appoint(person, bloc.cell, role, starts, ends, acting_user=bloc.organisation_board, at=NOW, reason="-")
    assert not person.seats.exists()


def test_a_probationary_member_is_not_seated(bloc: Bloc) -> None:
    young = Member.objects.get(unit=bloc.cell, official_on=None).person
    with pytest.raises(SeatRefused, match="probationary"):
        appoint(young, bloc.cell, "deputy", TODAY, None, acting_user=bloc.organisation_board, at=NOW, reason="-")


def test_the_same_seat_is_not_held_twice_at_once(bloc: Bloc) -> None:
    person = bloc.person("cell_deputy")
    with pytest.raises(SeatRefused, match="already holds"):
        appoint(person, bloc.cell, "deputy", TODAY, None, acting_user=bloc.organisation_board, at=NOW, reason="-")


def test_ending_a_seat_in_the_past_revokes_at_once(bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary, "secretary")
    end_seat(seat, YESTERDAY, acting_user=bloc.organisation_board, at=NOW, reason="nghỉ hưu")
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, NOW)
    assert not UnitPermission.objects.filter(user=bloc.cell_secretary).exists()
    revoked = Grant.objects.filter(seat=seat)
    assert {(grant.revoked_by, grant.revoked_reason) for grant in revoked} == {(bloc.organisation_board, "nghỉ hưu")}


def test_ending_a_seat_ahead_leaves_it_until_its_last_day(bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary, "secretary")
    end_seat(seat, TODAY, acting_user=bloc.organisation_board, at=NOW, reason="-")
    assert access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, tomorrow)
    with pytest.raises(SeatRefused, match="already ends"):
        end_seat(seat, tomorrow, acting_user=bloc.organisation_board, at=NOW, reason="-")


def test_withdrawing_refuses_the_next_act_the_same_day(bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary, "secretary")
    assert access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, NOW)
    withdraw_seat(seat, acting_user=bloc.organisation_board, at=NOW, reason="đình chỉ")
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, NOW)
    assert Seat.objects.get(pk=seat.pk).ends == TODAY


def test_a_row_stays_while_another_seat_supports_it(bloc: Bloc) -> None:
    officer = bloc.committee_officer
    deputy = make_seat(bloc.committee, "deputy", bloc.person("committee_officer"))
    withdraw_seat(deputy, acting_user=bloc.organisation_board, at=NOW, reason="-")
    assert access.allows(officer, roles.VERIFY, bloc.committee.pk, NOW)
    assert access.sees(officer, roles.SEE_FILE, bloc.cell, NOW)
    assert not access.allows(officer, roles.APPROVE_GRASSROOTS, bloc.committee.pk, NOW)
    left = UnitPermission.objects.filter(user=officer).values_list("permission__codename", flat=True)
    assert set(left) == roles.CAPABILITIES["grassroots_committee", "officer"]


def test_delegates_authority_to_a_committee_and_ends_it(bloc: Bloc) -> None:
    board = bloc.organisation_board
    given = delegate_authority(bloc.committee, "3-QĐ/ĐUK", YESTERDAY, TODAY, None, acting_user=board, at=NOW)
    assert given.in_force(TODAY)
    with pytest.raises(AuthorityRefused, match="Another delegation"):
        delegate_authority(bloc.committee, "4-QĐ/ĐUK", YESTERDAY, TODAY, None, acting_user=board, at=NOW)
    ended = end_authority(given, TODAY, acting_user=board, at=NOW)
    assert not ended.in_force(TODAY + datetime.timedelta(days=1))
    verbs = Entry.objects.filter(stream=f"unit:{bloc.committee.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["delegate_authority", "end_delegation"]


def test_authority_is_not_delegated_to_a_cell_or_by_a_stranger(bloc: Bloc) -> None:
    board = bloc.organisation_board
    with pytest.raises(AuthorityRefused, match="grassroots committee"):
        delegate_authority(bloc.cell, "3-QĐ/ĐUK", TODAY, TODAY, None, acting_user=board, at=NOW)
    with pytest.raises(NotYours):
        delegate_authority(bloc.committee, "3-QĐ/ĐUK", TODAY, TODAY, None, acting_user=bloc.bloc_secretary, at=NOW)
    authority = bloc.delegated_committee.delegated_authorities.get()
    with pytest.raises(AuthorityRefused, match="backwards"):
        end_authority(authority, datetime.date(2020, 1, 1), acting_user=board, at=NOW)
