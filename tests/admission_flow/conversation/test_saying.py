"""Comments and answers: what is written, who is told, and that nothing of the case moves."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.decisions import conversation
from admission_flow.decisions.conversation import AlreadySaid
from admission_flow.decisions.given import CommentGiven
from admission_flow.models import Case, Comment, Task
from admission_flow.models.conversation import LONGEST_COMMENT
from admission_flow.refusals import InvalidFacts
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from notices.queries import lines
from orgs.models import Seat
from tests.admission_flow.conversation.talking import answer, say, told
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def test_a_comment_moves_nothing_and_is_vouched_for(journey: Journey, bloc: Bloc) -> None:
    case_before = Case.objects.filter(pk=journey.case.pk).values().get()
    task_before = Task.objects.filter(pk=journey.task("grassroots_approval").pk).values().get()
    said = say(journey, bloc.cell_secretary, "  Đã bổ sung giấy xác nhận.\nXin xem lại. ")
    assert said.versions.get().text == "Đã bổ sung giấy xác nhận.\nXin xem lại."
    assert said.seat.unit == bloc.cell
    assert Case.objects.filter(pk=journey.case.pk).values().get() == case_before
    assert Task.objects.filter(pk=task_before["id"]).values().get() == task_before
    entry = Entry.objects.filter(stream=f"case:{journey.case.pk}").latest("pk")
    assert (entry.verb, entry.refs["comment"], entry.refs["seat"]) == ("comment", said.pk, said.seat_id)
    assert {fact["table"] for fact in entry.facts} == {"admission_flow.comment", "admission_flow.commentversion"}
    assert "giấy" not in str(entry.refs)
    assert verify().holds


def test_who_is_mentioned_hears_of_it_without_a_word_of_it(journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary, "Mật lắm", bloc.committee_secretary, bloc.cell_secretary, bloc.auditor)
    assert told("comment_mentioned") == ["auditor", "committee.secretary"]  # never oneself
    notice = Notice.objects.get(kind="comment_mentioned", recipient=bloc.committee_secretary)
    assert notice.params == {"case": journey.case.number}
    assert notice.link == f"/cases/{journey.case.pk}/?tab=conversation&comment={said.pk}#comment-{said.pk}"
    (line,) = lines([notice])
    assert line.text == f"Somebody mentioned you in case {journey.case.number}."


def test_an_answer_is_told_to_who_wrote_in_the_thread_once_each(journey: Journey, bloc: Bloc) -> None:
    begun = say(journey, bloc.cell_secretary)
    answer(journey, begun, bloc.committee_secretary)
    assert told("comment_answered") == ["cell.secretary"]
    answer(journey, begun, bloc.cell_secretary, "Cảm ơn", bloc.committee_secretary)
    assert told("comment_answered") == ["cell.secretary"]
    assert told("comment_mentioned") == ["committee.secretary"]
    answer(journey, begun, bloc.cell_secretary, "Xong")
    assert told("comment_answered") == ["cell.secretary", "committee.secretary"]


def test_who_lost_the_file_is_told_nothing(journey: Journey, bloc: Bloc) -> None:
    begun = say(journey, bloc.committee_member)
    yesterday = timezone.localdate(journey.at) - datetime.timedelta(days=1)
    Seat.objects.filter(person=bloc.committee_member.person).update(ends=yesterday)
    answer(journey, begun, bloc.cell_secretary)
    assert told("comment_answered") == []


@pytest.mark.parametrize("who", ["hospital_secretary", "training_centre", "seatless", "former_secretary"])
def test_only_who_may_see_the_file_can_be_mentioned(journey: Journey, bloc: Bloc, who: str) -> None:
    with pytest.raises(InvalidFacts) as refused:
        say(journey, bloc.cell_secretary, "Xin xem", getattr(bloc, who))
    given = CommentGiven("Xin xem", (987_654_321,))
    with pytest.raises(InvalidFacts) as nobody:
        conversation.comment(journey.case.pk, given, acting_user=bloc.cell_secretary, at=journey.at)
    assert refused.value.errors == nobody.value.errors  # whether they exist isn't told
    assert not Comment.objects.exists()


def test_a_right_that_ended_yesterday_is_no_right_to_be_mentioned(journey: Journey, bloc: Bloc) -> None:
    say(journey, bloc.cell_secretary, "Xin xem", bloc.committee_member)
    yesterday = timezone.localdate(journey.at) - datetime.timedelta(days=1)
    Seat.objects.filter(person=bloc.committee_member.person).update(ends=yesterday)
    with pytest.raises(InvalidFacts):
        say(journey, bloc.cell_secretary, "Xin xem lại", bloc.committee_member)


@pytest.mark.parametrize("text", ["", " \n ", "a" * (LONGEST_COMMENT + 1)])
def test_it_says_something_and_not_too_much(journey: Journey, bloc: Bloc, text: str) -> None:
    with pytest.raises(InvalidFacts) as refused:
        say(journey, bloc.cell_secretary, text)
    assert set(refused.value.errors) == {"text"}
    say(journey, bloc.cell_secretary, "a" * LONGEST_COMMENT)


def test_a_second_click_says_nothing_twice(journey: Journey, bloc: Bloc) -> None:
    given = CommentGiven("Một lần", (bloc.auditor.pk,))
    conversation.comment(journey.case.pk, given, acting_user=bloc.cell_secretary, at=journey.at)
    with pytest.raises(AlreadySaid):
        conversation.comment(journey.case.pk, given, acting_user=bloc.cell_secretary, at=journey.at)
    assert Comment.objects.count() == 1
    assert told("comment_mentioned") == ["auditor"]


def test_an_answer_hangs_on_a_thread_of_this_case(journey: Journey, bloc: Bloc) -> None:
    other = Journey(bloc).to("declaration")
    begun = say(other, bloc.cell_secretary)
    reply = answer(other, begun, bloc.cell_deputy)
    for to in (begun, reply):
        with pytest.raises(Comment.DoesNotExist):
            answer(journey, to, bloc.cell_deputy)
    with pytest.raises(Comment.DoesNotExist):
        answer(other, reply, bloc.cell_deputy)


def test_a_held_case_is_still_spoken_of(journey: Journey, bloc: Bloc) -> None:
    journey.hold()
    assert say(journey, bloc.cell_secretary).pk
