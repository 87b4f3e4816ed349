"""A ZIP that is not as the office packs it is refused before anything of it is believed, and takes no machine down."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insights.dossier.archive import Archive
from tests.insights.conftest import Whole
from tests.insights.packing import Pack, checked

FIRST = "README.txt"
FORGER = Ed25519PrivateKey.generate()


def by_hand(pack: Pack, **changes: object) -> bytes:
    """Packed by somebody's own tool: as the office does it, but for the named columns of the first member."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
        for place, (name, content) in enumerate(pack.members.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            for column, value in changes.items() if place == 0 else ():
                setattr(info, column, value)
            out.writestr(info, content)
    return file.getvalue()


def doubled(pack: Pack) -> bytes:
    file = io.BytesIO()
    with Archive(file) as archive:
        for name, content in pack.members.items():
            archive.add(name, [content])
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.add(pack.paper, [b"another"])
    return file.getvalue()


def renamed(name: str) -> Callable[[Pack], bytes]:
    return lambda pack: Pack({name: b"x", **pack.members}).packed()


def encrypted(pack: Pack) -> bytes:
    content = bytearray(pack.packed())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def with_comment(pack: Pack) -> bytes:
    return pack.packed()[:-2] + struct.pack("<H", 5) + b"hello"


def in_between(pack: Pack) -> bytes:
    """Something hidden between two members, with all offsets made right."""
    names = list(pack.members)
    head, tail = {name: pack.members[name] for name in names[:3]}, {name: pack.members[name] for name in names[3:]}
    whole, before = pack.packed(), Pack(head).packed()
    cut = before.index(b"PK\x01\x02")
    file = io.BytesIO(whole[:cut] + b"hidden" + whole[cut:])
    content = bytearray(file.getvalue())
    place = content.index(b"PK\x01\x02", cut)
    for number in range(len(names)):
        name_size = struct.unpack_from("<H", content, place + 28)[0]
        if number >= 3:
            offset = struct.unpack_from("<L", content, place + 42)[0]
            struct.pack_into("<L", content, place + 42, offset + 6)
        place += 46 + name_size
    starts = struct.unpack_from("<L", content, place + 16)[0]
    struct.pack_into("<L", content, place + 16, starts + 6)
    assert tail
    return bytes(content)


def bomb(pack: Pack) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        info = zipfile.ZipInfo(FIRST, (1980, 1, 1, 0, 0, 0))
        info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
        out.writestr(info, b"\0" * 50_000_000)
    return file.getvalue()


def larger_than_it_is(pack: Pack) -> bytes:
    """A member that says it has 4 GB."""
    content = bytearray(pack.packed())
    place = content.index(b"PK\x01\x02")
    for at in (place + 20, 18):
        struct.pack_into("<LL", content, at, 0xFFFFFFF0, 0xFFFFFFF0)
    return bytes(content)


HOSTILE: list[tuple[str, Callable[[Pack], bytes], str]] = [
    ("one name twice", doubled, "This name stands twice in the ZIP."),
    ("a way out", renamed("../../etc/cron.d/x"), "A name that no dossier may have."),
    ("an absolute path", renamed("/etc/passwd"), "A name that no dossier may have."),
    ("a drive", renamed("C:\\x"), "A name that no dossier may have."),
    ("a name that differs by its Unicode form", renamed("papers/gia\u0302\u0301y"), "A name that no dossier may have."),
    ("a symbolic link", lambda pack: by_hand(pack, external_attr=0o120777 << 16), "This is a link or a folder"),
    ("encrypted", encrypted, "This member is encrypted."),
    ("compressed", lambda pack: by_hand(pack, compress_type=zipfile.ZIP_DEFLATED), "This member is compressed"),
    ("an extra field", lambda pack: by_hand(pack, extra=b"\x55\x58\x02\x00ab"), "The header of this member"),
    ("another moment", lambda pack: by_hand(pack, date_time=(2026, 1, 1, 0, 0, 0)), "The header of this member"),
    ("a member's comment", lambda pack: by_hand(pack, comment=b"hello"), "The header of this member"),
    ("a comment", with_comment, "The ZIP has a comment"),
    ("something before", lambda pack: b"#!/bin/sh\n" + pack.packed(), "Extra bytes stand before the first member"),
    ("something after", lambda pack: pack.packed() + b"x", "Extra bytes follow the end of the ZIP."),
    ("something between", in_between, "Extra bytes stand before the first member of the ZIP or between members."),
    ("a bomb", bomb, "This member is compressed"),
    ("more than there is", larger_than_it_is, "The directory of the ZIP was altered."),
    ("no ZIP", lambda pack: b"%PDF-1.7 hello", "This is not a ZIP file."),
    ("nothing", lambda pack: b"", "This is not a ZIP file."),
    ("an empty ZIP", lambda pack: Pack({}).packed(), "manifest.json: This member is missing."),
    ("no manifest", lambda pack: Pack({FIRST: b"x"}).packed(), "manifest.json: This member is missing."),
]


@pytest.mark.parametrize(("make", "sentence"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_refused(whole: Whole, make: Callable[[Pack], bytes], sentence: str) -> None:
    code, said = checked(make(whole.pack), whole.office_pub)
    assert (code, sentence in said) == (1, True), said


def test_packed_the_same_by_hand_it_is_sound(whole: Whole) -> None:
    """What the refusals above rest on: but for the one column, nothing differs."""
    assert by_hand(whole.pack) == whole.pack.packed() == whole.content
    assert checked(by_hand(whole.pack), whole.office_pub)[0] == 0


@pytest.mark.parametrize("kept", [3, 40, 5000, -1, -22, -23, -500])
def test_cut_off(whole: Whole, kept: int) -> None:
    code, said = checked(whole.content[:kept], whole.office_pub)
    assert code == 1
    assert "cut off" in said or "not a ZIP" in said


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bit_turned_anywhere_is_found(whole: Whole, data: st.DataObject) -> None:
    """Contents, names, headers and directory alike."""
    bit = data.draw(st.integers(0, len(whole.content) * 8 - 1))
    content = bytearray(whole.content)
    content[bit // 8] ^= 1 << bit % 8
    assert checked(bytes(content), whole.office_pub)[0] == 1
    assert checked(bytes(content))[0] == 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_forger_puts_in_is_answered_with_a_sentence(whole: Whole, data: st.DataObject) -> None:
    """A value anywhere in the JSON replaced by another, all made right again and signed: the verifier has no fault."""
    pack = whole.pack
    texts = [name for name in pack.members if name.endswith((".json", ".jsonl")) and not name.startswith("manifest")]
    name = data.draw(st.sampled_from(texts))
    random_of = random.Random(data.draw(st.integers(0, 2**32)))
    replacement = data.draw(_JSON)
    edit = lambda value: _replace_somewhere(value, replacement, random_of)  # noqa: E731
    if name.endswith(".json"):
        pack.edit(name, edit)
    else:
        lines = pack.lines(name)
        lines[0] = _replaced_line(lines[0], edit)
        pack.write(name, lines)
    assert checked(pack.signed_by(FORGER).packed())[0] in (1, 2)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 5_000_000,
        b'"\\ud800"',
        b"\xff\xfe",
        b"NaN",
        b'{"a":1,"a":2}',
        b"",
    ],
)
@pytest.mark.parametrize("name", ["decisions.json", "facts/index.json", "journal/checkpoint.json", "manifest.json"])
def test_hostile_json(whole: Whole, name: str, content: bytes) -> None:
    pack = whole.pack
    pack.members[name] = content
    if name != "manifest.json":
        pack.signed_by(FORGER)
    code, said = checked(pack.packed())
    assert (code, f"{name}: It can't be read" in said) == (1, True), said


def _replace_somewhere(value: object, replacement: object, by: random.Random) -> None:
    """One value at a random place of this list or dict."""
    while isinstance(value, dict | list) and value:
        key = by.choice(sorted(value)) if isinstance(value, dict) else by.randrange(len(value))
        inner = value[key]
        if not isinstance(inner, dict | list) or not inner or by.random() < 0.3:
            value[key] = replacement
            return
        value = inner


def _replaced_line(line: bytes, edit: Callable[[object], None]) -> bytes:
    value = json.loads(line)
    edit(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(errors="replace")
