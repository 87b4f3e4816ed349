"""A file that is no checkpoint, or was altered, is refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from journal import checkpoints, keys
from journal.models import SealedHead
from journal.seals import CheckpointFileError
from journal.verify import verify
from tests.journal.tampering import record


@pytest.fixture(scope="module")
def journal(module_database: str) -> None:
    record("case:1", 3)
    record("unit:2")


@pytest.fixture
def file(journal: None) -> Path:
    return checkpoints.take(at=timezone.now())


def test_it_tells_every_head_in_order_and_is_signed_at_the_end(file: Path) -> None:
    *heads, ending = (json.loads(line) for line in file.read_text().splitlines())

    assert [head[:2] for head in heads] == [["case:1", 3], ["unit:2", 1]]
    assert (ending["seal"]["streams"], ending["seal"]["entries"]) == (2, 4)
    assert ending["seal"]["key"] == keys.fingerprint(keys.signing_key().public_key())
    assert not list(file.parent.glob("*.unfinished"))


def altered_head(text: str) -> str:
    return text.replace('["case:1",3', '["case:1",2', 1)


def head_left_out(text: str) -> str:
    return text.split("\n", 1)[1]


def altered_seal(text: str) -> str:
    return text.replace('"entries":4', '"entries":5')


def altered_signature(text: str) -> str:
    return text[:-7] + "0000" + text[-3:]


def seal_cut_off(text: str) -> str:
    return text.rsplit("\n", 2)[0] + "\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (altered_head, "not those that were signed"),
        (head_left_out, "not those that were signed"),
        (altered_seal, "signature .* not right"),
        (altered_signature, "signature .* not right"),
        (seal_cut_off, "not a whole checkpoint file"),
        (lambda text: text[: len(text) // 2], "not a whole checkpoint file"),
        (lambda _text: "", "not a whole checkpoint file"),
        (lambda _text: "[]", "not a whole checkpoint file"),
        (lambda _text: '{"seal": {"format": 1}, "signature": ""}', "not a whole checkpoint file"),
    ],
)
def test_an_altered_file_is_refused(file: Path, change: Callable[[str], str], sentence: str) -> None:
    file.write_text(change(file.read_text()))

    with pytest.raises(CheckpointFileError, match=sentence):
        verify(checkpoint=file)


def test_bytes_that_are_no_text_are_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CheckpointFileError, match="not a whole checkpoint file"):
        verify(checkpoint=file)


def test_a_file_that_is_not_there_is_refused(journal: None, tmp_path: Path) -> None:
    with pytest.raises(CheckpointFileError, match="There is no file"):
        verify(checkpoint=tmp_path / "none.jsonl")


def test_a_file_signed_with_a_strange_key_is_refused(file: Path) -> None:
    keys.private_file().unlink()
    keys.public_file().unlink()
    keys.make_key()

    with pytest.raises(CheckpointFileError, match="key that is not known"):
        verify(checkpoint=file)


def test_the_database_keeps_only_the_heads_that_moved(own_database: str) -> None:
    record("case:1")
    record("case:2")
    checkpoints.take(at=timezone.now())
    record("case:2")
    checkpoints.take(at=timezone.now())
    checkpoints.take(at=timezone.now())

    kept = SealedHead.objects.order_by("checkpoint", "stream").values_list("checkpoint", "stream", "seq")
    assert list(kept) == [(1, "case:1", 1), (1, "case:2", 1), (2, "case:2", 2)]
    assert verify().holds
