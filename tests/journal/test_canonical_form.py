"""The canonical form by value. The example is that of docs/journal.md; with another hash no journal would hold."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from journal import canonical

HANOI = datetime.timezone(datetime.timedelta(hours=7))
EXAMPLE: dict[str, Any] = {
    "id": 4711,
    "stream": "case:12",
    "seq": 3,
    "verb": "cell_vote",
    "actor_id": 7,
    "on_behalf_of_id": None,
    "at": datetime.datetime(2015, 12, 31, 17, 0, tzinfo=HANOI),
    "recorded_at": datetime.datetime(2015, 12, 31, 10, 0, 0, 250017, tzinfo=datetime.UTC),
    "refs": {"task": 40, "resolution": "12-NQ/ĐU"},
    "facts": [{"table": "admission_flow.decision", "id": 12, "digest": "5f" * 32}],
    "prev_hash": "ab" * 32,
}
FROZEN = "14c6ce4c03cdb175793f80c1af7cff84743abdca10fbbbe2dc6bd57844d54abf"


def _hash(**columns: Any) -> str:
    return canonical.hash_of(canonical.entry_document(**columns))


def in_the_docs(language: str) -> str:
    text = (Path(settings.BASE_DIR) / "docs" / "journal.md").read_text()
    return text.split(f"```{language}\n")[1].split("\n```")[0]


def test_the_example_has_its_frozen_hash() -> None:
    assert _hash(**EXAMPLE) == FROZEN


def test_the_docs_show_the_same_example_and_hash() -> None:
    form = in_the_docs("json")

    assert hashlib.sha256(form.encode()).hexdigest() == FROZEN == in_the_docs("text")
    assert canonical.to_bytes(json.loads(form)) == form.encode()


OTHERWISE: dict[str, Any] = {
    "id": 4712,
    "stream": "case:13",
    "seq": 4,
    "verb": "cell_Vote",
    "actor_id": None,
    "on_behalf_of_id": 8,
    "at": EXAMPLE["at"] + datetime.timedelta(microseconds=1),
    "recorded_at": EXAMPLE["recorded_at"] + datetime.timedelta(microseconds=1),
    "refs": {"task": 40},
    "facts": [],
    "prev_hash": "ac" + "ab" * 31,
}


@pytest.mark.parametrize("column", EXAMPLE)
def test_every_column_counts(column: str) -> None:
    assert _hash(**EXAMPLE | {column: OTHERWISE[column]}) != FROZEN


def test_the_order_of_keys_and_the_zone_of_a_moment_do_not_count() -> None:
    turned = {"refs": dict(reversed(EXAMPLE["refs"].items())), "at": EXAMPLE["at"].astimezone(datetime.UTC)}

    assert _hash(**EXAMPLE | turned) == FROZEN


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"b": [1, True, None], "a": ()}, '{"a":[],"b":[1,true,null]}'),
        ('"\\\n\x01\x7fĐ', '"\\"\\\\\\n\\u0001\x7fĐ"'),
        (2**70, "1180591620717411303424"),
        ({"é": 1, "z": 2, "e": 3}, '{"e":3,"z":2,"é":1}'),
    ],
)
def test_there_is_one_way_to_write_a_value(value: object, form: str) -> None:
    assert canonical.to_bytes(value) == form.encode()


def test_a_moment_of_an_early_year_has_four_digits_of_year() -> None:
    assert canonical.moment(datetime.datetime(930, 2, 3, tzinfo=datetime.UTC)) == "0930-02-03T00:00:00.000000Z"


@pytest.mark.parametrize("value", [1.0, {"a": 0.5}, [float("nan")], {1: "a"}, b"bytes", EXAMPLE["at"], "\udfff"])
def test_what_has_more_than_one_way_is_refused(value: object) -> None:
    with pytest.raises(canonical.NotCanonicalError):
        canonical.to_bytes(value)
