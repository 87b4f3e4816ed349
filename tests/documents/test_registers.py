"""Numbers without a gap and without a twin, whoever draws at once and whatever is undone."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from documents.models import Outgoing, Register
from documents.registers import PaperToNumber, draw, symbol
from tests.databases import at_once
from tests.people import build_bloc

DAY = datetime.date(2026, 11, 26)


class Undone(Exception):  # noqa: N818
    pass


def drawn(bloc, count=1, day=DAY, unit=None, undo=False, after=0):
    papers = [PaperToNumber("HS 2026-0001", "Bí thư")] * count
    who = {"acting_user": bloc.standing_deputy, "at": timezone.now()}
    with transaction.atomic():
        rows = draw(unit or bloc.unit, Register.Kind.DECISION, day, papers, after=after, **who)
        if undo:
            raise Undone
    return [row.symbol for row in rows]


@pytest.mark.django_db
def test_the_next_numbers_in_the_order_of_the_papers(bloc):
    assert drawn(bloc, 2) == ["01-QĐ/ĐUK", "02-QĐ/ĐUK"]
    assert drawn(bloc) == ["03-QĐ/ĐUK"]


@pytest.mark.django_db
def test_each_unit_and_year_has_its_own(bloc):
    drawn(bloc, 3)
    assert drawn(bloc, unit=bloc.committee) == ["01-QĐ/ĐU"]
    assert drawn(bloc, day=datetime.date(2027, 1, 4)) == ["01-QĐ/ĐUK"]


@pytest.mark.django_db
def test_numbers_used_by_hand_are_passed_over(bloc):
    assert drawn(bloc, after=49) == ["50-QĐ/ĐUK"]
    assert drawn(bloc, after=7) == ["51-QĐ/ĐUK"]
    assert drawn(bloc, after=60) == ["61-QĐ/ĐUK"]


@pytest.mark.django_db
def test_what_is_undone_leaves_no_gap(bloc):
    drawn(bloc)
    with pytest.raises(Undone):
        drawn(bloc, 4, undo=True)
    assert drawn(bloc) == ["02-QĐ/ĐUK"]


@pytest.mark.django_db
def test_three_digits(bloc):
    assert symbol(7, "NQ", bloc.cell) == "07-NQ/CB"
    assert symbol(123, "NQ", bloc.cell) == "123-NQ/CB"


def test_nothing_is_drawn_outside_an_act(own_database: str) -> None:
    bloc = build_bloc()
    with pytest.raises(transaction.TransactionManagementError):
        draw(bloc.unit, Register.Kind.DECISION, DAY, [], acting_user=bloc.standing_deputy, at=timezone.now())


def test_thirty_two_at_once(own_database: str) -> None:
    bloc = build_bloc()

    def one(place: int) -> object:
        try:
            return drawn(bloc, 1 + place % 3, undo=place % 5 == 0)
        except Undone:
            return None

    outcomes = at_once(*[lambda place=place: one(place) for place in range(32)])
    assert not [one for one in outcomes if isinstance(one, BaseException)]
    numbers = sorted(Outgoing.objects.values_list("number", flat=True))
    wanted = sum(1 + place % 3 for place in range(32) if place % 5)
    assert numbers == list(range(1, wanted + 1))
