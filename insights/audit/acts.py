"""The journal across cases, sittings, classes and units: what of it an auditor reads, narrowed by who, where, what,
when, with which outcome, on whose behalf and by which generation of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils.text import capfirst

from admission_flow.models import Decision, Regulation
from admission_flow.queries.listing import PAGE_LENGTH, Choice
from admission_flow.wording import outcome_label
from insights.audit.access import Reach
from insights.audit.filters import BEHALF, DECISIONS, ActFilters
from insights.audit.streams import Acts, acts_of, found_by, in_unit, newest_first, parts_of, within_days
from insights.audit.things import Thing, things_of
from insights.audit.wording import sentence_of
from journal.models import Entry
from orgs.models import Person, Seat, Unit, User
from orgs.names import search_key
from orgs.pages import WholePages

# Of what is more, nobody turns the pages: the count stops here, and so costs no more on a large journal.
COUNTED = 10_000
MOST_PEOPLE = 10
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class ActRow:
    """One entry. `case_id` and `name` are empty where the file is no longer this auditor's to read. `thing` is what an
    entry of no case is about."""

    entry: Entry
    what: str
    outcome: str
    who: str
    actor_id: int | None
    seat: str
    for_whom: str
    number: str
    case_id: int | None
    name: str
    unit: str
    thing: Thing | None = None


@dataclass(frozen=True)
class ActsPage:
    filters: ActFilters
    page: Page[Any]
    rows: list[ActRow]
    units: list[Choice]
    generations: list[Choice]
    people: list[User]

    @property
    def uncounted(self) -> bool:
        """Whether there are more than were counted."""
        return self.page.paginator.count >= COUNTED


def counted(acts: Acts) -> int:
    """How many, or COUNTED where there are as many or more."""
    return acts.order_by()[:COUNTED].count()


class BoundedPages(WholePages):
    """Counts up to so many and no further."""

    @cached_property
    def count(self) -> int:
        return counted(self.object_list)  # type: ignore[arg-type]


def narrowed(acts: Acts, reach: Reach, filters: ActFilters, unit: Unit | None) -> Acts:
    if filters.show == DECISIONS:
        acts = acts.filter(decision_id__isnull=False)
    elif filters.show == BEHALF:
        acts = acts.filter(on_behalf_of__isnull=False)
    if filters.person:
        # By whom, and for whom: whoever was away is asked about as well.
        acts = acts.filter(Q(actor=filters.person) | Q(on_behalf_of=filters.person))
    if filters.verb:
        acts = acts.filter(verb=filters.verb)
    if filters.outcome:
        acts = acts.annotate(outcome=KT("refs__outcome")).filter(outcome=filters.outcome)
    if filters.rules:
        acts = acts.filter(Exists(Decision.objects.filter(pk=OuterRef("decision_id"), regulation__code=filters.rules)))
    if filters.case:
        acts = acts.filter(stream=f"case:{int(filters.case)}")
    if unit is not None:
        acts = acts.filter(in_unit(filters.what, unit))
    if filters.search:
        acts = acts.filter(found_by(reach, filters.what, filters.search))
    return within_days(acts, *filters.days)


@dataclass(frozen=True)
class Found:
    """The acts that the filters find. A unit or generation that is not among those known is as if it had not been
    asked for."""

    filters: ActFilters
    acts: Acts
    units: list[Choice]
    generations: list[Choice]


def found(reach: Reach, filters: ActFilters, odd: Any = None) -> Found:
    """`odd` narrows further; see `unusual`. Two statements, and one for who doesn't read everything."""
    units = {str(unit.pk): unit for unit in reach.units().order_by("path")}
    top = min((unit.depth for unit in units.values()), default=0)
    codes = Regulation.objects.order_by("-in_force_from", "code", "-edition").values_list("code", "name")
    generations = [Choice(code, name) for code, name in dict(reversed(list(codes))).items()][::-1]
    filters = replace(
        filters,
        unit=filters.unit if filters.unit in units else "",
        rules=filters.rules if any(one.value == filters.rules for one in generations) else "",
    )
    acts = narrowed(acts_of(reach, filters.what), reach, filters, units.get(filters.unit))
    choices = [Choice(value, unit.name, unit.depth - top) for value, unit in units.items()]
    return Found(filters, newest_first(odd(acts) if odd else acts), choices, generations)


def acts_page(reach: Reach, asked: ActFilters, odd: Any = None) -> ActsPage:
    """A page of them. As many statements for many entries as for one."""
    of = found(reach, asked, odd)
    page = BoundedPages(of.acts, PAGE_LENGTH).get_page(of.filters.page)
    return ActsPage(
        of.filters, page, rows_of(reach, list(page.object_list)), of.units, of.generations,
        people_named(reach, of.filters.search, acts_of(reach, of.filters.what)),
    )  # fmt: skip


def people_named(reach: Reach, text: str, acts: Acts) -> list[User]:
    """Accounts by words of their name: of people who hold or held a seat, or are members, where this auditor reads; and
    of others who did one of these acts, or for whom it was done, such as those who decide above.

    Of others, only the first so many of that name are looked at. Two statements, or one.
    """
    words = search_key(text).split()
    if not words or not all(word.isalnum() for word in words):
        return []
    named = User.objects.select_related("person").order_by("person__sort_key", "pk")
    for word in words:
        named = named.filter(person__search_name__regex=rf"\m{word}")
    units = reach.units().values("pk")
    here = Person.objects.filter(Q(seats__unit__in=units) | Q(memberships__unit__in=units)).values("pk")
    found = list(named.filter(person__in=here)[:MOST_PEOPLE])
    if reach.whole or len(found) == MOST_PEOPLE:
        return found
    others = named.exclude(person__in=here).values("pk")[:MOST_LOOKED_AT]
    acted = Exists(acts.filter(actor=OuterRef("pk"))) | Exists(acts.filter(on_behalf_of=OuterRef("pk")))
    found += named.filter(acted, pk__in=others)[: MOST_PEOPLE - len(found)]
    return sorted(found, key=lambda one: (one.person.sort_key if one.person else "", one.pk))


def rows_of(reach: Reach, entries: Sequence[Entry]) -> list[ActRow]:
    """As many statements for many entries as for one of each kind; none for no entries."""
    if not entries:
        return []
    people = User.objects.select_related("person").in_bulk(
        {pk for entry in entries for pk in (entry.actor_id, entry.on_behalf_of_id) if pk}
    )
    seats = Seat.objects.select_related("unit").in_bulk({seat for entry in entries if (seat := _seat_of(entry))})
    ids = {case_of(entry) for entry in entries if _is_of_case(entry)}
    here = reach.cases().filter(pk__in=ids).values("pk", name=F("candidate__person__full_name"), cell=F("unit__name"))
    cases = {row["pk"]: row for row in here} if ids else {}
    things = things_of(reach, [entry for entry in entries if not _is_of_case(entry)])
    return [_row(entry, people, seats, cases, things.get(entry.pk)) for entry in entries]


def _is_of_case(entry: Entry) -> bool:
    return parts_of(entry)[0] == "case"


def case_of(entry: Entry) -> int:
    """Of an entry in the stream of a case."""
    return parts_of(entry)[1]


def _seat_of(entry: Entry) -> int | None:
    """From which it was done. The seat that an entry of a unit names is the one that it is about."""
    kind = parts_of(entry)[0]
    if kind == "class":
        return next(iter(entry.refs.get("seats", ())), None)
    return entry.refs.get("seat") if kind == "case" else None


def _row(
    entry: Entry,
    people: Mapping[int, User],
    seats: Mapping[int, Seat],
    cases: Mapping[int, Mapping[str, Any]],
    thing: Thing | None,
) -> ActRow:
    actor, absent = people.get(entry.actor_id or 0), people.get(entry.on_behalf_of_id or 0)
    seat = seats.get(_seat_of(entry) or 0)
    case = cases.get(case_of(entry)) if _is_of_case(entry) else None
    outcome = str(entry.refs.get("outcome") or "")
    return ActRow(
        entry=entry,
        what=sentence_of(entry, thing.whom if thing else ""),
        outcome=outcome_label(outcome) if outcome else "",
        who=actor.display_name if actor else "",
        actor_id=entry.actor_id,
        seat=f"{capfirst(str(seat.get_role_display()))}, {seat.unit.name}" if seat else "",
        for_whom=absent.display_name if absent else "",
        number=thing.title if thing else str(entry.refs.get("case", "")),
        case_id=case["pk"] if case else None,
        name=case["name"] if case else "",
        unit=case["cell"] if case else thing.unit if thing else "",
        thing=thing,
    )


def rows_for_export(reach: Reach, acts: Acts, most: int) -> Iterator[ActRow]:
    """In pieces, each of as many statements as a page."""
    for piece in _pieces(acts[:most].iterator(chunk_size=2000), 2000):
        yield from rows_of(reach, piece)


def _pieces(entries: Iterable[Entry], length: int) -> Iterator[list[Entry]]:
    piece: list[Entry] = []
    for entry in entries:
        piece.append(entry)
        if len(piece) == length:
            yield piece
            piece = []
    if piece:
        yield piece
