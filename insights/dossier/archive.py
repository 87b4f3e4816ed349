"""The ZIP of a dossier, written so that there is only one way to write it.

Members are not compressed, have plain ASCII names, no extra fields, no comments and one fixed moment, and lie without a
gap in the order in which they are added. Names, sizes and contents then decide every byte, so that whoever checks it
can notice a bit that was turned outside the members too, and no bomb hides in it. Papers are compressed in themselves.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Self

from insights.dossier.refusals import TooLarge

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can tell
_UNIX, _ORDINARY_FILE = 3, 0o100644 << 16


@dataclass(frozen=True)
class Member:
    """As the manifest lists it; `size` in bytes."""

    name: str
    size: int
    sha256: str


class Archive:
    """Write members one after the other, in a `with` block; the file stays open and is the caller's."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=False)
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        """Also after an error, so that nothing is left that would write later. Raises TooLarge."""
        try:
            self._zip.close()
        except zipfile.LargeZipFile as error:
            if kind is None:
                raise TooLarge from error

    def add(self, name: str, pieces: Iterable[bytes]) -> Member:
        """Raises TooLarge."""
        info = zipfile.ZipInfo(name, _MOMENT)
        info.create_system, info.external_attr = _UNIX, _ORDINARY_FILE
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(info, "w") as out:
                for piece in pieces:
                    size += len(piece)
                    if size > zipfile.ZIP64_LIMIT:
                        raise TooLarge
                    out.write(piece)
                    digest.update(piece)
        except zipfile.LargeZipFile as error:
            raise TooLarge from error
        member = Member(name, size, digest.hexdigest())
        self.members.append(member)
        return member
