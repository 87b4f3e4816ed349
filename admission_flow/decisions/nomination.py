"""Nomination: the cell opens a case for a person."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.deadlines import Office, parameters_of
from admission_flow.decisions.act import Act, add_papers, decide, regulation_on, seat_for, write_end
from admission_flow.decisions.eligibility import write_eligibility, write_judgements
from admission_flow.decisions.given import NominationGiven, PaperGiven
from admission_flow.decisions.identity import (
    keeping_probes,
    known_of,
    person_of,
    refuse_member,
    refuse_open_case,
    refuse_wrong_identity,
)
from admission_flow.decisions.nominated import union_paper, verdicts_on
from admission_flow.decisions.numbers import next_number
from admission_flow.decisions.routes import way_up
from admission_flow.flows import AdmissionFlow, step_node
from admission_flow.models import Candidate, Case, Introduction, Regulation
from admission_flow.refusals import InvalidFacts, NotYours, OpenElsewhere, Refused
from admission_flow.rules.values import Verdict
from orgs import roles
from orgs.models import Person, Seat, Unit, User
from orgs.names import composed


def nominate(unit_id: int, given: NominationGiven, *, acting_user: User, at: datetime.datetime) -> Case:
    """Open a case for the person with this citizen ID in this cell.

    Raises NotYours, InvalidFacts, RuleNotMet, Busy, or OpenElsewhere where the person already has an open case. What
    a refusal tells of somebody is kept in the stream of who asked; after too many in an hour, TooManyProbes.
    """
    given = replace(given, full_name=composed(given.full_name))
    with engine.waiting(), transaction.atomic():
        judged = _judge(unit_id, given, acting_user, at)
        found = keeping_probes(lambda: _candidate(given, acting_user, at), unit_id, acting_user=acting_user, at=at)
        if not isinstance(found, Refused):
            return _open(found, given, judged, acting_user, at)
    raise found


@dataclass(frozen=True)
class _Judged:
    """What was read and judged before anything is locked. `way` has the columns of the case that say through whom it
    goes, `names` those who introduce."""

    unit: Unit
    seat: Seat
    regulation: Regulation
    office: Office
    verdicts: list[Verdict]
    way: dict[str, Any]
    names: dict[int, Person]


def _judge(unit_id: int, given: NominationGiven, acting_user: User, at: datetime.datetime) -> _Judged:
    unit = Unit.objects.get(pk=unit_id)
    if unit.kind not in Unit.CELLS:
        raise NotYours
    seat = seat_for(acting_user, roles.NOMINATE, unit_id, at)
    regulation = regulation_on(given.resolution.dated, at)
    refuse_wrong_identity(given, at)
    verdicts = verdicts_on(given, unit, parameters_of(regulation))
    names = Person.objects.in_bulk([one.person for one in given.introducers])
    day = timezone.localdate(at)
    return _Judged(unit, seat, regulation, Office.around(day), verdicts, way_up(unit, day), names)


def _open(
    candidate: Candidate, given: NominationGiven, judged: _Judged, acting_user: User, at: datetime.datetime
) -> Case:
    case = _new_case(candidate, judged.unit, judged.way, given, at)
    dated = given.resolution.dated
    act = Act(case, "nominate", None, acting_user, judged.seat, at, dated, judged.regulation, judged.office)
    act.task, opened = engine.start(case, step_node("nominate"), act.terms, acting_user=acting_user, at=at)
    act.rows += [act.task, candidate.person, candidate, *_introductions(act, given)]
    write_eligibility(act, given.eligibility)
    write_judgements(act, given.judgements)
    _add_nomination_papers(act, given, judged.names)
    decision = decide(
        act,
        "forward",
        verdicts=judged.verdicts,
        number=given.resolution.number,
        signed_by=given.resolution.signed_by,
        facts={"helper": given.helper},
    )
    write_end(act, "nominate", decision, opened, saved=True)
    return case


def _candidate(given: NominationGiven, acting_user: User, at: datetime.datetime) -> Candidate:
    """The person's file, a new one the first time. Raises InvalidFacts for a citizen ID that is another's, for a member
    and for a former one whose membership is not told, OpenElsewhere."""
    person = person_of(given)
    known = known_of(person, timezone.localdate(at))
    refuse_member(known)
    if known.left_on and not given.eligibility.left_on:
        sentence = _("By the register this person left the Party on %(day)s. Give that day and why it was.")
        day_left = date_format(known.left_on, "SHORT_DATE_FORMAT")
        raise InvalidFacts.of("left_on", sentence % {"day": day_left}).telling("former_member")
    refuse_open_case(known, acting_user, at)
    candidate = Candidate.objects.get(pk=known.file) if known.file else Candidate.objects.create(person=person)
    candidate.person = person
    return candidate


def _new_case(
    candidate: Candidate, unit: Unit, way: Mapping[str, Any], given: NominationGiven, at: datetime.datetime
) -> Case:
    case = Case(
        flow_class=AdmissionFlow,
        number=next_number(timezone.localdate(at).year),
        candidate=candidate,
        unit=unit,
        helper_id=given.helper,
        standing=["nominate"] + (["course"] if given.certificate else []),
        opened_at=at,
        changed_at=at,
        **way,
    )
    try:
        case.save(force_insert=True)
    except IntegrityError as error:
        raise OpenElsewhere(None) from error  # with the person locked, the table's constraint is only the last guard
    return case


def _introductions(act: Act, given: NominationGiven) -> list[Introduction]:
    rows = [
        Introduction(
            case=act.case,
            kind=Introduction.Kind.MEMBER,
            introducer_id=one.person,
            dated=act.dated,
            together_since=one.since,
            together=one.together,
        )
        for one in given.introducers
    ]
    if given.union:
        union = given.union
        rows.append(
            Introduction(
                case=act.case, kind=union.kind, organisation=union.organisation, number=union.number, dated=union.dated
            )
        )
    return Introduction.objects.bulk_create(rows)


def _add_nomination_papers(act: Act, given: NominationGiven, names: Mapping[int, Person]) -> None:
    papers = [PaperGiven("NQ-CB", given.resolution.dated, given.resolution.number, given.resolution.signed_by)]
    papers += [PaperGiven("3-KNĐ", act.dated, signed_by=names[one.person].full_name) for one in given.introducers]
    if given.union:
        papers.append(union_paper(given.union))
    if given.certificate:
        papers.append(given.certificate)
    add_papers(act, papers)
