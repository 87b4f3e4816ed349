"""What people say on a case, by verbs and by the page."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from admission_flow.decisions import conversation
from admission_flow.decisions.given import CommentGiven
from admission_flow.models import Comment
from notices.models import Notice
from orgs.models import User
from tests.admission_flow.journey import Journey


def say(journey: Journey, by: User, text: str = "Đã đủ giấy tờ chưa?", *mentions: User) -> Comment:
    given = CommentGiven(text, tuple(user.pk for user in mentions))
    return conversation.comment(journey.case.pk, given, acting_user=by, at=journey.at)


def ask(journey: Journey, by: User, step: str, text: str = "Bao giờ họp?", *mentions: User) -> Comment:
    given = CommentGiven(text, tuple(user.pk for user in mentions))
    return conversation.ask_holder(journey.case.pk, journey.task(step).pk, given, acting_user=by, at=journey.at)


def answer(journey: Journey, to: Comment, by: User, text: str = "Thứ Sáu tuần này.", *mentions: User) -> Comment:
    given = CommentGiven(text, tuple(user.pk for user in mentions))
    return conversation.answer(journey.case.pk, to.pk, given, acting_user=by, at=journey.at)


def edit(journey: Journey, said: Comment, by: User, text: str, *mentions: User, number: int = 1) -> Comment:
    given = CommentGiven(text, tuple(user.pk for user in mentions))
    return conversation.edit_comment(journey.case.pk, said.pk, number, given, acting_user=by, at=journey.at)


def withdraw(journey: Journey, said: Comment, by: User) -> Comment:
    return conversation.withdraw_comment(journey.case.pk, said.pk, acting_user=by, at=journey.at)


def told(kind: str) -> list[str]:
    """Accounts that were told so, in their order."""
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def tab(journey: Journey, **asked: object) -> str:
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    return f"/cases/{journey.case.pk}/?tab=conversation{query}"


def door(journey: Journey) -> str:
    return f"/cases/{journey.case.pk}/conversation/"


def typed(text: str, *mentions: User, **more: object) -> dict[str, Any]:
    return {"text": text, "mentions": [user.pk for user in mentions], "key": str(uuid.uuid4()), **more}


def html(client: Client, address: str, *, by: User) -> str:
    client.force_login(by)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()
