"""The conversation on a case as one reader sees it. As many statements for a hundred comments as for one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.db.models import Count

from admission_flow.decisions.conversation import holders_to_ask
from admission_flow.flows import step_node
from admission_flow.models import Case, Comment, CommentVersion, Task
from admission_flow.models.conversation import open_questions
from admission_flow.speaking import Reader, ended_on, readers_of, writing_seat
from orgs import access, roles
from orgs.access import Account
from orgs.models import User
from orgs.pages import WholePages

CONVERSATION = "conversation"
# Threads on a page.
PAGE_LENGTH = 20
# The table of what was said, as the journal calls it.
SAID = "admission_flow.commentversion"
OPEN, ANSWERED, ENDED = "open", "answered", "ended"


@dataclass(frozen=True)
class Earlier:
    """What stood in a comment before; `until` is when it was changed."""

    text: str
    mentioned: list[str]
    until: datetime.datetime


@dataclass(frozen=True)
class Said:
    """One comment. `text` is empty for whom it is withdrawn from, and `earlier` with it.

    `question` is OPEN, ANSWERED or ENDED (the step was done without an answer) where it asks the holders of `step`.
    """

    pk: int
    author: str
    seat: str
    for_whom: str
    at: datetime.datetime
    number: int
    text: str = ""
    mentions: list[int] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)
    edited_at: datetime.datetime | None = None
    earlier: list[Earlier] = field(default_factory=list)
    withdrawn_at: datetime.datetime | None = None
    settles: bool = False
    step: str = ""
    question: str = ""
    is_mine: bool = False

    @property
    def may_change(self) -> bool:
        return self.is_mine and self.withdrawn_at is None


@dataclass(frozen=True)
class Thread:
    first: Said
    answers: list[Said]


@dataclass(frozen=True)
class Conversation:
    """A page of threads. `writes`: whether this person may add to it now; `ended` is its last day, once past.

    `people` are those who may be mentioned, by unit: (unit, [(account, name and role)]). `askable` are open steps with
    somebody to ask: (task, title).
    """

    page: Page[Any]
    threads: list[Thread]
    seated: bool
    ended: datetime.date | None
    people: list[tuple[str, list[tuple[int, str]]]] = field(default_factory=list)
    askable: list[tuple[int, str]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return self.seated and self.ended is None

    def said(self, pk: str) -> Said | None:
        """A comment of this page, by its number as it stands in an address."""
        found = (one for thread in self.threads for one in (thread.first, *thread.answers) if str(one.pk) == pk)
        return next(found, None)

    def thread(self, pk: str) -> Thread | None:
        return next((thread for thread in self.threads if str(thread.first.pk) == pk), None)


def conversation(
    person: Account, case: Case, open_tasks: Sequence[Task], asked: Mapping[str, str], at: datetime.datetime
) -> Conversation:
    """For who sees the file. `asked` is the address: a `page`, or a `comment` whose page it shall be; else the last."""
    readers = readers_of(case, at)
    inspects = access.sees(person, roles.READ_JOURNAL, case.unit, at)
    begun = Comment.objects.filter(case=case, reply_to__isnull=True)
    threads = begun.select_related("asks", *_ALONGSIDE).order_by("pk")
    pages = WholePages(threads, PAGE_LENGTH)
    page = pages.get_page(_wanted(case, threads, asked) or pages.num_pages)
    found = _threads(person, list(page.object_list), inspects=inspects)
    seated, ended = writing_seat(person, readers) is not None, ended_on(case, at)
    if not seated or ended:
        return Conversation(page, found, seated, ended)
    return Conversation(page, found, seated, ended, _people(person, readers), _askable(person, open_tasks, readers, at))


def questions_waiting(case: Case) -> dict[int, int]:
    """Open step -> how many questions to its holders wait for an answer. One statement."""
    return dict(open_questions().filter(case=case).order_by().values_list("asks").annotate(Count("pk")))


def withdrawn_versions(case: Case) -> set[int]:
    """Ids of what was said on the case and taken back, in the table SAID. One statement."""
    rows = CommentVersion.objects.filter(comment__case=case, comment__withdrawn_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


_ALONGSIDE = ("author__person", "seat__unit", "seat__person")


def _wanted(case: Case, threads: Any, asked: Mapping[str, str]) -> str | int:
    """The page asked for, or that on which a comment stands."""
    if asked.get("page"):
        return asked["page"]
    pk = next((asked[name] for name in ("comment", "answer", "edit", "withdraw") if asked.get(name)), "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return ""
    one = Comment.objects.filter(case=case, pk=pk).values_list("reply_to", flat=True).first()
    begins = one or int(pk)
    return threads.filter(pk__lt=begins).count() // PAGE_LENGTH + 1


def _threads(person: Account, begun: list[Comment], *, inspects: bool) -> list[Thread]:
    answers = Comment.objects.filter(reply_to__in=[one.pk for one in begun]).select_related(*_ALONGSIDE).order_by("pk")
    of_thread = {pk: list(rows) for pk, rows in groupby(sorted(answers, key=_thread_of), key=_thread_of)}
    comments = [*begun, *(one for rows in of_thread.values() for one in rows)]
    # What was withdrawn is not even read for those who must not see it.
    shown = [one.pk for one in comments if one.withdrawn_at is None or inspects or one.author_id == person.pk]
    versions: dict[int, list[CommentVersion]] = {}
    for version in CommentVersion.objects.filter(comment__in=shown).order_by("comment", "number"):
        versions.setdefault(version.comment_id, []).append(version)
    mentioned = {pk for rows in versions.values() for version in rows for pk in version.mentions}
    users = User.objects.select_related("person").in_bulk(mentioned)
    names = {pk: user.display_name for pk, user in users.items()}
    drawn = {one.pk: _said(person, one, versions.get(one.pk, []), names) for one in comments}
    return [
        Thread(
            _with_question(drawn[one.pk], one, of_thread.get(one.pk, [])),
            [drawn[answer.pk] for answer in of_thread.get(one.pk, [])],
        )
        for one in begun
    ]


def _thread_of(comment: Comment) -> int:
    return comment.reply_to_id or comment.pk


def _said(person: Account, one: Comment, versions: list[CommentVersion], names: Mapping[int, str]) -> Said:
    def mentioned(version: CommentVersion) -> list[str]:
        return sorted(names[pk] for pk in version.mentions if pk in names)

    base: dict[str, Any] = {
        "pk": one.pk,
        "author": one.author.display_name,
        "seat": str(one.seat),
        "for_whom": one.seat.person.full_name if one.delegation_id else "",
        "at": one.at,
        "withdrawn_at": one.withdrawn_at,
        "settles": one.settles,
        "is_mine": one.author_id == person.pk,
    }
    if not versions:
        return Said(**base, number=0)
    newest = versions[-1]
    return Said(
        **base,
        number=newest.number,
        text=newest.text,
        mentions=list(newest.mentions),
        mentioned=mentioned(newest),
        edited_at=newest.at if len(versions) > 1 else None,
        earlier=[
            Earlier(version.text, mentioned(version), after.at)
            for version, after in zip(versions[-2::-1], versions[:0:-1], strict=True)
        ],
    )


def _with_question(said: Said, one: Comment, answers: Iterable[Comment]) -> Said:
    if one.asks is None:
        return said
    answered = any(answer.settles and answer.withdrawn_at is None for answer in answers)
    state = ANSWERED if answered else OPEN if one.asks.is_open else ENDED
    return replace(said, step=str(step_node(one.asks.step).task_title), question=state)


def _people(person: Account, readers: Iterable[Reader]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Each once, at the unit nearest to the top at which they hold a seat."""
    found: dict[str, dict[int, str]] = {}
    placed = {person.pk}
    for one in readers:
        if one.account not in placed:
            placed.add(one.account)
            name = f"{one.name} ({one.seat.get_role_display()})"
            found.setdefault(one.seat.unit.name, {})[one.account] = name
    return [(unit, list(people.items())) for unit, people in found.items()]


def _askable(
    person: Account, open_tasks: Sequence[Task], readers: Iterable[Reader], at: datetime.datetime
) -> list[tuple[int, str]]:
    holders = access.holders({(task.capability, task.unit_id) for task in open_tasks}, at)
    seeing = {one.account for one in readers}
    return [
        (task.pk, str(step_node(task.step).task_title))
        for task in open_tasks
        if holders_to_ask(task, holders, seeing, person)
    ]
