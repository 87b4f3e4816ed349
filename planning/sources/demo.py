"""Sources of the demo bloc: some sixty invented people in fifteen cells, in every state, through the real verbs."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from django.db import transaction

from admission_flow.decisions.given import (
    EligibilityGiven,
    IntroducerGiven,
    JudgementGiven,
    NominationGiven,
    PaperGiven,
)
from admission_flow.decisions.withdrawal import withdraw
from admission_flow.local_rules import NOMINATION, to_judge
from admission_flow.models import Case
from admission_flow.simulation.people import invented
from notices.tell import quiet
from orgs import access, roles
from orgs.calendar import LOCAL_ZONE, ONE_DAY, local_day
from orgs.members import official_members
from orgs.models import Person, Unit, User
from planning.models import Source, SourceTask
from planning.sources.decisions.converting import nominate_source
from planning.sources.decisions.entering import enter_source
from planning.sources.decisions.keeping import assign_helper, put_on_list, remove_source, watch_again
from planning.sources.decisions.reviewing import months_open, review_sources
from planning.sources.decisions.tasking import assess_task, give_task
from planning.sources.demo_cases import carry_to_decisions
from planning.sources.given import AssessmentGiven, MarkGiven, RemovalGiven, SourceGiven, TaskGiven

CELLS, IN_A_CELL = 15, 4
# Cells whose secretaries have an account to look around with come first.
SHOWN = ("SNV.01", "HNB", "CTH.01", "BVDK.15")
# Of the past that is told: from so many days ago on, and until so many.
FIRST, LAST = 650, 45
ENOUGH_MEMBERS = 3
TASKS = (
    "Tham gia tổ công tác cải cách hành chính của cơ quan",
    "Phụ trách phong trào văn nghệ chào mừng ngày thành lập Đảng",
    "Viết tin, bài cho trang thông tin điện tử của cơ quan",
    "Làm nòng cốt trong đợt hiến máu tình nguyện",
    "Hướng dẫn đồng nghiệp mới sử dụng phần mềm quản lý văn bản",
    "Chuẩn bị một chuyên đề học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
)
WELL = ("Hoàn thành trước hạn, có sáng tạo", "Tích cực, được tập thể đánh giá cao")
DONE = ("Hoàn thành đúng hạn", "Đạt yêu cầu, cần chủ động hơn")
NOT_DONE = "Chưa sắp xếp được thời gian, chi bộ đã nhắc nhở"
REMOVALS = (
    ("moved", "Chuyển công tác ra ngoài tỉnh"),
    ("wish", "Xin thôi phấn đấu vì hoàn cảnh gia đình"),
    ("standard", "Hai năm liền chưa hoàn thành tốt nhiệm vụ"),
)
REMARKS = ("Có tiến bộ rõ", "Giữ vững phẩm chất, gương mẫu", "")
WITHDRAWN = "Người được giới thiệu đề nghị lùi thời gian vì việc gia đình"


@transaction.atomic
def watch_the_demo(at: datetime.datetime) -> int:
    """How many sources were entered; none where there are some already, or nobody to enter them."""
    if Source.objects.exists():
        return 0
    rng = random.Random(7)  # noqa: S311  (the same people at each loading)
    taken = set(Person.objects.values_list("citizen_id", flat=True))
    with quiet():
        desks = [Desk(cell, who, at, rng, taken) for cell, who in _cells(at)]
        for place, desk in enumerate(desks):
            desk.tell_of_sources(place)
        # Of those first in whose cells nobody is nominated below.
        carry_to_decisions([one for desk in (*desks[1::2], *desks[::2]) for one in desk.told()], at)
        for place, desk in enumerate(desks):
            desk.nominate_some(place)
            desk.review(place)
    return Source.objects.count()


def _cells(at: datetime.datetime) -> list[tuple[Unit, User]]:
    """Cells with somebody who could enter sources then and still can; those shown first, the others from all over."""
    cells = list(Unit.objects.filter(kind__in=Unit.CELLS).order_by("path"))
    pairs = [(roles.NOMINATE, cell.pk) for cell in cells]
    long_ago = access.holders(pairs, at - FIRST * ONE_DAY) if cells else {}
    today = access.holders(pairs, at) if cells else {}
    stayed = {
        cell: min(set(long_ago[pair]) & set(today[pair]), default=0) for cell, pair in zip(cells, pairs, strict=True)
    }
    able = [cell for cell in cells if stayed[cell]]
    first = [cell for cell in able if cell.code in SHOWN]
    others = [cell for cell in able if cell.code not in SHOWN]
    step = max(1, len(others) // max(1, CELLS - len(first)))
    chosen = [*first, *others[::step]][:CELLS]
    people = User.objects.select_related("person").in_bulk([stayed[cell] for cell in chosen])
    return [(cell, people[stayed[cell]]) for cell in chosen]


@dataclass
class Desk:
    """The secretary of one cell, or a deputy, through the months."""

    cell: Unit
    who: User
    at: datetime.datetime
    rng: random.Random
    taken: set[str]
    found: list[Source] = field(default_factory=list)

    @property
    def today(self) -> datetime.date:
        return local_day(self.at)

    def moment(self, day: datetime.date) -> datetime.datetime:
        return min(self.at, datetime.datetime.combine(day, datetime.time(10), LOCAL_ZONE))

    def members(self, day: datetime.date) -> list[int]:
        return list(official_members(self.cell, day).values_list("person", flat=True))

    def tell_of_sources(self, place: int) -> None:
        """Entered, helped, tried, most put on the list, a few removed: all before the last reviews."""
        for number in range(IN_A_CELL):
            day = self.today - self.rng.randint(LAST + 60, FIRST) * ONE_DAY
            helped = (place + number) % 7 != 6
            source = self._enter(day, place + number, helped=helped and number % 2 == 0)
            if helped and number % 2:
                self._help(source, day + 7 * ONE_DAY)
            self._try_out(source, day + 10 * ONE_DAY)
            day += 90 * ONE_DAY
            if day <= self.today - LAST * ONE_DAY and self.rng.random() < 0.75:
                source.refresh_from_db()
                number_of = f"{self.rng.randint(1, 20):02d}-NQ/CB"
                put_on_list(source.pk, day, number_of, source.revision, acting_user=self.who, at=self.moment(day))
            self.found.append(source)
        if place % 3 == 1:
            day = self.today - (LAST - 5) * ONE_DAY
            reason, words = REMOVALS[place // 3 % len(REMOVALS)]
            source = self.found.pop()
            source.refresh_from_db()
            given = RemovalGiven(day, reason, words)
            remove_source(source.pk, given, source.revision, acting_user=self.who, at=self.moment(day))

    def told(self) -> list[Source]:
        """As they are now."""
        return list(Source.objects.filter(unit=self.cell).select_related("person").order_by("-pk"))

    def _enter(self, day: datetime.date, number: int, *, helped: bool) -> Source:
        applicant = invented(self.rng, self.cell, day, self.taken)
        by = ("cell", "youth_union", "trade_union")[number % 3]
        office = self.cell.name.removeprefix("Chi bộ ")
        names = {"youth_union": f"Chi đoàn {office}", "trade_union": f"Công đoàn {office}"}
        members = self.members(day) if helped else []
        union = {
            "organisation": names.get(by, ""),
            "union_number": f"{self.rng.randint(1, 30):02d}-NQ/{'ĐTN' if by == 'youth_union' else 'CĐ'}",
            "union_dated": day - 12 * ONE_DAY,
        }
        given = SourceGiven(
            applicant.citizen_id, applicant.full_name, applicant.birth_date, applicant.sex, by, day,
            resolution_number=f"{self.rng.randint(1, 20):02d}-NQ/CB", resolution_dated=day,
            helper=self.rng.choice(members) if members else None,
            **(union if by in names else {}),  # type: ignore[arg-type]
        )  # fmt: skip
        return enter_source(self.cell.pk, given, acting_user=self.who, at=self.moment(day))

    def _help(self, source: Source, day: datetime.date) -> None:
        members = self.members(day)
        if members:
            helper = self.rng.choice(members)
            assign_helper(source.pk, helper, day, source.revision, acting_user=self.who, at=self.moment(day))

    def _try_out(self, source: Source, day: datetime.date) -> None:
        for what in self.rng.sample(TASKS, self.rng.choice((0, 1, 1, 2))):
            until = day + 45 * ONE_DAY
            source.refresh_from_db()
            given = TaskGiven(what, day, until)
            task = give_task(source.pk, given, source.revision, acting_user=self.who, at=self.moment(day))
            if self.rng.random() < 0.85:
                source.refresh_from_db()
                self._assess(task, source.revision, until)

    def _assess(self, task: SourceTask, revision: int, day: datetime.date) -> None:
        result, words = self.rng.choice([*(("well", one) for one in WELL), *(("done", one) for one in DONE)] * 2
                                        + [("not_done", NOT_DONE)])  # fmt: skip
        given = AssessmentGiven(day, result, words)
        assess_task(task.pk, given, revision, acting_user=self.who, at=self.moment(day))

    def nominate_some(self, place: int) -> None:
        """One in every second cell; of those, one is withdrawn and left so, another is watched again."""
        day = self.today - (8 + place) * ONE_DAY
        members = self.members(day)
        listed = [one for one in self.found if Source.objects.get(pk=one.pk).state == Source.State.LISTED]
        if place % 2 or not listed or len(members) < ENOUGH_MEMBERS:
            return
        source = Source.objects.select_related("person").get(pk=listed[0].pk)
        case = self._nominate(source, members, day)
        if place in (4, 8):
            day += 3 * ONE_DAY
            withdraw(case.pk, day, WITHDRAWN, acting_user=self.who, at=self.moment(day))
        if place == 8:
            source.refresh_from_db()
            day += 2 * ONE_DAY
            watch_again(source.pk, day, "", source.revision, acting_user=self.who, at=self.moment(day))

    def _nominate(self, source: Source, members: list[int], day: datetime.date) -> Case:
        who = self.who
        helper = source.helper_id if source.helper_id in members else members[0]
        other = next(one for one in members if one != helper)
        since = max(day - 3 * 365 * ONE_DAY, source.person.birth_date + 19 * 365 * ONE_DAY)
        judged = ("political_standard", "introducers_not_disciplined", *to_judge(day, NOMINATION))
        number = f"{self.rng.randint(21, 40):02d}-NQ/CB"
        given = NominationGiven(
            citizen_id=source.person.citizen_id,
            full_name=source.person.full_name,
            birth_date=source.person.birth_date,
            sex=source.person.sex,
            resolution=PaperGiven("NQ-CB", day, number, who.display_name),
            introducers=(IntroducerGiven(helper, since), IntroducerGiven(other, since)),
            helper=helper,
            eligibility=EligibilityGiven(citizen=True, education="upper_secondary"),
            judgements=tuple(JudgementGiven(check, True) for check in judged),
        )
        return nominate_source(source.pk, given, source.revision, acting_user=who, at=self.moment(day))

    def review(self, place: int) -> None:
        """All have reviewed last month, and two of three this month."""
        this, last = months_open(self.today)
        held = [(last, this - 3 * ONE_DAY)] + ([(this, max(this, self.today - 2 * ONE_DAY))] if place % 3 else [])
        for month, day in held:
            live = Source.objects.filter(unit=self.cell, state__in=Source.LIVE, state_on__lte=day).order_by("pk")
            marks = [MarkGiven(one.pk, one.revision, "keep", self.rng.choice(REMARKS)) for one in live]
            if marks and len(marks) == Source.objects.filter(unit=self.cell, state__in=Source.LIVE).count():
                review_sources(self.cell.pk, month, day, marks, acting_user=self.who, at=self.moment(day))
