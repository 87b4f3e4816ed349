"""The code that shows that letters to an address arrive where they should. Computed, so that none is kept."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from notices.models import MailAddress

DIGITS = 8


def code_of(row: MailAddress) -> str:
    """Of the address that is wanted now; another as soon as one is asked for anew."""
    return _code(row, settings.SECRET_KEY)


def proves(row: MailAddress, code: str) -> bool:
    """Whether this is the code, sent by whatever key still holds."""
    typed = "".join(code.split())
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(_code(row, key), typed) for key in keys)


def _code(row: MailAddress, secret: str) -> str:
    asked = row.asked_at.isoformat() if row.asked_at else ""
    digest = salted_hmac("notices.proof", f"{row.pk}:{row.wanted}:{asked}", secret=secret, algorithm="sha256").digest()
    return str(int.from_bytes(digest, "big") % 10**DIGITS).zfill(DIGITS)
