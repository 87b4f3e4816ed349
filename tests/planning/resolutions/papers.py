"""A resolution of the bloc as tests need it: `Rolling(bloc).issued()`, then the verbs as methods."""

from __future__ import annotations

import datetime
import io
import uuid
from dataclasses import replace
from typing import Any

from django.utils import timezone

from orgs.models import Unit, User
from planning.models import Reminder, Resolution, ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.decisions import drafting, programmes, reminding, rolling_out
from planning.resolutions.given import FileGiven, ProgrammeGiven, ResolutionGiven, SessionGiven
from planning.resolutions.standings import AUDIENCES
from tests.documents.samples import pdf
from tests.people import Bloc

A_DAY = datetime.timedelta(days=1)


def paper(name: str = "nghi-quyet.pdf", title: str = "Nghị quyết") -> FileGiven:
    return FileGiven(io.BytesIO(pdf(title)), name)


class Rolling:
    """The bloc's resolution of thirty days ago, rolled out until in thirty days."""

    found: Resolution

    def __init__(self, bloc: Bloc, at: datetime.datetime | None = None) -> None:
        self.bloc = bloc
        self.at = at or timezone.now()

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.at)

    def given(self, **changes: Any) -> ResolutionGiven:
        given = ResolutionGiven(
            number="01-NQ/ĐUK",
            dated=self.today - 30 * A_DAY,
            title="Nghị quyết về công tác phát triển đảng viên",
            about="Phát triển đảng viên là nhiệm vụ thường xuyên của mỗi chi bộ.",
            rolled_out_until=self.today + 30 * A_DAY,
            asks_programme=True,
            programme_until=self.today + 60 * A_DAY,
        )
        return replace(given, **changes)

    def draft(self, *, by: User | None = None, unit: Unit | None = None, **changes: Any) -> Resolution:
        unit = unit or self.bloc.unit
        given = self.given(**changes)
        self.found = drafting.draft_resolution(unit.pk, given, acting_user=by or self.bloc.office, at=self.at)
        return self.found

    def change(self, *, by: User | None = None, revision: int | None = None, **changes: Any) -> Resolution:
        drawn = self.found.revision if revision is None else revision
        given = self.given(**changes)
        self.found = drafting.change_resolution(
            self.found.pk, given, drawn, acting_user=by or self.bloc.office, at=self.at
        )
        return self.found

    def issue(self, *, by: User | None = None, revision: int | None = None) -> Resolution:
        drawn = self.found.revision if revision is None else revision
        self.found = drafting.issue_resolution(
            self.found.pk, drawn, acting_user=by or self.bloc.standing_deputy, at=self.at
        )
        return self.found

    def issued(self, **changes: Any) -> Resolution:
        self.draft(**changes)
        return self.issue()

    def end(
        self, state: str = "withdrawn", reason: str = "Có nghị quyết mới", *, by: User | None = None,
        revision: int | None = None,
    ) -> Resolution:  # fmt: skip
        drawn = self.found.revision if revision is None else revision
        self.found = drafting.end_resolution(
            self.found.pk, state, reason, drawn, acting_user=by or self.bloc.standing_deputy, at=self.at
        )
        return self.found

    def part(self, unit: Unit | None = None) -> ResolutionUnit:
        return ResolutionUnit.objects.get(resolution=self.found, unit=unit or self.bloc.committee)

    def held(self, **changes: Any) -> SessionGiven:
        """With a reason why the number due is not that of the records."""
        given = SessionGiven("members", self.today - A_DAY, present=10, due=20, note="Một số đồng chí đi công tác")
        return replace(given, **changes)

    def record(
        self, *, by: User | None = None, unit: Unit | None = None, once: uuid.UUID | None = None, **changes: Any
    ) -> RollOutSession:
        given, key = self.held(**changes), once or uuid.uuid4()
        who = by or self.bloc.committee_deputy
        return rolling_out.record_session(self.part(unit).pk, given, key, acting_user=who, at=self.at)

    def record_all(self, *, by: User | None = None, unit: Unit | None = None) -> None:
        """Everybody of every audience, at one session each."""
        for audience in AUDIENCES:
            self.record(by=by, unit=unit, audience=audience, present=7, due=7)

    def upload(
        self, *, by: User | None = None, unit: Unit | None = None, revision: int = 0, **changes: Any
    ) -> UnitProgramme:
        given = ProgrammeGiven("03-CTr/ĐU", self.today - A_DAY, "Chương trình hành động", paper("chuong-trinh.pdf"))
        given = replace(given, **changes)
        who = by or self.bloc.committee_officer
        return programmes.upload_programme(self.part(unit).pk, given, revision, acting_user=who, at=self.at)

    def adopt(self, revision: int = 1, *, by: User | None = None, unit: Unit | None = None) -> UnitProgramme:
        who = by or self.bloc.committee_secretary
        return programmes.adopt_programme(self.part(unit).pk, revision, acting_user=who, at=self.at)

    def remind(self, *, by: User | None = None) -> list[Reminder]:
        return reminding.remind(self.found.pk, acting_user=by or self.bloc.office, at=self.at)
