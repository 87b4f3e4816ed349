"""A dossier taken apart and put together again, by somebody who knows how it is made and wants to deceive."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from insights import verify_dossier
from insights.dossier.archive import Archive
from insights.dossier.manifest import signature_of
from journal import canonical, keys

ENTRIES, SUMS, HEADS = "journal/entries.jsonl", "journal/entries.sha256", "journal/heads.jsonl"
Value = Any


class Pack:
    """`members` by name, in their order."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self.members = members

    @classmethod
    def of(cls, content: bytes) -> Pack:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return cls({name: file.read(name) for name in file.namelist()})

    def packed(self) -> bytes:
        """As the office packs it."""
        file = io.BytesIO()
        with Archive(file) as archive:
            for name, content in self.members.items():
                archive.add(name, [content])
        return file.getvalue()

    @property
    def paper(self) -> str:
        return next(name for name in self.members if name.endswith(".pdf"))

    def edit(self, name: str, change: Callable[[Value], object]) -> None:
        """A member of readable JSON."""
        value = json.loads(self.members[name])
        change(value)
        self.members[name] = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"

    def edit_line(self, name: str, number: int, change: Callable[[Value], object]) -> None:
        """A line of canonical JSON, counted from 1."""
        lines = self.lines(name)
        value = json.loads(lines[number - 1])
        change(value)
        lines[number - 1] = canonical.to_bytes(value)
        self.write(name, lines)

    def lines(self, name: str) -> list[bytes]:
        return self.members[name].splitlines()

    def write(self, name: str, lines: list[bytes]) -> None:
        self.members[name] = b"".join(line + b"\n" for line in lines)

    def with_hashes(self) -> None:
        """The list of hashes made right again."""
        self.write(SUMS, [f"{hashlib.sha256(line).hexdigest()}  -".encode() for line in self.lines(ENTRIES)])

    def chained_anew(self) -> None:
        """Every link computed again."""
        before, lines = canonical.NOTHING_BEFORE, []
        for line in self.lines(ENTRIES):
            lines.append(canonical.to_bytes({**json.loads(line), "prev_hash": before}))
            before = hashlib.sha256(lines[-1]).hexdigest()
        self.write(ENTRIES, lines)
        self.with_hashes()
        self.edit_manifest(lambda told: told["head"].update(seq=len(lines), hash=before))

    def edit_manifest(self, change: Callable[[Value], object]) -> None:
        self.edit_line("manifest.json", 1, change)

    def listed(self) -> Pack:
        """The manifest made right again."""
        names = [name for name in self.members if name not in ("SHA256SUMS", "manifest.json", "manifest.sig")]
        self.members["SHA256SUMS"] = b"".join(
            f"{hashlib.sha256(self.members[name]).hexdigest()}  {name}\n".encode() for name in names
        )
        files = [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name in (*names, "SHA256SUMS")
            for content in [self.members[name]]
        ]
        self.edit_manifest(lambda told: told.update(files=files))
        last = ("SHA256SUMS", "manifest.json", "manifest.sig")
        self.members = {name: self.members[name] for name in (*names, *last)}
        return self

    def signed_by(self, key: Ed25519PrivateKey) -> Pack:
        """By somebody else, whose key is put beside the office's inside."""
        public = key.public_key()
        self.members["office.pub"] = keys.pem(public) + self.members["office.pub"]
        self.edit_manifest(lambda told: told.update(key=keys.fingerprint(public)))
        self.listed()
        self.members["manifest.sig"] = signature_of(self.members["manifest.json"], key)
        return self


def checked(content: bytes, key: bytes | None = None, language: str = "en") -> tuple[int, str]:
    """The code and what is said of these bytes. `key`: a file of public keys."""
    given = None if key is None else verify_dossier.keys_in(key)
    code, lines = verify_dossier.verify(io.BytesIO(content), given, language)
    return code, "\n".join(lines)
