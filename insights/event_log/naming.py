"""What candidates, cases, accounts, meetings and papers are called in an event log.

Without personal data each gets a pseudonym: a keyed digest of its id. The key is drawn for one export, lives in memory
and is forgotten with it. So one log holds together, while no two logs can be joined, and nobody, the administrator of
the database included, can compute a pseudonym from an id to see who it is. A key kept for good would let logs be
joined, and whoever has it could turn every pseudonym back.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Callable

from orgs.models import User

CANDIDATE, CASE, ACCOUNT, MEETING, DOCUMENT = "candidate", "case", "account", "meeting", "document"
# 80 bits: of a million objects, two share a pseudonym once in two trillion logs.
_BYTES = 10
Namer = Callable[[str, int], str]
# What XML can't hold, and nobody sees.
_UNSEEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Names:
    """Of one log: by name where personal data was asked for by one who may, else by pseudonym."""

    def __init__(self, *, personal: bool) -> None:
        self.of = pseudonyms()
        self.personal = personal
        self._accounts = account_names() if personal else {}

    def case(self, pk: int, number: str) -> str:
        """A case's number leads to its candidate for whoever sees a list, so it is a name like any other."""
        return number if self.personal else self.of(CASE, pk)

    def account(self, pk: int) -> str:
        return self._accounts.get(pk) or self.of(ACCOUNT, pk)


def plain(text: str) -> str:
    """A text as every format can hold it."""
    return _UNSEEN.sub("", text)


def pseudonyms() -> Namer:
    """A function from kind and id to a pseudonym, good for one log."""
    key = secrets.token_bytes(32)

    def name(kind: str, pk: int) -> str:
        digest = hashlib.blake2b(f"{kind}:{pk}".encode(), key=key, digest_size=_BYTES)
        return f"{kind}-{digest.hexdigest()}"

    return name


def account_names() -> dict[int, str]:
    """Account id -> name of who it is; those of one name tell their account too. One statement."""
    users = list(User.objects.select_related("person").only("username", "person__full_name"))
    times = Counter(user.display_name for user in users)
    return {
        user.pk: plain(user.display_name if times[user.display_name] == 1 else f"{user.display_name} ({user.username})")
        for user in users
    }
