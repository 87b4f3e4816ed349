"""Letters leave here, one after the other over one connection, each with its row locked from the first look to the
mark that it has left.

Between the server's "250" and the commit of that mark lies one statement. Who is killed there sends the letter again,
under the same Message-ID; that gap can't be closed from this side.
"""

from __future__ import annotations

import datetime
import logging
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, F, Q, Value, When

from notices.letters import Dropped, Postponed, letter_of
from notices.mail_faults import GIVEN_UP_AFTER, SERVER_BACK_OFF, Blame, Fault, fault_of, next_try
from notices.models import Mail

logger = logging.getLogger(__name__)

# Many servers end a connection after so many; a new one in time costs no letter an attempt.
LETTERS_PER_CONNECTION = 50
# After so many failures in a row the run rests: it is hardly the letters' fault.
FAILURES_IN_A_ROW = 3

# So long it can be seen that a letter left, and why one did not.
KEPT = datetime.timedelta(days=180)

State = Mail.State


class Post:
    """A connection to the mail server, opened for the first letter."""

    def __init__(self) -> None:
        self._backend = EmailBackend(**(settings.MAIL_SERVER or {}))
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: EmailMessage) -> Fault | None:
        """What went wrong, or None when the server has taken it."""
        if self._sent >= LETTERS_PER_CONNECTION:
            self.close()
        try:
            self._backend.open()
        except Exception as error:
            self.close()
            return fault_of(error, opening=True)
        try:
            self._backend.send_messages([message])
        except Exception as error:
            self.close()
            return fault_of(error)
        self._sent += 1
        return None

    def close(self) -> None:
        self._sent = 0
        try:
            self._backend.close()
        except OSError:  # gone already
            self._backend.connection = None


def send_due(*, at: datetime.datetime) -> int:
    """Sends the letters that are due, the oldest first; returns how many left. Two at once share them."""
    if settings.MAIL_SERVER is None:
        return 0
    sent = failures = 0
    with Post() as post:
        while failures < FAILURES_IN_A_ROW:
            looked_at, fault = _send_next(post, at)
            if looked_at is None:
                break
            if fault is None:
                failures = 0
                sent += looked_at.state == State.SENT
            elif fault.blame is Blame.SERVER:
                _rest(fault.why, at)
                break
            elif fault.blame is Blame.LATER:
                failures += 1
    return sent


@transaction.atomic
def _send_next(post: Post, at: datetime.datetime) -> tuple[Mail | None, Fault | None]:
    """The next letter that is due, looked at under its lock; None where none is."""
    due = Mail.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.WAITING, due_at__lte=at)
    letter = due.order_by("due_at", "pk").first()
    if letter is None:
        return None, None
    letter.tried_at = at
    try:
        with transaction.atomic():
            message = letter_of(letter, at)
    except Dropped as dropped:
        letter.tried_at = None
        _end(letter, State.DROPPED, at, why=dropped.why)
        return letter, None
    except Postponed as postponed:
        letter.due_at = postponed.until
        letter.save(update_fields=["due_at"])
        return letter, None
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # One letter that can't be made must not stand before all others. Its text may hold what no log may.
        logger.error("A letter could not be made (%s).", type(error).__name__)
        fault: Fault | None = Fault(Blame.LATER, type(error).__name__)
    else:
        fault = post.send(message)
    if fault is None:
        letter.attempts += 1
        _end(letter, State.SENT, at)
    elif fault.blame is not Blame.SERVER:
        letter.attempts += 1
        _failed(letter, fault, at)
    return letter, fault


def _failed(letter: Mail, fault: Fault, at: datetime.datetime) -> None:
    if fault.blame is Blame.NEVER or letter.made_at < at - GIVEN_UP_AFTER:
        _end(letter, State.GIVEN_UP, at, why=fault.why)
        logger.warning("A letter was given up (%s).", fault.why)
        return
    letter.why, letter.due_at = fault.why, next_try(letter.attempts, at)
    letter.save(update_fields=["why", "due_at", "attempts", "tried_at"])


def _end(letter: Mail, state: str, at: datetime.datetime, why: str = "") -> None:
    letter.state, letter.ended_at, letter.why = state, at, why
    letter.save(update_fields=["state", "ended_at", "why", "attempts", "tried_at"])


@transaction.atomic
def _rest(why: str, at: datetime.datetime) -> None:
    """The server is away: all that is due waits with the one that found out, and shows why."""
    due = Mail.objects.select_for_update(skip_locked=True).filter(state=State.WAITING, due_at__lte=at)
    ids = list(due.values_list("pk", flat=True))
    logger.warning("%d letters wait: the mail server does not take them (%s).", len(ids), why)
    letters = Mail.objects.filter(pk__in=ids)
    letters.filter(made_at__lt=at - GIVEN_UP_AFTER).update(
        state=State.GIVEN_UP, ended_at=at, tried_at=at, why=why, attempts=F("attempts") + 1
    )
    tries = enumerate(SERVER_BACK_OFF, start=1)
    letters.filter(state=State.WAITING).update(
        attempts=F("attempts") + 1,
        tried_at=at,
        why=why,
        due_at=Case(
            *(When(Q(attempts__lt=number), then=Value(next_try(number, at, SERVER_BACK_OFF))) for number, _s in tries),
            default=Value(at + SERVER_BACK_OFF[-1]),
        ),
    )


def forget_ended(*, at: datetime.datetime) -> int:
    """Removes the rows of letters that ended long ago; what they carried stays."""
    ended, _by_table = Mail.objects.exclude(state=State.WAITING).filter(ended_at__lt=at - KEPT).delete()
    return ended
