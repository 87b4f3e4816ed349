"""Classes of the demo: one over and ready to be closed, one still to come, so that their pages show something."""

from __future__ import annotations

import datetime

from django.utils import timezone

from orgs.access import holders
from orgs.calendar import ONE_DAY
from orgs.models import Unit, User
from orgs.roles import RUN_COURSE
from training.access import rights_of
from training.decisions.enrolling import enrol
from training.decisions.planning import plan_class
from training.decisions.recording import record_attendance, record_results
from training.given import AttendanceGiven, ClassGiven, ResultGiven, SessionGiven
from training.models import TrainingClass
from training.programmes import ASKS_PERCENT, draft
from training.queries.listing import waiting_tasks

PLACE = "Hội trường Trung tâm chính trị"
ENROLLED = 4


def hold_demo_classes() -> None:
    """By the verbs, as the holder of the training centre's seat. Nothing where there are classes already."""
    now = timezone.now()
    bloc = Unit.objects.filter(depth=1).order_by("path").first()
    seat = (RUN_COURSE, bloc.pk) if bloc else None
    people = holders({seat}, now)[seat] if seat else []
    if not bloc or not people or TrainingClass.objects.exists():
        return
    centre = User.objects.get(pk=people[0])
    today = timezone.localdate(now)
    held = _plan(bloc, 1, today - 14 * ONE_DAY, centre, now)
    _enrol(held, centre, now)
    roll = list(held.enrolments.order_by("pk"))
    for session in held.sessions.filter(day__lte=today) if roll else ():
        here = {one.pk: AttendanceGiven(True) for one in roll}
        record_attendance(session.pk, here, acting_user=centre, at=now)
    grades = {one.pk: ResultGiven("failed" if place == 1 else "good") for place, one in enumerate(roll)}
    record_results(held.pk, grades, acting_user=centre, at=now)
    coming = _plan(bloc, 2, today + 7 * ONE_DAY, centre, now)
    _enrol(coming, centre, now)


def _plan(bloc: Unit, number: int, starts: datetime.date, centre: User, now: datetime.datetime) -> TrainingClass:
    given = ClassGiven(
        kind=TrainingClass.Kind.AWARENESS,
        number=f"{number:02d}-{starts.year}",
        name=f"Lớp bồi dưỡng nhận thức về Đảng, khóa {number}",
        starts=starts,
        ends=None,
        place=PLACE,
        capacity=40,
        asks_percent=ASKS_PERCENT,
        sessions=tuple(SessionGiven(title, periods) for title, periods in draft(TrainingClass.Kind.AWARENESS)),
    )
    return plan_class(bloc.pk, given, acting_user=centre, at=now)


def _enrol(found: TrainingClass, centre: User, now: datetime.datetime) -> None:
    """Those who have waited longest; as many again stay waiting for the next class, where there are so many."""
    waits = waiting_tasks(rights_of(centre, now), frozenset({"course"})).filter(process__held_since__isnull=True)
    cases = list(waits.order_by("opened_at", "pk").values_list("process", flat=True))
    if cases:
        enrol(found.pk, cases[: min(ENROLLED, -(-len(cases) // 2))], acting_user=centre, at=now)
