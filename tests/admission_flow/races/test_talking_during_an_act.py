"""Who speaks on a case waits for no act on it, and nobody says a thing twice at once."""

import threading
import uuid
from typing import Any

from django.db import connection, transaction

from admission_flow import engine
from admission_flow.decisions import conversation
from admission_flow.decisions.conversation import AlreadySaid
from admission_flow.decisions.given import CommentGiven
from admission_flow.models import Comment, CommentVersion
from tests.admission_flow.journey import Journey
from tests.databases import at_once
from tests.people import build_bloc


def test_a_comment_is_written_while_somebody_holds_the_case(own_database: str) -> None:
    bloc = build_bloc()
    journey = Journey(bloc).to("declaration")
    locked, said = threading.Event(), threading.Event()

    def act() -> bool:
        with transaction.atomic():
            engine.lock(journey.case.pk)
            locked.set()
            return said.wait(10)

    def speak() -> Comment:
        locked.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        given = CommentGiven("Trong khi bạn ghi", (bloc.cell_deputy.pk,))
        written = conversation.comment(journey.case.pk, given, acting_user=bloc.cell_secretary, at=journey.at)
        said.set()
        return written

    in_time, written = at_once(act, speak)
    assert in_time is True
    assert isinstance(written, Comment)


def test_one_form_sent_by_several_clicks_at_once_says_it_once(own_database: str) -> None:
    bloc = build_bloc()
    journey = Journey(bloc).to("declaration")
    given = CommentGiven("Một lần", key=uuid.uuid4())
    results = at_once(
        *(
            lambda: conversation.comment(journey.case.pk, given, acting_user=bloc.cell_secretary, at=journey.at)
            for _click in range(4)
        )
    )
    assert sorted(type(one).__name__ for one in results) == ["AlreadySaid"] * 3 + ["Comment"]
    assert AlreadySaid in {type(one) for one in results}
    assert (Comment.objects.count(), CommentVersion.objects.count()) == (1, 1)


def test_two_windows_change_one_comment_at_once(own_database: str) -> None:
    bloc = build_bloc()
    journey = Journey(bloc).to("declaration")
    writer: dict[str, Any] = {"acting_user": bloc.cell_secretary, "at": journey.at}
    said = conversation.comment(journey.case.pk, CommentGiven("Một"), **writer)
    results = at_once(
        *(
            lambda n=n: conversation.edit_comment(journey.case.pk, said.pk, 1, CommentGiven(f"Hai {n}"), **writer)
            for n in range(3)
        )
    )
    assert sorted(type(one).__name__ for one in results) == ["ChangedMeanwhile", "ChangedMeanwhile", "Comment"]
    assert list(said.versions.values_list("number", flat=True)) == [1, 2]
