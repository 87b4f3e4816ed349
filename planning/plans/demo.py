"""Plans of the demo bloc: of the term 2010-2015 and of the last years, through the real verbs."""

from __future__ import annotations

import datetime

from django.db import transaction

from notices.tell import quiet
from orgs import access, roles
from orgs.calendar import LOCAL_ZONE
from orgs.models import Unit, User
from planning.models import Basis, Plan
from planning.plans.deciding import PaperGiven, PlanGiven, approve, hand_back, propose

# What the bloc's congress of 2010 set, by year; half of them women or of Youth Union age, as such resolutions go.
TERM = {2010: 90, 2011: 120, 2012: 125, 2013: 130, 2014: 135, 2015: 100}
GROUNDS = "Nguồn quần chúng ưu tú đang theo dõi ở các chi bộ và kết quả năm trước."
# Of so many units the last one's proposal still waits, and the one before it was handed back.
STILL_OPEN = 2


@transaction.atomic
def plan_the_demo(at: datetime.datetime) -> int:
    """How many plans were made; none where there are some already."""
    bloc = Unit.objects.filter(depth=1).first()
    if bloc is None or Plan.objects.exists():
        return 0
    with quiet():
        _of_the_term(bloc, at)
        for year in (at.year - 1, at.year):
            _of_the_bloc(bloc, year, _of_units(bloc, year, at), at)
    return Plan.objects.count()


def _of_the_term(bloc: Unit, at: datetime.datetime) -> None:
    numbers = {(0, "all"): sum(TERM.values()), (0, "women"): 350, (0, "youth"): 420}
    numbers |= {(year, "all"): number for year, number in TERM.items()}
    _decided(bloc, Basis.CONGRESS, (2010, 2015), numbers, PaperGiven("01-NQ/ĐH", datetime.date(2010, 9, 15)), at)


def _of_the_bloc(bloc: Unit, year: int, number: int, at: datetime.datetime) -> None:
    """As many as its units together, most of them in the last quarter."""
    first, others = number // 8, number // 4
    quarters = {(1, "all"): first, (2, "all"): others, (3, "all"): others, (4, "all"): number - first - 2 * others}
    numbers = {(0, "all"): number, (0, "women"): number // 2, (0, "youth"): number * 3 // 5, **quarters}
    _decided(bloc, Basis.ASSIGNED, (year, year), numbers, PaperGiven(f"{year % 100}-KH/TU"), at)


def _of_units(bloc: Unit, year: int, at: datetime.datetime) -> int:
    """Each below the bloc proposes; what is of this year is still waiting at the last ones. Returns how many are
    approved together."""
    together = 0
    day = local_noon(min(datetime.date(year, 1, 12), at.date()))
    units = list(Unit.objects.filter(path__startswith=bloc.path, depth=2).order_by("path"))
    board = _holder(bloc, roles.APPROVE_PLANS, day)
    for place, unit in enumerate(units):
        number = 1 + (place * 7 + year) % 4 // 2
        numbers = {(0, "all"): number, (0, "women"): number // 2}
        given = PlanGiven(numbers, 0, GROUNDS)
        plan = propose(unit.pk, Basis.ASSIGNED, (year, year), given, acting_user=_holder(unit, roles.KEEP_PLANS, day),
                       at=day)  # fmt: skip
        if year < at.year or place < len(units) - STILL_OPEN:
            approve(plan.pk, 1, PaperGiven(f"{year % 100}-QĐ/ĐUK"), acting_user=board, at=day)
            together += number
        elif place == len(units) - STILL_OPEN:
            hand_back(plan.pk, 1, "Nguồn còn nhiều hơn số đề xuất; đề nghị tính lại.", acting_user=board, at=day)
    return together


def _decided(
    unit: Unit, basis: Basis, years: tuple[int, int], numbers: dict[tuple[int, str], int], paper: PaperGiven,
    at: datetime.datetime,
) -> None:  # fmt: skip
    keeper, head = (_holder(unit, capability, at) for capability in (roles.KEEP_PLANS, roles.APPROVE_PLANS))
    plan = propose(unit.pk, basis, years, PlanGiven(numbers, 0, GROUNDS), acting_user=keeper, at=at)
    approve(plan.pk, 1, paper, acting_user=head, at=at)


def _holder(unit: Unit, capability: str, at: datetime.datetime) -> User:
    pair = (capability, unit.pk)
    return User.objects.get(pk=access.holders([pair], at)[pair][0])


def local_noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), LOCAL_ZONE)
