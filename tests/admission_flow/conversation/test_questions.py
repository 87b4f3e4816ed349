"""A question to who holds a step: told, marked, answered, and no clock stops for it."""

import pytest
from django.test import Client

from admission_flow.decisions import conversation
from admission_flow.decisions.conversation import NobodyToAsk
from admission_flow.decisions.given import CommentGiven
from admission_flow.models import Deadline
from admission_flow.models.conversation import open_questions
from admission_flow.refusals import InvalidFacts
from notices.models import Notice
from tests.admission_flow.conversation.talking import answer, ask, door, html, say, tab, told, typed, withdraw
from tests.admission_flow.journey import Journey
from tests.people import Bloc

HOLDERS = ["committee.deputy", "committee.secretary"]


def asked_still() -> list[str]:
    waiting = Notice.objects.filter(kind="question_asked", settled_at=None)
    return sorted(waiting.values_list("recipient__username", flat=True))


def test_the_holders_are_told_and_the_step_is_marked(client: Client, journey: Journey, bloc: Bloc) -> None:
    due = journey.task("grassroots_approval").due_on
    terms = list(Deadline.objects.values_list("due_on"))
    ask(journey, bloc.cell_secretary, "grassroots_approval", "Bao giờ họp?", bloc.committee_secretary, bloc.auditor)
    assert told("question_asked") == HOLDERS
    assert told("comment_mentioned") == ["auditor"]  # who is asked isn't told twice
    assert journey.task("grassroots_approval").due_on == due
    assert list(Deadline.objects.values_list("due_on")) == terms
    assert "has a question" in html(client, "/", by=bloc.committee_secretary)
    for person in (bloc.committee_secretary, bloc.cell_secretary):
        assert "1 question waits for an answer" in html(client, f"/cases/{journey.case.pk}/", by=person)
    assert "waits for an answer from who holds: Grassroots approval" in html(client, tab(journey), by=bloc.auditor)


def test_one_of_them_answers(client: Client, journey: Journey, bloc: Bloc) -> None:
    question = ask(journey, bloc.cell_secretary, "grassroots_approval")
    answer(journey, question, bloc.committee_member, "Tôi cũng muốn biết")  # holds no such seat
    assert open_questions().get() == question
    assert asked_still() == HOLDERS
    reply = answer(journey, question, bloc.committee_deputy)
    assert reply.settles
    assert not open_questions().exists()
    assert asked_still() == []
    assert "has a question" not in html(client, "/", by=bloc.committee_secretary)
    page = html(client, tab(journey), by=bloc.cell_secretary)
    assert "answered: Grassroots approval" in page
    assert "answer of who holds the step" in page


def test_an_answer_that_is_withdrawn_leaves_the_question_open(journey: Journey, bloc: Bloc) -> None:
    question = ask(journey, bloc.cell_secretary, "grassroots_approval")
    withdraw(journey, answer(journey, question, bloc.committee_deputy), bloc.committee_deputy)
    assert open_questions().get() == question


def test_two_questions_are_settled_one_by_one(journey: Journey, bloc: Bloc) -> None:
    first = ask(journey, bloc.cell_secretary, "grassroots_approval")
    ask(journey, bloc.cell_deputy, "grassroots_approval")
    answer(journey, first, bloc.committee_secretary)
    assert open_questions().count() == 1
    assert set(asked_still()) == set(HOLDERS)


def test_a_question_that_is_withdrawn_asks_nothing(journey: Journey, bloc: Bloc) -> None:
    withdraw(journey, ask(journey, bloc.cell_secretary, "grassroots_approval"), bloc.cell_secretary)
    assert asked_still() == []
    assert not open_questions().exists()


def test_the_step_is_done_without_an_answer(client: Client, journey: Journey, bloc: Bloc) -> None:
    ask(journey, bloc.cell_secretary, "grassroots_approval")
    journey.grassroots_approval()
    assert asked_still() == []
    page = html(client, tab(journey), by=bloc.cell_secretary)
    assert "the step ended without an answer: Grassroots approval" in page


def test_who_has_nobody_to_ask(bloc: Bloc) -> None:
    """The training centre sees lists only, so that it could not answer."""
    journey = Journey(bloc).to("course")
    with pytest.raises(NobodyToAsk):
        ask(journey, bloc.cell_secretary, "course")


def test_oneself_answers_no_question_of_ones_own(journey: Journey, bloc: Bloc) -> None:
    question = ask(journey, bloc.committee_secretary, "grassroots_approval")
    assert told("question_asked") == ["committee.deputy"]
    assert not answer(journey, question, bloc.committee_secretary).settles


def test_a_step_that_was_done_meanwhile(client: Client, journey: Journey, bloc: Bloc) -> None:
    task = journey.task("grassroots_approval")
    journey.grassroots_approval()
    client.force_login(bloc.cell_secretary)
    response = client.post(door(journey), typed("Bao giờ họp?", asks=task.pk))
    assert response.status_code == 422
    assert "This step is no longer open." in response.content.decode()
    assert "Bao giờ họp?" in response.content.decode()
    with pytest.raises(InvalidFacts):
        conversation.ask_holder(
            journey.case.pk, task.pk, CommentGiven("Bao giờ họp?"), acting_user=bloc.cell_secretary, at=journey.at
        )


def test_a_plain_comment_asks_nobody(journey: Journey, bloc: Bloc) -> None:
    say(journey, bloc.cell_secretary)
    assert told("question_asked") == []
