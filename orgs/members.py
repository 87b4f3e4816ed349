"""The register read and written: who is a member where on a day, how many, and what moved between two days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, F, Q, QuerySet

from orgs.models import Member, Person, Unit
from orgs.tree import ancestor_paths

# What a member's row of the register brings along to another unit of the bloc.
KEPT_IN_A_MOVE = ("joined_on", "official_on", "card_number", "biography_number", "badge_number", "service")


@dataclass(frozen=True)
class Headcount:
    """Members present on a day, and how many of them are official."""

    members: int = 0
    official: int = 0

    def __add__(self, other: Headcount) -> Headcount:
        return Headcount(self.members + other.members, self.official + other.official)

    @property
    def probationary(self) -> int:
        return self.members - self.official


@dataclass(frozen=True)
class Movements:
    """What changed after one day up to and including another. Moves inside the bloc count as out and in."""

    admitted: int = 0
    recognised: int = 0
    moved_in: int = 0
    moved_out: int = 0
    died: int = 0
    left: int = 0

    def __add__(self, other: Movements) -> Movements:
        return Movements(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def balance(self) -> int:
        return self.admitted + self.moved_in - self.moved_out - self.died - self.left


def present(day: datetime.date, prefix: str = "") -> Q:
    """Condition on stays (reached through `prefix`) that cover the day."""
    not_ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & not_ended


def members_of(unit: Unit, day: datetime.date) -> QuerySet[Member]:
    """Members of this very unit on that day, each with the person, in the order of a roll."""
    return Member.objects.filter(present(day), unit=unit).select_related("person").order_by("person__sort_key", "pk")


def official_members(unit: Unit, day: datetime.date) -> QuerySet[Member]:
    """Those of them who vote: official on that day."""
    return members_of(unit, day).filter(official_on__lte=day)


def count_official(unit: Unit, day: datetime.date) -> int:
    """The denominator of the cell's vote: all official members of that day."""
    return official_members(unit, day).count()


def official_on(unit: Unit, day: datetime.date, people: Iterable[int]) -> set[int]:
    """Which of these person ids are official members, on that day, of the unit's grassroots organisation.

    Introducers and helpers come from it, not only from the very cell. Source: S29. One statement.
    """
    stays = Member.objects.filter(present(day), official_on__lte=day, person__in=set(people))
    return set(stays.filter(unit__path__startswith=_organisation_path(unit)).values_list("person", flat=True))


def official_in_organisation(unit: Unit, day: datetime.date) -> QuerySet[Member]:
    """Stays of the official members, on that day, of the unit's grassroots organisation."""
    return Member.objects.filter(
        present(day), official_on__lte=day, unit__path__startswith=_organisation_path(unit)
    ).order_by()


def official_members_of_organisation(units: Iterable[Unit], day: datetime.date) -> list[Member]:
    """Official members on that day of the grassroots organisations of these units, by name.

    Each with its person and its unit. One statement.
    """
    where = Q(pk__in=[])
    for unit in units:
        where |= Q(unit__path__startswith=_organisation_path(unit))
    stays = Member.objects.filter(where, present(day), official_on__lte=day).select_related("person", "unit")
    return list(stays.order_by("person__sort_key", "pk"))


def membership_of(person: Person, day: datetime.date) -> Member | None:
    """The stay of this person on that day, with its unit; None for who is not a member of the bloc."""
    return Member.objects.filter(present(day), person=person).select_related("unit").first()


def count_members(root: Unit, day: datetime.date) -> dict[int, Headcount]:
    """Unit id -> members present in that very unit, for the subtree of `root`. One statement.

    Units without members have no key.
    """
    rows = Member.objects.filter(present(day), unit__path__startswith=root.path).values_list("unit").order_by()
    counted = rows.annotate(n0=Count("pk"), n1=Count("pk", filter=Q(official_on__lte=day)))
    return {unit: Headcount(members, official) for unit, members, official in counted}


def count_movements(root: Unit, after: datetime.date, until: datetime.date) -> dict[int, Movements]:
    """Unit id -> what changed in that very unit after `after` and up to `until`. One statement.

    Who came without a place of origin was admitted here. Units where nothing moved have no key.
    """
    came = Q(since__gt=after, since__lte=until)
    went = Q(until__gt=after, until__lte=until)
    # Where the stay was on that day: who moved here as an official member was recognised elsewhere.
    recognised = Q(official_on__gt=after, official_on__lte=until, since__lte=F("official_on")) & (
        Q(until__isnull=True) | Q(until__gt=F("official_on"))
    )
    # In the order of the fields of Movements.
    counts = (
        came & Q(moved_in_from=""),
        recognised,
        came & ~Q(moved_in_from=""),
        *(went & Q(ending=ending) for ending in (Member.Ending.MOVED, Member.Ending.DIED, Member.Ending.LEFT)),
    )
    rows = Member.objects.filter(came | went | recognised, unit__path__startswith=root.path)
    numbered = {f"n{place}": Count("pk", filter=condition) for place, condition in enumerate(counts)}
    return {unit: Movements(*moved) for unit, *moved in rows.values_list("unit").order_by().annotate(**numbered)}


def enter_register(person: Person, unit: Unit, *, joined_on: datetime.date, since: datetime.date) -> Member:
    """A new member's stay begins on the day of the ceremony, `since`; party age runs from the decision, `joined_on`.

    Who stands in the register already (history told after it was loaded) is added to nothing. The act that calls
    keeps the journal.
    """
    known = Member.objects.filter(Q(until__isnull=True) | Q(until__gt=since), person=person).order_by("since").first()
    return known or Member.objects.create(person=person, unit=unit, joined_on=joined_on, since=since)


def recognise(person: Person, official_on: datetime.date) -> Member | None:
    """The probationary member is official from that day on. None for who is in the register of the bloc no more.

    A row that says already since when (history told after it was loaded) keeps it. The act that calls keeps the
    journal.
    """
    member = _latest_stay(person)
    if member is not None and member.official_on is None:
        member.official_on = official_on
        member.save(update_fields=["official_on"])
    return member


def strike_off(person: Person, day: datetime.date, detail: str, ending: str = Member.Ending.LEFT) -> Member | None:
    """The membership ends on that day, the first of no member; not before the stay began, as the register has it.

    None for who is in the register of the bloc no more.

    `detail`: the manner, as the register keeps it. The act that calls keeps the journal.
    """
    member = _latest_stay(person)
    if member is not None:
        member.until, member.ending, member.ending_detail = max(day, member.since), ending, detail[:200]
        member.save(update_fields=["until", "ending", "ending_detail"])
    return member


def move(person: Person, to: Unit | None, day: datetime.date, place: str) -> list[Member]:
    """The stay ends on that day and another begins, in the unit `to`, or outside the bloc where that is None.

    `place`: where to, as the register keeps it. Returns the rows changed; none for who stands there already, or is in
    the register of the bloc no more. The act that calls keeps the journal.
    """
    old = _latest_stay(person)
    if old is None or old.unit == to:
        return []
    old.until, old.ending, old.ending_detail = day, Member.Ending.MOVED, place[:200]
    old.save(update_fields=["until", "ending", "ending_detail"])
    if to is None:
        return [old]
    kept = {column: getattr(old, column) for column in KEPT_IN_A_MOVE}
    return [old, Member.objects.create(person=person, unit=to, since=day, moved_in_from=old.unit.name[:200], **kept)]


def _latest_stay(person: Person) -> Member | None:
    """The stay that has not ended, with its salt at hand."""
    stays = Member.objects.filter(person=person, until__isnull=True)
    return stays.select_related("person", "unit").first()


def _organisation_path(unit: Unit) -> str:
    """Path of the grassroots organisation that the unit is or belongs to; of the bloc, its own."""
    return (ancestor_paths(unit)[1:2] or [unit.path])[0]
