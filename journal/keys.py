"""The key that signs checkpoints: a file outside the database, so that who can write the one need not hold the other.

`JOURNAL_KEY_FILE` is the private key (Ed25519, PKCS #8 PEM, readable by its owner only). A file of that name with
`.pub` added keeps the public key of every key made there, so that checkpoints of a former one can still be checked.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.utils.translation import gettext as _

from journal.given_files import why_unreadable

_PEM_BLOCK = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----\n?", re.DOTALL)


class KeyFileError(Exception):
    """The key file is missing, unreadable or no Ed25519 key; carries the sentence for the administrator."""


def private_file() -> Path:
    return Path(settings.JOURNAL_KEY_FILE)


def public_file() -> Path:
    return private_file().with_name(private_file().name + ".pub")


def signing_key() -> Ed25519PrivateKey:
    """The private key. The demo makes its own at first use, production must have one. Raises KeyFileError."""
    if not private_file().exists():
        if settings.PRODUCTION:
            raise KeyFileError(
                _("There is no key at JOURNAL_KEY_FILE (%(file)s). Make one with: manage.py journal_key")
                % {"file": private_file()}
            )
        _write_new_key()
    try:
        key = load_pem_private_key(private_file().read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(
            _("The key at JOURNAL_KEY_FILE (%(file)s) cannot be read. Put back the file that journal_key made.")
            % {"file": private_file()}
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(
            _("The key at JOURNAL_KEY_FILE (%(file)s) is not an Ed25519 key.") % {"file": private_file()}
        )
    return key


def make_key() -> Ed25519PublicKey:
    """Write a new private key and add its public key to those known. Raises KeyFileError."""
    key = _write_new_key()
    if key is None:
        raise KeyFileError(
            _("There is a key at %(file)s already. To change it, move that file to a safe place first.")
            % {"file": private_file()}
        )
    return key


def known_keys(further: Path | None = None) -> dict[str, Ed25519PublicKey]:
    """The public keys to trust, by fingerprint: those beside the private key, its own, and those in `further`.

    Raises KeyFileError where `further` holds none.
    """
    found = _public_keys_in(public_file()) if public_file().exists() else []
    if private_file().exists():
        found.append(signing_key().public_key())
    if further is not None:
        given = _public_keys_in(further)
        if not given:
            raise KeyFileError(_("%(file)s holds no public key in PEM form.") % {"file": further})
        found += given
    return {fingerprint(key): key for key in found}


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the 32 bytes of the public key, in hexadecimal."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed_by(key: Ed25519PublicKey, signature: str, document: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature), document)
    except (InvalidSignature, ValueError):
        return False
    return True


def _write_new_key() -> Ed25519PublicKey | None:
    """The public key of the new one; None if somebody else has put one there, even at this moment."""
    key = Ed25519PrivateKey.generate()
    try:
        private_file().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=private_file().parent) as file:  # readable by its owner only
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
            try:  # whole or not at all, and never over another: what a rename would not promise
                private_file().hardlink_to(file.name)
            except FileExistsError:
                return None
        with public_file().open("ab") as known:
            known.write(pem(key.public_key()))
    except OSError as error:
        raise KeyFileError(
            _("No key can be written at %(file)s: %(reason)s.") % {"file": private_file(), "reason": error.strerror}
        ) from error
    return key.public_key()


def _public_keys_in(file: Path) -> list[Ed25519PublicKey]:
    try:
        keys = [load_pem_public_key(block) for block in _PEM_BLOCK.findall(file.read_bytes())]
    except OSError as error:
        raise KeyFileError(why_unreadable(file, error)) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(_("The public keys in %(file)s cannot be read.") % {"file": file}) from error
    return [key for key in keys if isinstance(key, Ed25519PublicKey)]
