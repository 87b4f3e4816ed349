"""The only door to a meeting: who gets it, and what they may do with it.

Who sees the files of the body's unit sees its meetings, and whoever is on the body or was on the roll. Candidates are
named to the former only; a member of a cell without a seat sees when and where, and how many cases.
"""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from meetings.bodies import CONVENES
from meetings.models import Meeting
from orgs import access, roles
from orgs.access import Account
from orgs.members import present
from orgs.models import Unit


def meetings_of(person: Account, at: datetime.datetime) -> QuerySet[Meeting]:
    """The meetings that this account may see. One statement to make."""
    person_id = getattr(person, "person_id", None)
    seen = access.in_subtrees(person, roles.SEE_FILE, at)
    if person_id is not None:
        day = timezone.localdate(at)
        mine = Unit.objects.filter(
            present(day, "members__"), kind__in=Unit.CELLS, members__person=person_id, members__official_on__lte=day
        )
        seen |= Q(roll__person=person_id) | Q(unit__in=mine)
    return Meeting.objects.filter(pk__in=Meeting.objects.filter(seen).values("pk"))


def meeting_for(person: Account, pk: int, *, at: datetime.datetime) -> Meeting:
    """The meeting, or Http404. `runs` and `names`: whether this account runs it, and sees who is on its agenda."""
    meeting = (
        meetings_of(person, at).select_related("unit", "chair", "secretary", "minutes_number").filter(pk=pk).first()
    )
    if meeting is None:
        raise Http404
    held = access.capabilities(person, at)
    meeting.runs = (CONVENES.get(meeting.unit.kind), meeting.unit_id) in held
    meeting.names = access.sees(person, roles.SEE_FILE, meeting.unit, at)
    return meeting


def runners(meeting: Meeting, at: datetime.datetime) -> list[int]:
    """Ids of the accounts that run this meeting that day. One statement."""
    pair = (CONVENES.get(meeting.unit.kind, ""), meeting.unit_id)
    return access.holders([pair], at)[pair]


def convened_by(person: Account, at: datetime.datetime) -> list[Unit]:
    """The units whose bodies this account may call today, in the order of the tree. Two statements."""
    held = access.capabilities(person, at)
    places = {unit for capability, unit in held if capability in CONVENES.values()}
    found = Unit.objects.filter(pk__in=places).order_by("path")
    return [unit for unit in found if (CONVENES.get(unit.kind), unit.pk) in held]
