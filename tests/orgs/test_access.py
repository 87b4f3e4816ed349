"""Who may do and see what: guardian's row and a seat in force, both."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from orgs import access, roles
from orgs.models import Seat, Unit, UnitPermission, User
from tests.people import Bloc, make_seat

TODAY = timezone.localdate()


def test_acts_at_home_only(bloc: Bloc) -> None:
    assert access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.sibling_cell.pk, TODAY)
    assert not access.allows(bloc.committee_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert not access.allows(bloc.bloc_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)


def test_asks_in_one_statement(bloc: Bloc, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, timezone.now())


def test_seats_say_the_same_as_capabilities(bloc: Bloc) -> None:
    accounts = User.objects.filter(is_active=True)
    UnitPermission.objects.filter(user=bloc.cell_deputy, permission__codename=roles.NOMINATE).delete()
    for account in accounts:
        seats = access.seats_of(account, TODAY)
        assert access.given_by(seats) == access.capabilities(account, TODAY), account
        for seeing in roles.SEEING:
            assert access.roots_seen_from(seats, seeing) == access.visible_roots(account, seeing, TODAY), account
    assert access.roots_seen_from(access.seats_of(bloc.bloc_secretary, TODAY), roles.SEE_FILE) == [bloc.unit.path]
    assert access.given_by(access.seats_of(bloc.cell_secretary, TODAY))
    assert (roles.NOMINATE, bloc.cell.pk) not in access.given_by(access.seats_of(bloc.cell_deputy, TODAY))


def test_a_superuser_may_nothing(bloc: Bloc) -> None:
    assert bloc.administrator.is_superuser
    assert access.capabilities(bloc.administrator, TODAY) == frozenset()
    assert not access.allows(bloc.administrator, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert not access.sees(bloc.administrator, roles.SEE_LIST, bloc.cell, TODAY)


def test_row_without_seat_is_not_enough(bloc: Bloc) -> None:
    rows = UnitPermission.objects.filter(user=bloc.former_secretary, permission__codename=roles.NOMINATE)
    assert rows.filter(content_object=bloc.cell).exists()
    assert not access.allows(bloc.former_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert access.allows(bloc.former_secretary, roles.NOMINATE, bloc.cell.pk, datetime.date(2009, 12, 31))


def test_seat_without_row_is_not_enough(bloc: Bloc) -> None:
    rows = UnitPermission.objects.filter(user=bloc.cell_secretary, permission__codename=roles.NOMINATE)
    assert rows.delete()[0] == 1
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert access.allows(bloc.cell_secretary, roles.RECORD_VOTE, bloc.cell.pk, TODAY)


def test_row_of_another_capability_does_not_widen_the_seat(bloc: Bloc) -> None:
    row = UnitPermission.objects.get(
        user=bloc.committee_secretary, permission__codename=roles.APPROVE_GRASSROOTS, content_object=bloc.committee
    )
    UnitPermission.objects.create(user=bloc.committee_officer, permission=row.permission, content_object=bloc.committee)
    assert not access.allows(bloc.committee_officer, roles.APPROVE_GRASSROOTS, bloc.committee.pk, TODAY)
    assert (roles.APPROVE_GRASSROOTS, bloc.committee.pk) not in access.capabilities(bloc.committee_officer, TODAY)
    pair = (roles.APPROVE_GRASSROOTS, bloc.committee.pk)
    assert bloc.committee_officer.pk not in access.holders([pair], TODAY)[pair]


@pytest.mark.parametrize(("hour", "allowed"), [(16, True), (17, False)])
def test_the_last_day_ends_at_midnight_in_vietnam(bloc: Bloc, hour: int, allowed: bool) -> None:
    Seat.objects.filter(person=bloc.cell_secretary.person).update(ends=datetime.date(2026, 3, 31))
    at = datetime.datetime(2026, 3, 31, hour, 30, tzinfo=datetime.UTC)
    assert access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, at) is allowed


def test_a_moment_without_zone_is_refused(bloc: Bloc) -> None:
    with pytest.raises(ValueError, match="time zone"):
        access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, datetime.datetime(2026, 3, 31, 12))


def test_a_closed_account_and_a_visitor_may_nothing(bloc: Bloc) -> None:
    bloc.cell_secretary.is_active = False
    bloc.cell_secretary.save(update_fields=["is_active"])
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert access.seats_of(bloc.cell_secretary, TODAY) == []
    assert access.capabilities(bloc.cell_secretary, TODAY) == frozenset()
    assert not access.allows(AnonymousUser(), roles.NOMINATE, bloc.cell.pk, TODAY)


def test_a_unit_wound_up_seats_nobody(bloc: Bloc) -> None:
    Unit.objects.filter(pk=bloc.cell.pk).update(valid_to=TODAY - datetime.timedelta(days=1))
    assert not access.allows(bloc.cell_secretary, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert access.seats_of(bloc.cell_secretary, TODAY) == []


def test_sees_down_and_not_up_or_aside(bloc: Bloc) -> None:
    def seen(user: object) -> set[str]:
        return set(access.visible_units(user, roles.SEE_FILE, TODAY).values_list("code", flat=True))  # type: ignore[arg-type]

    assert seen(bloc.cell_secretary) == {"SNV-01"}
    assert seen(bloc.committee_secretary) == {"SNV", "SNV-01", "SNV-02"}
    assert seen(bloc.hospital_secretary) == {"BVDK", "BVDK-N", "BVDK-N1"}
    assert seen(bloc.departmental_secretary) == {"BVDK-N", "BVDK-N1"}
    assert len(seen(bloc.bloc_secretary)) == Unit.objects.count()
    assert seen(bloc.training_centre) == set()


def test_sees_agrees_with_the_list(bloc: Bloc) -> None:
    for user in (bloc.cell_secretary, bloc.committee_officer, bloc.auditor, bloc.training_centre, bloc.seatless):
        for capability in roles.SEEING:
            listed = set(access.visible_units(user, capability, TODAY).values_list("pk", flat=True))
            assert listed == {u.pk for u in Unit.objects.all() if access.sees(user, capability, u, TODAY)}


def test_the_training_centre_has_the_list_and_not_the_file(bloc: Bloc) -> None:
    assert access.sees(bloc.training_centre, roles.SEE_LIST, bloc.cell, TODAY)
    assert not access.sees(bloc.training_centre, roles.SEE_FILE, bloc.cell, TODAY)


def test_auditors_read_their_subtree_and_act_on_nothing(bloc: Bloc) -> None:
    assert access.sees(bloc.auditor, roles.READ_JOURNAL, bloc.delegated_cell, TODAY)
    assert access.sees(bloc.committee_auditor, roles.READ_JOURNAL, bloc.cell, TODAY)
    assert not access.sees(bloc.committee_auditor, roles.READ_JOURNAL, bloc.delegated_cell, TODAY)
    given = access.capabilities(bloc.auditor, TODAY) | access.capabilities(bloc.committee_auditor, TODAY)
    assert {capability for capability, _unit in given} == roles.SEEING


def test_an_acting_capability_has_no_subtree(bloc: Bloc) -> None:
    with pytest.raises(ValueError, match="at the unit itself"):
        access.sees(bloc.cell_secretary, roles.NOMINATE, bloc.cell, TODAY)


def test_capabilities_agree_with_allows(bloc: Bloc, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        given = access.capabilities(bloc.organisation_board, TODAY)
    assert given == {
        (capability, bloc.unit.pk) for capability in roles.CAPABILITIES[Unit.Kind.BLOC, Seat.Role.ORGANISATION_BOARD]
    }
    assert all(access.allows(bloc.organisation_board, capability, unit, TODAY) for capability, unit in given)


def test_holders_of_many_pairs_in_one_statement(bloc: Bloc, django_assert_num_queries) -> None:
    nominate, verify = (roles.NOMINATE, bloc.cell.pk), (roles.VERIFY, bloc.committee.pk)
    nobody = (roles.RUN_COURSE, bloc.cell.pk)
    with django_assert_num_queries(1):
        found = access.holders([nominate, verify, nobody], TODAY)
    assert found[nominate] == sorted([bloc.cell_secretary.pk, bloc.cell_deputy.pk])
    assert found[verify] == sorted([bloc.committee_secretary.pk, bloc.committee_officer.pk])
    assert found[nobody] == []


def test_viewers_are_those_who_see(bloc: Bloc, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = access.viewers(bloc.departmental_cell, roles.SEE_FILE, TODAY)
    assert {bloc.departmental_cell_secretary.pk, bloc.departmental_secretary.pk, bloc.hospital_officer.pk} <= set(found)
    assert {bloc.bloc_secretary.pk, bloc.auditor.pk} <= set(found)
    assert not {bloc.cell_secretary.pk, bloc.training_centre.pk, bloc.office.pk} & set(found)
    assert len(found) == len(set(found))


def test_seat_behind_names_the_seat(bloc: Bloc) -> None:
    seat = access.seat_behind(bloc.cell_deputy, roles.NOMINATE, bloc.cell.pk, TODAY)
    assert seat is not None
    assert (seat.unit, seat.role) == (bloc.cell, Seat.Role.DEPUTY)
    assert access.seat_behind(bloc.cell_deputy, roles.VERIFY, bloc.cell.pk, TODAY) is None


def test_who_holds_two_seats_counts_once_in_the_committee(bloc: Bloc) -> None:
    assert access.committee_size(bloc.committee, TODAY) == 7
    make_seat(bloc.committee, Seat.Role.COMMITTEE_MEMBER, bloc.person("committee_secretary"))
    assert access.committee_size(bloc.committee, TODAY) == 7
    body = access.committee_of(bloc.committee, TODAY)
    assert [seat.role for seat in body[:2]] == [Seat.Role.SECRETARY, Seat.Role.DEPUTY]
    assert len(body) == 7


def test_staff_do_not_vote(bloc: Bloc) -> None:
    assert access.committee_size(bloc.unit, TODAY) == 9
    voters = {seat.person for seat in access.committee_of(bloc.unit, TODAY)}
    assert bloc.organisation_board.person not in voters
    assert bloc.auditor.person not in voters
