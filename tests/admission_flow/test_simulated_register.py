"""History of the register's own time: who was admitted then, and when, is what the register says."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.models import Case
from admission_flow.simulation.planner import SimulationRefusedError
from admission_flow.simulation.simulate import simulate
from orgs.models import Member, Register, Unit
from tests.people import Bloc, make_members, make_person

AS_OF = datetime.date(2015, 12, 31)
FIRST = datetime.date(2012, 1, 2)


def joined(unit: Unit, days: list[datetime.date], register: Register) -> list[Member]:
    """Members of the register, admitted in this cell on these days."""
    members = [make_members(unit, 1, joined_on=day, official_on=None)[0] for day in days]
    for member in members:
        member.register = register
    Member.objects.bulk_update(members, ["register"])
    return members


@pytest.fixture
def register(bloc: Bloc) -> Register:
    return Register.objects.create(bloc=bloc.unit, as_of=AS_OF, file_sha256="0" * 64, loaded_at=timezone.now())


def months(year: int) -> list[datetime.date]:
    return [datetime.date(year, month, 14) for month in range(1, 13)]


def test_who_is_admitted_stands_in_the_register_already(bloc: Bloc, register: Register) -> None:
    joined(bloc.cell, months(2013) + months(2014), register)
    joined(bloc.delegated_cell, months(2015), register)
    before = Member.objects.count()
    simulate(12, FIRST, AS_OF, 3, now=timezone.now())
    admitted = Case.objects.exclude(admitted_on=None)
    assert admitted.count() > 3
    for case in admitted:
        stay = Member.objects.get(person=case.candidate.person)
        assert (stay.unit_id, stay.joined_on, stay.register) == (case.unit_id, case.admitted_on, register)
    assert Member.objects.count() == before


def test_after_the_register_new_members_are_added(bloc: Bloc, register: Register) -> None:
    joined(bloc.cell, months(2015), register)
    before, last = Member.objects.count(), datetime.date(2017, 6, 30)
    simulate(12, datetime.date(2015, 7, 1), last, 3, now=timezone.now())
    added = Member.objects.filter(register=None, joined_on__gte=FIRST, joined_on__lte=last)
    assert 0 < added.count() == Member.objects.count() - before
    assert not added.filter(joined_on__lte=AS_OF).exists()


def test_more_cases_than_the_register_can_tell_of_are_refused(bloc: Bloc, register: Register) -> None:
    joined(bloc.cell, months(2014)[:2], register)
    with pytest.raises(SimulationRefusedError, match="2"):
        simulate(40, FIRST, AS_OF, 1, now=timezone.now())
    assert not Case.objects.exists()


def test_who_moved_in_as_a_member_is_admitted_by_nobody_here(bloc: Bloc, register: Register) -> None:
    (moved,) = joined(bloc.cell, [datetime.date(2014, 3, 14)], register)
    Member.objects.filter(pk=moved.pk).update(moved_in_from="Đảng bộ huyện Yên Khê")
    make_person()
    with pytest.raises(SimulationRefusedError):
        simulate(40, FIRST, AS_OF, 1, now=timezone.now())
