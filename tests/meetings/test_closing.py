"""Closing writes one decision a case, completes the steps, draws the numbers and drafts the minutes; all or nothing."""

import pytest
from django.core.management import call_command
from django.utils import translation

from admission_flow.models import Decision, Paper
from documents.models import Outgoing
from meetings.closing import close_meeting
from meetings.models import Item, Meeting
from meetings.refusals import AlreadyClosed, NotReady, Overtaken
from notices.kinds import rendered
from notices.models import Notice
from tests.meetings.sittings import Held

pytestmark = pytest.mark.django_db


def test_one_decision_a_case_with_its_number_and_derivation(bloc):
    held = Held(bloc).with_cases(3).seated({8: "accepted"}).voted().closed()
    decisions = Decision.objects.filter(step="bloc_decision").order_by("pk")
    assert [(one.outcome, one.number, one.body_size, one.present, one.absent) for one in decisions] == [
        ("admitted", f"0{number}-QĐ/ĐUK", 9, 8, {"accepted": 1}) for number in (1, 2, 3)
    ]
    assert all(one.derivation[-1]["numbers"]["needed"] == 5 for one in decisions)
    assert [one.open_steps() for one in held.journeys] == [["ceremony"]] * 3
    assert held.meeting.status == Meeting.Status.CLOSED
    assert held.meeting.minutes_number.symbol == "01-BB/ĐUK"
    papers = Paper.objects.filter(code="9-KNĐ").values_list("number", flat=True)
    assert sorted(papers) == ["01-QĐ/ĐUK", "02-QĐ/ĐUK", "03-QĐ/ĐUK"]
    call_command("fsck")
    call_command("verify_journal")


def test_the_minutes_say_what_happened(bloc):
    held = Held(bloc).with_cases(2).seated({8: "accepted"})
    first, second = held.items
    held.record(held.result(first), held.result(second, result="adjourned", reason="Chờ ý kiến Đảng ủy cơ sở"))
    minutes = held.closed().meeting.minutes
    assert "Biên bản số 01-BB/ĐUK" in minutes
    assert "có mặt: 8" in minutes
    assert f"({first.case.number})" in minutes or first.case.number in minutes
    assert "Chờ ý kiến Đảng ủy cơ sở" in minutes


def test_adjourned_items_wait_for_another_meeting_and_returned_ones_go_back(bloc):
    held = Held(bloc).with_cases(3).seated()
    first, second, third = held.items
    held.record(
        held.result(first),
        held.result(second, result="adjourned", reason="Chưa đủ thông tin"),
        held.result(third, result="returned", reason="Thiếu xác nhận", supply="Xác nhận nơi cư trú\nẢnh"),
    ).closed()
    assert [one.open_steps() for one in held.journeys] == [["ceremony"], ["bloc_decision"], ["supplement"]]
    again = Held(bloc)
    again.tasks = [second.task_id]
    assert again.called().items


@pytest.fixture
def ready(bloc):
    return Held(bloc).with_cases(2).seated().voted()


def unchanged(held):
    return (
        not Decision.objects.filter(step="bloc_decision").exists()
        and not Outgoing.objects.exists()
        and Meeting.objects.get(pk=held.meeting.pk).status == Meeting.Status.OPEN
    )


def test_an_item_that_waits_keeps_the_meeting_open(bloc):
    held = Held(bloc).with_cases(2).seated()
    held.record(held.result(held.items[0]))
    with pytest.raises(NotReady) as refused:
        held.closed()
    assert [(one.item, one.case) for one in refused.value.obstacles] == [(2, held.journeys[1].case.number)]
    assert unchanged(held)


def test_a_case_put_on_hold_meanwhile_closes_none(ready):
    ready.journeys[1].hold()
    with pytest.raises(NotReady) as refused:
        ready.closed()
    assert [one.item for one in refused.value.obstacles] == [2]
    assert unchanged(ready)


def test_a_case_decided_elsewhere_meanwhile_closes_none(ready):
    ready.journeys[0].bloc_decision()
    with pytest.raises(NotReady) as refused:
        ready.closed()
    assert [one.item for one in refused.value.obstacles] == [1]


def test_what_another_has_changed_is_not_closed_unseen(ready):
    seen = ready.version
    ready.record(ready.result(ready.items[0], in_favour=3, votes_against=6, outcome="admitted"))
    with pytest.raises(Overtaken):
        close_meeting(ready.meeting.pk, seen, **ready.by)
    assert unchanged(ready)


def test_the_second_click(ready):
    seen = ready.version
    ready.closed()
    with pytest.raises(AlreadyClosed):
        close_meeting(ready.meeting.pk, seen, **ready.by)
    assert Decision.objects.filter(step="bloc_decision").count() == 2


def test_a_vote_below_the_ratio_admits_nobody(bloc):
    held = Held(bloc).with_cases(1).seated().voted(in_favour=4)
    with pytest.raises(NotReady) as refused:
        held.closed()
    assert "không đạt" in str(refused.value.obstacles[0].sentence) or refused.value.obstacles[0].item == 1


def test_numbers_go_on_after_those_written_by_hand(bloc):
    held = Held(bloc).with_cases(2)
    paper = Paper.objects.filter(case=held.journeys[0].case).first()
    Paper.objects.create(
        case=paper.case, task_id=held.tasks[0], code="9-KNĐ", number="49-QĐ/ĐUK", dated=held.journeys[0].today,
        checked_by=paper.checked_by, at=paper.at,
    )  # fmt: skip
    held.seated().voted().closed()
    assert sorted(Item.objects.values_list("number__symbol", flat=True)) == ["50-QĐ/ĐUK", "51-QĐ/ĐUK"]


def test_the_cells_hear_of_it(bloc):
    """Of the paper with its number, or that nothing is decided yet; not whoever closes, nor the body's own cell."""
    held = Held(bloc).with_cases(2).seated()
    first, second = held.items
    held.record(held.result(first), held.result(second, result="adjourned", reason="Chờ bổ sung")).closed()
    told = Notice.objects.filter(kind__in=["meeting_decided", "meeting_adjourned"], recipient=bloc.cell_secretary)
    heard = {notice.kind: notice.params for notice in told}
    assert heard["meeting_decided"] == {"case": first.case.number, "number": "01-QĐ/ĐUK"}
    assert heard["meeting_adjourned"]["case"] == second.case.number
    assert not Notice.objects.filter(kind="meeting_decided", recipient=bloc.standing_deputy).exists()
    with translation.override("vi"):
        words = [rendered(notice.kind, notice.params).text for notice in told]
    assert any("01-QĐ/ĐUK" in text for text in words)


def test_a_cell_is_not_told_of_its_own_meeting(bloc):
    held = Held(bloc, bloc.cell, bloc.cell_secretary).with_cases(1, "cell_vote").seated()
    held.voted(outcome="").closed()
    assert not Notice.objects.filter(kind="meeting_decided").exists()
