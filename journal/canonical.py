"""The canonical form of a journal entry, from which its hash is made. Standard library only; told in docs/journal.md.

An entry becomes one JSON object holding every column except `hash` itself:

- keys in ascending order of their code points, no white space, UTF-8 without a byte order mark; a string escapes only
  what JSON demands (`"`, `\\` and the control characters below U+0020);
- whole numbers in decimal; no fractions, so that no language's way of printing them matters;
- moments in UTC with six digits of microseconds, `2015-12-31T17:00:00.000000Z`;
- a column without value is `null`; the entry before the first has the hash of 64 zeros.

The hash is the SHA-256 of these bytes, in lower-case hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

NOTHING_BEFORE = "0" * 64
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_LEAVES = frozenset({str, int, bool, type(None)})


class NotCanonicalError(ValueError):
    """A value has no canonical form: a float, a key that is no text, a moment without zone, half a character."""


def moment(value: datetime) -> str:
    """The moment in UTC, to the microsecond: the precision of the database."""
    if value.tzinfo is None:
        raise NotCanonicalError(f"{value!r} has no time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def to_bytes(value: object) -> bytes:
    """The canonical JSON of a value made of None, bool, int, str, list, tuple and dict with text keys."""
    _check(value)
    try:
        return _JSON.encode(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonicalError("a text holds half of a surrogate pair") from error


def entry_document(  # one parameter a column, so that none can be forgotten
    *,
    id: int,  # noqa: A002
    stream: str,
    seq: int,
    verb: str,
    actor_id: int | None,
    on_behalf_of_id: int | None,
    at: datetime,
    recorded_at: datetime,
    refs: Mapping[str, object],
    facts: Iterable[object],
    prev_hash: str,
) -> bytes:
    """Every column of an entry but its hash, as it is hashed. Raises NotCanonicalError."""
    columns = {
        "id": id,
        "stream": stream,
        "seq": seq,
        "verb": verb,
        "actor": actor_id,
        "on_behalf_of": on_behalf_of_id,
        "at": moment(at),
        "recorded_at": moment(recorded_at),
        "refs": refs,
        "facts": facts,
        "prev_hash": prev_hash,
    }
    return to_bytes(columns)


def hash_of(document: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def _check(value: object) -> None:
    if type(value) in _LEAVES or isinstance(value, str | int):  # the first answers nearly always, and fast
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonicalError(f"the key {key!r} is not text")
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
    else:
        raise NotCanonicalError(f"{value!r} has no canonical form; write a number whole or as text")
