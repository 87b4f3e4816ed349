"""A few conversations of the demo: a committee asks the cell that holds the step, and some cells have answered."""

from __future__ import annotations

import datetime

from viewflow.workflow.status import PROCESS, STATUS

from admission_flow.decisions.conversation import answer, ask_holder
from admission_flow.decisions.given import CommentGiven
from admission_flow.models import Comment, Task
from orgs import access, roles
from orgs.models import User

_LINES = (
    ("Hồ sơ còn thiếu gì không? Đảng ủy dự kiến họp trong tháng này.", "Đủ rồi ạ. Chi bộ đã đối chiếu với bản gốc."),
    ("Đề nghị chi bộ cho biết dự kiến ngày hoàn thành bước này.", "Dự kiến thứ Sáu tuần này."),
    ("Bản khai có chỗ chưa khớp với giấy chứng nhận, chi bộ xem lại giúp.", ""),
    ("Khi nào chi bộ gửi được hồ sơ lên?", ""),
)


def talk_in_the_demo(now: datetime.datetime) -> int:
    """How many conversations there are: one at each of the first cases that wait at a cell under a committee."""
    if Comment.objects.exists():
        return 0
    waiting = Task.objects.filter(status=STATUS.NEW, process__status=PROCESS.NEW, process__held_since__isnull=True)
    waiting = waiting.filter(unit__kind="cell", process__admission__isnull=True).select_related("process")
    said = 0
    for task, (asks, answers) in zip(waiting.order_by("pk")[: len(_LINES)], _LINES, strict=False):
        above, here = (roles.APPROVE_GRASSROOTS, task.process.committee_id or 0), (task.capability, task.unit_id)
        holders = access.holders({above, here}, now)
        if not holders[above] or not set(holders[here]) - {holders[above][0]}:
            continue
        committee = User.objects.get(pk=holders[above][0])
        yesterday = max(task.opened_at, now - datetime.timedelta(days=1))
        asked = ask_holder(task.process_id, task.pk, CommentGiven(asks), acting_user=committee, at=yesterday)
        if answers:
            cell = User.objects.get(pk=next(user for user in holders[here] if user != committee.pk))
            answer(task.process_id, asked.pk, CommentGiven(answers), acting_user=cell, at=now)
        said += 1
    return said
