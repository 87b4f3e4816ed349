"""A class of the training centre as tests need it: `Centre(bloc).planned()`, then the verbs as methods."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from admission_flow.models import Case
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.people import Bloc
from training.decisions import closing, enrolling, planning, recording
from training.given import AttendanceGiven, ClassGiven, ClosingGiven, ResultGiven, SessionGiven
from training.models import Enrolment, Session, TrainingClass

SIGNER = "Tạ Thị Yến"
PERIODS = 5
A_DAY = datetime.timedelta(days=1)


def waiting(bloc: Bloc, number: int = 1, unit: str = "cell") -> list[Case]:
    """So many cases of that cell that wait for the course."""
    return [Journey.in_unit(bloc, unit).to("course").case for _number in range(number)]


class Centre:
    """The training centre and its one class, by default held in the last four days and over today."""

    found: TrainingClass

    def __init__(self, bloc: Bloc, at: datetime.datetime | None = None) -> None:
        self.bloc = bloc
        self.at = at or timezone.now()

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.at)

    @property
    def by(self) -> User:
        return self.bloc.training_centre

    def given(self, **changes: Any) -> ClassGiven:
        """Four sessions on two days, the last one today."""
        starts = self.today - A_DAY
        halves = [(day, half) for day in (starts, self.today) for half in ("morning", "afternoon")]
        given = ClassGiven(
            kind="awareness",
            number="01-2026",
            name="Lớp bồi dưỡng nhận thức về Đảng khóa I",
            starts=starts,
            ends=self.today,
            place="Hội trường Trung tâm chính trị",
            capacity=30,
            asks_percent=75,
            sessions=tuple(
                SessionGiven(f"Bài {place}", PERIODS, day, half) for place, (day, half) in enumerate(halves, 1)
            ),
        )
        return replace(given, **changes)

    def plan(self, *, by: User | None = None, **changes: Any) -> TrainingClass:
        given = self.given(**changes)
        self.found = planning.plan_class(self.bloc.unit.pk, given, acting_user=by or self.by, at=self.at)
        return self.found

    def change(self, *, by: User | None = None, **changes: Any) -> TrainingClass:
        given = self.given(**changes)
        self.found = planning.change_class(self.found.pk, given, acting_user=by or self.by, at=self.at)
        return self.found

    def cancel(self, reason: str = "Không đủ học viên", *, by: User | None = None) -> TrainingClass:
        self.found = planning.cancel_class(self.found.pk, reason, acting_user=by or self.by, at=self.at)
        return self.found

    def enrol(self, cases: Iterable[Case], *, by: User | None = None) -> list[Enrolment]:
        ids = [case.pk for case in cases]
        return enrolling.enrol(self.found.pk, ids, acting_user=by or self.by, at=self.at)

    def take_out(self, one: Enrolment, reason: str = "Đi công tác", *, by: User | None = None) -> Enrolment:
        return enrolling.withdraw_enrolment(one.pk, reason, acting_user=by or self.by, at=self.at)

    def sessions(self) -> list[Session]:
        return list(self.found.sessions.all())

    def live(self) -> list[Enrolment]:
        return list(self.found.enrolments.filter(state="enrolled").order_by("pk"))

    def attend(self, *absent: Enrolment, sessions: Iterable[Session] | None = None, by: User | None = None) -> None:
        """Everybody was there, but those."""
        away = {one.pk for one in absent}
        given = {
            one.pk: AttendanceGiven(False, "ốm") if one.pk in away else AttendanceGiven(True) for one in self.live()
        }
        for session in self.sessions() if sessions is None else sessions:
            recording.record_attendance(session.pk, given, acting_user=by or self.by, at=self.at)

    def grade(self, *failed: Enrolment, by: User | None = None) -> None:
        """Everybody passed with a good result, but those."""
        away = {one.pk for one in failed}
        given = {one.pk: ResultGiven("failed" if one.pk in away else "good") for one in self.live()}
        recording.record_results(self.found.pk, given, acting_user=by or self.by, at=self.at)

    def held(self, cases: Iterable[Case], **changes: Any) -> list[Enrolment]:
        """Planned, with these enrolled, all of them there, and all of them passed."""
        self.plan(**changes)
        enrolled = self.enrol(cases)
        self.attend()
        self.grade()
        return enrolled

    def close(self, *, by: User | None = None, **changes: Any) -> closing.Closed:
        given = replace(ClosingGiven(self.today, SIGNER), **changes)
        return closing.close_class(self.found.pk, given, acting_user=by or self.by, at=self.at)
