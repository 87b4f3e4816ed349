"""Two resolutions of the demo: the one of 2006 that the term report is about, rolled out by every unit, and one of this
year, of which some units still lack something.

Drafted and issued by the verbs, as today's holders of the seats: what lies before the days that seats are known from is
entered now and dated then. What 61 units recorded is written many rows at a time, with the entries that the verbs would
have written in each unit's stream: one by one it would take half a minute.
"""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model
from docx import Document

from documents import store
from documents.models import StoredFile
from documents.registers import SYMBOLS
from journal import record
from journal.facts import fact_of
from notices.tell import tell_each
from orgs.calendar import ONE_DAY, local_day
from orgs.models import Seat, Unit, User
from orgs.rights import in_force
from orgs.roles import APPROVE_PLANS, KEEP_PLANS, capabilities_of
from planning.models import Resolution, ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.decisions.drafting import draft_resolution, issue_resolution
from planning.resolutions.decisions.telling import about_of
from planning.resolutions.due import due_by_records
from planning.resolutions.given import ResolutionGiven

Audience = RollOutSession.Audience
# Whose desk the demo shows: it has something left to do.
BEHIND = "SNV"
FIRST = ResolutionGiven(
    number="01-NQ/ĐUK",
    dated=datetime.date(2006, 4, 10),
    title="Nghị quyết về tăng cường công tác phát triển đảng viên",
    about=(
        "Tạo nguồn, bồi dưỡng và kết nạp quần chúng ưu tú vào Đảng; mỗi cấp ủy cơ sở xây dựng chương trình, kế hoạch "
        "thực hiện cho cả nhiệm kỳ, cụ thể hóa theo từng năm, từng quý."
    ),
    rolled_out_until=datetime.date(2006, 6, 30),
    asks_programme=True,
    programme_until=datetime.date(2006, 9, 30),
)


def roll_out_demo_resolutions(now: datetime.datetime) -> None:
    """Inside one transaction. Nothing where there are resolutions already, or nobody holds the bloc's seats."""
    bloc = Unit.objects.filter(depth=1).order_by("path").first()
    if bloc is None or Resolution.objects.exists():
        return
    today = local_day(now)
    desk = Desk.of([bloc, *Unit.objects.filter(depth=2, path__startswith=bloc.path)], now)
    acts: list[record.Act] = []
    for given in (FIRST, _of_this_year(today)):
        if found := _issue(bloc, given, desk):
            parts = ResolutionUnit.objects.filter(resolution=found).select_related("unit", "resolution")
            behind = {
                part: 0 if given is FIRST else _behind(part.unit, place)
                for place, part in enumerate(parts.order_by("unit__path"))
            }
            acts += _roll_out(found, behind, desk, today)
            done = [part for part, lacks in behind.items() if not lacks and desk.has(part.unit)]
            tell_each([], at=now, settled=[about_of(part) for part in done])
    record.append_many(acts)


@dataclass(frozen=True)
class Desk:
    """Who acts at each unit: one seat a right."""

    seats: dict[tuple[str, int], Seat]
    now: datetime.datetime

    @classmethod
    def of(cls, units: Sequence[Unit], now: datetime.datetime) -> Desk:
        rows = Seat.objects.filter(in_force(local_day(now)), unit__in=units, person__user__is_active=True)
        found: dict[tuple[str, int], Seat] = {}
        for seat in rows.select_related("unit", "person__user").order_by("starts", "pk"):
            for right in capabilities_of(seat.unit.kind, seat.role) & {KEEP_PLANS, APPROVE_PLANS}:
                found.setdefault((right, seat.unit_id), seat)
        return cls(found, now)

    def has(self, unit: Unit) -> bool:
        return (KEEP_PLANS, unit.pk) in self.seats and (APPROVE_PLANS, unit.pk) in self.seats

    def account(self, right: str, unit: Unit) -> User:
        user: User = self.seats[right, unit.pk].person.user
        return user

    def act(self, right: str, part: ResolutionUnit, verb: str, rows: Sequence[Model], **refs: object) -> record.Act:
        told = {"number": part.resolution.number, "resolution": part.resolution_id}
        return record.Act(
            stream=f"unit:{part.unit_id}",
            verb=verb,
            acting_user=self.account(right, part.unit),
            at=self.now,
            refs={**told, **refs, "seat": self.seats[right, part.unit_id].pk},
            facts=[fact_of(row) for row in rows],
        )


def _of_this_year(today: datetime.date) -> ResolutionGiven:
    dated = max(today - 45 * ONE_DAY, datetime.date(today.year, 1, 1))
    return ResolutionGiven(
        number="05-NQ/ĐUK",
        dated=dated,
        title="Nghị quyết về nâng cao chất lượng sinh hoạt chi bộ",
        about="Đổi mới nội dung, hình thức sinh hoạt chi bộ; gắn sinh hoạt chi bộ với tạo nguồn phát triển đảng viên.",
        rolled_out_until=dated + 60 * ONE_DAY,
        asks_programme=True,
        programme_until=dated + 90 * ONE_DAY,
    )


def _issue(bloc: Unit, given: ResolutionGiven, desk: Desk) -> Resolution | None:
    if not desk.has(bloc):
        return None
    draft = draft_resolution(bloc.pk, given, acting_user=desk.account(KEEP_PLANS, bloc), at=desk.now)
    head = desk.account(APPROVE_PLANS, bloc)
    return issue_resolution(draft.pk, draft.revision, acting_user=head, at=desk.now)


def _behind(unit: Unit, place: int) -> int:
    """0: all is done; 1: the programme is not adopted; 2: members are missing too; 3: nothing is recorded."""
    if unit.code == BEHIND:
        return 2
    return {3: 1, 7: 2, 9: 3}.get(place % 12, 0)


def _roll_out(
    found: Resolution, behind: dict[ResolutionUnit, int], desk: Desk, today: datetime.date
) -> list[record.Act]:
    """The acts of all units, in the order of each."""
    acting = {part: lacks for part, lacks in behind.items() if lacks < 3 and desk.has(part.unit)}
    sessions = [one for part, lacks in acting.items() for one in _sessions(part, lacks, desk, today)]
    RollOutSession.objects.bulk_create(sessions)
    acts = [
        desk.act(KEEP_PLANS, one.of, "record_roll_out", [one], session=one.pk, audience=one.audience,
                 present=one.present, due=one.due)
        for one in sessions
    ]  # fmt: skip
    if not acting:
        return acts
    title = f"Chương trình hành động thực hiện Nghị quyết số {found.number}"
    paper = _paper(title, desk.account(KEEP_PLANS, next(iter(acting)).unit), desk.now)
    own = UnitProgramme.objects.bulk_create(_programme(part, title, paper, desk, today) for part in acting)
    acts += [_of_programme(desk, KEEP_PLANS, one, "upload_programme") for one in own]
    adopted = [one for one in own if not acting[one.of]]
    for one in adopted:
        one.state, one.adopted_at, one.revision = UnitProgramme.State.ADOPTED, desk.now, 2
        one.adopted_by = desk.account(APPROVE_PLANS, one.of.unit)
    UnitProgramme.objects.bulk_update(adopted, ["state", "adopted_at", "adopted_by", "revision"])
    return acts + [_of_programme(desk, APPROVE_PLANS, one, "adopt_programme") for one in adopted]


def _sessions(part: ResolutionUnit, lacks: int, desk: Desk, today: datetime.date) -> list[RollOutSession]:
    """One for each audience; everybody came, but some members where members are missing."""
    dated = part.resolution.dated
    then, now = due_by_records(part.unit, dated), due_by_records(part.unit, today)
    due = {audience: then[audience] or now[audience] or 1 for audience in Audience.values}
    due[Audience.BOARDS] = max(3, due[Audience.MEMBERS] // 10)
    return [
        RollOutSession(
            of=part,
            audience=audience,
            held_on=min(dated + (10 + 7 * place) * ONE_DAY, today),
            place="Hội trường đơn vị",
            present=due[audience] * 4 // 5 if lacks == 2 and audience == Audience.MEMBERS else due[audience],
            due=due[audience],
            due_known=then[audience],
            once=uuid.uuid4(),
            recorded_by=desk.account(KEEP_PLANS, part.unit),
            at=desk.now,
        )
        for place, audience in enumerate(Audience.values)
    ]


def _programme(part: ResolutionUnit, title: str, paper: StoredFile, desk: Desk, today: datetime.date) -> UnitProgramme:
    return UnitProgramme(
        of=part,
        number=f"01-CTr/{SYMBOLS[part.unit.kind]}",
        dated=min(part.resolution.dated + 40 * ONE_DAY, today),
        title=title,
        file=paper,
        file_name=f"chuong-trinh-{part.unit.code}.docx",
        revision=1,
        uploaded_by=desk.account(KEEP_PLANS, part.unit),
        uploaded_at=desk.now,
    )


def _of_programme(desk: Desk, right: str, own: UnitProgramme, verb: str) -> record.Act:
    said = {"programme": own.number, "revision": own.revision, "sha256": own.file.sha256}
    return desk.act(right, own.of, verb, [own, own.file], **said)


def _paper(title: str, by: User, now: datetime.datetime) -> StoredFile:
    """One for all: the units of the demo use the same model."""
    document = Document()
    document.add_heading(title, level=1)
    out = io.BytesIO()
    document.save(out)
    with store.drafted([out.getvalue()]) as draft:
        return store.keep(draft, StoredFile.Kind.DOCX, acting_user=by, at=now)
