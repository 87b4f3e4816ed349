"""How the rooms above tell people something: as a row in the act's own transaction, live once it has committed."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from notices import kinds
from notices.layer import AwayError
from notices.outbox import Outbox, group_of, layer

logger = logging.getLogger(__name__)

Param = str | int | bool | None

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)

# `bulk_create` that ignores conflicts does not say which rows are new; this does, so that an act that is told twice is
# announced once. Rows without an id are those whose notice was settled. What its person silenced in the bell is read
# from the beginning, in the same statement: the row is the record, and no act waits for anybody's choices.
_WRITE = """
    WITH settled AS (
        UPDATE notices_notice SET settled_at = %(at)s, read_at = COALESCE(read_at, %(at)s)
        WHERE about = ANY(%(settled)s::text[]) AND settled_at IS NULL
        RETURNING recipient_id
    ), written AS (
        INSERT INTO notices_notice (
            recipient_id, kind, params, link, source, about, at, delivered_at, routed_at, read_at
        )
        SELECT recipient, told.kind, params::jsonb, link, source, about, %(at)s, %(delivered_at)s, %(routed_at)s,
            CASE WHEN silenced.kind IS NOT NULL THEN %(at)s END
        FROM unnest(
            %(recipients)s::bigint[], %(kinds)s::text[], %(params)s::text[], %(links)s::text[], %(sources)s::text[],
            %(abouts)s::text[]
        ) AS told (recipient, kind, params, link, source, about)
        LEFT JOIN notices_choice AS silenced ON silenced.recipient_id = recipient AND silenced.kind = told.kind
            AND NOT silenced.bell AND told.kind <> ALL(%(staying)s::text[])
        ON CONFLICT (recipient_id, kind, source) DO NOTHING
        RETURNING id, recipient_id
    )
    SELECT id, recipient_id FROM written UNION ALL SELECT NULL, recipient_id FROM settled
"""
_COLUMNS = ("recipients", "kinds", "params", "links", "sources", "abouts")
# The subject of which a person's own notices are.
CHANGED_NOTICES = "notices"


@dataclass(frozen=True)
class Told:
    """One thing to tell these accounts.

    `params` are what `kinds` needs to put it into words: ids, step keys, the case's number, never a name or a text
    from the file. `link` is a path on this site. `source` names the act, such as `decision:12`: a person is told of
    one kind of one act once. `about` names what it asks to be done, where that is not the act itself: when that is
    settled, so is the notice.
    """

    recipients: Iterable[int]
    kind: str
    params: Mapping[str, Param]
    link: str
    source: str
    about: str = ""


def tell(
    recipients: Iterable[int],
    kind: str,
    params: Mapping[str, Param],
    link: str,
    *,
    source: str,
    at: datetime.datetime,
) -> None:
    """Tells one thing; see `Told` for the values and `tell_each` for what happens."""
    tell_each([Told(recipients, kind, params, link, source)], at=at)


def tell_each(told: Iterable[Told], *, at: datetime.datetime, settled: Sequence[str] = ()) -> None:
    """Writes one notice for each account and thing told, in one statement whatever their number, and tells them after
    the commit. `at` is when the act happened. Notices about what is `settled` ask for nothing any more: they count as
    read, and are shown as done.

    Raises TransactionManagementError outside the act's transaction, TypeError for a parameter that is not plain, and
    IntegrityError for a link that leaves the site.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Tell inside the transaction of the act that is told of.")
    if timezone.is_naive(at):
        raise ValueError("The moment of a notice needs its time zone.")
    rows = [
        (person, one.kind, _as_json(one.params), one.link, one.source, one.about or one.source)
        for one in told
        for person in sorted(set(one.recipients))
    ]
    if not rows and not settled:
        return
    columns = {name: [row[place] for row in rows] for place, name in enumerate(_COLUMNS)}
    values = {
        **columns,
        "settled": list(settled),
        "at": at,
        "delivered_at": at if is_quiet() else None,
        # Without a mail server nothing is put aside for one.
        "routed_at": at if is_quiet() or settings.MAIL_SERVER is None else None,
        "staying": kinds.staying(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        found = cursor.fetchall()
    if found and not is_quiet():
        outbox = Outbox.of_this_transaction()
        outbox.add_notices(row for row in found if row[0] is not None)
        outbox.add_change({person for notice, person in found if notice is None}, CHANGED_NOTICES)


def _as_json(params: Mapping[str, Param]) -> str:
    for name, value in params.items():
        if not isinstance(value, Param):
            raise TypeError(f"The parameter {name!r} of a notice is a {type(value).__name__}; give a number or a key.")
    return json.dumps(dict(params))


def changed(user_ids: Iterable[int], subject: str) -> None:
    """Tells the open browsers of these accounts that `subject` (such as `case:12`) has changed: after the commit, or
    at once where no transaction is open. No row is written and no content sent; each fetches what it may see."""
    if is_quiet():
        return
    if connection.in_atomic_block:
        Outbox.of_this_transaction().add_change(user_ids, subject)
    else:
        outbox = Outbox()
        outbox.add_change(user_ids, subject)
        outbox.send()


def look_again(user_ids: Iterable[int]) -> None:
    """Lets the open sockets of these accounts ask, once this is committed, whether their session and their rights still
    hold: after a sign-out, after "end all my sessions", when an account was deactivated or a seat ended. Where the live
    channel is away they find out at their next look, within a minute."""
    if is_quiet():
        return
    groups = {group_of(user_id): {"type": "live.recheck"} for user_id in user_ids}

    def send() -> None:
        try:
            layer().tell_groups(groups)
        except AwayError as away:
            logger.warning("Open sockets will find by themselves what they may hear no more (%s).", away)

    transaction.on_commit(send, robust=True)


def is_quiet() -> bool:
    """Whether nobody is to be told live; then it need not be found out who would have been."""
    return _quiet.get()


@contextmanager
def quiet() -> Iterator[None]:
    """Writes the notices of what is done inside as delivered and tells nobody: for loading and simulating history."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
