"""Why somebody may do an act on a case, or may not: what of the case is needed, and what of the person."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow.workflow.status import STATUS

from admission_flow import access
from admission_flow.access import BESIDE, EXTEND, OFFERS, Offer
from admission_flow.decisions import sideways
from admission_flow.flows import step_node, way_of
from admission_flow.holding import record_of
from admission_flow.models import Case, Hold, Regulation, Task
from admission_flow.parts import judged_independent, parts_taken
from admission_flow.queries.eligibility import eligibility_card
from admission_flow.queries.listing import step_title
from admission_flow.rules.independence import part_of
from admission_flow.wording import verdict_sentence
from orgs import roles
from orgs.explaining import Ground, givers, grounds_of
from orgs.models import Person, Unit
from orgs.wording import capability_words, day_words, moment_words

SEES: dict[str, tuple[str, str | Promise]] = {
    "see_list": (roles.SEE_LIST, gettext_lazy("See the case in lists")),
    "see_file": (roles.SEE_FILE, gettext_lazy("See the file")),
    "read_journal": (roles.READ_JOURNAL, gettext_lazy("Read the history as an auditor")),
}


# What is asked about within this is asked about now.
NOW = datetime.timedelta(minutes=1)
AFTER_THE_END = frozenset({"propose_correction", "decide_correction", "cancel_admission"})
WHILE_HELD = frozenset({"resume", "withdraw", "end_membership"})


@dataclass(frozen=True)
class Asked:
    """An act that can be asked about. `step` is "" for one on the whole case; `pairs` are the (capability, unit id) of
    which any gives it."""

    key: str
    label: str
    step: str
    pairs: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Way:
    """One (capability, unit) that would give the act, with the grounds of the person for it, and who has it else."""

    capability: str
    unit: Unit
    grounds: list[Ground]
    givers: list[str]

    @property
    def holds(self) -> bool:
        return any(ground.holds for ground in self.grounds)


@dataclass(frozen=True)
class Answer:
    """`missing` has what of the case keeps everybody from it, or this person; the seats are in `ways`."""

    asked: Asked
    ways: list[Way]
    missing: list[str]
    at: datetime.datetime
    # What of the file it would need besides was not looked at, for who may not see it.
    discreet: bool = False

    @property
    def has_right(self) -> bool:
        return any(way.holds for way in self.ways)

    @property
    def may(self) -> bool:
        return self.has_right and not self.missing


def acts_of(case: Case, at: datetime.datetime) -> list[Asked]:
    """Everything that can be asked about this case: seeing it, each act of each step of its way, and those on the
    whole case; in the order of the procedure. One statement."""
    found = [Asked(key, str(label), "", ((capability, case.unit_id),)) for key, (capability, label) in SEES.items()]
    for step in _steps(case):
        for offer in OFFERS.get(step, ()):
            if (pair := _pair(case, step, offer)) is not None:
                found.append(Asked(f"{step}.{offer.verb}", f"{step_title(step)}: {offer.label}", step, (pair,)))
    beside = () if case.is_recognition else BESIDE.values()
    for one in (*beside, *access.acts_on_case(case)):
        seated = access.seat_on_case(case, one.verb)
        unit_id = seated[1].unit_of(case) if seated else None
        if seated and unit_id is not None:
            found.append(Asked(one.verb, str(one.label), "", ((seated[0], unit_id),)))
    for verb, (label, _fits) in sideways.ON_CASE.items():
        found.append(Asked(verb, str(label), "", tuple(sorted(sideways.seats_of_act(case, verb, at)))))
    return [one for one in found if one.pairs]


def _steps(case: Case) -> list[str]:
    """Those of the case's own route, and the side steps that it has been at."""
    on_the_way = [step for steps in way_of(case) for step in steps if step_node(step).exists_for(case)]
    been_at = Task.objects.filter(process=case, step__in=OFFERS).values_list("step", flat=True).distinct()
    return on_the_way + sorted(set(been_at) - set(on_the_way))


def answer(person: Person, case: Case, asked: Asked, *, at: datetime.datetime, discreet: bool = False) -> Answer:
    """What holds at that moment, of today or of the past. Some ten statements.

    `discreet`: nothing of the file is told, to who asks about somebody else and may not see it.
    """
    task = _task(case, asked.step, at) if asked.step else None
    pairs = asked.pairs
    if task is not None and pairs == (_own_pair(case, asked.step),):
        pairs = ((task.capability, task.unit_id),)  # where it was seated then
    units = Unit.objects.in_bulk({unit for _capability, unit in pairs})
    ways = [
        Way(capability, units[unit], grounds_of(person, capability, units[unit], at), givers(capability, units[unit]))
        for capability, unit in pairs
    ]
    missing = [] if asked.key in SEES else _missing(person, case, asked, task, ways, at, discreet)
    return Answer(asked, ways, missing, at, discreet)


def way_words(way: Way) -> str:
    return _("%(what)s, at %(unit)s") % {"what": capability_words(way.capability), "unit": way.unit.name}


def _missing(
    person: Person,
    case: Case,
    asked: Asked,
    task: Task | None,
    ways: list[Way],
    at: datetime.datetime,
    discreet: bool,
) -> list[str]:
    """What of the case keeps this person from it, as sentences."""
    missing = _of_the_case(case, asked, at)
    if asked.step and task is None:
        missing.append(_("The step “%(step)s” was not open.") % {"step": step_title(asked.step)})
    # Only to whose act it is: whoever sees the case in lists would read of its verification from what may be done.
    if not discreet and not missing and abs(timezone.now() - at) < NOW and any(way.holds for way in ways):
        missing += _of_this_moment(case, asked, task, ways, at)
    # Of a moment before the case nobody had a part in it, and its rules may not be known.
    if asked.step and part_of(asked.step) and at >= case.opened_at:
        missing += _not_independent(person, case, asked.step, ways, at)
    return missing


def _of_the_case(case: Case, asked: Asked, at: datetime.datetime) -> list[str]:
    day = timezone.localdate(at)
    missing = []
    if at < case.opened_at:
        missing.append(_("The case was opened on %(when)s.") % {"when": moment_words(case.opened_at)})
    if case.closed_at and case.closed_at <= at and asked.key not in AFTER_THE_END:
        missing.append(_("The case was closed on %(when)s.") % {"when": moment_words(case.closed_at)})
    held = [one for one in Hold.objects.filter(case=case) if one.since <= day < (one.until or datetime.date.max)]
    if held and asked.key not in WHILE_HELD:
        words = _("The case was on hold on that day, since %(day)s: nobody acts on it.")
        missing.append(words % {"day": day_words(held[0].since)})
    return missing


def _of_this_moment(case: Case, asked: Asked, task: Task | None, ways: list[Way], at: datetime.datetime) -> list[str]:
    """What an act needs beside an open case and an open step; of the past it isn't known any more."""
    if task is not None:
        offer = next(one for one in OFFERS[asked.step] if f"{asked.step}.{one.verb}" == asked.key)
        there = access.things_of(task) if offer.where else frozenset()
        return [_("Nothing is there that this could be done with.")] if offer.where and offer.where not in there else []
    if asked.key in BESIDE:
        open_tasks = [one for one in Task.objects.filter(process=case) if one.is_open]
        card = eligibility_card(case, record_of(case), open_tasks, timezone.localdate(at))
        return [] if asked.key in card.beside else [_("Nothing in the case asks for this now.")]
    if asked.key == EXTEND and not access.may_be_extended(case):
        return [_("No term of the case runs that may still be extended.")]
    if asked.key in sideways.ON_CASE:
        held = frozenset((way.capability, way.unit.pk) for way in ways if way.holds)
        fits = any(verb == asked.key for verb, _label in sideways.offered(case, held, at))
        return [] if fits else [sideways.why_not(case, asked.key, held, at).sentence]
    return []


def _not_independent(person: Person, case: Case, step: str, ways: list[Way], at: datetime.datetime) -> list[str]:
    """The part that this person, or whom they stand in for, took in the case before. Of several for whom they do, the
    one that `orgs.access.seat_behind` chooses."""
    holding = [ground for way in ways for ground in way.grounds if ground.holds]
    own = any(ground.delegation is None for ground in holding)
    lent = sorted((one.delegation.pk, one.seat.person_id) for one in holding if one.delegation is not None)
    people = [person.pk, *(holder for _delegation, holder in lent[:1] if not own)]
    verdict = judged_independent(
        case, step, people, parts_taken(case.pk, people, before=at), Regulation.on(timezone.localdate(at))
    )
    return [verdict_sentence(verdict)] if verdict is not None and not verdict.met else []


def _task(case: Case, step: str, at: datetime.datetime) -> Task | None:
    """The step as it was open at that moment."""
    tasks = Task.objects.filter(process=case, step=step, opened_at__lte=at).order_by("-pk")
    return next((one for one in tasks if one.status == STATUS.NEW or (one.done_at and one.done_at > at)), None)


def _pair(case: Case, step: str, offer: Offer) -> tuple[str, int] | None:
    if offer.by is not None and offer.at is not None:
        unit_id = offer.at.unit_of(case)
        return (offer.by, unit_id) if unit_id is not None else None
    return _own_pair(case, step)


def _own_pair(case: Case, step: str) -> tuple[str, int] | None:
    node = step_node(step)
    unit_id = node.place.unit_of(case)
    return (node.capability, unit_id) if unit_id is not None else None
