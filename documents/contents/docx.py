"""A DOCX: a zip of which every member is unpacked once, in pieces that are counted and forgotten."""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from typing import IO

from documents.contents.unfit import Fault, Unfit

ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
# A document with a password is no zip but an OLE container with a stream of this name (MS-OFFCRYPTO, 2.3.4).
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
TYPES_BYTES = 1024 * 1024

MEMBERS = 2000
DIRECTORY_BYTES = 1024 * 1024
UNPACKED_BYTES = 100 * 1024 * 1024
# Texts shrink to a tenth, seldom to a thirtieth; below so many bytes nothing that unpacks is large.
RATIO, RATIO_FROM = 100, 1024 * 1024
PIECE = 64 * 1024

_END = struct.Struct("<4s4H2LH")  # the end of the central directory, without a comment
_END_64 = b"PK\x06\x07"  # announces a directory that is larger than an ordinary one can say
_DRIVE = re.compile(r"^[A-Za-z]:")


def read_docx(content: IO[bytes]) -> None:
    """Raises Unfit."""
    size = content.seek(0, os.SEEK_END)
    _refuse_endless_directory(content, size)
    try:
        with zipfile.ZipFile(content) as archive:
            _refuse_members(archive.infolist())
            _unpack(archive, size)
            _refuse_types(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError) as error:
        raise Unfit(Fault.DAMAGED) from error


def read_ole(content: IO[bytes]) -> None:
    """Always raises Unfit: either a document with a password, or Word's format of before 2007."""
    content.seek(0)
    before = b""
    while piece := content.read(PIECE):
        if ENCRYPTED in before + piece:
            raise Unfit(Fault.LOCKED)
        before = piece[-len(ENCRYPTED) :]
    raise Unfit(Fault.OLD_WORD)


def _refuse_endless_directory(content: IO[bytes], size: int) -> None:
    """Before the library reads the directory: it takes a row of memory for each member it names."""
    content.seek(max(0, size - _END.size - 20))
    tail = content.read()
    if len(tail) < _END.size:
        raise Unfit(Fault.DAMAGED)
    mark, _disk, _first, _here, members, length, _start, comment = _END.unpack(tail[-_END.size :])
    if mark != b"PK\x05\x06" or comment or tail.startswith(_END_64):
        raise Unfit(Fault.DAMAGED)
    if members > MEMBERS or length > DIRECTORY_BYTES:
        raise Unfit(Fault.UNPACKS_TOO_LARGE)


def _refuse_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise Unfit(Fault.UNPACKS_TOO_LARGE)
    for member in members:
        name = member.orig_filename
        if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in re.split(r"[/\\]", name) or "\0" in name:
            raise Unfit(Fault.OUTSIDE)
        if member.flag_bits & 1:
            raise Unfit(Fault.LOCKED)
        # Other methods unpack in one piece, however large; no word processor writes them.
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unfit(Fault.DAMAGED)
    names = {member.orig_filename for member in members}
    if not {TYPES, DOCUMENT} <= names:
        raise Unfit(Fault.OTHER_KIND)
    if any(name.lower().rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") for name in names):
        raise Unfit(Fault.MACROS)


def _unpack(archive: zipfile.ZipFile, size: int) -> None:
    """To the end of each member, where its check sum is compared. What the directory says of sizes is not believed."""
    unpacked = 0
    for member in archive.infolist():
        with archive.open(member) as stream:
            while piece := stream.read(PIECE):
                unpacked += len(piece)
                if unpacked > UNPACKED_BYTES or (unpacked > RATIO_FROM and unpacked > RATIO * size):
                    raise Unfit(Fault.UNPACKS_TOO_LARGE)


def _refuse_types(archive: zipfile.ZipFile) -> None:
    with archive.open(TYPES) as stream:
        types = stream.read(TYPES_BYTES)
    if b"macroenabled" in types.lower():
        raise Unfit(Fault.MACROS)
    if DOCUMENT_TYPE not in types:
        raise Unfit(Fault.OTHER_KIND)
