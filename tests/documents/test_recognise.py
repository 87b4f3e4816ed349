"""What a file is, by its content alone; each bad one by its own sentence, with its name in it."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from django.test import override_settings
from django.utils import translation

from documents.recognise import FileRefused, Kind, name_of, recognise
from tests.documents import samples

WHOLE = {
    "pdf": (samples.pdf(), Kind.PDF),
    "docx": (samples.docx(), Kind.DOCX),
    "docx, not compressed": (samples.docx(method=zipfile.ZIP_STORED), Kind.DOCX),
    "jpeg": (samples.picture("JPEG"), Kind.JPEG),
    "png": (samples.picture("PNG"), Kind.PNG),
}
MUTE = b"\0" * 400
# Content, and what its sentence says beside the name.
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "text": (b"Ly lich cua toi", "no PDF, DOCX, JPEG or PNG"),
    "a program": (b"MZ" + MUTE, "no PDF, DOCX, JPEG or PNG"),
    "a page of the web": (b"<html><script>alert(1)</script></html>", "no PDF, DOCX, JPEG or PNG"),
    "a GIF": (samples.picture("GIF"), "no PDF, DOCX, JPEG or PNG"),
    "some other zip": (samples.zipped({"a.txt": b"a"}), "no PDF, DOCX, JPEG or PNG"),
    "a spreadsheet": (
        samples.docx(main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "no PDF, DOCX, JPEG or PNG",
    ),
    "an old Word file": (samples.ole("WordDocument"), "old Office format"),
    "pdf cut in the middle": (samples.pdf(pages=20)[:900], "incomplete or damaged"),
    "pdf without its last bytes": (samples.pdf().rpartition(b"%%EOF")[0], "incomplete or damaged"),
    "pdf of nothing": (b"%PDF-1.7\n" + MUTE + b"startxref\n0\n%%EOF", "incomplete or damaged"),
    "pdf locked": (samples.pdf(password="matkhau"), "locked with a password"),
    "pdf locked the old way": (samples.pdf(password="matkhau", algorithm="RC4-40"), "locked with a password"),
    "pdf without a page": (samples.pdf(pages=0), "has no page"),
    "pdf whose pages are their own branch": (
        samples.pdf_tree("<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>"),
        "has no page",
    ),
    "docx cut": (samples.docx()[:-30], "incomplete or damaged"),
    "docx with a byte changed": (
        samples.docx(method=zipfile.ZIP_STORED).replace(b"<w:body>", b"<w:badi>"),
        "incomplete or damaged",
    ),
    "docx locked": (samples.ole("EncryptedPackage"), "locked with a password"),
    "docx with locked members": (samples.locked_zip(), "locked with a password"),
    "docx with macros": (samples.docx(more={"word/vbaProject.bin": b"macro"}), "contains macros"),
    "docx that says it has macros": (samples.docx(main_type=samples.WITH_MACROS), "contains macros"),
    "docx with a way out": (samples.docx(more={"../../etc/cron.d/x": b"x"}), "outside their folder"),
    "docx with a way out of Windows": (samples.docx(more={"word\\..\\..\\x": b"x"}), "outside their folder"),
    "docx with an absolute member": (samples.docx(more={"/etc/passwd": b"x"}), "outside their folder"),
    "docx of another packing": (samples.docx(method=zipfile.ZIP_BZIP2), "incomplete or damaged"),
    "docx of very many members": (
        samples.docx(more={f"word/media/{n}.xml": b"" for n in range(2100)}),
        "unpacks to far more",
    ),
    "zip bomb": (samples.bomb(), "unpacks to far more"),
    "jpeg cut": (samples.picture("JPEG")[:-2000], "incomplete or damaged"),
    "png cut": (samples.picture("PNG")[:-2000], "incomplete or damaged"),
    "png with a byte changed": (
        samples.picture("PNG")[:5000] + b"x" + samples.picture("PNG")[5001:],
        "incomplete or damaged",
    ),
    "picture of too many pixels": (samples.vast_png(), "too many pixels"),
    "picture of rather many pixels": (samples.vast_png(8000), "too many pixels"),
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def sentence_about(content: bytes, name: str = "ly-lich.pdf") -> str:
    with pytest.raises(FileRefused) as refused:
        recognise(io.BytesIO(content), name)
    return refused.value.sentence


@pytest.mark.parametrize("what", WHOLE)
def test_a_whole_one_by_its_content_whatever_its_name(what: str) -> None:
    content, kind = WHOLE[what]
    assert recognise(io.BytesIO(content), "ly-lich.exe") == kind


@pytest.mark.parametrize("what", BAD)
def test_a_bad_one_by_its_own_sentence(what: str) -> None:
    content, says = BAD[what]
    told = sentence_about(content)
    assert says in told
    assert "“ly-lich.pdf”" in told


@override_settings(UPLOAD_MEGABYTES=1)
def test_at_the_limit_and_a_byte_above() -> None:
    whole = samples.docx(method=zipfile.ZIP_STORED)
    room = 1024 * 1024 - len(whole)
    at_the_limit = samples.docx("Đơn xin vào Đảng" + "x" * room, method=zipfile.ZIP_STORED)
    assert len(at_the_limit) == 1024 * 1024
    assert recognise(io.BytesIO(at_the_limit), "don.docx") == Kind.DOCX
    assert "larger than 1 MB" in sentence_about(at_the_limit + b"x")


@pytest.mark.parametrize("made", [samples.bomb, samples.lying_bomb])
def test_a_bomb_is_never_unpacked_to_memory(made) -> None:
    content = io.BytesIO(made())
    tracemalloc.start()
    with pytest.raises(FileRefused):
        recognise(content, "don.docx")
    assert tracemalloc.get_traced_memory()[1] < 5 * 1024 * 1024
    tracemalloc.stop()


@pytest.mark.parametrize(
    "name",
    ["../x.pdf", "a/b.pdf", "C:\\x.pdf", "C:x.pdf", "..", "\\\\may-chu\\x.pdf"],
)
def test_a_name_with_path_parts(name: str) -> None:
    with pytest.raises(FileRefused, match="carries a path") as refused:
        name_of(name)
    assert name in refused.value.sentence


@pytest.mark.parametrize("name", ["a\x00.pdf", "a\r\nSet-Cookie: x.pdf", "a\u202efdp.exe", "a\u200b.pdf", " ", ""])
def test_a_name_with_what_is_not_seen(name: str) -> None:
    with pytest.raises(FileRefused, match="can't be seen"):
        name_of(name)


def test_a_name_longer_than_its_column() -> None:
    assert name_of("x" * 146 + ".pdf") == "x" * 146 + ".pdf"
    with pytest.raises(FileRefused, match="longer than 150"):
        name_of("x" * 147 + ".pdf")


def test_letters_and_their_marks_are_put_together() -> None:
    assert name_of("Lý lịch.pdf") == "Lý lịch.pdf"
