from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone
from pytest_django import Settings

from journal import checkpoints, keys
from journal.models import Checkpoint
from journal.verify import verify
from tests.databases import at_once, rounds
from tests.journal.tampering import record


def test_the_demo_makes_its_key_at_the_first_checkpoint_for_its_owner_only(own_database: str) -> None:
    checkpoints.take(at=timezone.now())

    assert stat.S_IMODE(keys.private_file().stat().st_mode) == 0o600


def test_production_without_a_key_signs_nothing(own_database: str, settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(keys.KeyFileError, match="journal_key"):
        checkpoints.take(at=timezone.now())
    assert not Checkpoint.objects.exists()


def test_a_changed_key_leaves_former_checkpoints_provable(own_database: str) -> None:
    record("case:1")
    file = checkpoints.take(at=timezone.now())
    keys.private_file().unlink()
    keys.make_key()
    checkpoints.take(at=timezone.now())

    assert verify(checkpoint=file).holds


def test_an_auditor_with_the_public_key_alone_can_prove(own_database: str, settings: Settings, tmp_path: Path) -> None:
    file = checkpoints.take(at=timezone.now())
    public_key = tmp_path / "public.pem"
    public_key.write_bytes(keys.pem(keys.signing_key().public_key()))
    settings.JOURNAL_KEY_FILE = str(tmp_path / "nothing-here.pem")

    assert verify(checkpoint=file, public_key=public_key).holds
    failure = verify().failure
    assert failure is not None
    assert "not known here" in failure.what


def test_checkpoints_forged_with_another_key_are_not_believed(own_database: str, settings: Settings) -> None:
    checkpoints.take(at=timezone.now())
    honest = settings.JOURNAL_KEY_FILE
    settings.JOURNAL_KEY_FILE = honest + ".forger"
    checkpoints.take(at=timezone.now())
    settings.JOURNAL_KEY_FILE = honest

    failure = verify().failure
    assert failure is not None
    assert "Checkpoint 2 cannot be checked" in failure.what


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_garbled_key_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    keys.private_file().parent.mkdir()
    keys.private_file().write_bytes(content)
    (tmp_path / "public.pem").write_bytes(content)

    with pytest.raises(keys.KeyFileError, match="JOURNAL_KEY_FILE"):
        keys.signing_key()
    keys.private_file().unlink()
    with pytest.raises(keys.KeyFileError, match="public"):
        keys.known_keys(tmp_path / "public.pem")


def test_a_key_is_never_written_over() -> None:
    first = keys.make_key()

    with pytest.raises(keys.KeyFileError, match="already"):
        keys.make_key()
    assert keys.signing_key().public_key() == first


def test_two_processes_that_make_the_first_key_at_once_have_one(own_database: str) -> None:
    for _round in rounds():
        first, second = at_once(keys.signing_key, keys.signing_key)
        assert isinstance(first, Ed25519PrivateKey)
        assert isinstance(second, Ed25519PrivateKey)
        assert first.public_key() == second.public_key()
        keys.private_file().unlink()
