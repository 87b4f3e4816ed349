"""The rows of a report read from the records, as of its last day: every number of it is one of them, or counts them.

Where a case stands now is where it counts; an admission that was cancelled later counts nowhere. As many statements for
many units and people as for few.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from admission_flow.models import Case
from insights.term_report import groups, rows
from insights.term_report.period import Period, Span
from insights.term_report.rows import Taken, Targets
from orgs.calendar import LOCAL_ZONE, ONE_DAY
from orgs.members import count_members
from orgs.models import Member, Unit
from orgs.queries import units_on
from planning.admissions import by_cases, by_papers, by_register
from planning.models import Basis, Group, PastAdmission, Plan, Resolution, ResolutionUnit, Target
from planning.plans.rules import WHOLE
from planning.resolutions.counting import total
from planning.resolutions.standings import AUDIENCES, owing, standings_of
from training.models import Enrolment, TrainingClass

NOMINATED = "nominated"
_OF_PERSON = ("birth_date", "sex", "ethnicity", "religion", "professional_education")
_ENDINGS_OF_PAPERS: dict[str, str] = {
    PastAdmission.Outcome.MOVED: "moved",
    PastAdmission.Outcome.DIED: "died",
    PastAdmission.Outcome.STRUCK_OFF: "struck_off",
    PastAdmission.Outcome.LEFT: groups.OTHER,
}
_MANNERS = (("xóa tên", "struck_off"), ("xoá tên", "struck_off"), ("khai trừ", "expelled"), ("xin ra", "resigned"))


def take(unit: Unit, period: Period) -> Taken:
    """At most twenty statements."""
    return _Taking(unit, period).taken()


@dataclass(frozen=True)
class _Taking:
    unit: Unit
    period: Period

    @cached_property
    def units(self) -> list[Unit]:
        """The unit and all under it that were there on the last day, parents before children."""
        return list(units_on(self.unit, self.period.last))

    @cached_property
    def children(self) -> list[Unit]:
        return [one for one in self.units if one.depth == self.unit.depth + 1]

    @cached_property
    def all_children(self) -> Mapping[str, int]:
        """Also of those that were dissolved since: whoever they admitted counts."""
        below = Unit.objects.filter(path__startswith=self.unit.path, depth=self.unit.depth + 1)
        return dict(below.values_list("path", "pk"))

    def taken(self) -> Taken:
        last, before = self.period.last, self.period.first - ONE_DAY
        counts = count_members(self.unit, last)
        people: dict[int, int] = defaultdict(int)
        for one in self.units:
            people[self.child(one.path)] += counts[one.pk].members if one.pk in counts else 0
        targets = self.targets()
        congress, assigned = (
            targets.get((self.unit.pk, basis), Targets()) for basis in (Basis.CONGRESS, Basis.ASSIGNED)
        )
        kinds = {one.path: one.kind for one in self.units}
        return Taken(
            unit=self.unit.pk,
            unit_name=self.unit.name,
            unit_kind=self.unit.kind,
            first=self.period.first,
            last=last,
            members=sum(count.members for count in counts.values()),
            official=sum(count.official for count in counts.values()),
            before=sum(count.members for count in count_members(self.unit, before).values()),
            places=tuple(rows.Place(one.pk, one.kind, kinds.get(one.path[: -Unit.steplen], "")) for one in self.units),
            children=tuple(
                rows.Child(one.pk, one.name, one.kind, people[one.pk], self._target_of(one.pk, targets))
                for one in self.children
            ),
            congress=congress,
            assigned=assigned,
            rolled_out=self.rolled_out(),
            classes=self.classes(),
            admitted=self.admitted(),
            recognised=self.recognised(),
            gone=self.gone(),
            happened=self.happened(),
            attended=self.attended(),
        )

    def child(self, path: str) -> int:
        return self.all_children.get(path[: len(self.unit.path) + Unit.steplen], 0)

    @property
    def here(self) -> Q:
        return Q(unit__path__startswith=self.unit.path)

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.period.first, self.period.last

    def admitted(self) -> tuple[rows.Admitted, ...]:
        of_cases = by_cases(*self.days).filter(self.here).values(
            "unit", case=F("pk"), path=F("unit__path"), day=F("admitted_on"), person=F("candidate__person"),
            occupation=F("candidate__person__occupation"), organisations=F("candidate__organisations"),
            **{name: F(f"candidate__person__{name}") for name in _OF_PERSON},
        )  # fmt: skip
        found = (
            *of_cases,
            *self._without_case(by_papers(*self.days), "decided_on"),
            *self._without_case(by_register(*self.days), "joined_on"),
        )
        return tuple(sorted(map(self._admitted, found), key=lambda row: (row.day, row.person)))

    def _without_case(self, found: QuerySet[Any], day: str) -> Iterable[dict[str, Any]]:
        # What the register says of today's occupation may be another one than that with which somebody came.
        return found.filter(self.here).values(
            "unit", "person", path=F("unit__path"), day=F(day), occupation=F("person__occupation_before"),
            **{name: F(f"person__{name}") for name in _OF_PERSON},
        )  # fmt: skip

    def _admitted(self, row: Mapping[str, Any]) -> rows.Admitted:
        age = _years_between(row["birth_date"], row["day"])
        kinds = {
            "sex": row["sex"],
            "age": groups.age_kind(age),
            "ethnicity": groups.ethnicity_kind(row["ethnicity"]),
            "religion": groups.religion_kind(row["religion"]),
            "education": groups.education_kind(row["professional_education"]),
            "occupation": groups.occupation_kind(row["occupation"]),
            "union": groups.union_kind(row.get("organisations", "")),
        }
        return rows.Admitted(**self._who(row), age=age, kinds=kinds)

    def recognised(self) -> tuple[rows.Recognised, ...]:
        """Where the stay was on that day: who moved here as an official member was recognised elsewhere. And by the
        papers of past years, where no stay tells."""
        still = Q(until=None) | Q(until__gt=F("official_on"))
        stays = Member.objects.filter(self.here, still, official_on__range=self.days, since__lte=F("official_on"))
        told = Member.objects.filter(person=OuterRef("person"), official_on__isnull=False)
        papers = PastAdmission.objects.filter(
            ~Exists(told), self.here, outcome=PastAdmission.Outcome.RECOGNISED, ended_on__range=self.days
        )
        found = (*_stays(stays, "official_on"), *_of_papers(papers))
        return tuple(sorted((rows.Recognised(**self._who(row)) for row in found), key=_by_day))

    def gone(self) -> tuple[rows.Gone, ...]:
        """Moves within the bloc too: they leave the unit of which the report is, or one of its parts."""
        stays = Member.objects.filter(self.here, until__range=self.days)
        told = Member.objects.filter(person=OuterRef("person"), until__isnull=False)
        papers = PastAdmission.objects.filter(
            ~Exists(told), self.here, outcome__in=_ENDINGS_OF_PAPERS, ended_on__range=self.days
        )
        found = [rows.Gone(**self._who(row), how=_how(row)) for row in _stays(stays, "until")]
        found += [rows.Gone(**self._who(row), how=_ENDINGS_OF_PAPERS[row["outcome"]]) for row in _of_papers(papers)]
        return tuple(sorted(found, key=_by_day))

    def happened(self) -> tuple[rows.Happened, ...]:
        """Cases of admission that were nominated, and cases of either kind that were closed."""
        begin = datetime.datetime.combine(self.period.first, datetime.time(), LOCAL_ZONE)
        end = datetime.datetime.combine(self.period.last + ONE_DAY, datetime.time(), LOCAL_ZONE)
        cases = Case.objects.filter(self.here).order_by("pk")
        columns = {"case": F("pk"), "path": F("unit__path"), "person": F("candidate__person")}
        opened = cases.filter(admission=None, opened_at__gte=begin, opened_at__lt=end)
        closed = cases.filter(closed_at__gte=begin, closed_at__lt=end)
        found = [
            rows.Happened(**self._who({**row, "day": row["moment"].astimezone(LOCAL_ZONE).date()}), what=row["what"])
            for row in (
                *({**row, "what": NOMINATED} for row in opened.values("unit", moment=F("opened_at"), **columns)),
                *closed.values("unit", moment=F("closed_at"), what=F("outcome"), **columns),
            )
        ]
        return tuple(sorted(found, key=lambda row: (row.day, row.case or 0, row.what)))

    def attended(self) -> tuple[rows.Attended, ...]:
        """Of classes that were held to their end; whoever was taken out before is left out."""
        places = Enrolment.objects.filter(
            case__unit__path__startswith=self.unit.path,
            training_class__state=TrainingClass.State.CLOSED,
            training_class__ends__range=self.days,
            state__in=(Enrolment.State.PASSED, Enrolment.State.NOT_PASSED),
        ).order_by("training_class__ends", "pk")
        found = places.values(
            "case", "state", "grade", "training_class", unit=F("case__unit"), path=F("case__unit__path"),
            day=F("training_class__ends"), person=F("case__candidate__person"), kind=F("training_class__kind"),
        )  # fmt: skip
        return tuple(
            rows.Attended(
                **self._who(row),
                training_class=row["training_class"],
                kind=row["kind"],
                state=row["state"],
                grade=row["grade"],
            )
            for row in found
        )

    def classes(self) -> dict[str, int]:
        """Kind -> classes that the unit itself held in this time."""
        held = TrainingClass.objects.filter(
            unit=self.unit, state=TrainingClass.State.CLOSED, ends__range=self.days
        ).values_list("kind", flat=True)
        found = list(held)
        return {kind: found.count(kind) for kind in TrainingClass.Kind.values}

    def rolled_out(self) -> tuple[rows.RolledOut, ...]:
        """Of the resolutions in force at any time of the period, what units of the subtree recorded; the unit's own
        where it rolls out one of a unit above."""
        in_force = Q(ended_at=None) | Q(
            ended_at__gte=datetime.datetime.combine(self.period.first, datetime.time(), LOCAL_ZONE)
        )
        found = Resolution.objects.filter(in_force, issued_at__isnull=False, dated__lte=self.period.last)
        parts = list(
            ResolutionUnit.objects.filter(self.here, resolution__in=found).select_related("resolution", "unit")
        )
        standings = owing(parts, standings_of(parts, until=self.period.last), self.period.last)
        by_resolution: dict[Resolution, list[ResolutionUnit]] = defaultdict(list)
        for part in parts:
            by_resolution[part.resolution].append(part)
        return tuple(
            _rolled_out(one, [standings[part.pk] for part in by_resolution[one]])
            for one in sorted(by_resolution, key=lambda one: (one.dated, one.pk))
        )

    def targets(self) -> dict[tuple[int, str], Targets]:
        """Unit id and kind of plan -> the numbers in force, of the unit and those directly under it."""
        first, last = self.period.years
        wanted = Q(first_year=first, last_year=last) | Q(
            first_year__gte=first, last_year__lte=last, first_year=F("last_year")
        )
        places = [self.unit, *self.children]
        plans = list(Plan.objects.filter(wanted, unit__in=places, in_force__isnull=False))
        numbers: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
        for version, part, group, number in Target.objects.filter(
            version__in=[plan.in_force_id for plan in plans]
        ).values_list("version", "part", "group", "number"):
            numbers[version][part, group] = number
        of_unit: dict[tuple[int, str], list[tuple[Plan, dict[tuple[int, str], int]]]] = defaultdict(list)
        for plan in plans:
            of_unit[plan.unit_id, plan.basis].append((plan, numbers[plan.in_force_id or 0]))
        return {key: _targets(self.period, found) for key, found in of_unit.items()}

    def _target_of(self, unit: int, targets: Mapping[tuple[int, str], Targets]) -> int | None:
        """What was assigned, else what its congress set."""
        both = (targets.get((unit, basis), Targets()).whole for basis in (Basis.ASSIGNED, Basis.CONGRESS))
        return next((number for number in both if number is not None), None)

    def _who(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "day": row["day"],
            "child": self.child(row["path"]),
            "unit": row["unit"],
            "person": row["person"],
            "case": row.get("case"),
        }


def _by_day(row: rows.Row) -> tuple[datetime.date, int]:
    return row.day, row.person


def _of_papers(found: QuerySet[PastAdmission]) -> Iterable[Mapping[str, Any]]:
    return found.values("unit", "person", "outcome", path=F("unit__path"), day=F("ended_on"))


def _stays(stays: Any, day: str) -> Iterable[dict[str, Any]]:
    columns = stays.values("unit", "person", "ending", "ending_detail", path=F("unit__path"), day=F(day))
    return columns.order_by("day", "pk")


def _how(row: Mapping[str, Any]) -> str:
    if row["ending"] != Member.Ending.LEFT:
        return str(row["ending"])
    words = row["ending_detail"].casefold()
    return next((how for word, how in _MANNERS if word in words), groups.OTHER)


def _rolled_out(one: Resolution, standings: Sequence[Any]) -> rows.RolledOut:
    audiences = []
    for audience in AUDIENCES:
        share, whole = total(standings, audience)
        audiences.append(rows.Reach(audience, share.present, share.due, whole))
    return rows.RolledOut(
        resolution=one.pk,
        number=one.number,
        dated=one.dated,
        title=one.title,
        units=len(standings),
        done=sum(standing.is_done for standing in standings),
        asks_programme=one.asks_programme,
        adopted=sum(standing.adopted for standing in standings),
        audiences=tuple(audiences),
    )


def _targets(period: Period, found: Sequence[tuple[Plan, Mapping[tuple[int, str], int]]]) -> Targets:
    """Only where plans are of exactly the period: of whole quarters the parts of the year's plan, else the plan of the
    very years, or those of each of its years."""
    if not period.is_of_whole_years:
        return _of_quarters(period, found)
    years = {plan.first_year: numbers for plan, numbers in found if plan.is_of_year}
    own = next((numbers for plan, numbers in found if (plan.first_year, plan.last_year) == period.years), {})
    parts = {str(part): number for (part, group), number in own.items() if group == Group.ALL and part != WHOLE}
    if period.span is Span.TERM:
        parts |= {
            str(year): numbers[WHOLE, Group.ALL] for year, numbers in years.items() if (WHOLE, Group.ALL) in numbers
        }
    whole = own.get((WHOLE, Group.ALL))
    if whole is None and period.span is Span.TERM and len(parts) == period.years[1] - period.years[0] + 1:
        whole = sum(parts.values())
    if whole is None:
        return Targets()
    by_group = {group: number for (part, group), number in own.items() if part == WHOLE and group != Group.ALL}
    return Targets(whole, dict(sorted(parts.items())), by_group)


def _of_quarters(period: Period, found: Sequence[tuple[Plan, Mapping[tuple[int, str], int]]]) -> Targets:
    """None where the period is of other days, or a quarter has no number."""
    quarters = period.whole_quarters
    plan = next((numbers for plan, numbers in found if plan.is_of_year), {})
    parts = {str(part): plan[part, Group.ALL] for part in quarters if (part, Group.ALL) in plan}
    if not parts or len(parts) < len(quarters):
        return Targets()
    return Targets(sum(parts.values()), parts if period.span is Span.YEAR else {})


def _years_between(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
