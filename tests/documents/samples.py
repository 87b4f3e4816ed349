"""Really made files: whole ones of each kind, and every way in which one can be bad."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image
from pypdf import PdfWriter

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def pdf(title: str = "Lý lịch", *, pages: int = 1, password: str = "", algorithm: str = "AES-256") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm=algorithm)
    return _written(writer)


def pdf_tree(kids: str) -> bytes:
    """A PDF whose page tree is what is given, with a right table of its objects."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", kids, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>"]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{one:010d} 00000 n \n" for one in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + table.encode() + trailer.encode()


def docx(
    text: str = "Đơn xin vào Đảng",
    *,
    more: Mapping[str, bytes] | None = None,
    main_type: str = DOCUMENT,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    members = {
        "[Content_Types].xml": TYPES.format(main_type).encode(),
        "word/document.xml": f"<w:document><w:body><w:p>{text}</w:p></w:body></w:document>".encode(),
    }
    return zipped(members | dict(more or {}), method=method)


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A quarter of a megabyte that unpacks to 250."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(DOCUMENT))
        with archive.open("word/document.xml", "w") as stream:
            for _megabyte in range(250):
                stream.write(b" " * 1024 * 1024)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, but the directory says that each member has ten bytes."""
    return _with_sizes(bomb(), said=10)


def locked_zip() -> bytes:
    """Each member is marked as encrypted, in its own head and in the directory."""
    content = bytearray(docx())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def ole(stream: str) -> bytes:
    """The beginning of an OLE container with a stream of this name in its directory."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(70_000) + stream.encode("utf-16-le") + bytes(500)


def picture(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def vast_png(side: int = 30_000) -> bytes:
    """A head that promises 900 million pixels, and a few bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _with_sizes(content: bytes, *, said: int) -> bytes:
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = struct.pack("<L", said)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
