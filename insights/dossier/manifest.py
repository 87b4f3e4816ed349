"""The list of all that is in a dossier, and the office's signature on it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from insights.dossier.archive import Member
from insights.dossier.gathering import Gathered
from journal import canonical, keys
from orgs.models import User

FORMAT = "case-dossier-1"
# Before what is signed, so that this signature can't be taken for that of a checkpoint, which begins with a brace.
PURPOSE = f"{FORMAT}\n".encode()


def manifest_of(
    gathered: Gathered, members: Iterable[Member], key: Ed25519PrivateKey, *, acting_user: User, at: datetime.datetime
) -> bytes:
    """One line of canonical JSON."""
    case, last = gathered.case, gathered.proof.entries[-1]
    told = {
        "format": FORMAT,
        "case": {"id": case.pk, "number": case.number, "classification": gathered.classification},
        "head": {"stream": gathered.proof.stream, "seq": last.seq, "hash": last.hash},
        "checkpoint": {"number": gathered.checkpoint.number, "hash": gathered.checkpoint.hash},
        "issued": {"at": canonical.moment(at), "to": acting_user.pk, "name": acting_user.display_name},
        "key": keys.fingerprint(key.public_key()),
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in members],
    }
    return canonical.to_bytes(told) + b"\n"


def signature_of(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    return key.sign(PURPOSE + manifest).hex().encode() + b"\n"


def sums_of(members: Iterable[Member]) -> bytes:
    """As sha256sum writes them and reads them with --check."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in members).encode()
