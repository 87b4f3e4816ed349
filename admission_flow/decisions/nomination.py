"""Nomination: the cell opens a case for a person."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import PROCESS

from admission_flow import engine
from admission_flow.deadlines import Office, parameters_of
from admission_flow.decisions.act import Act, add_papers, decide, regulation_on, seat_for, write_end
from admission_flow.decisions.eligibility import write_eligibility, write_judgements
from admission_flow.decisions.given import NominationGiven, PaperGiven
from admission_flow.decisions.nominated import union_paper, verdicts_on
from admission_flow.decisions.numbers import next_number
from admission_flow.decisions.routes import way_up
from admission_flow.flows import AdmissionFlow, step_node
from admission_flow.models import Candidate, Case, Decision, Introduction, Regulation
from admission_flow.refusals import InvalidFacts, NotYours, OpenElsewhere, Refused, TooManyProbes
from admission_flow.rules.values import Verdict
from journal import record
from journal.models import Entry
from orgs import access, roles
from orgs.models import Member, Person, Seat, Unit, User
from orgs.names import composed, is_name
from orgs.refusals import NO_NAME

# Refusals that tell who is known, a member or a candidate elsewhere, by one person in an hour.
PROBED, MOST_PROBES = "nomination_refused", 10
EARLIEST_BIRTH = 1900
CITIZEN_ID = re.compile(r"[0-9]{12}")


def nominate(unit_id: int, given: NominationGiven, *, acting_user: User, at: datetime.datetime) -> Case:
    """Open a case for the person with this citizen ID in this cell.

    Raises NotYours, InvalidFacts, RuleNotMet, Busy, or OpenElsewhere where the person already has an open case. What
    a refusal tells of somebody is kept in the stream of who asked; after too many in an hour, TooManyProbes.
    """
    given = replace(given, full_name=composed(given.full_name))
    with engine.waiting(), transaction.atomic():
        judged = _judge(unit_id, given, acting_user, at)
        # One at a time, or those sent side by side would all be counted as the first.
        User.objects.select_for_update(no_key=True).get(pk=acting_user.pk)
        _refuse_probing(acting_user, at)
        try:
            candidate = _candidate(_person(given), given, acting_user, at)
        except Refused as refusal:
            if not refusal.tells:
                raise
            # Nothing has been written yet, so this is all that is kept.
            refs = {"unit": unit_id, "why": refusal.tells}
            record.append(_stream(acting_user), PROBED, acting_user=acting_user, at=at, refs=refs)
            told = refusal
        else:
            return _open(candidate, given, judged, acting_user, at)
    raise told


def _stream(user: User) -> str:
    return f"user:{user.pk}"


def _refuse_probing(acting_user: User, at: datetime.datetime) -> None:
    hour = at - datetime.timedelta(hours=1)
    probes = Entry.objects.filter(stream=_stream(acting_user), verb=PROBED, at__gt=hour)
    if probes.count() >= MOST_PROBES:
        raise TooManyProbes


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
    _refuse_wrong_identity(given, at)
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


def _refuse_wrong_identity(given: NominationGiven, at: datetime.datetime) -> None:
    if not CITIZEN_ID.fullmatch(given.citizen_id):
        raise InvalidFacts.of("citizen_id", _("A citizen ID has exactly 12 digits."))
    if not is_name(given.full_name):
        raise InvalidFacts.of("full_name", NO_NAME)
    most = Person._meta.get_field("full_name").max_length or 0
    if len(given.full_name) > most:
        raise InvalidFacts.of("full_name", _("At most %(most)s characters fit here.") % {"most": most})
    if given.birth_date >= timezone.localdate(at):
        raise InvalidFacts.of("birth_date", _("The birth date lies in the future."))
    if given.birth_date.year < EARLIEST_BIRTH:
        raise InvalidFacts.of("birth_date", _("Nobody who lives was born then. Check the birth date."))


def _person(given: NominationGiven) -> Person:
    """The one person with this citizen ID, locked; two nominations of one person wait for each other here."""
    new = Person(citizen_id=given.citizen_id, full_name=given.full_name, birth_date=given.birth_date, sex=given.sex)
    new.fill_keys()
    Person.objects.bulk_create([new], ignore_conflicts=True)
    person = Person.objects.select_for_update().get(citizen_id=given.citizen_id)
    if person.birth_date != given.birth_date or person.search_name != new.search_name:
        raise InvalidFacts.of(
            "citizen_id",
            _("This citizen ID is already kept with another name or birth date. Check all three on the identity card."),
        ).telling("another_identity")
    return person


def _candidate(person: Person, given: NominationGiven, acting_user: User, at: datetime.datetime) -> Candidate:
    """The person's file, a new one the first time. Raises InvalidFacts for a member and for a former one whose
    membership is not told, OpenElsewhere."""
    day = timezone.localdate(at)
    not_gone = Q(until__isnull=True) | Q(until__gt=day)
    running = Case.objects.filter(candidate__person=OuterRef("pk"), status=PROCESS.NEW)
    # Asked once the lock is held, so that it sees what another nomination has done.
    # An admission that was cancelled made nobody a member.
    void = Decision.objects.filter(
        case__candidate__person=OuterRef("person"), outcome="cancelled", dated=OuterRef("until")
    )
    left = Member.objects.filter(~Exists(void), person=OuterRef("pk"), ending=Member.Ending.LEFT, until__lte=day)
    is_member, file, case, left_on = (
        Person.objects.annotate(
            is_member=Exists(Member.objects.filter(not_gone, person=OuterRef("pk"), joined_on__lte=day)),
            running=Subquery(running.values("pk")[:1]),
            left_on=Subquery(left.order_by("-until").values("until")[:1]),
        )
        .values_list("is_member", "candidate", "running", "left_on")
        .get(pk=person.pk)
    )
    if is_member:
        raise InvalidFacts.of("citizen_id", _("This person is already a member of the Party.")).telling("member")
    if left_on and not given.eligibility.left_on:
        sentence = _("By the register this person left the Party on %(day)s. Give that day and why it was.")
        day_left = date_format(left_on, "SHORT_DATE_FORMAT")
        raise InvalidFacts.of("left_on", sentence % {"day": day_left}).telling("former_member")
    if case is not None:
        found = Case.objects.select_related("unit").get(pk=case)
        raise OpenElsewhere(found.number if access.sees(acting_user, roles.SEE_LIST, found.unit, at) else None)
    candidate = Candidate.objects.get(pk=file) if file else Candidate.objects.create(person=person)
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
