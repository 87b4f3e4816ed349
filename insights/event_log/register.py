"""The register of decisions of a period: each decision that settled a case, in the order of day and number."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Page
from django.db import transaction
from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from admission_flow.models import Case, Decision
from admission_flow.paper_forms.facts import committee
from admission_flow.rules.standing import Conclusion, overtaken
from admission_flow.wording.outcomes import Mark, outcome_mark
from journal import record
from journal.models import Entry
from orgs import access, roles
from orgs.models import Unit, User
from orgs.names import initials
from orgs.pages import WholePages

PAGE_LENGTH = 50
# Rows read at a time where the register is taken whole.
CHUNK = 2000
O = Case.Outcome  # noqa: E741
# The steps at which a body settles a case, and the outcomes by which it does. A cancellation has a number of its own;
# of a case that merely ends with the cancelled one, there is none.
SETTLED_AT = ("bloc_decision", "grassroots_approval", "recognition_decision", "recognition_approval")
SETTLED_AS = (O.ADMITTED, O.NOT_ADMITTED, O.RECOGNISED, O.STRUCK_OFF)
SETTLING = Q(step__in=SETTLED_AT, outcome__in=SETTLED_AS) | Q(step="cancellation", outcome=O.CANCELLED) & ~Q(number="")


@dataclass(frozen=True)
class Period:
    """Of a unit's subtree, days of decisions, both included; `outcome` is "" for all."""

    unit: Unit
    first: datetime.date
    last: datetime.date
    outcome: str = ""

    def refs(self) -> dict[str, Any]:
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return {"unit": self.unit.code, **days, "outcome": self.outcome}


@dataclass(frozen=True)
class DecisionRow:
    """One decision. In lists' depth `name` is the initials and no vote is told (`votes` is None)."""

    case_id: int
    dated: datetime.date
    number: str
    body: str
    outcome: str
    name: str
    case: str
    unit: str
    signed_by: str
    regulation: str
    of_file: bool
    votes: Mapping[str, int | None] | None
    overtaken: bool

    @property
    def mark(self) -> Mark:
        return outcome_mark(self.outcome)


@dataclass(frozen=True)
class RegisterPage:
    page: Page[Any]
    rows: list[DecisionRow]


_VOTES = ("body_size", "present", "votes_for", "votes_against", "votes_other", "votes_invalid")
_OWN = ("pk", "case_id", "dated", "number", "outcome", "signed_by", *_VOTES)


def decisions(person: User, period: Period, page: str, *, at: datetime.datetime) -> RegisterPage:
    """A page of those that this person sees. As many statements for many decisions as for one."""
    found = _found(person, period, at)
    shown = WholePages(found.values(*_OWN, **_columns()), PAGE_LENGTH).get_page(page)
    return RegisterPage(shown, _rows(list(shown.object_list), _file_roots(person, at)))


def every_decision(person: User, period: Period, *, at: datetime.datetime) -> Iterator[DecisionRow]:
    """All of them, read from the server's cursor; two statements for each `CHUNK`."""
    roots = _file_roots(person, at)
    rows = _found(person, period, at).values(*_OWN, **_columns()).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from _rows(chunk, roots)


def look(period: Period, *, acting_user: User, at: datetime.datetime) -> None:
    """Who looked at which decisions, in their own stream: one entry a person, period and quarter of an hour."""
    quarter = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    stream, refs = f"user:{acting_user.pk}", period.refs()
    if Entry.objects.filter(stream=stream, verb="look_decisions", at__gte=quarter, refs=refs).exists():
        return
    with transaction.atomic():
        record.append(stream, "look_decisions", acting_user=acting_user, at=at, refs=refs)


def _found(person: User, period: Period, at: datetime.datetime) -> QuerySet[Decision]:
    seen = access.in_subtrees(person, roles.SEE_LIST, at, field="case__unit__path")
    found = Decision.objects.filter(SETTLING, seen, case__unit__path__startswith=period.unit.path)
    found = found.filter(dated__gte=period.first, dated__lte=period.last)
    if period.outcome:
        found = found.filter(outcome=period.outcome)
    # 9-QĐ before 10-QĐ; what has no number in front comes last.
    digits = Func(F("number"), Value("^[0-9]{1,9}"), function="substring")
    return found.order_by("dated", Cast(digits, IntegerField()).asc(nulls_last=True), "number", "pk")


def _columns() -> dict[str, Any]:
    """A cancellation belongs to no step; its body is that which had admitted."""
    admitted = Decision.objects.filter(case=OuterRef("case"), outcome=O.ADMITTED, task__isnull=False).order_by("-pk")
    name, kind = (
        Coalesce(F(f"task__unit__{one}"), Subquery(admitted.values(f"task__unit__{one}")[:1]), F(f"case__bloc__{one}"))
        for one in ("name", "kind")
    )
    return {
        "body": name,
        "body_kind": kind,
        "name": F("case__candidate__person__full_name"),
        "case_number": F("case__number"),
        "unit": F("case__unit__name"),
        "path": F("case__unit__path"),
        "standing": F("case__standing"),
        "rules": F("regulation__name"),
    }


def _file_roots(person: User, at: datetime.datetime) -> tuple[str, ...]:
    return tuple(access.visible_roots(person, roles.SEE_FILE, at))


def _rows(found: list[dict[str, Any]], file_roots: tuple[str, ...]) -> list[DecisionRow]:
    gone = _overtaken({row["case_id"]: row["standing"] for row in found})
    return [_row(row, row["path"].startswith(file_roots), row["pk"] in gone) for row in found]


def _overtaken(standing: Mapping[int, Iterable[str]]) -> set[int]:
    """Ids of decisions that hold no longer, of these cases. One statement."""
    by_case: defaultdict[int, list[Conclusion]] = defaultdict(list)
    of_cases = Decision.objects.filter(case__in=standing).order_by("pk")
    for pk, case, step, outcome in of_cases.values_list("pk", "case_id", "step", "outcome"):
        by_case[case].append(Conclusion(pk, step, outcome))
    return {pk for case, found in by_case.items() for pk in overtaken(found, list(standing[case]))}


def _body(unit: Unit) -> str:
    """The body as it is named on paper: of the bloc the standing committee, else the committee."""
    return f"Ban Thường vụ {committee(unit)}" if unit.kind == Unit.Kind.BLOC else committee(unit)


def _row(row: Mapping[str, Any], of_file: bool, gone: bool) -> DecisionRow:
    voted = of_file and row["present"] is not None
    return DecisionRow(
        case_id=row["case_id"],
        dated=row["dated"],
        number=row["number"],
        body=_body(Unit(name=row["body"], kind=row["body_kind"])),
        outcome=row["outcome"],
        name=row["name"] if of_file else initials(row["name"]),
        case=row["case_number"],
        unit=row["unit"],
        signed_by=row["signed_by"],
        regulation=row["rules"],
        of_file=of_file,
        votes={name: row[name] for name in _VOTES} if voted else None,
        overtaken=gone,
    )
