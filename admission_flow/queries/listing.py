"""What the two lists share: what is asked for, words to look for, pages, and working days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import Promise, cached_property

from admission_flow.flows import PATH, RECOGNITION_PATH, step_node
from admission_flow.models import Candidate
from orgs.calendar import calendar_for, working_days_between
from orgs.models import Unit
from orgs.names import search_key
from orgs.pages import WholePages

PAGE_LENGTH = 50
# Rows read at a time where a list is taken whole.
WHOLE = 2000
# In the order of the procedure; those that only an outcome leads to stand after the flow they belong to.
STEPS: tuple[str, ...] = (
    *(step for group in PATH for step in group),
    *("supplement", "consultation"),
    # The first one is done as it opens and waits for nobody.
    *(step for group in RECOGNITION_PATH[1:] for step in group),
    "recognition_supplement",
)


def step_title(step: str) -> str:
    return str(step_node(step).task_title)


@dataclass(frozen=True)
class Filters:
    """What a list is asked for, as it stands in the address: one field a parameter, its default left out.

    `find` is the number of a search that the session remembers; the words themselves (`search`) stay out of addresses,
    since they are people's names.
    """

    find: str = ""
    search: str = ""
    page: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], search: str = "") -> Self:
        """From the address. A value that is not known, or no longer, is as if it had not been given."""
        names = {field.name for field in fields(cls)} - {"search"}
        asked = {name: value[:100] for name, value in given.items() if name in names}
        return cls(**(asked | {"search": search, "find": asked.get("find", "") if search else ""})).sound()

    def sound(self) -> Self:
        """Itself with every value among those that its list knows."""
        return self

    @property
    def narrow(self) -> bool:
        """Whether the list is less than the whole, whatever its order and page."""
        return bool(self._said() - {"sort", "page"})

    def address(self, **changes: str) -> str:
        """The query of an address, such as "?show=late"; changes lead back to the first page."""
        asked = replace(self, **({"page": ""} | changes))
        query = urlencode(
            [(field.name, getattr(asked, field.name)) for field in fields(asked) if field.name in asked._said()]
        )
        return f"?{query}" if query else ""

    def _said(self) -> set[str]:
        return {field.name for field in fields(self) if getattr(self, field.name) != field.default} - {"search"}


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with its words. `depth` indents a unit below the one it belongs to."""

    value: str
    label: str | Promise
    depth: int = 0


def one_of(value: str, choices: Iterable[Choice]) -> str:
    """The value where it is among the choices, else none."""
    return value if any(choice.value == value for choice in choices) else ""


class CountedPages(WholePages):
    """Pages of rows whose number is known already, so that they are not counted once more."""

    def __init__(self, rows: Any, number: int) -> None:
        super().__init__(rows, PAGE_LENGTH)
        self.number = number

    @cached_property
    def count(self) -> int:
        return self.number


def matching(text: str, case: str = "") -> Q:
    """Condition on cases (reached through `case`) that the text finds, with or without diacritics.

    Each of its words begins a word of the candidate's name, or of the name of one unit that the case belongs to, or
    stands in the case's number.
    """
    words = re.findall(r"\w+", search_key(text))
    if not words:
        return Q(pk__in=[])
    units = Unit.objects.filter(begins("search_name", words), depth__gt=1)
    found = Q()
    for level in ("unit", "department", "committee"):
        found |= Q(**{f"{case}{level}__in": units})
    if any(char.isdigit() for char in text):
        number = Q()
        for word in words:
            number &= Q(**{f"{case}number__icontains": word})
        return found | number
    # Sets of ids rather than joins: each is found by its own index, where an OR over joined columns uses none.
    named = Candidate.objects.filter(begins("person__search_name", words))
    return found | Q(**{f"{case}candidate__in": named})


def begins(field: str, words: Sequence[str]) -> Q:
    """Condition: each of the words, as `search_key` has them, begins a word of the column."""
    condition = Q()
    for word in words:
        condition &= Q(**{f"{field}__regex": rf"\m{word}"})
    return condition


def working_days_left(days: Iterable[datetime.date | None], today: datetime.date) -> dict[datetime.date, int]:
    """Due day -> working days from today to it; negative once it is over, 0 on the day itself. One statement, or none.

    A day that is past is late by one at least, and one to come is not today's, also when no working day lies between.
    """
    due = {day for day in days if day}
    if not due:
        return {}
    calendar = calendar_for(min(due | {today}), max(due | {today}))
    left = {day: working_days_between(today, day, calendar) for day in due}
    return {day: number or (day > today) - (day < today) for day, number in left.items()}
