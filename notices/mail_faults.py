"""What the failure of a letter means: whose fault it is, and when to try again. Pure."""

from __future__ import annotations

import datetime
import smtplib
from enum import Enum
from typing import NamedTuple

MINUTE = datetime.timedelta(minutes=1)
BACK_OFF = (1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE)
# While the server itself is away one letter asks for all; it costs one connection, so it may be asked more often.
SERVER_BACK_OFF = BACK_OFF[:3]
GIVEN_UP_AFTER = datetime.timedelta(days=3)


class Blame(Enum):
    """SERVER: no letter would leave now. LATER: this one, perhaps another time. NEVER: this one won't be taken."""

    SERVER = "server"
    LATER = "later"
    NEVER = "never"


class Fault(NamedTuple):
    """`why` is the class of the error and the server's number. Its text is left out: addresses stand in it."""

    blame: Blame
    why: str


def fault_of(error: Exception, *, opening: bool = False) -> Fault:
    """`opening`: the server was not ready for any letter yet."""
    code = _code(error)
    why = f"{type(error).__name__} {code}" if code else type(error).__name__
    if opening or isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
        return Fault(Blame.SERVER, why)
    if isinstance(error, smtplib.SMTPException | OSError):
        return Fault(Blame.NEVER if 500 <= code < 600 else Blame.LATER, why)
    return Fault(Blame.NEVER, why)


def next_try(
    attempts: int, at: datetime.datetime, steps: tuple[datetime.timedelta, ...] = BACK_OFF
) -> datetime.datetime:
    """After so many attempts that failed."""
    return at + steps[min(attempts, len(steps)) - 1]


def _code(error: Exception) -> int:
    """The server's number; 0 where it said none. A letter goes to one address, so that there is one answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((int(code) for code, _text in error.recipients.values()), 0)
    code = getattr(error, "smtp_code", 0)
    return code if isinstance(code, int) and code > 0 else 0
