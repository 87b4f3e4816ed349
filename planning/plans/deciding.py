"""What is done with a plan, one verb each: proposed by the unit or adjusted from above, handed back, approved.

Every proposal and adjustment is a version of its own, so that the history is what stands in the table. Locks: the unit,
then its plan.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.engine import waiting
from admission_flow.refusals import Busy, InvalidFacts, NotYours
from journal.facts import Fact, fact_of
from journal.record import append
from orgs import access, roles
from orgs.calendar import local_day
from orgs.models import Seat, Unit, User
from planning.models import Basis, Plan, PlanVersion, Target
from planning.plans import telling
from planning.plans.access import approving_unit
from planning.plans.rules import LONGEST_TERM, Cell, faults, parts_of
from planning.plans.words import fault_words
from planning.refusals import NothingChanged, PlanBusy, PlanChanged

FIRST_YEAR = 2000
YEARS_AHEAD = 6


@dataclass(frozen=True)
class PlanGiven:
    """`numbers` by part and group; `after` the version that the form was drawn from, 0 for none."""

    numbers: Mapping[Cell, int]
    after: int
    grounds: str = ""
    note: str = ""


@dataclass(frozen=True)
class PaperGiven:
    """By which the plan was approved, where there is one."""

    number: str = ""
    dated: datetime.date | None = None


@transaction.atomic
def propose(
    unit_id: int, basis: str, years: tuple[int, int], given: PlanGiven, *, acting_user: User, at: datetime.datetime
) -> Plan:
    """A new version of the unit's plan of these years: proposed where the unit itself makes it, else adjusted.

    Raises NotYours, PlanChanged, NothingChanged, InvalidFacts, PlanBusy.
    """
    with _waiting():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    above = approving_unit(unit, Basis(basis))
    seat = _seat_of_writing(unit, above, acting_user, at)
    _refuse_years(years, at)
    wrong = faults(given.numbers, parts_of(*years))
    if wrong:
        raise InvalidFacts({f"{part}-{group}": [fault_words(key)] for (part, group), key in wrong.items()})
    plan = Plan.objects.select_for_update().filter(unit=unit, basis=basis, first_year=years[0], last_year=years[1])
    found = plan.first() or Plan(unit=unit, basis=basis, first_year=years[0], last_year=years[1], version=0)
    if found.version != given.after:
        raise PlanChanged
    if found.pk and found.state != Plan.State.RETURNED and numbers_of(found, found.version) == dict(given.numbers):
        raise NothingChanged
    adjusts = seat.unit_id != unit.pk
    if adjusts and found.version and not given.note.strip():
        raise InvalidFacts.of("note", _("Write what was changed and why; the unit reads it."))
    found.version, found.state = found.version + 1, Plan.State.PROPOSED
    found.save()
    version = PlanVersion.objects.create(
        plan=found, number=found.version, made_at_unit_id=seat.unit_id, made_by=acting_user, made_at=at,
        grounds=given.grounds.strip(), note=given.note.strip(),
    )  # fmt: skip
    targets = Target.objects.bulk_create(
        Target(version=version, part=part, group=group, number=number)
        for (part, group), number in sorted(given.numbers.items())
    )
    facts = [fact_of(found), fact_of(version), *map(fact_of, targets)]
    _record(found, "adjust_plan" if adjusts else "propose_plan", seat, facts, acting_user=acting_user, at=at)
    telling.tell_of_version(found, unit if adjusts else above, adjusts, acting_user=acting_user, at=at)
    return found


@transaction.atomic
def hand_back(plan_id: int, version: int, reason: str, *, acting_user: User, at: datetime.datetime) -> Plan:
    """To the unit, which proposes again. What was approved before stays in force.

    Raises NotYours, PlanChanged, InvalidFacts, PlanBusy.
    """
    plan, latest, seat = _take_up(plan_id, version, acting_user=acting_user, at=at)
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Write why the plan is handed back; the unit reads it."))
    latest.returned_by, latest.returned_at, latest.returned_because = acting_user, at, reason.strip()
    latest.save(update_fields=["returned_by", "returned_at", "returned_because"])
    plan.state = Plan.State.RETURNED
    plan.save(update_fields=["state"])
    _record(plan, "hand_back_plan", seat, [fact_of(plan), fact_of(latest)], acting_user=acting_user, at=at)
    telling.tell_of_end(plan, "plan_returned", acting_user=acting_user, at=at)
    return plan


@transaction.atomic
def approve(plan_id: int, version: int, paper: PaperGiven, *, acting_user: User, at: datetime.datetime) -> Plan:
    """This version is in force from now on. Raises NotYours, PlanChanged, InvalidFacts, PlanBusy."""
    plan, latest, seat = _take_up(plan_id, version, acting_user=acting_user, at=at)
    if plan.basis == Basis.CONGRESS:
        _refuse_without_paper(paper)
    if paper.dated is not None and paper.dated > local_day(at):
        raise InvalidFacts.of("dated", _("The date lies in the future. Record the paper once it is signed."))
    latest.approved_by, latest.approved_at = acting_user, at
    latest.paper_number, latest.paper_dated = paper.number.strip(), paper.dated
    latest.save(update_fields=["approved_by", "approved_at", "paper_number", "paper_dated"])
    plan.state, plan.in_force = Plan.State.APPROVED, latest
    plan.save(update_fields=["state", "in_force"])
    _record(plan, "approve_plan", seat, [fact_of(plan), fact_of(latest)], acting_user=acting_user, at=at)
    telling.tell_of_end(plan, "plan_approved", acting_user=acting_user, at=at)
    return plan


def numbers_of(plan: Plan, version: int) -> dict[Cell, int]:
    """By part and group. One statement."""
    rows = Target.objects.filter(version__plan=plan, version__number=version)
    return {(part, group): number for part, group, number in rows.values_list("part", "group", "number")}


@contextmanager
def _waiting() -> Iterator[None]:
    try:
        with waiting():
            yield
    except Busy as busy:
        raise PlanBusy from busy


def _take_up(plan_id: int, version: int, *, acting_user: User, at: datetime.datetime) -> tuple[Plan, PlanVersion, Seat]:
    """The plan, locked, with its latest version, which waits for approval and is the one that was looked at."""
    with _waiting():
        plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan_id)
    seat = seat_for(acting_user, roles.APPROVE_PLANS, approving_unit(plan.unit, plan.basis).pk, at)
    if plan.version != version or plan.state != Plan.State.PROPOSED:
        raise PlanChanged
    return plan, PlanVersion.objects.get(plan=plan, number=version), seat


def _seat_of_writing(unit: Unit, above: Unit, acting_user: User, at: datetime.datetime) -> Seat:
    """At the unit itself, else at the one that approves. Raises NotYours."""
    for place in dict.fromkeys((unit.pk, above.pk)):
        seat = access.seat_behind(acting_user, roles.KEEP_PLANS, place, at)
        if seat is not None:
            return seat
    raise NotYours


def _refuse_years(years: tuple[int, int], at: datetime.datetime) -> None:
    first, last = years
    if not FIRST_YEAR <= first <= last <= local_day(at).year + YEARS_AHEAD:
        raise InvalidFacts.of("years", _("A plan lies between 2000 and six years from now. Check the years."))
    if last - first >= LONGEST_TERM:
        raise InvalidFacts.of("years", _("A term touches at most six calendar years. Check the years."))


def _refuse_without_paper(paper: PaperGiven) -> None:
    """What the congress set stands in its resolution; the unit approves it at home, by that paper alone."""
    missing = {
        "number": _("Write the number of the congress's resolution that set it.") if not paper.number.strip() else "",
        "dated": _("Write the date of the congress's resolution.") if paper.dated is None else "",
    }
    faults_of_paper = {name: [sentence] for name, sentence in missing.items() if sentence}
    if faults_of_paper:
        raise InvalidFacts(faults_of_paper)


def _record(plan: Plan, verb: str, seat: Seat, facts: list[Fact], *, acting_user: User, at: datetime.datetime) -> None:
    append(
        f"unit:{plan.unit_id}",
        verb,
        acting_user=acting_user,
        on_behalf_of=access.absent(seat),
        at=at,
        refs={"plan": plan.pk, "years": plan.years, "version": plan.version, **access.grounds(seat)},
        facts=facts,
    )
