"""A cell enters somebody among its sources."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.decisions.identity import (
    keeping_probes,
    known_of,
    person_of,
    refuse_member,
    refuse_open_case,
    refuse_wrong_identity,
)
from admission_flow.refusals import InvalidFacts, NotYours, Refused
from journal.facts import fact_of
from orgs import access, roles
from orgs.calendar import local_day
from orgs.models import Person, Seat, Unit, User
from orgs.names import composed
from planning.models import Source, SourceChange
from planning.resolutions.decisions.begin import refuse_faults, write_entry
from planning.sources.decisions.begin import busy, fault_of_helper, refs_of
from planning.sources.given import SourceGiven
from planning.sources.refusals import AlreadyASource

ELSEWHERE = "source_elsewhere"


def enter_source(unit_id: int, given: SourceGiven, *, acting_user: User, at: datetime.datetime) -> Source:
    """Watch the person with this citizen ID in this cell.

    Raises NotYours, InvalidFacts, AlreadyASource, SourceBusy, or OpenElsewhere where the person has an open case. What
    a refusal tells of somebody is kept as at a nomination, and counted with those: after too many, TooManyProbes.
    """
    given = replace(given, full_name=composed(given.full_name))
    with busy(), transaction.atomic():
        unit = Unit.objects.get(pk=unit_id)
        if unit.kind not in Unit.CELLS:
            raise NotYours
        seat = seat_for(acting_user, roles.NOMINATE, unit_id, at)
        refuse_wrong_identity(given, at)
        _refuse_facts(given, unit, at)
        found = keeping_probes(lambda: _free(given, unit, acting_user, at), unit_id, acting_user=acting_user, at=at)
        if not isinstance(found, Refused):
            return _enter(found, unit, given, seat, acting_user, at)
    raise found


def _refuse_facts(given: SourceGiven, unit: Unit, at: datetime.datetime) -> None:
    of_union = given.proposed_by in (Source.ProposedBy.YOUTH_UNION, Source.ProposedBy.TRADE_UNION)
    named = given.organisation.strip() or given.union_number.strip() or given.union_dated
    faults = {
        "proposed_by": None
        if given.proposed_by in Source.ProposedBy.values
        else _("Say who proposed the person: the cell or a union."),
        "since": _fault_of_since(given, at),
        "union_dated": _fault_of_paper(given.union_dated, at),
        "resolution_dated": _fault_of_paper(given.resolution_dated, at),
        "helper": fault_of_helper(given.helper, unit, local_day(at)) if given.helper else None,
    }
    if not of_union and named:
        faults["proposed_by"] = _("Say which union it was, or leave its organisation, number and date empty.")
    missing = _("Write which organisation of the union proposed the person.") if of_union else ""
    texts = {
        "organisation": (given.organisation, missing),
        "union_number": (given.union_number, ""),
        "resolution_number": (given.resolution_number, ""),
    }
    refuse_faults(Source(), texts, faults)


def _fault_of_since(given: SourceGiven, at: datetime.datetime) -> str | None:
    if given.since > local_day(at):
        return _("The date lies in the future. Enter the person once the cell has chosen them.")
    if given.since <= given.birth_date:
        return _("The date lies before the person was born. Check both dates.")
    return None


def _fault_of_paper(day: datetime.date | None, at: datetime.datetime) -> str | None:
    return _("The date lies in the future. Check it.") if day and day > local_day(at) else None


def _free(given: SourceGiven, unit: Unit, acting_user: User, at: datetime.datetime) -> Person:
    """The person, locked, whom no cell watches: no member, without an open case. Raises what tells why not."""
    person = person_of(given)
    known = known_of(person, local_day(at))
    refuse_member(known)
    refuse_open_case(known, acting_user, at)
    refuse_watched(person, unit, acting_user, at)
    return person


def refuse_watched(person: Person, unit: Unit, acting_user: User, at: datetime.datetime, *, but: int = 0) -> None:
    """Raises AlreadyASource, or InvalidFacts for a source of another cell: which one, only to who may see it.

    A nominated one of the own cell is watched again rather than entered twice. `but` is the id of the source that asks.
    With the person locked, the table's constraint is only the last guard.
    """
    taken = Q(state__in=Source.LIVE) | Q(state=Source.State.NOMINATED, unit=unit)
    other = Source.objects.filter(taken, person=person).exclude(pk=but).select_related("unit").first()
    if other is None:
        return
    if other.unit_id == unit.pk:
        raise AlreadyASource
    if access.sees(acting_user, roles.SEE_LIST, other.unit, at):
        sentence = _("This person is already a source of another cell: %(unit)s.") % {"unit": other.unit.name}
        raise InvalidFacts.of("citizen_id", sentence)
    sentence = _("This person is already a source of another cell of the bloc. Ask the organisation board.")
    raise InvalidFacts.of("citizen_id", sentence).telling(ELSEWHERE)


def _enter(
    person: Person, unit: Unit, given: SourceGiven, seat: Seat, acting_user: User, at: datetime.datetime
) -> Source:
    found = Source.objects.create(
        person=person,
        unit=unit,
        proposed_by=given.proposed_by,
        organisation=given.organisation.strip(),
        union_number=given.union_number.strip(),
        union_dated=given.union_dated,
        since=given.since,
        resolution_number=given.resolution_number.strip(),
        resolution_dated=given.resolution_dated,
        state_on=given.since,
        helper_id=given.helper,
        entered_by=acting_user,
        entered_at=at,
    )
    change = SourceChange.objects.create(
        source=found,
        kind=SourceChange.Kind.ENTERED,
        state=found.state,
        day=found.since,
        number=found.resolution_number,
        helper_id=given.helper,
        made_by=acting_user,
        at=at,
    )
    facts = [fact_of(row, salt=person.salt) for row in (person, found, change)]
    write_entry(unit.pk, "enter_source", seat, facts, acting_user=acting_user, at=at, refs=refs_of(found))
    return found
