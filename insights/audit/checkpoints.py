"""The signed checkpoints: which there are, their files, and whether the journal still continues one kept elsewhere."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from journal import keys
from journal.models import Checkpoint
from journal.sealed_heads import Fallen, fallen_since, replaced
from journal.seals import CheckpointFileError, Seal, UnknownKeyError, open_file
from journal.snapshots import snapshot
from orgs.refusals import Refusal

# Of a file that is compared, in bytes: some hundred thousand streams.
LARGEST = 20 * 1024 * 1024
# So many streams are named; how many more there are is counted.
MOST_NAMED = 200


class NotComparable(Refusal):
    """The file given is no checkpoint, or none that can be trusted."""


@dataclass(frozen=True)
class Compared:
    """What a copy kept elsewhere says of the journal now. `gone`: what became of the checkpoint itself in it."""

    seal: Seal
    at: datetime.datetime
    fallen: list[Fallen]
    more: int
    gone: str

    @property
    def holds(self) -> bool:
        return not self.fallen and not self.gone


def checkpoints() -> QuerySet[Checkpoint]:
    """The newest first."""
    return Checkpoint.objects.order_by("-number")


def file_of(checkpoint: Checkpoint) -> Path | None:
    """Its file in CHECKPOINT_DIR, while it lies there."""
    folder = Path(settings.CHECKPOINT_DIR)
    named = sorted(folder.glob(f"checkpoint-{checkpoint.number:06d}-*-{checkpoint.hash[:8]}.jsonl"))
    return named[0] if named and named[0].is_file() else None


def kept_file(number: int) -> Path:
    """Raises Http404 for a checkpoint that there isn't, or whose file isn't here any more."""
    checkpoint = Checkpoint.objects.filter(number=number).first()
    file = file_of(checkpoint) if checkpoint else None
    if file is None:
        raise Http404
    return file


def compare(pieces: Iterable[bytes], name: str, *, at: datetime.datetime) -> Compared:
    """Raises NotComparable with a sentence, keys.KeyFileError. The file isn't kept."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        try:
            given = open_file(Path(file.name), keys.known_keys(), called=name)
        except UnknownKeyError as error:
            raise NotComparable(
                _("This file is signed with a key that is not known on this machine. Either it is of another office, "
                  "or its checkpoints were made anew with another key. Compare the fingerprint written down at first.")
            ) from error  # fmt: skip
        except CheckpointFileError as error:
            raise NotComparable(str(error)) from error
        with snapshot():
            found = fallen_since(given)
            named = list(islice(found, MOST_NAMED))
            more = sum(1 for _one in found)
            gone = replaced(given.seal)
    return Compared(given.seal, at, named, more, gone.what if gone else "")


def fallen_words(one: Fallen) -> str:
    """What became of a stream, and from which entry on."""
    told = {"stream": one.stream, "first": one.first, "last": one.last, "seq": one.seq}
    if one.last == 0:
        return _("%(stream)s: all entries, 1 to %(seq)s, are gone.") % told
    if one.is_cut:
        return _("%(stream)s: cut off. It ends at entry %(last)s; entries %(first)s to %(seq)s are gone.") % told
    if one.entry_id is None:
        return _("%(stream)s: entry %(seq)s is missing.") % told
    return _("%(stream)s: written anew. Up to entry %(seq)s it is not what was signed, from entry %(first)s on.") % told
