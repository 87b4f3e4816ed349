"""A person away lets another act from their seat: for what, for how long, and who may not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.models import Entry
from journal.verify import verify
from orgs import access, roles, seating
from orgs.delegating import LONGEST, DelegationGiven, delegate_seat, eligible_delegates, end_delegation_of_seat
from orgs.models import Delegation, Seat, Unit, UnitPermission, User
from orgs.refusals import DelegationRefused, NotYours, SeatRefused
from tests.people import Bloc, make_seat, make_user

NOW = timezone.now().replace(second=20, microsecond=0)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def seat_of(user: User) -> Seat:
    return Seat.objects.select_related("unit", "person").get(person=user.person, ends__isnull=True)


def given(delegate: User, *capabilities: str, starts=NOW, ends=NOW + 3 * DAY, **more: str) -> DelegationGiven:
    assert delegate.person is not None
    return DelegationGiven(delegate.person, capabilities, starts, ends, more.pop("reason", "Đi công tác"), **more)


def lent(bloc: Bloc, *capabilities: str, ends=NOW + 3 * DAY) -> Delegation:
    """The secretary of the cell is away, and a member of the cell without a seat stands in."""
    asked = given(bloc.seatless, *(capabilities or (roles.PREPARE_FILE, roles.RECORD_VOTE)), ends=ends)
    return delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.cell_secretary, at=NOW)


def test_the_delegate_has_what_was_delegated_and_sees_what_it_needs(bloc: Bloc) -> None:
    assert not access.sees(bloc.seatless, roles.SEE_FILE, bloc.cell, NOW)
    delegation = lent(bloc, roles.PREPARE_FILE)
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert not access.allows(bloc.seatless, roles.RECORD_VOTE, bloc.cell.pk, NOW)
    assert access.sees(bloc.seatless, roles.SEE_FILE, bloc.cell, NOW)
    assert not access.sees(bloc.seatless, roles.SEE_LIST, bloc.sibling_cell, NOW)
    pair = (roles.PREPARE_FILE, bloc.cell.pk)
    assert bloc.seatless.pk in access.holders([pair], NOW)[pair]
    assert bloc.cell_secretary.pk in access.holders([pair], NOW)[pair]
    assert bloc.seatless.pk in access.viewers(bloc.cell, roles.SEE_FILE, NOW)
    assert access.visible_roots(bloc.seatless, roles.SEE_LIST, NOW) == [bloc.cell.path]
    seat = access.seat_behind(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert seat is not None
    assert access.grounds(seat) == {"seat": seat.pk, "delegation": delegation.pk}
    assert access.absent(seat) == bloc.cell_secretary


def test_both_ways_of_asking_agree(bloc: Bloc) -> None:
    lent(bloc)
    for account in (bloc.seatless, bloc.cell_secretary, bloc.cell_deputy):
        seats = access.seats_of(account, NOW)
        assert access.given_by(seats) == access.capabilities(account, NOW), account
        for seeing in roles.SEEING:
            assert access.roots_seen_from(seats, seeing) == access.visible_roots(account, seeing, NOW), account
    (seat,) = access.seats_of(bloc.seatless, NOW)
    assert seat.person == bloc.person("cell_secretary")
    assert {name for name, _unit in access.capabilities(bloc.seatless, NOW)} == {
        roles.PREPARE_FILE, roles.RECORD_VOTE, roles.SEE_LIST, roles.SEE_FILE
    }  # fmt: skip


def test_an_own_seat_comes_first(bloc: Bloc) -> None:
    asked = given(bloc.cell_deputy, roles.PREPARE_FILE)
    delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.cell_secretary, at=NOW)
    seat = access.seat_behind(bloc.cell_deputy, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert seat is not None
    assert access.grounds(seat) == {"seat": seat_of(bloc.cell_deputy).pk}
    assert [one.delegation_id is None for one in access.seats_of(bloc.cell_deputy, NOW)] == [True, False]


def test_questions_stay_one_statement(bloc: Bloc, django_assert_num_queries) -> None:
    lent(bloc)
    pair = (roles.PREPARE_FILE, bloc.cell.pk)
    for ask in (
        lambda: access.allows(bloc.seatless, *pair, NOW),
        lambda: access.seat_behind(bloc.seatless, *pair, NOW),
        lambda: access.seats_of(bloc.seatless, NOW),
        lambda: access.capabilities(bloc.seatless, NOW),
        lambda: access.holders([pair], NOW),
        lambda: access.viewers(bloc.cell, roles.SEE_LIST, NOW),
        lambda: access.visible_roots(bloc.seatless, roles.SEE_LIST, NOW),
    ):
        with django_assert_num_queries(1):
            assert ask()


def test_it_ends_with_its_very_minute(bloc: Bloc) -> None:
    ends = (NOW + DAY).replace(second=0)
    lent(bloc, ends=ends)
    a_tick = datetime.timedelta(microseconds=1)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW - a_tick)
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, ends - a_tick)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, ends)
    assert access.seats_of(bloc.seatless, ends) == []
    assert access.capabilities(bloc.seatless, ends) == frozenset()


def test_it_begins_when_it_begins(bloc: Bloc) -> None:
    asked = given(bloc.seatless, roles.PREPARE_FILE, starts=NOW + DAY)
    delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.cell_secretary, at=NOW)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + DAY)


@pytest.mark.parametrize("who", ["cell_secretary", "seatless", "organisation_board", "administrator"])
def test_it_is_ended_by_hand(bloc: Bloc, who: str) -> None:
    delegation = lent(bloc)
    end_delegation_of_seat(delegation, "Về sớm", acting_user=getattr(bloc, who), at=NOW + HOUR)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + HOUR)
    assert not UnitPermission.objects.filter(user=bloc.seatless).exists()
    with pytest.raises(DelegationRefused, match="is over since"):
        end_delegation_of_seat(delegation, "Lần nữa", acting_user=getattr(bloc, who), at=NOW + HOUR)
    assert list(Entry.objects.filter(stream=f"unit:{bloc.cell.pk}").order_by("pk").values_list("verb", flat=True)) == [
        "delegate_seat", "end_delegation_of_seat"
    ]  # fmt: skip
    assert verify().failure is None


def test_a_stranger_neither_makes_nor_ends_it(bloc: Bloc) -> None:
    asked = given(bloc.seatless, roles.PREPARE_FILE)
    with pytest.raises(NotYours):
        delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.cell_deputy, at=NOW)
    delegation = lent(bloc)
    with pytest.raises(NotYours):
        end_delegation_of_seat(delegation, "Không đồng ý", acting_user=bloc.cell_deputy, at=NOW)
    with pytest.raises(DelegationRefused, match="why it ends"):
        end_delegation_of_seat(delegation, " ", acting_user=bloc.cell_secretary, at=NOW)


def test_a_keeper_enters_it_by_a_paper_for_somebody_who_cannot(bloc: Bloc) -> None:
    seat = seat_of(bloc.cell_secretary)
    asked = given(bloc.seatless, roles.PREPARE_FILE)
    with pytest.raises(DelegationRefused, match="by a paper") as refused:
        delegate_seat(seat, asked, acting_user=bloc.organisation_board, at=NOW)
    assert refused.value.field == "paper"
    asked = given(bloc.seatless, roles.PREPARE_FILE, paper="15-CV/ĐU, 24/11/2026")
    assert delegate_seat(seat, asked, acting_user=bloc.organisation_board, at=NOW).paper
    asked = given(bloc.organisation_board, roles.DECIDE_BLOC, paper="16-CV/ĐU")
    with pytest.raises(NotYours, match="to themselves"):
        delegate_seat(seat_of(bloc.standing_deputy), asked, acting_user=bloc.organisation_board, at=NOW)


def test_losing_the_seat_ends_it(bloc: Bloc) -> None:
    delegation = lent(bloc)
    seating.withdraw_seat(seat_of(bloc.cell_secretary), acting_user=bloc.administrator, at=NOW + HOUR, reason="Thôi")
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + HOUR)
    assert not UnitPermission.objects.filter(user=bloc.seatless).exists()
    delegation.refresh_from_db()
    assert (delegation.ended_at, delegation.ended_by) == (NOW + HOUR, bloc.administrator)
    assert verify().failure is None


def test_it_never_lasts_longer_than_the_seat(bloc: Bloc) -> None:
    lent(bloc)
    today = timezone.localdate(NOW)
    seating.end_seat(seat_of(bloc.cell_secretary), today, acting_user=bloc.administrator, at=NOW, reason="Chuyển")
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + DAY)
    seat = Seat.objects.select_related("unit").get(person=bloc.person("cell_secretary"))
    asked = given(bloc.committee_secretary, roles.NOMINATE)
    with pytest.raises(DelegationRefused, match="The seat ends on"):
        delegate_seat(seat, asked, acting_user=bloc.cell_secretary, at=NOW)


def test_what_the_holder_loses_the_delegate_loses(bloc: Bloc) -> None:
    lent(bloc)
    rows = UnitPermission.objects.filter(user=bloc.cell_secretary, permission__codename=roles.PREPARE_FILE)
    rows.delete()
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert (roles.PREPARE_FILE, bloc.cell.pk) not in access.capabilities(bloc.seatless, NOW)
    assert access.allows(bloc.seatless, roles.RECORD_VOTE, bloc.cell.pk, NOW)
    User.objects.filter(pk=bloc.cell_secretary.pk).update(is_active=False)
    assert not access.allows(bloc.seatless, roles.RECORD_VOTE, bloc.cell.pk, NOW)
    assert access.given_by(access.seats_of(bloc.seatless, NOW)) == access.capabilities(bloc.seatless, NOW)


def test_a_row_without_the_delegation_or_the_delegation_without_its_row_is_not_enough(bloc: Bloc) -> None:
    delegation = lent(bloc)
    UnitPermission.objects.filter(user=bloc.seatless, permission__codename=roles.PREPARE_FILE).delete()
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert (roles.PREPARE_FILE, bloc.cell.pk) not in access.given_by(access.seats_of(bloc.seatless, NOW))
    Delegation.objects.filter(pk=delegation.pk).update(capabilities=[roles.PREPARE_FILE])
    assert not access.allows(bloc.seatless, roles.RECORD_VOTE, bloc.cell.pk, NOW)


def test_nobody_hands_on_what_was_handed_to_them(bloc: Bloc) -> None:
    lent(bloc)
    asked = given(bloc.cell_deputy, roles.PREPARE_FILE)
    with pytest.raises(NotYours):
        delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.seatless, at=NOW)
    # And who stands in at one's own seat does not stand in where one stands in oneself.
    asked = given(bloc.cell_secretary, roles.APPROVE_GRASSROOTS)
    with pytest.raises(DelegationRefused):
        delegate_seat(seat_of(bloc.committee_secretary), asked, acting_user=bloc.committee_secretary, at=NOW)


def test_who_can_stand_in(bloc: Bloc) -> None:
    people = set(eligible_delegates(seat_of(bloc.cell_secretary), NOW))
    assert {bloc.person("cell_deputy"), bloc.person("seatless"), bloc.person("committee_secretary")} <= people
    assert bloc.person("standing_deputy") in people
    for nobody in ("cell_secretary", "sibling_secretary", "auditor", "committee_auditor"):
        assert bloc.person(nobody) not in people, nobody
    probationary = bloc.cell.members.get(official_on__isnull=True).person
    make_user(probationary)
    assert probationary not in set(eligible_delegates(seat_of(bloc.cell_secretary), NOW))
    asked = given(probationary.user, roles.PREPARE_FILE)
    with pytest.raises(DelegationRefused, match="official member") as refused:
        delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.cell_secretary, at=NOW)
    assert refused.value.field == "delegate"


@pytest.mark.parametrize(
    ("capabilities", "changed", "field"),
    [
        ((), {}, "capabilities"),
        ((roles.DECIDE_BLOC,), {}, "capabilities"),
        ((roles.SEE_FILE,), {}, "capabilities"),
        ((roles.PREPARE_FILE,), {"starts": NOW - HOUR}, "starts"),
        ((roles.PREPARE_FILE,), {"ends": NOW}, "ends"),
        ((roles.PREPARE_FILE,), {"ends": NOW + LONGEST + HOUR}, "ends"),
        ((roles.PREPARE_FILE,), {"reason": "  "}, "reason"),
    ],
)
def test_what_is_not_delegated(bloc: Bloc, capabilities, changed, field: str) -> None:
    asked = given(bloc.seatless, *capabilities, **changed)
    with pytest.raises(DelegationRefused) as refused:
        delegate_seat(seat_of(bloc.cell_secretary), asked, acting_user=bloc.cell_secretary, at=NOW)
    assert refused.value.field == field
    assert not Delegation.objects.exists()
    assert not UnitPermission.objects.filter(user=bloc.seatless).exists()


def test_the_keeping_of_the_organisation_and_inspection_are_never_delegated(bloc: Bloc) -> None:
    for who, capability in ((bloc.organisation_board, roles.MANAGE_UNITS), (bloc.auditor, roles.READ_JOURNAL)):
        with pytest.raises(DelegationRefused):
            delegate_seat(seat_of(who), given(bloc.office, capability), acting_user=who, at=NOW)
    asked = given(bloc.office, roles.APPRAISE_BLOC)
    delegate_seat(seat_of(bloc.organisation_board), asked, acting_user=bloc.organisation_board, at=NOW)
    assert not access.may_keep(bloc.office, bloc.unit, NOW)


def test_one_stands_in_at_a_time(bloc: Bloc) -> None:
    delegation = lent(bloc, roles.PREPARE_FILE)
    seat = seat_of(bloc.cell_secretary)
    with pytest.raises(DelegationRefused, match="Nguyễn Hữu Phước"):
        delegate_seat(seat, given(bloc.cell_deputy, roles.PREPARE_FILE), acting_user=bloc.cell_secretary, at=NOW)
    assert delegate_seat(seat, given(bloc.cell_deputy, roles.NOMINATE), acting_user=bloc.cell_secretary, at=NOW)
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.cell_secretary, at=NOW + HOUR)
    asked = given(bloc.committee_secretary, roles.PREPARE_FILE, starts=NOW + HOUR)
    assert delegate_seat(seat, asked, acting_user=bloc.cell_secretary, at=NOW + HOUR)


def test_the_table_refuses_two_at_once(bloc: Bloc) -> None:
    delegation = lent(bloc)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            seat=delegation.seat, delegate=delegation.delegate, capabilities=["nominate"], starts_at=NOW + HOUR,
            ends_at=NOW + DAY, reason="x", made_by=bloc.cell_secretary, made_at=NOW,
        )  # fmt: skip


def test_a_row_that_another_delegation_needs_stays(bloc: Bloc) -> None:
    first = lent(bloc, roles.PREPARE_FILE)
    asked = given(bloc.seatless, roles.PREPARE_FILE)
    second = delegate_seat(seat_of(bloc.cell_deputy), asked, acting_user=bloc.cell_deputy, at=NOW)
    end_delegation_of_seat(first, "Về", acting_user=bloc.cell_secretary, at=NOW + HOUR)
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + HOUR)
    end_delegation_of_seat(second, "Về", acting_user=bloc.cell_deputy, at=NOW + HOUR)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + HOUR)


def test_a_seat_of_ones_own_outlives_the_delegation(bloc: Bloc) -> None:
    delegation = lent(bloc, roles.PREPARE_FILE)
    make_seat(bloc.cell, Seat.Role.DEPUTY, bloc.person("seatless"))
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.cell_secretary, at=NOW + HOUR)
    assert access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW + HOUR)


def test_a_unit_wound_up_lends_nothing(bloc: Bloc) -> None:
    lent(bloc)
    Unit.objects.filter(pk=bloc.cell.pk).update(valid_to=timezone.localdate(NOW) - DAY)
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert access.capabilities(bloc.seatless, NOW) == frozenset()


def test_nobody_who_stands_in_becomes_an_inspector_meanwhile(bloc: Bloc) -> None:
    delegation = lent(bloc)
    person, today, keeper = bloc.person("seatless"), NOW.date(), bloc.organisation_board
    given_seat: dict[str, Any] = {"acting_user": keeper, "at": NOW, "reason": "Bầu"}
    with pytest.raises(SeatRefused):
        seating.appoint(person, bloc.unit, Seat.Role.INSPECTION, today, None, **given_seat)
    later = today + 10 * DAY
    assert seating.appoint(person, bloc.unit, Seat.Role.INSPECTION, later, later, **given_seat).pk
    end_delegation_of_seat(delegation, "Đồng chí đã về", acting_user=bloc.cell_secretary, at=NOW)
    assert seating.appoint(person, bloc.unit, Seat.Role.INSPECTION, today, today, **given_seat).pk


def test_a_delegate_who_is_no_member_any_more_acts_no_more(bloc: Bloc) -> None:
    lent(bloc)
    bloc.person("seatless").memberships.update(until=timezone.localdate(NOW), ending="left")
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert access.seats_of(bloc.seatless, NOW) == []
    assert access.capabilities(bloc.seatless, NOW) == frozenset()
    assert bloc.seatless.pk not in access.viewers(bloc.cell, roles.SEE_FILE, NOW)


def test_nor_one_who_inspects_meanwhile(bloc: Bloc) -> None:
    """However the seat came about: appointing them is refused, a loading may not ask."""
    lent(bloc)
    make_seat(bloc.committee, Seat.Role.INSPECTION, bloc.person("seatless"))
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, NOW)
    assert (roles.PREPARE_FILE, bloc.cell.pk) not in access.capabilities(bloc.seatless, NOW)
    assert access.given_by(access.seats_of(bloc.seatless, NOW)) == access.capabilities(bloc.seatless, NOW)
