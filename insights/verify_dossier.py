#!/usr/bin/env python3
"""Tell whether the dossier of a case was altered since the office issued it.

    python3 verify_dossier.py DOSSIER.zip --key office.pub [--lang vi|en]

It needs Python 3.9 or later and the package cryptography, nothing of the system that made the dossier. Get it and the
office's public key from the office itself, never from the dossier. It exits with

    0  sound, and issued by the office whose key was given
    1  altered: one line for each finding, the first one first
    2  consistent in itself; origin not proven, since no key was given
    3  the command was used wrongly
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import IO, Any, NoReturn

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

# Public keys by their fingerprints.
Keys = dict[str, Ed25519PublicKey]

SOUND, ALTERED, UNPROVEN, MISUSED = 0, 1, 2, 3
FORMAT, CHECKPOINT_FORMAT = "case-dossier-1", "journal-checkpoint-1"
PURPOSE = (FORMAT + "\n").encode()
NOTHING_BEFORE = "0" * 64
PIECE = 1024 * 1024
LARGEST_TEXT = 256 * 1024 * 1024  # bytes of a member that is read whole
MOST_SALTS = 8
MOST_FINDINGS = 40
LAST = ("SHA256SUMS", "manifest.json", "manifest.sig")
DEGREES = {
    "ordinary": ("thường", "ordinary"),
    "confidential": ("mật", "confidential"),
    "secret": ("tối mật", "secret"),
    "top_secret": ("tuyệt mật", "top secret"),
}
VIETNAM = timezone(timedelta(hours=7))

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
PAPER = re.compile(r"papers/([0-9a-f]{64})\.[a-z]+")
HASH = re.compile(r"[0-9a-f]{64}")
PEM_BLOCK = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----\n?", re.DOTALL)
MANIFEST_KEYS = {"format", "case", "head", "checkpoint", "issued", "key", "files"}
FILE_KEYS = {"name", "size", "sha256"}
ENTRY_KEYS = {
    *("actor", "at", "facts", "id", "on_behalf_of", "prev_hash"),
    *("recorded_at", "refs", "seq", "stream", "verb"),
}
SEAL_KEYS = {
    *("at", "entries", "format", "heads_digest", "key"),
    *("moved_digest", "number", "previous", "streams"),
}
# Of a vote, as the extract of the minutes and the decision both tell it; the decision first.
TOLD_TWICE = (
    *(("dated", "dated"), ("number", "number"), ("body_size", "on_roll"), ("present", "present")),
    *(("votes_for", "votes_for"), ("votes_against", "votes_against"), ("votes_other", "votes_other")),
    *(("votes_invalid", "votes_invalid"), ("issued", "issued"), ("returned", "returned"), ("voting", "voting")),
)
OF_A_PAPER = ("code", "number", "dated", "signed_by", "valid_to")
OF_A_FILE = ("version", "name", "classification", "why")

# Vietnamese, English.
MESSAGES = {
    # The container.
    "not_zip": ("Đây không phải tệp ZIP.", "This is not a ZIP file."),
    "cut": (
        "Tệp ZIP bị cụt hoặc hỏng ở cuối: không có danh mục.",
        "The ZIP is cut off or damaged at its end: it has no directory.",
    ),
    "after": ("Có dữ liệu thừa sau phần cuối của tệp ZIP.", "Extra bytes follow the end of the ZIP."),
    "before": (
        "Có dữ liệu thừa trước phần đầu hoặc giữa các tệp của ZIP.",
        "Extra bytes stand before the first member of the ZIP or between members.",
    ),
    "directory": ("Danh mục của tệp ZIP đã bị sửa.", "The directory of the ZIP was altered."),
    "comment": ("Tệp ZIP có ghi chú, điều cơ quan không viết.", "The ZIP has a comment, which the office writes none."),
    "name": ("Tên tệp không được phép trong hồ sơ.", "A name that no dossier may have."),
    "twice": ("Tên này có hai lần trong tệp ZIP.", "This name stands twice in the ZIP."),
    "encrypted": ("Tệp này bị mã hóa.", "This member is encrypted."),
    "compressed": (
        "Tệp này được nén: tệp ZIP đã bị đóng gói lại.",
        "This member is compressed: the ZIP was packed anew.",
    ),
    "link": ("Đây là liên kết hoặc thư mục, không phải tệp.", "This is a link or a folder, not a file."),
    "header": ("Phần đầu của tệp này trong ZIP đã bị sửa.", "The header of this member of the ZIP was altered."),
    "crc": ("Nội dung bị hỏng: không khớp số kiểm tra của ZIP.", "Damaged: not what the checksum of the ZIP says."),
    "too_large": ("Tệp này lớn hơn mức có thể đọc.", "This member is larger than can be read."),
    # The manifest.
    "no_member": ("Thiếu tệp này.", "This member is missing."),
    "unreadable": (
        "Không đọc được: không đúng dạng của hồ sơ.",
        "It can't be read: it is not in the form of a dossier.",
    ),
    "not_canonical": (
        "Không ở dạng chuẩn, là cách viết duy nhất của nó.",
        "Not in the canonical form, the only way to write it.",
    ),
    "other_format": ("Đây là dạng hồ sơ mà công cụ này không biết.", "A format that this verifier does not know."),
    "changed": (
        "Nội dung đã bị sửa: không phải tệp mà manifest.json ghi.",
        "The content was changed: it is not the file that manifest.json names.",
    ),
    "added": ("Tệp này được thêm vào: manifest.json không ghi.", "Added: manifest.json does not name this file."),
    "removed": ("Tệp này bị bỏ ra: manifest.json có ghi.", "Removed: manifest.json names this file."),
    "order": (
        "Thứ tự các tệp trong ZIP không phải thứ tự mà manifest.json ghi.",
        "The members of the ZIP are not in the order in which manifest.json names them.",
    ),
    "sums": ("Không khớp danh sách của manifest.json.", "It is not the list that manifest.json has."),
    "other_case": (
        "Số hồ sơ hoặc nhật ký được ghi không phải của hồ sơ này.",
        "The case or stream named is not that of this dossier.",
    ),
    # Keys and signatures.
    "no_key_inside": ("Không có khóa công khai nào đọc được.", "It holds no public key that can be read."),
    "key_inside": (
        "Không có khóa {key} mà manifest.json ghi.",
        "It does not hold the key {key} that manifest.json names.",
    ),
    "other_key": (
        "Được ký bằng khóa {key}, không phải khóa đã cho: hồ sơ không do cơ quan này xuất.",
        "Signed with the key {key}, which is none of those given: this dossier is not from that office.",
    ),
    "checkpoint_key": (
        "Điểm chốt được ký bằng khóa {key}, không có trong các khóa dùng để kiểm tra.",
        "The checkpoint is signed with the key {key}, which is none of the keys to check with.",
    ),
    "signature": (
        "Chữ ký của cơ quan trên manifest.json không đúng: manifest.json đã bị sửa.",
        "The office's signature on manifest.json is not right: manifest.json was altered.",
    ),
    # The journal.
    "entry_altered": (
        "Bản ghi {seq} (id {id}) đã bị sửa: mã băm không phải của nội dung.",
        "Entry {seq} (row {id}) was altered: its hash is not that of its content.",
    ),
    "entry_link": (
        "Bản ghi {seq} (id {id}) không nối tiếp bản ghi trước: một trong hai đã bị thay.",
        "Entry {seq} (row {id}) does not follow the entry before it: one of the two was replaced.",
    ),
    "entry_missing": ("Thiếu bản ghi {seq}.", "Entry {seq} is missing."),
    "entry_moved": (
        "Ở đây là bản ghi {found}, lẽ ra là bản ghi {seq}: thứ tự đã bị đổi.",
        "Here stands entry {found} where entry {seq} should: they were put in another order.",
    ),
    "entry_stream": ("Bản ghi {seq} thuộc nhật ký khác.", "Entry {seq} is of another stream."),
    "tail_cut": (
        "Thiếu các bản ghi cuối: manifest.json ghi đến bản ghi {seq}.",
        "Entries are missing at the end: manifest.json names entry {seq} as the last.",
    ),
    "tail_added": (
        "Có bản ghi sau bản ghi {seq}, là bản ghi cuối mà manifest.json ghi.",
        "Entries stand after entry {seq}, which manifest.json names as the last.",
    ),
    "head_hash": (
        "Bản ghi cuối không phải bản ghi mà manifest.json ghi.",
        "The last entry is not the one that manifest.json names.",
    ),
    "hashes": (
        "Số dòng không bằng số bản ghi của entries.jsonl.",
        "It has another number of lines than entries.jsonl has entries.",
    ),
    # The checkpoint.
    "seal_signature": ("Chữ ký của điểm chốt không đúng.", "The signature of the checkpoint is not right."),
    "other_checkpoint": (
        "Điểm chốt số {found}, không phải số {number} mà manifest.json ghi.",
        "This is checkpoint {found}, not number {number} that manifest.json names.",
    ),
    "heads_digest": (
        "Các đầu chuỗi không phải những gì điểm chốt số {number} đã ký.",
        "The heads are not those that checkpoint {number} signed.",
    ),
    "unseen": (
        "Điểm chốt số {number} không thấy nhật ký của hồ sơ này.",
        "Checkpoint {number} has not seen the stream of this case.",
    ),
    "seen_otherwise": (
        "Nhật ký kết thúc ở bản ghi {last}, nhưng điểm chốt số {number} đã thấy bản ghi {seq} với mã băm khác: "
        "nhật ký bị viết lại hoặc bị cắt.",
        "The stream ends with entry {last}, but checkpoint {number} saw entry {seq} with another hash: "
        "it was written anew or cut off.",
    ),
    # Facts.
    "fact_altered": (
        "Dữ kiện {table} {id} đã bị sửa: tóm lược không phải tóm lược mà bản ghi {seq} ghi.",
        "The fact {table} {id} was altered: its digest is not the one that entry {seq} names.",
    ),
    "fact_added": (
        "Dữ kiện {table} {id} được thêm vào: không bản ghi nào ghi.",
        "The fact {table} {id} was added: no entry names it.",
    ),
    "fact_removed": (
        "Thiếu dữ kiện {table} {id} mà bản ghi {seq} ghi.",
        "The fact {table} {id} that entry {seq} names is missing.",
    ),
    "fact_twice": ("Dữ kiện {table} {id} có hai lần.", "The fact {table} {id} stands twice."),
    "fact_table": ("Dòng này không thuộc bảng của tệp.", "This line is not of the table of its file."),
    # Papers, decisions, minutes.
    "paper_name": (
        "Nội dung giấy tờ không có SHA-256 như tên tệp.",
        "The content of the paper has not the SHA-256 that its name says.",
    ),
    "paper_added": ("Không dữ kiện nào ghi tệp giấy tờ này.", "No fact names this file of a paper."),
    "paper_removed": ("Thiếu tệp giấy tờ mà dữ kiện {id} ghi.", "The file of a paper that fact {id} names is missing."),
    "paper_size": ("Kích thước không như dữ kiện ghi.", "Its size is not the one that its fact names."),
    "paper_row": (
        "Giấy tờ {id} không như dữ kiện ghi: {field}.",
        "Paper {id} is not as its fact says: {field}.",
    ),
    "file_row": (
        "Tệp {id} của giấy tờ không như dữ kiện ghi: {field}.",
        "File {id} of a paper is not as its fact says: {field}.",
    ),
    "rows_differ": (
        "Không ghi đúng những hàng mà dữ kiện {table} có.",
        "It does not list the very rows that the facts {table} have.",
    ),
    "decision_row": (
        "Quyết định {id} không như dữ kiện ghi: {field}.",
        "Decision {id} is not as its fact says: {field}.",
    ),
    "minutes_row": (
        "Trích biên bản không như quyết định {id} ghi: {field}.",
        "The extract of the minutes is not as decision {id} says: {field}.",
    ),
    # The outcome.
    "altered": ("HỒ SƠ ĐÃ BỊ SỬA HOẶC HỎNG.", "THE DOSSIER WAS ALTERED OR DAMAGED."),
    "more": ("Và {count} chỗ khác.", "And {count} more."),
    "sound": (
        "Nguyên vẹn và do cơ quan xuất: {number}.",
        "Sound, and issued by the office: {number}.",
    ),
    "unproven": (
        "Nhất quán; chưa chứng minh được nguồn gốc: {number}.",
        "Consistent in itself; origin not proven: {number}.",
    ),
    "compare": (
        "Khóa trong hồ sơ có dấu vân khóa {key}. So với dấu vân khóa mà cơ quan đã công bố, hoặc cho khóa bằng --key.",
        "The key inside has the fingerprint {key}. Compare it with the one the office made known, or give --key.",
    ),
    "counts": (
        "Bản ghi: {entries}; dữ kiện: {facts}; tệp: {papers}; quyết định: {decisions}; trích biên bản: {minutes}.",
        "Entries: {entries}; facts: {facts}; files of papers: {papers}; decisions: {decisions}; minutes: {minutes}.",
    ),
    "issued": (
        "Xuất lúc {at} cho {name}; điểm chốt số {checkpoint} lúc {sealed}; khóa {key}.",
        "Issued at {at} to {name}; checkpoint {checkpoint} of {sealed}; key {key}.",
    ),
    "elsewhere": (
        "{count} dữ kiện được nhật ký khác ghi sau cùng; chỉ chữ ký trên manifest.json bảo chứng.",
        "Facts written last by acts of other streams, for which only the signature on manifest.json vouches: {count}.",
    ),
    "withheld": (
        "{count} dữ kiện không có trong hồ sơ: về người khác, hoặc ý kiến trao đổi đã rút.",
        "Facts about other persons, and comments that were withdrawn, which are not in the dossier: {count}.",
    ),
    "erased": (
        "{count} dữ kiện đã được xóa theo quy định.",
        "Facts that were erased, as the journal records: {count}.",
    ),
    # Misuse.
    "no_file": ("Không đọc được {file}: {reason}.", "{file} can't be read: {reason}."),
    "no_keys": (
        "{file} không có khóa công khai Ed25519 nào ở dạng PEM.",
        "{file} holds no Ed25519 public key in PEM form.",
    ),
}


class Stop(Exception):  # noqa: N818  (no error of the verifier)
    """Nothing further can be checked; what was found stands in the report."""


class Report:
    """What was found, in order. `say` writes it as a sentence of the language chosen."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lines: list[str] = []

    def add(self, code: str, place: str = "", line: int | None = None, **told: object) -> None:
        where = shown(place) + (f", {self._line(line)}" if line is not None else "")
        sentence = self.say(code, **told)
        self.lines.append(f"{where}: {sentence}" if where else sentence)

    def stop(self, code: str, place: str = "", line: int | None = None, **told: object) -> NoReturn:
        self.add(code, place, line, **told)
        raise Stop

    def say(self, code: str, **told: object) -> str:
        words = MESSAGES[code][self.language == "en"]
        return words.format(**{name: shown(value) for name, value in told.items()})

    def _line(self, number: int) -> str:
        return f"line {number}" if self.language == "en" else f"dòng {number}"


class Member:
    """A file in the ZIP: where its content lies, its size, and once it was read its SHA-256."""

    def __init__(self, name: str, offset: int, size: int, crc: int) -> None:
        self.name, self.offset, self.size, self.crc = name, offset, size, crc
        self.sha256 = ""


def shown(value: object) -> str:
    """Of a dossier that nobody has vouched for yet: nothing that a terminal would obey, and not without end."""
    text = "".join(one if one.isprintable() else "�" for one in str(value))
    return text if len(text) <= 200 else text[:199] + "…"


# --- The container: as the office writes it, every byte of it follows from names, sizes and contents. ---

END, ENTRY, LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
END_MARK, ENTRY_MARK, LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
LONGEST_COMMENT = 0xFFFF
VERSION, MADE_BY, FIRST_DAY = 20, 3 << 8 | 20, 0x21
ORDINARY_FILE = 0o100644 << 16


def members_of(file: IO[bytes], report: Report) -> dict[str, Member]:
    """The members by name, in their order, each read once and compared with its checksum."""
    size = file.seek(0, 2)
    directory, count, starts = _end_of(file, size, report)
    members: dict[str, Member] = {}
    place = gap = 0
    for _number in range(count):
        fixed = directory[place : place + ENTRY.size]
        if len(fixed) < ENTRY.size or fixed[:4] != ENTRY_MARK:
            report.stop("directory")
        fields = ENTRY.unpack(fixed)
        flags, method, crc, packed, full, name_size = fields[3], fields[4], *fields[7:11]
        extra_size, comment_size, attributes, offset = fields[11], fields[12], fields[15], fields[16]
        raw = directory[place + ENTRY.size : place + ENTRY.size + name_size]
        name = raw.decode("ascii", "replace")
        _refuse(name, flags, method, attributes, members, report)
        expected = ENTRY.pack(
            *(ENTRY_MARK, MADE_BY, VERSION, 0, 0, 0, FIRST_DAY, crc, full, full, len(raw)),
            *(0, 0, 0, 0, ORDINARY_FILE, gap),
        )
        if packed != full or extra_size or comment_size or fixed != expected:
            report.stop("before" if offset != gap and fixed[:-4] == expected[:-4] else "header", name)
        local = LOCAL.pack(LOCAL_MARK, VERSION, 0, 0, 0, FIRST_DAY, crc, full, full, len(raw), 0) + raw
        file.seek(gap)
        if file.read(len(local)) != local:
            report.stop("header", name)
        members[name] = Member(name, gap + len(local), full, crc)
        place, gap = place + ENTRY.size + name_size, gap + len(local) + full
        if gap > starts:
            report.stop("directory")
    if place != len(directory):
        report.stop("directory")
    if gap != starts:
        report.stop("before")
    for member in members.values():
        _read_through(file, member, report)
    return members


def _end_of(file: IO[bytes], size: int, report: Report) -> tuple[bytes, int, int]:
    """The directory, how many members it names, and where it starts."""
    file.seek(0)
    start = file.read(4)
    file.seek(max(0, size - END.size - LONGEST_COMMENT))
    tail = file.read()
    found = tail.rfind(END_MARK)
    if start not in (LOCAL_MARK, END_MARK):
        report.stop("not_zip" if found < 0 else "before")
    if found < 0 or len(tail) - found < END.size:
        report.stop("cut")
    _mark, disk, first_disk, here, count, length, starts, comment = END.unpack_from(tail, found)
    rest = len(tail) - found - END.size
    if rest or comment:
        report.stop("comment" if rest == comment else "cut" if rest < comment else "after")
    if (disk, first_disk, here) != (0, 0, count) or starts + length + END.size != size:
        report.stop("directory")
    file.seek(starts)
    return file.read(length), count, starts


def _refuse(name: str, flags: int, method: int, attributes: int, members: Mapping[str, Member], report: Report) -> None:
    """Say of what is not as the office writes it what it is."""
    if flags & 1:
        report.stop("encrypted", name)
    if not NAME.fullmatch(name):
        report.stop("name", name)
    if name in members:
        report.stop("twice", name)
    if method:
        report.stop("compressed", name)
    if attributes >> 16 & 0o170000 in (0o120000, 0o040000):
        report.stop("link", name)


def _read_through(file: IO[bytes], member: Member, report: Report) -> None:
    digest, crc, left = hashlib.sha256(), 0, member.size
    file.seek(member.offset)
    while left:
        piece = file.read(min(PIECE, left))
        if not piece:
            report.stop("cut")
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        left -= len(piece)
    member.sha256 = digest.hexdigest()
    if crc != member.crc:
        report.add("crc", member.name)


# --- JSON, read strictly. ---


def canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def strict(data: bytes) -> Any:
    """A value of JSON without doubled keys, fractions or numbers without end. Raises ValueError, RecursionError."""
    return json.loads(
        data.decode("utf-8"),
        object_pairs_hook=_once_each,
        parse_int=_whole,
        parse_float=_refused,
        parse_constant=_refused,
    )


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _whole(text: str) -> int:
    if len(text) > 20:
        raise ValueError("a number without end")
    return int(text)


def _refused(text: str) -> NoReturn:
    raise ValueError("a fraction")


# What reading a hostile value may raise, wherever it is used as what it should be.
UNFIT = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


class Dossier:
    """The members that could be read, and what the checks hand on to each other."""

    def __init__(self, file: IO[bytes], members: dict[str, Member], report: Report) -> None:
        self.file, self.members, self.report = file, members, report
        self.manifest: dict[str, Any] = {}
        self.seal: dict[str, Any] = {}
        self.entries: list[tuple[dict[str, Any], str]] = []  # (value, hash) in the order of the file
        self.newest: dict[tuple[str, Any], tuple[str, int]] = {}  # (table, id) -> (digest, number of the entry)
        self.facts: dict[str, dict[Any, dict[str, Any]]] = {}  # table -> {id: values}
        self.elsewhere = self.withheld = self.erased = 0

    def read(self, name: str) -> bytes:
        """The content of a member. A missing one ends what is checked in this group."""
        member = self.members.get(name)
        if member is None:
            self.report.stop("no_member", name)
        if member.size > LARGEST_TEXT:
            self.report.stop("too_large", name)
        self.file.seek(member.offset)
        content = self.file.read(member.size)
        if hashlib.sha256(content).hexdigest() != member.sha256:  # somebody writes to it at this moment
            self.report.stop("crc", name)
        return content

    def lines(self, name: str) -> list[tuple[int, bytes]]:
        """(number, bytes) of each line; the last one ends too."""
        content = self.read(name)
        if content and not content.endswith(b"\n"):
            self.report.stop("not_canonical", name)
        return list(enumerate(content.split(b"\n")[:-1], 1))

    def value(self, name: str) -> Any:
        return strict(self.read(name))

    def named(self, start: str, end: str) -> list[str]:
        return [name for name in self.members if name.startswith(start) and name.endswith(end)]


# --- The checks, in the order in which they speak. ---


def check_manifest(dossier: Dossier) -> None:
    report, content = dossier.report, dossier.read("manifest.json")
    manifest = strict(content)
    if canonical(manifest) + b"\n" != content:
        report.add("not_canonical", "manifest.json")
    if manifest["format"] != FORMAT:
        report.stop("other_format", "manifest.json")
    files = manifest["files"]
    named = {one["name"]: one for one in files}
    if set(manifest) != MANIFEST_KEYS or len(named) != len(files) or any(set(one) != FILE_KEYS for one in files):
        report.stop("unreadable", "manifest.json")
    dossier.manifest = manifest
    if manifest["head"]["stream"] != f"case:{manifest['case']['id']}":
        report.add("other_case", "manifest.json")
    _compare_members(dossier, named)
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in files[:-1])
    if dossier.read("SHA256SUMS") != sums.encode():
        report.add("sums", "SHA256SUMS")


def _compare_members(dossier: Dossier, named: Mapping[str, Mapping[str, Any]]) -> None:
    report, members = dossier.report, dossier.members
    for name, one in named.items():
        if name not in members:
            report.add("removed", name)
        elif (members[name].sha256, members[name].size) != (one["sha256"], one["size"]):
            report.add("changed", name)
    listed = dict.fromkeys([*named, "manifest.json", "manifest.sig"])
    for name in members:
        if name not in listed:
            report.add("added", name)
    here = [name for name in members if name in listed]
    if here != [name for name in listed if name in members] or tuple(listed)[-3:] != LAST:
        report.add("order")


def check_signature(dossier: Dossier, given: Keys | None) -> None:
    """Of the manifest, by a key given or else by the one inside, which proves nothing of where it comes from."""
    report, wanted = dossier.report, dossier.manifest["key"]
    inside = keys_in(dossier.read("office.pub"))
    if not inside:
        report.add("no_key_inside", "office.pub")
    elif wanted not in inside:
        report.add("key_inside", "office.pub", key=wanted)
    trusted = inside if given is None else given
    if wanted not in trusted:
        if given is not None:
            report.add("other_key", "manifest.json", key=wanted)
        trusted = inside
    if wanted not in trusted:
        return
    signature = dossier.read("manifest.sig")
    if not re.fullmatch(rb"[0-9a-f]{128}\n", signature) or not signed_by(
        trusted[wanted], signature[:-1].decode(), PURPOSE + dossier.read("manifest.json")
    ):
        report.add("signature", "manifest.sig")


def check_entries(dossier: Dossier) -> None:
    """Form, hash, number and link of each entry, up to the first that does not hold; then the end of the chain."""
    name, report, head = "journal/entries.jsonl", dossier.report, dossier.manifest["head"]
    for number, line in dossier.lines(name):
        try:
            _read_entry(dossier, line)
        except UNFIT:
            report.stop("not_canonical", name, line=number)
    hashes = [line[:64].decode() for _number, line in _sums_of(dossier)]
    if len(hashes) != len(dossier.entries):
        report.add("hashes", "journal/entries.sha256")
    seen = {entry["seq"] for entry, _hash in dossier.entries}
    before = NOTHING_BEFORE
    for number, (entry, own) in enumerate(dossier.entries, 1):
        wrong = _wrong_with(entry, number, seen, head["stream"], own, hashes[number - 1 : number], before)
        if wrong:
            report.stop(
                wrong, name, line=number, seq=_told_of(wrong, entry, number), id=entry["id"], found=entry["seq"]
            )
        before = own
    last = len(dossier.entries)
    if last != head["seq"]:
        report.add("tail_cut" if last < head["seq"] else "tail_added", name, seq=head["seq"])
    elif before != head["hash"]:
        report.add("head_hash", name, last)


def _read_entry(dossier: Dossier, line: bytes) -> None:
    entry = strict(line)
    if canonical(entry) != line or set(entry) != ENTRY_KEYS:
        raise ValueError("not canonical")
    for fact in entry["facts"]:
        if set(fact) != {"table", "id", "digest"}:
            raise ValueError("no fact")
        dossier.newest[fact["table"], fact["id"]] = (fact["digest"], entry["seq"])
    dossier.entries.append((entry, hashlib.sha256(line).hexdigest()))


def _wrong_with(
    entry: dict[str, Any], number: int, seen: set[int], stream: str, own: str, named: Sequence[str], before: str
) -> str:
    """`named`: its hash as the list of hashes has it, if it has one."""
    if entry["stream"] != stream:
        return "entry_stream"
    if entry["seq"] != number:
        return "entry_moved" if number in seen else "entry_missing"
    if named and named[0] != own:
        return "entry_altered"
    return "entry_link" if entry["prev_hash"] != before else ""


def _told_of(wrong: str, entry: dict[str, Any], number: int) -> int:
    return number if wrong in ("entry_moved", "entry_missing") else int(entry["seq"])


def _sums_of(dossier: Dossier) -> list[tuple[int, bytes]]:
    name = "journal/entries.sha256"
    lines = dossier.lines(name)
    for number, line in lines:
        if not re.fullmatch(rb"[0-9a-f]{64}  -", line):
            dossier.report.stop("unreadable", name, line=number)
    return lines


def check_checkpoint(dossier: Dossier, given: Keys | None) -> None:
    """Its signature, its heads, and whether it saw the stream as it ends here."""
    name, report = "journal/checkpoint.json", dossier.report
    content, named = dossier.read(name), dossier.manifest["checkpoint"]
    ending = strict(content)
    seal, signature = ending["seal"], ending["signature"]
    if canonical(ending) + b"\n" != content or set(ending) != {"seal", "signature"} or set(seal) != SEAL_KEYS:
        report.stop("not_canonical", name)
    if seal["format"] != CHECKPOINT_FORMAT:
        report.stop("other_format", name)
    trusted = keys_in(dossier.read("office.pub")) if given is None else given
    if seal["key"] not in trusted:
        report.add("checkpoint_key", name, key=seal["key"])
    elif not signed_by(trusted[seal["key"]], signature, canonical(seal)):
        report.add("seal_signature", name)
    if (seal["number"], hashlib.sha256(canonical(seal)).hexdigest()) != (named["number"], named["hash"]):
        report.add("other_checkpoint", name, number=named["number"], found=seal["number"])
    dossier.seal = seal
    heads = dossier.read("journal/heads.jsonl")
    if hashlib.sha256(heads).hexdigest() != seal["moved_digest"]:
        report.add("heads_digest", "journal/heads.jsonl", number=seal["number"])
    stream = dossier.manifest["head"]["stream"]
    for number, line in dossier.lines("journal/heads.jsonl"):
        found, seq, head_hash = strict(line)
        if found == stream:
            last = dossier.entries[-1]
            if (seq, head_hash) != (len(dossier.entries), last[1]):
                told = {"number": seal["number"], "seq": seq, "last": last[0]["seq"]}
                report.add("seen_otherwise", "journal/heads.jsonl", number, **told)
            return
    report.add("unseen", "journal/heads.jsonl", number=seal["number"])


def check_facts(dossier: Dossier) -> None:
    """Each row against the newest entry that names it; none missing, none added."""
    report, index = dossier.report, dossier.value("facts/index.json")
    if set(index) != {"salts", "elsewhere", "withheld"} or len(index["salts"]) > MOST_SALTS:
        report.stop("unreadable", "facts/index.json")
    salts = [b"", *(bytes.fromhex(one["salt"]) for one in index["salts"])]
    later = {(one["table"], one["id"]): one["digest"] for one in index["elsewhere"]}
    withheld = {(one["table"], one["id"]) for one in index["withheld"]}
    seen: set[tuple[str, Any]] = set()
    for name in dossier.named("facts/", ".jsonl"):
        for number, line in dossier.lines(name):
            row = strict(line)
            if canonical(row) != line or set(row) != {"table", "id", "values"}:
                report.stop("not_canonical", name, line=number)
            _check_fact(dossier, name, number, row, seen, _digests(line, salts), later)
    for (table, key), (digest, seq) in dossier.newest.items():
        if (table, key) in seen:
            continue
        if digest == "" or later.get((table, key)) == "":
            dossier.erased += 1
        elif (table, key) in withheld:
            dossier.withheld += 1
        else:
            report.add("fact_removed", f"facts/{table}.jsonl", table=table, id=key, seq=seq)


def _digests(line: bytes, salts: Sequence[bytes]) -> list[str]:
    return [hmac.new(salt, line, hashlib.sha256).hexdigest() for salt in salts]


def _check_fact(
    dossier: Dossier,
    name: str,
    number: int,
    row: dict[str, Any],
    seen: set[tuple[str, Any]],
    digests: Sequence[str],
    later: Mapping[tuple[str, Any], str],
) -> None:
    """`digests`: those that the row has, under each salt. `later`: those that acts of other streams named."""
    report, key = dossier.report, (row["table"], row["id"])
    told = {"table": row["table"], "id": row["id"]}
    if name != f"facts/{row['table']}.jsonl":
        report.add("fact_table", name, number)
    if key in seen:
        report.add("fact_twice", name, number, **told)
    seen.add(key)
    if key not in dossier.newest:
        report.add("fact_added", name, number, **told)
        return
    digest, seq = dossier.newest[key]
    if digest not in digests and later.get(key) not in digests:
        report.add("fact_altered", name, number, seq=seq, **told)
    dossier.elsewhere += digest not in digests
    dossier.facts.setdefault(row["table"], {})[row["id"]] = row["values"]


def check_papers(dossier: Dossier) -> None:
    """The bytes of the papers and their index against the facts."""
    report = dossier.report
    stored = {values["sha256"]: (key, values) for key, values in dossier.facts.get("documents.storedfile", {}).items()}
    here = set()
    for name, member in dossier.members.items():
        if not name.startswith("papers/") or name == "papers/index.json":
            continue
        found = PAPER.fullmatch(name)
        if found is None or found[1] not in stored:
            report.add("paper_added", name)
            continue
        here.add(found[1])
        if member.sha256 != found[1]:
            report.add("paper_name", name)
        elif member.size != stored[found[1]][1]["size"]:
            report.add("paper_size", name)
    for sha256, (key, _values) in stored.items():
        if sha256 not in here:
            report.add("paper_removed", f"papers/{sha256}", id=key)
    name, rows = "papers/index.json", dossier.value("papers/index.json")
    _compare_rows(dossier, name, "admission_flow.paper", rows, "paper_row", OF_A_PAPER)
    files = [file for row in rows for file in row["files"]]
    _compare_rows(dossier, name, "admission_flow.paperfile", files, "file_row", OF_A_FILE)
    versions = dossier.facts.get("admission_flow.paperfile", {})
    for row in rows:
        for file in row["files"]:
            values = versions.get(file["id"], {})
            key, _stored = stored.get(file["sha256"], (None, None))
            if (values.get("paper"), values.get("file")) != (row["id"], key):
                report.add("file_row", name, id=file["id"], field="sha256")


def check_decisions(dossier: Dossier) -> None:
    rows = dossier.value("decisions.json")
    fields = sorted({field for values in _own(dossier, "admission_flow.decision").values() for field in values})
    _compare_rows(dossier, "decisions.json", "admission_flow.decision", rows, "decision_row", fields)


def check_minutes(dossier: Dossier) -> None:
    """Of an item that was decided, what its decision says too. The rest is vouched for by the manifest alone."""
    decisions = dossier.facts.get("admission_flow.decision", {})
    for name in dossier.named("minutes/", ".json"):
        extract = dossier.value(name)
        if extract["decision"] is None:
            continue
        values = decisions.get(extract["decision"], {})
        voted = values.get("body_size") is not None
        for field, told in TOLD_TWICE:
            if voted and (values.get(field) or 0) != (extract[told] or 0):
                dossier.report.add("minutes_row", name, id=extract["decision"], field=told)
        if (values.get("step"), values.get("case")) != (extract["step"], dossier.manifest["case"]["id"]):
            dossier.report.add("minutes_row", name, id=extract["decision"], field="step")


def check_case(dossier: Dossier) -> None:
    case = dossier.manifest["case"]
    values = dossier.facts.get("admission_flow.case", {}).get(case["id"], {})
    if values.get("number") != case["number"]:
        dossier.report.add("other_case", "manifest.json")


def _own(dossier: Dossier, table: str) -> dict[Any, dict[str, Any]]:
    """The facts of this table that are this case's own, or of no case."""
    case = dossier.manifest["case"]["id"]
    return {key: one for key, one in dossier.facts.get(table, {}).items() if one.get("case", case) == case}


def _compare_rows(
    dossier: Dossier, name: str, table: str, rows: Sequence[Any], code: str, fields: Iterable[str]
) -> None:
    facts = _own(dossier, table)
    if sorted(row["id"] for row in rows) != sorted(facts):
        dossier.report.add("rows_differ", name, table=table)
    for row in rows:
        values = facts.get(row["id"], {})
        for field in fields:
            if field in values and (field not in row or row[field] != values[field]):
                dossier.report.add(code, name, id=row["id"], field=field)


# --- Keys. ---


def keys_in(content: bytes) -> Keys:
    """Ed25519 public keys of a PEM file, by the SHA-256 of their bytes."""
    found = {}
    for block in PEM_BLOCK.findall(content):
        try:
            key = load_pem_public_key(block)
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, Ed25519PublicKey):
            found[hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()] = key
    return found


def signed_by(key: Ed25519PublicKey, signature: str, document: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature), document)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


# --- The command. ---


def verify(file: IO[bytes], given: Keys | None, language: str) -> tuple[int, list[str]]:
    """Check an open dossier; `given` are the keys to trust, None for none. The code to exit with, and the lines."""
    report = Report(language)
    try:
        dossier = Dossier(file, members_of(file, report), report)
    except Stop:
        return ALTERED, [report.say("altered"), *report.lines]
    checks = (
        ("manifest.json", check_manifest),
        ("manifest.sig", lambda one: check_signature(one, given)),
        ("journal/entries.jsonl", check_entries),
        ("journal/checkpoint.json", lambda one: check_checkpoint(one, given)),
        ("facts/index.json", check_facts),
        ("papers/index.json", check_papers),
        ("decisions.json", check_decisions),
        ("minutes/", check_minutes),
        ("manifest.json", check_case),
    )
    for place, check in checks:
        try:
            check(dossier)
        except Stop:
            pass
        except UNFIT:
            report.add("unreadable", place)
        if not dossier.manifest:
            break
    if report.lines:
        found = list(dict.fromkeys(report.lines))
        more = [report.say("more", count=len(found) - MOST_FINDINGS)] if len(found) > MOST_FINDINGS else []
        return ALTERED, [report.say("altered"), *found[:MOST_FINDINGS], *more]
    return (UNPROVEN if given is None else SOUND), list(summary_of(dossier, given))


def summary_of(dossier: Dossier, given: Keys | None) -> Iterator[str]:
    report, manifest = dossier.report, dossier.manifest
    issued, seal = manifest["issued"], dossier.seal
    degree = DEGREES.get(manifest["case"]["classification"], ("?", "?"))[report.language == "en"]
    number = f"{manifest['case']['number']} ({degree})"
    yield report.say("unproven" if given is None else "sound", number=number)
    if given is None:
        yield report.say("compare", key=manifest["key"])
    yield report.say(
        "issued",
        at=local(issued["at"]),
        name=issued["name"],
        checkpoint=seal["number"],
        sealed=local(seal["at"]),
        key=manifest["key"][:16] + "…",
    )
    yield report.say(
        "counts",
        entries=len(dossier.entries),
        facts=sum(map(len, dossier.facts.values())),
        papers=len(dossier.named("papers/", "")) - 1,
        decisions=len(dossier.facts.get("admission_flow.decision", {})),
        minutes=len(dossier.named("minutes/", ".json")),
    )
    for code in ("elsewhere", "withheld", "erased"):
        if getattr(dossier, code):
            yield report.say(code, count=getattr(dossier, code))


def local(moment: object) -> str:
    """In the form and the zone of Viet Nam, whatever the machine's."""
    try:
        at = datetime.fromisoformat(str(moment).replace("Z", "+00:00"))
        return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    except (ValueError, OverflowError):
        return shown(moment)


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(MISUSED, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dossier", metavar="ZIP")
    parser.add_argument(
        "--key", action="append", metavar="FILE", help="public keys (PEM) of the office; may be repeated"
    )
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    options = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    report = Report(options.lang)
    given: Keys | None = None
    for name in options.key or ():
        try:
            with open(name, "rb") as file:
                content = file.read(PIECE)
        except OSError as error:
            print(report.say("no_file", file=name, reason=error.strerror), file=sys.stderr)
            return MISUSED
        # A dossier has a key inside: given as the key file it would vouch for itself.
        found = keys_in(content) if content.isascii() and b"\0" not in content else {}
        if not found:
            print(report.say("no_keys", file=name), file=sys.stderr)
            return MISUSED
        given = {**(given or {}), **found}
    try:
        with open(options.dossier, "rb") as file:
            code, lines = verify(file, given, options.lang)
    except OSError as error:
        print(report.say("no_file", file=options.dossier, reason=error.strerror), file=sys.stderr)
        return MISUSED
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
