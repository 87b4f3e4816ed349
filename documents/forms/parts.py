"""What is looked at in an uploaded template before the libraries read it: its XML, without running anything of it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from lxml import etree

from documents.forms.language import SHOWN, Fault, Forbidden, Ill

# Of the texts of a template, unpacked.
TEXT_BYTES = 2 * 1024 * 1024
# docxtpl looks for tags with expressions that take for ever where tags are many, long, or never end.
TAGS, TAG_CHARACTERS = 1000, 200

# Word fields that fetch something when the document is opened; of the others only those that count pages are needed.
_COUNTING = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^\"]*", re.IGNORECASE)
_FETCHING = frozenset(
    {"aFChunk", "oleObject", "package", "attachedTemplate", "subDocument", "frame", "control", "activeXControlBinary"}
    | {"vbaProject", "wordVbaData", "extensibility", "attachedToolbars"}
)
# The texts of a document, by the relation that leads to each, and the names that word processors give them.
_LEADING = frozenset({"officeDocument", "header", "footer", "footnotes", "endnotes", "comments"})
_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_OF_TEXTS = ("_rels/.rels", "word/_rels/document.xml.rels")
# Of whatever edition of the format: what reads the paper later may know one that the libraries here do not.
_WORD = "{*}"
_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSED_BY = {"{{": "}}", "{%": "%}", "{#": "#}"}


def refuse_parts(template: bytes) -> None:
    """What would be fetched or run when the paper is opened, texts too large, tags that never end. Raises Forbidden."""
    faults: list[Fault] = []
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        names = archive.namelist()
        # A package knows its parts without regard to case; one that is there twice is read by each program differently.
        if len({name.lower() for name in names}) < len(names):
            raise Forbidden([Fault(Ill.BROKEN, "")])
        texts = [name for name in names if _TEXTS.fullmatch(name)]
        if sum(archive.getinfo(name).file_size for name in texts) > TEXT_BYTES:
            raise Forbidden([Fault(Ill.TOO_LARGE, "")])
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for name in names:
            if name.lower().endswith(".rels"):
                relations = etree.fromstring(archive.read(name), parser)
                faults += [*_fetched(relations), *_misplaced(relations, name)]
        for name in texts:
            part = etree.fromstring(archive.read(name), parser)
            faults += [*_word_fields(part), *_endless(part)]
    if faults:
        raise Forbidden(list(dict.fromkeys(faults)))


def _fetched(relations: Any) -> Iterator[Fault]:
    for one in relations:
        kind = str(one.get("Type", ""))
        outside = one.get("TargetMode") == "External" and kind != RELATION.HYPERLINK
        if outside or kind.rpartition("/")[2] in _FETCHING:
            yield Fault(Ill.FETCHES, str(one.get("Target", "")))


def _misplaced(relations: Any, name: str) -> Iterator[Fault]:
    """Texts that would be read under names under which they are not looked for here."""
    if name.lower() not in _OF_TEXTS:
        return
    source = posixpath.dirname(posixpath.dirname(name))
    for one in relations:
        target = str(one.get("Target", ""))
        path = posixpath.normpath(posixpath.join("/", source, target)).lstrip("/")
        if str(one.get("Type", "")).rpartition("/")[2] in _LEADING and not _TEXTS.fullmatch(path):
            yield Fault(Ill.NOT_ALLOWED, target)


def _word_fields(part: Any) -> Iterator[Fault]:
    codes = [element.text or "" for element in part.iter(f"{_WORD}instrText")]
    for element in part.iter(f"{_WORD}fldSimple"):
        codes += [str(value) for name, value in element.attrib.items() if str(name).rpartition("}")[2] == "instr"]
    for code in codes:
        if code.strip() and not _COUNTING.fullmatch(code):
            yield Fault(Ill.FETCHES, code.strip())


def _endless(part: Any) -> Iterator[Fault]:
    """Every tag ends in the paragraph where it begins, and stands in the words of one."""
    for element in part.iter(etree.Element):
        for value in element.attrib.values():
            if _opened(value):
                yield Fault(Ill.NOT_ALLOWED, value[:SHOWN])
    tags = 0
    for text in _paragraphs(part):
        tags += _opened(text)
        if not _closes(text):
            yield Fault(Ill.SYNTAX, " ".join(text.split())[:SHOWN])
    if tags > TAGS:
        yield Fault(Ill.TOO_LARGE, "")
    if tags != _opened("".join(part.itertext())):
        yield Fault(Ill.SYNTAX, "")


def _paragraphs(part: Any) -> Iterable[str]:
    """The words of each paragraph that stands in no other."""
    for paragraph in part.iter(f"{_WORD}p"):
        if next(paragraph.iterancestors(f"{_WORD}p"), None) is None:
            yield "".join(paragraph.itertext())


def _opened(text: str) -> int:
    return sum(found[0] in _CLOSED_BY for found in _BRACES.finditer(text))


def _closes(text: str) -> bool:
    began: re.Match[str] | None = None
    for found in _BRACES.finditer(text):
        if began is None:
            began = found if found[0] in _CLOSED_BY else None
        elif found[0] != _CLOSED_BY[began[0]] or found.end() - began.start() > TAG_CHARACTERS:
            return False
        else:
            began = None
    return began is None
