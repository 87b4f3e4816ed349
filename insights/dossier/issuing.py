"""The verb that issues the dossier of a case."""

from __future__ import annotations

import datetime
import hashlib
import tempfile
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from admission_flow.engine import waiting
from insights.dossier.access import dossier_case
from insights.dossier.archive import Archive
from insights.dossier.gathering import Gathered, gather
from insights.dossier.manifest import manifest_of, signature_of, sums_of
from insights.dossier.refusals import NotSigned, NotWhole, StillChanging
from journal import checkpoints, keys, record
from orgs.models import User

ISSUED = "dossier_issued"
# How often a checkpoint is taken anew because somebody has acted on the case in between.
_TRIES = 3


@dataclass(frozen=True)
class Issued:
    """`file` is open at its beginning, has no name on disk and is gone when it is closed; `size` in bytes."""

    file: IO[bytes]
    size: int
    number: str
    classification: str
    manifest_sha256: str


def issue_dossier(case_id: int, *, acting_user: User, at: datetime.datetime) -> Issued:
    """The dossier of a case as it stands, with a checkpoint that has seen all of it, and an entry in the own stream.

    The only act that is not one transaction: a checkpoint has its own, the case is read at one moment after it, and
    the entry comes last, once all of the file is written.

    Raises Http404 for who does not see the file; NotWhole, FileAltered, NotSigned, StillChanging, TooLarge, Busy.
    """
    dossier_case(acting_user, case_id, at=at)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # handed out open
    try:
        gathered = _gathered(acting_user, case_id, at)
        digest = _write(file, gathered, acting_user, at)
        last = gathered.proof.entries[-1]
        with transaction.atomic():
            record.append(
                f"user:{acting_user.pk}",
                ISSUED,
                acting_user=acting_user,
                at=at,
                refs={
                    "case": gathered.case.number,
                    "case_id": gathered.case.pk,
                    "entries": last.seq,
                    "checkpoint": gathered.checkpoint.number,
                    "manifest": digest,
                },
            )
        size = file.seek(0, 2)
        file.seek(0)
    except (keys.KeyFileError, checkpoints.CheckpointDirError) as error:
        file.close()
        raise NotSigned(str(error)) from error
    except BaseException:
        file.close()
        raise
    return Issued(file, size, gathered.case.number, gathered.classification, digest)


def _gathered(person: User, case_id: int, at: datetime.datetime) -> Gathered:
    for _try in range(_TRIES):
        gathered = gather(person, case_id, at=at)
        if gathered is not None:
            return gathered
        with waiting():
            checkpoints.take(at=at)
    gathered = gather(person, case_id, at=at)
    if gathered is None:
        raise StillChanging
    return gathered


def _write(file: IO[bytes], gathered: Gathered, acting_user: User, at: datetime.datetime) -> str:
    """SHA-256 of the manifest."""
    key = keys.signing_key()
    with Archive(file) as archive:
        for name, pieces in gathered.parts.items():
            member = archive.add(name, pieces())
            if name == "journal/heads.jsonl" and member.sha256 != gathered.checkpoint.moved_digest:
                raise NotWhole(f"the heads of checkpoint {gathered.checkpoint.number}")
        archive.add("SHA256SUMS", [sums_of(archive.members)])
        manifest = manifest_of(gathered, archive.members, key, acting_user=acting_user, at=at)
        archive.add("manifest.json", [manifest])
        archive.add("manifest.sig", [signature_of(manifest, key)])
    return hashlib.sha256(manifest).hexdigest()
