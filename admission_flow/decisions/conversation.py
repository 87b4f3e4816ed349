"""What is said on a case beside its steps: comments, answers, questions to a step's holders.

They decide nothing and stop no clock, so no case is locked and nobody who speaks waits for an act.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.given import CommentGiven
from admission_flow.decisions.telling import about_question, refresh_open_pages
from admission_flow.engine import waiting
from admission_flow.models import Case, Comment, CommentVersion, Task
from admission_flow.models.conversation import LONGEST_COMMENT, open_questions
from admission_flow.refusals import AlreadyHappened, InvalidFacts, NotYours, Refused
from admission_flow.speaking import ended_on, readers_of, writing_seat
from journal import record
from journal.facts import fact_of
from notices.tell import Told, tell_each
from orgs import access
from orgs.access import Account
from orgs.models import Seat, User

# The same for whom nobody knows, so that it doesn't tell who has an account.
NOT_TO_MENTION = _("Only people who may see the file of this case can be mentioned. Choose them from the list.")


class ReadsOnly(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You read this conversation and don't write in it: whoever inspects a case takes no part in how it is "
                "handled, and others need a seat on its way."
            )
        )


class ConversationOver(Refused):
    def __init__(self, ended: datetime.date) -> None:
        day = date_format(ended, "SHORT_DATE_FORMAT")
        sentence = _("This case is closed, and its conversation ended on %(day)s. It can still be read.")
        super().__init__(sentence % {"day": day})


class AlreadySaid(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("This has been said already. Nothing was written twice."))


class ChangedMeanwhile(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("This comment has been changed or withdrawn meanwhile, perhaps by you in another window."))


class NobodyToAsk(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody else who holds this step today sees the file, so that nobody could answer."))


@dataclass(frozen=True)
class _Speaker:
    """Somebody who may write in this conversation now; `readers` are the accounts that see the file."""

    case: Case
    user: User
    seat: Seat
    readers: frozenset[int]
    at: datetime.datetime


def comment(case_id: int, given: CommentGiven, *, acting_user: User, at: datetime.datetime) -> Comment:
    """Begin a thread. Raises NotYours, ReadsOnly, ConversationOver, InvalidFacts, or AlreadySaid for a second click."""
    with waiting(), transaction.atomic():
        speaker = _speaker(case_id, acting_user, at)
        said, version = _say(speaker, given)
        _tell(speaker, said, version.mentions)
        _record(speaker, said, "comment", version)
        return said


def ask_holder(case_id: int, task_id: int, given: CommentGiven, *, acting_user: User, at: datetime.datetime) -> Comment:
    """Begin a thread with a question to who holds the seat of an open step; the step's clock runs on.

    Raises as `comment`, and NobodyToAsk.
    """
    with waiting(), transaction.atomic():
        speaker = _speaker(case_id, acting_user, at)
        task = Task.objects.filter(process=case_id, pk=task_id, status="NEW").first()
        if task is None:
            raise InvalidFacts.of("asks", _("This step is no longer open. Choose another, or write without asking."))
        asked = holders_to_ask(
            task, access.holders({(task.capability, task.unit_id)}, at), speaker.readers, acting_user
        )
        if not asked:
            raise NobodyToAsk
        said, version = _say(speaker, given, asks=task)
        _tell(speaker, said, version.mentions, asked=asked)
        _record(speaker, said, "ask_holder", version)
        return said


def answer(case_id: int, comment_id: int, given: CommentGiven, *, acting_user: User, at: datetime.datetime) -> Comment:
    """Go on with a thread; given by a holder of the step that it asks, it is the answer to its question.

    Raises as `comment`, and Comment.DoesNotExist.
    """
    with waiting(), transaction.atomic():
        speaker = _speaker(case_id, acting_user, at)
        thread = Comment.objects.select_related("asks").get(pk=comment_id, case=case_id, reply_to__isnull=True)
        task = thread.asks
        settles = (
            task is not None
            and thread.author_id != acting_user.pk
            and access.allows(acting_user, task.capability, task.unit_id, at)
        )
        said, version = _say(speaker, given, reply_to=thread, settles=settles)
        others = Comment.objects.filter(reply_to=thread, withdrawn_at__isnull=True).values_list("author", flat=True)
        _tell(speaker, said, version.mentions, answered={thread.author_id, *others})
        if settles and task is not None:
            _settle(task, at)
        _record(speaker, said, "answer", version)
        return said


def edit_comment(
    case_id: int, comment_id: int, number: int, given: CommentGiven, *, acting_user: User, at: datetime.datetime
) -> Comment:
    """Say it otherwise: a new version in front of the others. `number` is of the version that the author had before.

    Raises as `comment`, Comment.DoesNotExist, NotYours for another's comment, ChangedMeanwhile.
    """
    with waiting(), transaction.atomic():
        speaker = _speaker(case_id, acting_user, at)
        said = _own(case_id, comment_id, acting_user)
        before = said.versions.order_by("-number")[0]
        text, mentions = _sound(speaker, given)
        if before.number != number:
            raise ChangedMeanwhile
        if (text, mentions) == (before.text, before.mentions):
            return said
        version = CommentVersion.objects.create(comment=said, number=number + 1, text=text, mentions=mentions, at=at)
        _tell(speaker, said, set(mentions) - set(before.mentions))
        _record(speaker, said, "edit_comment", version)
        return said


def withdraw_comment(case_id: int, comment_id: int, *, acting_user: User, at: datetime.datetime) -> Comment:
    """Take it back: that it was said stays to be seen, what was said is for its author and for inspectors only.

    Raises as `edit_comment`.
    """
    with waiting(), transaction.atomic():
        speaker = _speaker(case_id, acting_user, at)
        said = _own(case_id, comment_id, acting_user)
        said.withdrawn_at, said.withdrawn_by = at, acting_user
        said.save(update_fields=["withdrawn_at", "withdrawn_by"])
        tell_each([], at=at, settled=[_source(said)])
        if said.asks:
            _settle(said.asks, at)
        refresh_open_pages(speaker.case, acting_user, at)
        _record(speaker, said, "withdraw_comment")
        return said


def holders_to_ask(
    task: Task, holders: dict[tuple[str, int], list[int]], readers: Collection[int], person: Account
) -> list[int]:
    """Of who holds the step's seat, those who see the file, and so the question. No statement."""
    return [user for user in holders[task.capability, task.unit_id] if user in readers and user != person.pk]


def _speaker(case_id: int, acting_user: User, at: datetime.datetime) -> _Speaker:
    case = Case.objects.select_related("candidate__person", "unit").get(pk=case_id)
    seats = readers_of(case, at)
    readers = frozenset(one.account for one in seats)
    if acting_user.pk not in readers:
        raise NotYours
    seat = writing_seat(acting_user, seats)
    if seat is None:
        raise ReadsOnly
    ended = ended_on(case, at)
    if ended:
        raise ConversationOver(ended)
    return _Speaker(case, acting_user, seat, readers, at)


def _own(case_id: int, comment_id: int, acting_user: User) -> Comment:
    """The comment, locked. Raises Comment.DoesNotExist, NotYours, ChangedMeanwhile where it is withdrawn."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("asks")
    said = rows.get(pk=comment_id, case=case_id)
    if said.author_id != acting_user.pk:
        raise NotYours
    if said.withdrawn_at:
        raise ChangedMeanwhile
    return said


def _sound(speaker: _Speaker, given: CommentGiven) -> tuple[str, list[int]]:
    text = given.text.strip()
    if not text:
        raise InvalidFacts.of("text", _("Write what you want to say."))
    if len(text) > LONGEST_COMMENT:
        sentence = _("This is longer than %(most)s characters. Say it in fewer, or in two comments.")
        raise InvalidFacts.of("text", sentence % {"most": LONGEST_COMMENT})
    mentions = sorted(set(given.mentions) - {speaker.user.pk})
    if not speaker.readers.issuperset(mentions):
        raise InvalidFacts.of("mentions", NOT_TO_MENTION)
    return text, mentions


def _say(speaker: _Speaker, given: CommentGiven, **columns: Any) -> tuple[Comment, CommentVersion]:
    text, mentions = _sound(speaker, given)
    said = Comment(
        case=speaker.case,
        author=speaker.user,
        seat=speaker.seat,
        delegation_id=speaker.seat.delegation_id,
        key=given.key,
        at=speaker.at,
        **columns,
    )
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError as error:
        if Comment.objects.filter(key=given.key).exists():
            raise AlreadySaid from error
        raise
    version = CommentVersion.objects.create(comment=said, number=1, text=text, mentions=mentions, at=speaker.at)
    return said, version


def _record(speaker: _Speaker, said: Comment, verb: str, version: CommentVersion | None = None) -> None:
    """The entry in the case's stream: ids only. What was said is vouched for by its digest."""
    salt = speaker.case.candidate.person.salt
    rows = [said, version] if version else [said]
    record.append(
        f"case:{speaker.case.pk}",
        verb,
        acting_user=speaker.user,
        on_behalf_of=access.absent(speaker.seat),
        at=speaker.at,
        refs={
            "case": speaker.case.number,
            "comment": said.pk,
            **access.grounds(speaker.seat),
            "task": said.asks_id,
            "version": version.number if version else None,
        },
        facts=[fact_of(row, salt=salt) for row in rows],
    )


def _tell(
    speaker: _Speaker,
    said: Comment,
    mentions: Iterable[int],
    *,
    asked: Iterable[int] = (),
    answered: Iterable[int] = (),
) -> None:
    """Each at most once, by what concerns them most; nobody who lost the file, and not who said it."""
    link = f"/cases/{speaker.case.pk}/?tab=conversation&comment={said.pk}#comment-{said.pk}"
    params = {"case": speaker.case.number}
    left = set(speaker.readers) - {speaker.user.pk}
    told = []
    about = about_question(said.asks_id) if said.asks_id else ""
    for kind, people, asks in (
        ("question_asked", asked, about),
        ("comment_mentioned", mentions, ""),
        ("comment_answered", answered, ""),
    ):
        now = left & set(people)
        left -= now
        told.append(Told(sorted(now), kind, params, link, _source(said), asks))
    tell_each(told, at=speaker.at)
    refresh_open_pages(speaker.case, speaker.user, speaker.at)


def _settle(task: Task, at: datetime.datetime) -> None:
    """The holders have nothing to answer any more, once no question to them is open."""
    if not open_questions().filter(asks=task).exists():
        tell_each([], at=at, settled=[about_question(task.pk)])


def _source(said: Comment) -> str:
    return f"comment:{said.pk}"
