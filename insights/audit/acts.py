"""The journal across cases: entries of the cases that an auditor reads, narrowed by who, where, what, when, with which
outcome, on whose behalf and by which generation of the rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import capfirst

from admission_flow.models import Case, Decision, Regulation
from admission_flow.queries.listing import PAGE_LENGTH, Choice, matching
from admission_flow.wording import act_sentence, outcome_label
from insights.audit.access import Reach
from insights.audit.filters import BEHALF, DECISIONS, ActFilters
from journal.models import Entry
from orgs.calendar import LOCAL_ZONE, ONE_DAY
from orgs.models import Person, Seat, Unit, User
from orgs.names import search_key
from orgs.pages import WholePages

# Of what is more, nobody turns the pages: the count stops here, and so costs no more on a large journal.
COUNTED = 10_000
MOST_PEOPLE = 10
_ID = BigIntegerField()
# Entries annotated with what their references name; see `acts_in`.
Acts = QuerySet[Any, Any]


@dataclass(frozen=True)
class ActRow:
    """One entry. `case_id` and `name` are empty where the file is no longer this auditor's to read."""

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
        return self.page.paginator.count >= BoundedPages.most


class BoundedPages(WholePages):
    """Counts up to so many and no further."""

    most = COUNTED

    @cached_property
    def count(self) -> int:
        entries: Acts = self.object_list  # type: ignore[assignment]
        return entries.order_by()[: self.most].count()


def acts_in(reach: Reach) -> Acts:
    """Every entry of a case that is here now, and of one that has moved away what was done until then. With the ids
    that its references name, each None where there is none."""
    acts: Acts = Entry.objects.annotate(
        decision_id=Cast(KT("refs__decision"), _ID),
        correction_id=Cast(KT("refs__correction"), _ID),
        seat_id=Cast(KT("refs__seat"), _ID),
        delegation_id=Cast(KT("refs__delegation"), _ID),
    )
    if reach.whole:
        return acts.filter(stream__startswith="case:")
    acts = in_cases(acts, Case.objects.filter(reach.within() | Q(pk__in=list(reach.moved_away))).values("pk"))
    for case_id, left in reach.moved_away.items():
        acts = acts.exclude(stream=f"case:{case_id}", at__gt=left)
    return acts


def in_cases(acts: Acts, cases: QuerySet[Any, Any]) -> Acts:
    """Those in the streams of these cases; `cases` gives their ids as its first column."""
    # Of Case, so that a set of ids from any table becomes streams in one place.
    streams = Case.objects.filter(pk__in=cases).order_by().values(stream=_stream())
    return acts.filter(stream__in=streams)


def _stream() -> Concat:
    return Concat(Value("case:"), Cast("pk", TextField()), output_field=CharField())


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
        acts = in_cases(acts, Case.objects.filter(unit__path__startswith=unit.path).values("pk"))
    if filters.search:
        acts = in_cases(acts, reach.cases().filter(matching(filters.search)).values("pk"))
    return within_days(acts, *filters.days)


def within_days(acts: Acts, first: datetime.date | None, last: datetime.date | None) -> Acts:
    """Both days included, as they are in Vietnam."""
    if first is not None:
        acts = acts.filter(at__gte=_midnight(first))
    if last is not None:
        acts = acts.filter(at__lt=_midnight(last + ONE_DAY))
    return acts


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, LOCAL_ZONE)


def newest_first(acts: Acts) -> Acts:
    return acts.order_by("-at", "-pk")


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
    acts = narrowed(acts_in(reach), reach, filters, units.get(filters.unit))
    choices = [Choice(value, unit.name, unit.depth - top) for value, unit in units.items()]
    return Found(filters, newest_first(odd(acts) if odd else acts), choices, generations)


def acts_page(reach: Reach, asked: ActFilters, odd: Any = None) -> ActsPage:
    """A page of them. As many statements for many entries as for one."""
    of = found(reach, asked, odd)
    page = BoundedPages(of.acts, PAGE_LENGTH).get_page(of.filters.page)
    return ActsPage(
        of.filters, page, rows_of(reach, list(page.object_list)), of.units, of.generations,
        people_named(reach, of.filters.search),
    )  # fmt: skip


def people_named(reach: Reach, text: str) -> list[User]:
    """Accounts of people who hold or held a seat, or are members, where this auditor reads, by words of their name."""
    words = search_key(text).split()
    if not words:
        return []
    units = reach.units().values("pk")
    here = Person.objects.filter(Q(seats__unit__in=units) | Q(memberships__unit__in=units)).values("pk")
    accounts = User.objects.filter(person__in=here)
    for word in words:
        accounts = accounts.filter(person__search_name__regex=rf"\m{word}") if word.isalnum() else accounts.none()
    return list(accounts.select_related("person").order_by("person__sort_key", "pk")[:MOST_PEOPLE])


def rows_of(reach: Reach, entries: Sequence[Entry]) -> list[ActRow]:
    """Three statements, or none for no entries."""
    if not entries:
        return []
    people = User.objects.select_related("person").in_bulk(
        {pk for entry in entries for pk in (entry.actor_id, entry.on_behalf_of_id) if pk}
    )
    seats = Seat.objects.select_related("unit").in_bulk({seat for entry in entries if (seat := entry.refs.get("seat"))})
    ids = {case_of(entry) for entry in entries}
    here = reach.cases().filter(pk__in=ids).values("pk", name=F("candidate__person__full_name"), cell=F("unit__name"))
    cases = {row["pk"]: row for row in here}
    return [_row(entry, people, seats, cases) for entry in entries]


def case_of(entry: Entry) -> int:
    """Of an entry in the stream of a case."""
    return int(entry.stream.partition(":")[2])


def _row(
    entry: Entry, people: Mapping[int, User], seats: Mapping[int, Seat], cases: Mapping[int, Mapping[str, Any]]
) -> ActRow:
    actor, absent = people.get(entry.actor_id or 0), people.get(entry.on_behalf_of_id or 0)
    seat = seats.get(entry.refs.get("seat") or 0)
    case = cases.get(case_of(entry))
    outcome = str(entry.refs.get("outcome") or "")
    return ActRow(
        entry=entry,
        what=capfirst(act_sentence(entry.verb, entry.refs)),
        outcome=outcome_label(outcome) if outcome else "",
        who=actor.display_name if actor else "",
        actor_id=entry.actor_id,
        seat=f"{capfirst(str(seat.get_role_display()))}, {seat.unit.name}" if seat else "",
        for_whom=absent.display_name if absent else "",
        number=str(entry.refs.get("case", "")),
        case_id=case["pk"] if case else None,
        name=case["name"] if case else "",
        unit=case["cell"] if case else "",
    )


def rows_for_export(reach: Reach, acts: Acts, most: int) -> Iterator[ActRow]:
    """In pieces, each of three statements."""
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


def local_words(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
