"""A source becomes a case: nominated by the verb of the nomination, in the same transaction."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow.status import PROCESS

from admission_flow.decisions.given import NominationGiven
from admission_flow.decisions.nomination import nominate
from admission_flow.models import Case
from admission_flow.refusals import Refused
from journal.facts import fact_of
from orgs.calendar import local_day
from orgs.models import Seat, User
from planning.models import Source, SourceChange
from planning.resolutions.decisions.begin import write_entry
from planning.sources import rules
from planning.sources.decisions.begin import refs_of, take_up, turn


class NoCaseToLink(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This cell has no open admission case of this person. Nominate the person from the source instead.")
        )


def nominate_source(
    source_id: int, given: NominationGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> Case:
    """Open the case of this source's person in its cell. Whose identity card it is, the source says, not `given`.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, and what `nominate` raises. What that refuses with a telling
    sentence stays in the stream of who asked, also here.
    """
    with transaction.atomic():
        found, seat = take_up(source_id, rules.NOMINATE, revision, acting_user=acting_user, at=at)
        person = found.person
        given = replace(
            given,
            citizen_id=person.citizen_id,
            full_name=person.full_name,
            birth_date=person.birth_date,
            sex=person.sex,
        )
        try:
            case = nominate(found.unit_id, given, acting_user=acting_user, at=at)
        except Refused as refusal:
            if not refusal.tells:
                raise
            told = refusal
        else:
            found.helper_id = given.helper
            _link(found, case, seat, acting_user, at)
            return case
    raise told


@transaction.atomic
def link_case(source_id: int, revision: int, *, acting_user: User, at: datetime.datetime) -> Case:
    """The cell nominated the person beside the source: the open case is the one that came of it.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, NoCaseToLink.
    """
    found, seat = take_up(source_id, rules.LINK, revision, acting_user=acting_user, at=at)
    case = open_case_of(found)
    if case is None:
        raise NoCaseToLink
    _link(found, case, seat, acting_user, at)
    return case


def open_case_of(found: Source) -> Case | None:
    """The open admission of this person in this cell. One statement."""
    cases = Case.objects.filter(
        candidate__person=found.person_id, unit=found.unit_id, status=PROCESS.NEW, admission__isnull=True
    )
    return cases.first()


def _link(found: Source, case: Case, seat: Seat, acting_user: User, at: datetime.datetime) -> None:
    day = max(local_day(case.opened_at), found.state_on)
    found.state, found.state_on, found.case = Source.State.NOMINATED, day, case
    kind = SourceChange.Kind.NOMINATED
    change = turn(found, kind, day, acting_user=acting_user, at=at, case=case, helper_id=case.helper_id)
    facts = [fact_of(row, salt=found.person.salt) for row in (found, change)]
    refs = refs_of(found, case=case.number)
    write_entry(found.unit_id, "nominate_source", seat, facts, acting_user=acting_user, at=at, refs=refs)
