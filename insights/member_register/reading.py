"""The member register read as of a day (form 7-HSĐV), and which case each member came of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from admission_flow.queries.cases import visible_cases
from insights.member_register.asked import LEFT, PRESENT, Asked
from orgs.access import Account
from orgs.loading.lines import member_parts
from orgs.members import present
from orgs.models import Member
from orgs.names import search_key
from orgs.pages import WholePages

PAGE_LENGTH = 50
# Rows read at a time where the register is taken whole.
CHUNK = 2000
# The fourteen columns of 7-HSĐV: key in the form, and words.
COLUMNS = (
    ("number", _("No.")),
    ("names", _("Full name; birth name")),
    ("sex", _("Sex, ethnicity, religion")),
    ("hometown", _("Hometown")),
    ("education", _("Schooling, political theory, profession, languages")),
    ("occupation", _("Occupation when joining; now")),
    ("dates", _("Joined on; official since")),
    ("numbers", _("Numbers of card, biography, badge")),
    ("service", _("Army, police, retired")),
    ("moved_out", _("Moved out: day, where to")),
    ("moved_in", _("Moved in: day, where from")),
    ("died", _("Died: day, cause")),
    ("left", _("Left the Party: day, manner")),
    ("note", _("Note")),
)
_ID = re.compile(r"[0-9]{12}")


@dataclass(frozen=True)
class RegisterRow:
    """A member with the parts of each column; `case` is the latest case that the reader sees of this person."""

    member: Member
    number: int
    case: int | None
    cells: list[list[str]]


@dataclass(frozen=True)
class RegisterPage:
    page: Page[Any]
    rows: list[RegisterRow]


def register_page(person: Account, asked: Asked, page: str, *, at: datetime.datetime) -> RegisterPage:
    """Four statements, however many members there are."""
    shown = WholePages(stays(asked), PAGE_LENGTH).get_page(page)
    members = list(shown.object_list)
    cases = _cases_of(person, members, at)
    first = (shown.number - 1) * PAGE_LENGTH + 1
    return RegisterPage(
        shown,
        [
            RegisterRow(member, number, cases.get(member.person_id), _cells(member, number, asked.on))
            for number, member in enumerate(members, start=first)
        ],
    )


def every_stay(asked: Asked) -> Iterator[Member]:
    """All of them, read from the server's cursor."""
    return stays(asked).iterator(chunk_size=CHUNK)


def stays(asked: Asked) -> QuerySet[Member]:
    """With person and unit, unit by unit in the order of the tree, each in the order of a roll."""
    gone = Q(until__lte=asked.on)
    whom = {PRESENT: present(asked.on), LEFT: gone}.get(asked.show, Q(since__lte=asked.on))
    found = Member.objects.filter(whom, unit__path__startswith=asked.unit.path).select_related("person", "unit")
    if asked.search:
        found = found.filter(_matching(asked.search))
    return found.order_by("unit__path", "person__sort_key", "since", "pk")


def _matching(text: str) -> Q:
    """Whose citizen ID it is, or whose name has words that begin so, with or without diacritics."""
    if _ID.fullmatch(text.replace(" ", "")):
        return Q(person__citizen_id=text.replace(" ", ""))
    words = re.findall(r"\w+", search_key(text))
    condition = Q() if words else Q(pk__in=[])
    for word in words:
        condition &= Q(person__search_name__regex=rf"\m{word}")
    return condition


def _cases_of(person: Account, members: Iterable[Member], at: datetime.datetime) -> dict[int, int]:
    """Person id -> id of the latest case. Two statements."""
    people = {member.person_id for member in members}
    found = visible_cases(person, at).filter(candidate__person__in=people).order_by("pk")
    return dict(found.values_list("candidate__person", F("pk")))


def _cells(member: Member, number: int, day: datetime.date) -> list[list[str]]:
    parts = member_parts(member, day)
    parts["sex"][0] = capfirst(member.person.get_sex_display())
    whole = {"hometown": member.person.hometown, "service": member.service, "note": member.note}
    parts |= {"number": [str(number)], **{key: [text] for key, text in whole.items()}}
    return [[part for part in parts[key] if part] for key, _words in COLUMNS]
