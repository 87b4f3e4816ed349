"""Small templates, whole and hostile."""

from __future__ import annotations

import io
import warnings
import zipfile

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from documents.forms.language import Fields

KNOWN = Fields(frozenset({"full_name", "reason"}), {"relatives": frozenset({"full_name", "birth_year"})})


def template(*paragraphs: str, footer: str = "") -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def table_of_relatives() -> bytes:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for one in relatives %}"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{ one.full_name }}", "{{ one.birth_year }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    return saved(document)


def with_word_field(code: str) -> bytes:
    document = Document()
    run = document.add_paragraph("{{ full_name }}").add_run()
    instruction = OxmlElement("w:instrText")
    instruction.text = code
    run._r.append(instruction)
    return saved(document)


def with_outside_picture() -> bytes:
    document = Document()
    document.add_paragraph("{{ full_name }}")
    document.part.rels.get_or_add_ext_rel(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", "http://192.0.2.1/logo.png"
    )
    return saved(document)


def with_attribute(value: str) -> bytes:
    document = Document()
    document.add_paragraph("a")._p.set("rsid", value)
    return saved(document)


def without_grid() -> bytes:
    """A table as no word processor writes it."""
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"))
    return saved(document)


def moved(content: bytes, old: str, new: str) -> bytes:
    """A part of the package under another name, and whatever names it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            words = before.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                words = words.replace(old.encode(), new.encode())
            after.writestr(name.replace(old, new), words)
        if old == "document.xml":
            after.writestr("word/document.xml", before.read("word/document.xml"))
    return out.getvalue()


def with_header(text: str) -> bytes:
    document = Document()
    document.add_paragraph("{{ full_name }}")
    document.sections[0].header.paragraphs[0].text = text
    return saved(document)


def with_field_of_another_edition(code: str) -> bytes:
    document = Document()
    run = document.add_paragraph("{{ full_name }}").add_run()
    run._r.append(
        parse_xml(f'<w:instrText xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">{code}</w:instrText>')
    )
    return saved(document)


def with_relation(kind: str) -> bytes:
    document = Document()
    document.add_paragraph("{{ full_name }}")
    document.part.rels.get_or_add_ext_rel(kind, "harmless.bin")
    content = saved(document)
    return replaced(content, b' TargetMode="External"', b"")


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return out.getvalue()


def with_macros() -> bytes:
    return with_member("word/vbaProject.bin", b"macro")


def with_member(name: str, content: bytes) -> bytes:
    out = io.BytesIO(template("{{ full_name }}"))
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a member that is there already
        archive.writestr(name, content)
    return out.getvalue()


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
