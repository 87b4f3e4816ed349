"""What a checkpoint signs, and the file that is kept elsewhere.

The file has one line a stream, `["case:12",7,"9f86…"]` (stream, number and hash of its last entry) in ascending order
of the stream's bytes, and the seal as its last line. Every line is canonical JSON (journal.canonical).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from journal import canonical, keys
from journal.given_files import why_unreadable
from journal.models import Checkpoint

FORMAT = "journal-checkpoint-1"


class CheckpointFileError(Exception):
    """The file given is no checkpoint of this journal's key, or was altered; carries the sentence for who gave it."""


class UnknownKeyError(CheckpointFileError):
    """It may be a checkpoint, but of a key that is not known here."""


class SealedLine(NamedTuple):
    """Where a stream stood: the number and hash of its last entry."""

    stream: str
    seq: int
    hash: str

    def line(self) -> bytes:
        return canonical.to_bytes(list(self)) + b"\n"


@dataclass(frozen=True, kw_only=True)
class Seal:
    """One checkpoint's statement. Digests are SHA-256 over the lines of the heads, in hexadecimal.

    `moved_digest` covers only the heads that had moved since the checkpoint before, which are what the database keeps.
    """

    number: int
    at: datetime
    streams: int
    entries: int
    heads_digest: str
    moved_digest: str
    previous: str
    key: str

    @classmethod
    def of(cls, row: Checkpoint) -> Seal:
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @classmethod
    def from_json(cls, statement: dict[str, Any]) -> Seal:
        """Raises KeyError, TypeError or ValueError where it is no seal."""
        values = {name: statement[name] for name in cls.__dataclass_fields__}
        if statement["format"] != FORMAT or not isinstance(values["number"], int) or not isinstance(values["key"], str):
            raise ValueError("another format")
        return cls(**values | {"at": datetime.fromisoformat(values["at"])})

    def as_json(self) -> dict[str, object]:
        return {"format": FORMAT, **asdict(self), "at": canonical.moment(self.at)}

    def document(self) -> bytes:
        """The bytes that are signed."""
        return canonical.to_bytes(self.as_json())

    def hash(self) -> str:
        return hashlib.sha256(self.document()).hexdigest()


@dataclass(frozen=True)
class CheckpointFile:
    """A checkpoint's file whose signature and heads were found right."""

    path: Path
    seal: Seal

    def heads(self) -> Iterator[SealedLine]:
        with self.path.open("rb") as lines:
            for _place, line in zip(range(self.seal.streams), lines, strict=False):
                yield SealedLine(*json.loads(line))


def seal_line(seal: Seal, signature: str) -> bytes:
    return canonical.to_bytes({"seal": seal.as_json(), "signature": signature}) + b"\n"


def open_file(path: Path, trusted: dict[str, keys.Ed25519PublicKey], called: str = "") -> CheckpointFile:
    """Read a checkpoint's file once through and check signature and heads. Raises CheckpointFileError.

    `called`: by which name whoever gave it knows it, where that isn't its path.
    """
    name = called or path
    digest, streams, last = hashlib.sha256(), 0, b""
    try:
        with path.open("rb") as lines:
            for line in lines:
                if last:
                    digest.update(last)
                    streams += 1
                last = line
    except OSError as error:
        raise CheckpointFileError(why_unreadable(path, error)) from error
    try:
        ending = json.loads(last)
        seal, signature = Seal.from_json(ending["seal"]), str(ending["signature"])
        document = seal.document()
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise CheckpointFileError(
            _("%(file)s is not a whole checkpoint file: its last line is not a seal. Take another copy.")
            % {"file": name}
        ) from error
    if seal.key not in trusted:
        raise UnknownKeyError(
            _("%(file)s is signed with a key that is not known here (%(key)s…). Give its public key with --public-key.")
            % {"file": name, "key": str(seal.key)[:16]}
        )
    if not keys.signed_by(trusted[seal.key], signature, document):
        raise CheckpointFileError(
            _("The signature of %(file)s is not right: its seal was altered. Take another copy.") % {"file": name}
        )
    if (digest.hexdigest(), streams) != (seal.heads_digest, seal.streams):
        raise CheckpointFileError(
            _("The heads in %(file)s are not those that were signed: the file was altered. Take another copy.")
            % {"file": name}
        )
    return CheckpointFile(path, seal)
