"""Two resolutions of the demo: the one of 2006 that the term report is about, rolled out by every unit, and one of this
year, of which some units still lack something.

By the verbs, as today's holders of the seats: what lies before the days that seats are known from is entered now and
dated then.
"""

from __future__ import annotations

import datetime
import io
import uuid
from dataclasses import dataclass

from django.utils import timezone
from docx import Document

from orgs.access import holders
from orgs.calendar import ONE_DAY
from orgs.models import Unit, User
from orgs.roles import APPROVE_PLANS, KEEP_PLANS
from planning.models import Resolution, ResolutionUnit, RollOutSession
from planning.resolutions.decisions.drafting import draft_resolution, issue_resolution
from planning.resolutions.decisions.programmes import adopt_programme, upload_programme
from planning.resolutions.decisions.rolling_out import record_session
from planning.resolutions.due import due_by_records
from planning.resolutions.given import FileGiven, ProgrammeGiven, ResolutionGiven, SessionGiven

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
    below = list(Unit.objects.filter(depth=2, path__startswith=bloc.path).order_by("path"))
    desk = Desk.of([bloc, *below], now)
    for given in (FIRST, _of_this_year(timezone.localdate(now))):
        if found := _issue(bloc, given, desk):
            parts = ResolutionUnit.objects.filter(resolution=found).select_related("unit").order_by("unit__path")
            for place, part in enumerate(parts):
                _roll_out(part, given, desk, 0 if given is FIRST else _behind(part.unit, place))


@dataclass(frozen=True)
class Desk:
    """Who acts at each unit: one account a right."""

    accounts: dict[tuple[str, int], User]
    now: datetime.datetime

    @classmethod
    def of(cls, units: list[Unit], now: datetime.datetime) -> Desk:
        found = holders({(right, unit.pk) for right in (KEEP_PLANS, APPROVE_PLANS) for unit in units}, now)
        users = User.objects.select_related("person").in_bulk({people[0] for people in found.values() if people})
        return cls({seat: users[people[0]] for seat, people in found.items() if people}, now)

    def at(self, right: str, unit: Unit) -> User | None:
        return self.accounts.get((right, unit.pk))


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
    keeper, head = desk.at(KEEP_PLANS, bloc), desk.at(APPROVE_PLANS, bloc)
    if keeper is None or head is None:
        return None
    draft = draft_resolution(bloc.pk, given, acting_user=keeper, at=desk.now)
    return issue_resolution(draft.pk, draft.revision, acting_user=head, at=desk.now)


def _behind(unit: Unit, place: int) -> int:
    """0: all is done; 1: the programme is not adopted; 2: members are missing too; 3: nothing is recorded."""
    if unit.code == BEHIND:
        return 2
    return {3: 1, 7: 2, 9: 3}.get(place % 12, 0)


def _roll_out(part: ResolutionUnit, given: ResolutionGiven, desk: Desk, behind: int) -> None:
    keeper, head = desk.at(KEEP_PLANS, part.unit), desk.at(APPROVE_PLANS, part.unit)
    if keeper is None or head is None or behind == 3:
        return
    today = timezone.localdate(desk.now)
    due = _due(part.unit, given.dated, today)
    for place, audience in enumerate(Audience.values):
        present = due[audience] if not (behind == 2 and audience == Audience.MEMBERS) else due[audience] * 4 // 5
        held_on = min(given.dated + (10 + 7 * place) * ONE_DAY, today)
        held = SessionGiven(audience, held_on, present, due[audience], "Hội trường đơn vị")
        record_session(part.pk, held, uuid.uuid4(), acting_user=keeper, at=desk.now)
    dated = min(given.dated + 40 * ONE_DAY, today)
    title = f"Chương trình hành động thực hiện Nghị quyết số {given.number}"
    paper = FileGiven(_paper(part.unit, title), f"chuong-trinh-{part.unit.code}.docx")
    programme = ProgrammeGiven("01-CTr/ĐU", dated, title, paper)
    own = upload_programme(part.pk, programme, 0, acting_user=keeper, at=desk.now)
    if not behind:
        adopt_programme(part.pk, own.revision, acting_user=head, at=desk.now)


def _due(unit: Unit, day: datetime.date, today: datetime.date) -> dict[str, int]:
    """By the records of the day, where they reach back so far, else of today; of boards, one in ten members."""
    then, now = due_by_records(unit, day), due_by_records(unit, today)
    found = {audience: then[audience] or now[audience] or 1 for audience in Audience.values}
    return found | {Audience.BOARDS: max(3, found[Audience.MEMBERS] // 10)}


def _paper(unit: Unit, title: str) -> io.BytesIO:
    document = Document()
    document.add_heading(title, level=1)
    document.add_paragraph(unit.name)
    out = io.BytesIO()
    document.save(out)
    return out
