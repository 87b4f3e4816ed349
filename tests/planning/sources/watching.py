"""Sources of a cell as tests need them: `Watching(bloc).enter()`, then the verbs as methods."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.utils import timezone

from admission_flow.decisions.given import NominationGiven
from admission_flow.models import Case
from orgs.models import Unit, User
from planning.models import Source, SourceReview, SourceTask
from planning.sources.decisions import converting, entering, keeping, reviewing, tasking
from planning.sources.given import AssessmentGiven, MarkGiven, RemovalGiven, SourceGiven, TaskGiven
from tests.admission_flow.journey import Journey
from tests.people import Bloc, new_person

A_DAY = datetime.timedelta(days=1)


class Watching:
    """Sources of `bloc.cell`, by its secretary, today."""

    def __init__(self, bloc: Bloc, at: datetime.datetime | None = None) -> None:
        self.bloc = bloc
        self.at = at or timezone.now()

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.at)

    @property
    def month(self) -> datetime.date:
        return self.today.replace(day=1)

    def helper(self, unit: Unit | None = None, place: int = 0) -> int:
        """An official member of the cell."""
        members = (unit or self.bloc.cell).members.filter(official_on__isnull=False).order_by("pk")
        return int(members.values_list("person", flat=True)[place])

    def given(self, full_name: str = "Nguyễn Thị Thanh Xuân", **changes: Any) -> SourceGiven:
        person = new_person(full_name)
        given = SourceGiven(
            citizen_id=person.citizen_id,
            full_name=full_name,
            birth_date=datetime.date(1994, 2, 3),
            sex="f",
            proposed_by="cell",
            since=self.today - 400 * A_DAY,
        )
        return replace(given, **changes)

    def enter(
        self, given: SourceGiven | None = None, *, by: User | None = None, unit: Unit | None = None, **changes: Any
    ) -> Source:
        given = given or self.given(**changes)
        place = (unit or self.bloc.cell).pk
        return entering.enter_source(place, given, acting_user=by or self.bloc.cell_secretary, at=self.at)

    def put_on_list(self, found: Source, *, by: User | None = None, day: datetime.date | None = None) -> Source:
        who = by or self.bloc.cell_secretary
        return keeping.put_on_list(found.pk, day or self.today, "05-NQ/CB", found.revision, acting_user=who, at=self.at)

    def help(self, found: Source, helper: int | None = None, *, by: User | None = None) -> Source:
        helper = self.helper() if helper is None else helper
        who = by or self.bloc.cell_secretary
        return keeping.assign_helper(found.pk, helper, self.today, found.revision, acting_user=who, at=self.at)

    def task(self, found: Source, *, by: User | None = None, **changes: Any) -> SourceTask:
        given = replace(TaskGiven("Phụ trách phong trào", self.today - A_DAY, self.today + 30 * A_DAY), **changes)
        who = by or self.bloc.cell_secretary
        return tasking.give_task(found.pk, given, revision(found), acting_user=who, at=self.at)

    def assess(self, task: SourceTask, *, by: User | None = None, **changes: Any) -> SourceTask:
        given = replace(AssessmentGiven(self.today, "well", "Hoàn thành trước hạn"), **changes)
        who = by or self.bloc.cell_secretary
        return tasking.assess_task(task.pk, given, revision(task.source), acting_user=who, at=self.at)

    def remove(self, found: Source, *, by: User | None = None, **changes: Any) -> Source:
        given = replace(RemovalGiven(self.today, "moved", "Chuyển công tác về xã"), **changes)
        who = by or self.bloc.cell_secretary
        return keeping.remove_source(found.pk, given, revision(found), acting_user=who, at=self.at)

    def again(self, found: Source, *, by: User | None = None) -> Source:
        who = by or self.bloc.cell_secretary
        return keeping.watch_again(found.pk, self.today, "", revision(found), acting_user=who, at=self.at)

    def nomination(self, **changes: Any) -> NominationGiven:
        return Journey(self.bloc, self.bloc.cell, at=self.at).nomination(**changes)

    def nominate(self, found: Source, *, by: User | None = None, **changes: Any) -> Case:
        who = by or self.bloc.cell_secretary
        given = self.nomination(**changes)
        return converting.nominate_source(found.pk, given, revision(found), acting_user=who, at=self.at)

    def marks(self, **verdicts: str) -> list[MarkGiven]:
        """One "keep" for each source that the cell watches."""
        live = Source.objects.filter(unit=self.bloc.cell, state__in=Source.LIVE).order_by("pk")
        return [MarkGiven(one.pk, one.revision, "keep") for one in live]

    def review(
        self, marks: list[MarkGiven] | None = None, *, by: User | None = None, month: datetime.date | None = None,
        held_on: datetime.date | None = None, unit: Unit | None = None,
    ) -> SourceReview:  # fmt: skip
        who, place = by or self.bloc.cell_secretary, unit or self.bloc.cell
        marks = self.marks() if marks is None else marks
        return reviewing.review_sources(
            place.pk, month or self.month, held_on or self.today, marks, acting_user=who, at=self.at
        )


def revision(found: Source) -> int:
    return Source.objects.values_list("revision", flat=True).get(pk=found.pk)
