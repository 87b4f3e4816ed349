"""What is known of a case, read once for all its forms, and as the texts that stand on paper.

The papers are in Vietnamese, whatever the reader's language is; `in_vietnamese` is around whatever makes their texts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation

from admission_flow.deadlines import parameters_of
from admission_flow.flows import step_node
from admission_flow.holding import Record, record_of
from admission_flow.models import (
    Case,
    Decision,
    Introduction,
    Opinion,
    Paper,
    Regulation,
    Relative,
    Task,
    Verification,
    VerificationRequest,
)
from admission_flow.rules.probation import official_from
from admission_flow.rules.standing import PASSING
from documents.forms.language import DOTS
from orgs.models import Member, Seat, Unit
from orgs.names import search_key

Texts = dict[str, str]
_ONE_DAY = datetime.timedelta(days=1)
# The committee of an organisation, by the name of the organisation.
_ORGANISATION, _COMMITTEE = "Đảng bộ ", "Đảng ủy "
# The province is no unit of the system; its name is written by hand or stands in the office's own template.
ABOVE_THE_BLOC = f"Tỉnh ủy {DOTS}"


def in_vietnamese() -> translation.override:
    return translation.override("vi")


@dataclass
class Facts:
    """Read by `facts_of`. The number of statements does not depend on how much there is."""

    case: Case
    record: Record
    tasks: list[Task]
    introductions: list[Introduction]
    members: dict[int, Member]
    relatives: list[Relative]
    opinions: list[Opinion]
    verifications: list[Verification]
    requests: list[VerificationRequest]
    seats: list[Seat]
    probation_over: datetime.date | None

    @cached_property
    def reached(self) -> frozenset[str]:
        """The steps that the case has come to."""
        return frozenset(task.step for task in self.tasks)

    @cached_property
    def is_delegated(self) -> bool:
        return self.case.route == Case.Route.DELEGATED

    @cached_property
    def above(self) -> dict[int, Unit | None]:
        """Which unit of the case's way stands above each of them."""
        case = self.case
        way = [one for one in (case.unit, case.department, case.committee, case.bloc) if one is not None]
        return {one.pk: above for one, above in zip(way, [*way[1:], None], strict=True)}

    def unit_at(self, step: str) -> Unit:
        case = self.case
        units = {one.pk: one for one in (case.unit, case.department, case.committee, case.bloc) if one is not None}
        return units.get(step_node(step).place.unit_of(case) or 0, case.unit)

    def decision(self, step: str) -> Decision | None:
        """The one that holds."""
        gone = self.record.holding.overtaken
        found = [one for one in self.record.decisions if one.step == step and one.outcome not in PASSING]
        return next((one for one in reversed(found) if one.pk not in gone), None)

    def paper(self, code: str, signed_by: str = "") -> Paper | None:
        """The one that holds; of several signers, that signer's."""
        held = [one for one in self.record.holding.papers if one.code == code]
        if signed_by:
            held = [one for one in held if search_key(one.signed_by) == search_key(signed_by)]
        return held[-1] if held else None

    def of_last(self, step: str, rows: Iterable[Any]) -> list[Any]:
        """Those that the step recorded when it was done last."""
        tasks = [task.pk for task in self.tasks if task.step == step]
        found = list(rows)
        last = max((row.task_id for row in found if row.task_id in tasks), default=None)
        return [row for row in found if row.task_id == last]

    def role_of(self, name: str, unit: Unit, day: datetime.date | None) -> str:
        """The role in which that person signs for the unit on that day; "" where it is not sure."""
        if not name or day is None:
            return ""
        held = {
            seat.get_role_display()
            for seat in self.seats
            if seat.unit_id == unit.pk
            and search_key(seat.person.full_name) == search_key(name)
            and seat.starts <= day <= (seat.ends or day)
        }
        return held.pop() if len(held) == 1 else ""


def facts_of(case: Case) -> Facts:
    """Of a case with its candidate, person and units loaded."""
    record = record_of(case)
    introductions = list(Introduction.objects.filter(case=case, replaced_at__isnull=True).select_related("introducer"))
    introducers = [one.introducer_id for one in introductions if one.introducer_id]
    members = Member.objects.filter(person__in=introducers).select_related("unit").order_by("since")
    units = [one for one in (case.unit_id, case.department_id, case.committee_id, case.bloc_id) if one]
    began = case.probation_from
    return Facts(
        case=case,
        record=record,
        tasks=list(Task.objects.filter(process=case).order_by("pk")),
        introductions=introductions,
        members={one.person_id: one for one in members},
        relatives=list(Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=True).order_by("pk")),
        opinions=list(Opinion.objects.filter(case=case).order_by("pk")),
        verifications=list(Verification.objects.filter(case=case).select_related("relative").order_by("pk")),
        requests=list(VerificationRequest.objects.filter(case=case).select_related("relative").order_by("pk")),
        seats=list(Seat.objects.filter(unit__in=units).select_related("person")),
        probation_over=official_from(began, parameters_of(Regulation.on(began))) if began else None,
    )


def day(given: datetime.date | None) -> str:
    return f"{given:%d/%m/%Y}" if given else ""


def committee(unit: Unit) -> str:
    """The name of the body that decides in a unit: Đảng ủy Sở Nội vụ of Đảng bộ Sở Nội vụ."""
    if unit.kind in Unit.CELLS or not unit.name.startswith(_ORGANISATION):
        return unit.name
    return _COMMITTEE + unit.name.removeprefix(_ORGANISATION)


def head(facts: Facts, step: str, code: str) -> Texts:
    """Who writes, under which number, on which day, and who signs: of the step's unit, and of its paper if there is."""
    unit, paper, decided = facts.unit_at(step), facts.paper(code), facts.decision(step)
    above = facts.above.get(unit.pk)
    dated = paper.dated if paper else decided.dated if decided else None
    signed_by = paper.signed_by if paper else ""
    return {
        "organisation": committee(unit),
        "superior": committee(above) if above else ABOVE_THE_BLOC,
        "number": paper.number if paper else "",
        "signed_by": signed_by,
        "signed_role": facts.role_of(signed_by, unit, dated),
        **dated_texts(dated),
    }


def dated_texts(dated: datetime.date | None) -> Texts:
    if dated is None:
        return {}
    return {"dated": day(dated), "day": f"{dated:%d}", "month": f"{dated:%m}", "year": f"{dated:%Y}"}


def person(facts: Facts) -> Texts:
    """The candidate, as declared."""
    candidate, case = facts.case.candidate, facts.case
    one = candidate.person
    above = facts.above.get(case.unit_id)
    told = {
        name: str(getattr(one, name))
        for name in ("full_name", "birth_name", "citizen_id", "ethnicity", "religion", "hometown", "general_education",
                     "professional_education", "political_theory", "languages", "occupation", "occupation_before")
    }  # fmt: skip
    told |= {
        name: str(getattr(candidate, name))
        for name in ("aliases", "birth_place", "permanent_residence", "current_residence", "social_class",
                     "organisations")
    }  # fmt: skip
    return told | {
        "birth_date": day(one.birth_date),
        "sex": str(one.get_sex_display()),
        "cell": case.unit.name,
        "superior_of_cell": committee(above) if above else "",
    }


def votes(decided: Decision | None) -> Texts:
    if decided is None or decided.present is None:
        return {}
    entitled = decided.body_size or 0
    counted = entitled - decided.excused
    share = f"{100 * (decided.votes_for or 0) / counted:.1f}%".replace(".", ",") if counted else ""
    return {
        "votes_entitled": str(entitled),
        "votes_present": str(decided.present),
        "votes_absent": str(entitled - decided.present),
        "votes_for": str(decided.votes_for or 0),
        "votes_against": str(decided.votes_against or 0),
        "votes_other": str(decided.votes_other or 0),
        "votes_invalid": str(decided.votes_invalid or 0),
        "votes_for_percent": share,
        "voting": str(decided.get_voting_display()),
    }


def reason(decided: Decision | None) -> Texts:
    return {"reason": decided.reason} if decided else {}


def cells_vote(facts: Facts, step: str, code: str) -> Texts:
    """What the cell decided, as the bodies above it quote it."""
    paper, told = facts.paper(code), votes(facts.decision(step))
    return {
        "cell_number": paper.number if paper else "",
        "cell_dated": day(paper.dated) if paper else "",
        "cell_votes_for": told.get("votes_for", ""),
        "cell_votes_entitled": told.get("votes_entitled", ""),
    }


def deciding_body(facts: Facts) -> str:
    """Whose decision it is in the end."""
    if facts.is_delegated and facts.case.committee is not None:
        return committee(facts.case.committee)
    return f"Ban Thường vụ {committee(facts.case.bloc)}"


def probation(facts: Facts) -> Texts:
    case, over = facts.case, facts.probation_over
    return {
        "admitted_on": day(case.admitted_on),
        "probation_from": day(case.probation_from),
        "probation_to": day(over - _ONE_DAY) if over else "",
        "official_on": day(over),
        "helper": case.helper.full_name if case.helper else "",
    }
