"""The register read: who is present, who votes, what moved."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from orgs.members import (
    Headcount,
    Movements,
    count_members,
    count_movements,
    count_official,
    enter_register,
    members_of,
    membership_of,
    official_on,
)
from orgs.models import Member
from tests.people import Bloc, add_members, make_members, make_person

DAY = datetime.date(2020, 6, 30)
NEXT = datetime.date(2020, 7, 1)


def test_probationary_members_are_present_and_do_not_vote(bloc: Bloc) -> None:
    make_members(bloc.cell, 2, joined_on=datetime.date(2020, 1, 1), official_on=None)
    assert members_of(bloc.cell, DAY).count() == 14
    assert count_official(bloc.cell, DAY) == 12


def test_official_from_the_very_day(bloc: Bloc) -> None:
    make_members(bloc.cell, 1, joined_on=datetime.date(2019, 6, 1), official_on=NEXT)
    assert count_official(bloc.cell, DAY) == 12
    assert count_official(bloc.cell, NEXT) == 13


def test_gone_on_the_first_day_no_longer_here(bloc: Bloc) -> None:
    (member,) = make_members(bloc.cell, 1)
    Member.objects.filter(pk=member.pk).update(until=NEXT, ending=Member.Ending.DIED)
    assert member in members_of(bloc.cell, DAY)
    assert member not in members_of(bloc.cell, NEXT)


def test_the_roll_is_in_vietnamese_order(bloc: Bloc) -> None:
    people = [make_person(name) for name in ("Lê Văn Đông", "Lê Văn Dũng", "Đỗ Thị Ánh", "Bùi Văn Ân", "Trần Thị Dung")]
    add_members(bloc.grassroots_cell, people)
    mine = {person.full_name for person in people}
    roll = [m.person.full_name for m in members_of(bloc.grassroots_cell, DAY) if m.person.full_name in mine]
    assert roll == ["Đỗ Thị Ánh", "Bùi Văn Ân", "Trần Thị Dung", "Lê Văn Dũng", "Lê Văn Đông"]


def test_official_on_looks_in_the_grassroots_organisation(bloc: Bloc) -> None:
    mine, other = bloc.cell_secretary.person_id, bloc.delegated_secretary.person_id
    assert mine is not None
    assert other is not None
    assert official_on(bloc.cell, DAY, [mine, other]) == {mine}
    assert official_on(bloc.sibling_cell, DAY, [mine, other]) == {mine}
    assert official_on(bloc.delegated_cell, DAY, [mine, other]) == {other}


def test_counts_every_unit_in_one_statement(bloc: Bloc, django_assert_num_queries) -> None:
    make_members(bloc.cell, 1, joined_on=datetime.date(2020, 1, 1), official_on=None)
    with django_assert_num_queries(1):
        counts = count_members(bloc.unit, DAY)
    assert counts[bloc.cell.pk] == Headcount(members=13, official=12)
    assert counts[bloc.grassroots_cell.pk].probationary == 0
    assert set(count_members(bloc.committee, DAY)) == {bloc.cell.pk, bloc.sibling_cell.pk}


def test_movements_tell_who_came_and_who_went(bloc: Bloc, django_assert_num_queries) -> None:
    day = datetime.date(2020, 7, 10)
    stays = make_members(bloc.cell, 5, joined_on=datetime.date(2019, 7, 1), official_on=NEXT)
    for stay, ending in zip(stays, ("moved", "died", "left"), strict=False):
        Member.objects.filter(pk=stay.pk).update(until=day, ending=ending)
    make_members(bloc.cell, 2, joined_on=day, official_on=None)
    (moved_in,) = make_members(bloc.cell, 1)
    Member.objects.filter(pk=moved_in.pk).update(since=day, moved_in_from="Đảng bộ huyện")
    with django_assert_num_queries(1):
        moved = count_movements(bloc.unit, DAY, day)
    assert moved == {bloc.cell.pk: Movements(admitted=2, recognised=5, moved_in=1, moved_out=1, died=1, left=1)}
    before, after = count_members(bloc.unit, DAY), count_members(bloc.unit, day)
    assert after[bloc.cell.pk].members - before[bloc.cell.pk].members == moved[bloc.cell.pk].balance


def test_entering_the_register_adds_nobody_twice(bloc: Bloc) -> None:
    person = make_person("Tống Khánh Linh")
    member = enter_register(person, bloc.cell, joined_on=DAY, since=NEXT)
    assert (member.official_on, member.since) == (None, NEXT)
    assert enter_register(person, bloc.cell, joined_on=DAY, since=NEXT) == member
    assert membership_of(person, NEXT) == member
    assert membership_of(person, DAY) is None


def test_nobody_is_a_member_in_two_units_on_one_day(bloc: Bloc) -> None:
    (member,) = make_members(bloc.cell, 1)
    Member.objects.filter(pk=member.pk).update(until=NEXT, ending=Member.Ending.MOVED)
    with pytest.raises(IntegrityError, match="member_in_one_unit_on_a_day"), transaction.atomic():
        add_members(bloc.sibling_cell, [member.person], joined_on=DAY, official_on=None)
    add_members(bloc.sibling_cell, [member.person], joined_on=NEXT, official_on=None)
