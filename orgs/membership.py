"""Membership asked and begun by acts: who is official on a day, and entering the register after a ceremony."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q

from orgs.models import Member, Person, Unit
from orgs.tree import ancestor_paths


def present(day: datetime.date) -> Q:
    """Condition on members: in their unit on that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def official(day: datetime.date) -> Q:
    return present(day) & Q(official_on__lte=day)


def count_official(unit: Unit, day: datetime.date) -> int:
    """Official members of this very unit on that day: the denominator of its vote. One statement."""
    return Member.objects.filter(official(day), unit=unit).count()


def official_on(unit: Unit, day: datetime.date, people: Iterable[int]) -> set[int]:
    """Which of these persons are official members, on that day, of the grassroots organisation of the unit."""
    organisation = ancestor_paths(unit)[1:2] or [unit.path]
    rows = Member.objects.filter(official(day), unit__path__startswith=organisation[0], person__in=list(people))
    return set(rows.values_list("person", flat=True))


def enter_register(person: Person, unit: Unit, *, joined_on: datetime.date, since: datetime.date) -> None:
    """The person becomes a probationary member of the unit, unless the register has the membership already."""
    known = Member.objects.filter(Q(until__isnull=True) | Q(until__gt=since), person=person)
    if not known.exists():
        Member.objects.create(person=person, unit=unit, joined_on=joined_on, since=since)
