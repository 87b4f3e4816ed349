"""Letters of meetings and classes go to who still sees them."""

from __future__ import annotations

import datetime

from django.utils import timezone

from meetings.models import Attendee
from notices import kinds
from notices.models import Notice
from orgs.models import Seat, User
from tests.meetings.sittings import Held
from tests.people import Bloc
from tests.training.classes import Centre, waiting


def heard(person: User, kind: str) -> int:
    told = list(Notice.objects.filter(recipient=person, kind=kind))
    assert told, "there is something to hear of"
    return len(kinds.still_for(person, told, timezone.now()))


def test_a_call_goes_to_who_is_still_on_the_body(bloc: Bloc) -> None:
    Held(bloc).with_cases(1).called()
    assert heard(bloc.bloc_secretary, "meeting_called") == 1
    Seat.objects.filter(person=bloc.bloc_secretary.person).update(ends=datetime.date(2015, 1, 1))
    Attendee.objects.filter(person=bloc.bloc_secretary.person).delete()
    assert heard(bloc.bloc_secretary, "meeting_called") == 0


def test_what_a_meeting_decided_goes_to_who_sees_the_case(bloc: Bloc) -> None:
    Held(bloc).with_cases(1).seated().voted().closed()
    assert heard(bloc.cell_secretary, "meeting_decided") == 1
    Seat.objects.filter(person=bloc.cell_secretary.person).update(ends=datetime.date(2015, 1, 1))
    assert heard(bloc.cell_secretary, "meeting_decided") == 0


def test_a_class_goes_to_who_sees_cases_somewhere(bloc: Bloc) -> None:
    centre = Centre(bloc)
    centre.held(waiting(bloc, 1))
    assert heard(bloc.cell_secretary, "class_enrolled") == 1
    Seat.objects.filter(person=bloc.cell_secretary.person).update(ends=datetime.date(2015, 1, 1))
    assert heard(bloc.cell_secretary, "class_enrolled") == 0
