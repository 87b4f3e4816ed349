"""A template filled in, read for its fields, and checked before an office may use it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from documents.forms.language import DOTS, Fault, Fields, Forbidden, FormEnvironment, Ill, Reading, unknown, words_at
from documents.forms.parts import refuse_parts
from documents.forms.sentences import sentence_of
from documents.models import StoredFile
from documents.recognise import FileRefused, recognise
from orgs.refusals import Refusal

Row = Mapping[str, str]
Values = Mapping[str, str | Sequence[Row]]  # each sequence a list

TEMPLATE_BYTES = 2 * 1024 * 1024
# Of what is filled in, a part of the document.
FILLED_CHARACTERS = 8 * 1024 * 1024
ROWS = 500

# What XML can't hold, and what docxtpl takes for a new paragraph or page.
_NO_TEXT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Every zip dates its members; a paper made again from the same facts is the same file.
_DATED = (1980, 1, 1, 0, 0, 0)


# What the libraries raise over a document that is none of theirs.
_BROKEN = (
    etree.LxmlError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    SyntaxError,
    RecursionError,
)


class Unfillable(Refusal):
    """A template that can't be filled in. The sentence says whose task it is."""


class _Bounded(DocxTemplate):
    """docxtpl, with an end, and without what it does beside the text."""

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Any = None) -> str:
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        pieces, length = [], 0
        for piece in jinja_env.from_string(source).generate(context):
            length += len(piece)
            if length > FILLED_CHARACTERS:
                raise Forbidden([Fault(Ill.NOT_ALLOWED, DOTS)])
            pieces.append(piece)
        return str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", "".join(pieces))))

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Who wrote the template, and when, is nothing of the paper's."""
        properties = self.docx.core_properties
        for name in ("author", "comments", "keywords", "last_modified_by", "subject", "title"):
            setattr(properties, name, "")

    def sources(self) -> list[str]:
        """The texts as Jinja gets them: of the body, the headers and footers, the footnotes."""
        found: list[str] = []

        class Listening(FormEnvironment):
            def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
                found.append(source)
                return super().from_string("")

        self.render_init()
        environment = Listening()
        self.build_xml({}, environment)
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            list(self.build_headers_footers_xml({}, kind, environment))
        self.render_footnotes({}, environment)
        return found


def render(template: bytes, values: Values) -> bytes:
    """The DOCX. What `values` does not have, or has empty, is a dotted line. Raises Unfillable."""
    try:
        return _filled(template, values)
    except (Forbidden, TemplateError, *_BROKEN) as error:
        raise Unfillable(
            _("The template of this form can't be filled in. Tell the system's administrator, who replaces it.")
        ) from error


def fields_of(template: bytes) -> Fields:
    """What a template asks for. Raises Forbidden."""
    readings, faults = _readings(template)
    if faults:
        raise Forbidden(faults)
    lists: dict[str, set[str]] = {}
    for one in readings:
        for name, columns in one.lists.items():
            lists.setdefault(name, set()).update(columns)
    texts = {name for one in readings for name in one.texts | one.questions} - lists.keys()
    return Fields(frozenset(texts), {name: frozenset(columns) for name, columns in lists.items()})


def check(template: bytes, known: Fields, name: str = "") -> list[str]:
    """What keeps an office from using this template, as sentences; none where it may."""
    try:
        if len(template) > TEMPLATE_BYTES:
            raise Forbidden([Fault(Ill.TOO_LARGE, name)])
        if recognise(io.BytesIO(template), name) != StoredFile.Kind.DOCX:
            raise Forbidden([Fault(Ill.NO_DOCX, name)])
        refuse_parts(template)
        readings, faults = _readings(template)
        faults = list(dict.fromkeys([*faults, *(fault for one in readings for fault in unknown(one, known))]))
        if not faults:
            _filled(template, _trial(known))
            if not any(one.texts or one.questions or one.lists for one in readings):
                faults = [Fault(Ill.NO_FIELDS, name)]
    except FileRefused as refusal:
        return [refusal.sentence]
    except Forbidden as forbidden:
        faults = forbidden.faults
    except (TemplateError, TypeError, *_BROKEN):
        faults = [Fault(Ill.BROKEN, name)]
    return [sentence_of(fault) for fault in faults]


def plain(text: str) -> str:
    """A text as a document can hold it."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _filled(template: bytes, values: Values) -> bytes:
    document = _Bounded(io.BytesIO(template))
    document.render(_given(values), FormEnvironment())
    out = io.BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _given(values: Values) -> dict[str, str | list[dict[str, str]]]:
    """Texts and rows of texts, and nothing else: a model would hand its attributes to the template."""
    given: dict[str, str | list[dict[str, str]]] = {}
    for name, value in values.items():
        if isinstance(value, list):
            given[name] = [_texts(row) for row in value[:ROWS]]
        else:
            given |= _texts({name: value})  # type: ignore[dict-item]  # which refuses what is no text
    return given


def _texts(row: Row) -> dict[str, str]:
    for name, value in row.items():
        if type(value) is not str:
            raise TypeError(f"{name} is no plain text")
    return {name: plain(value) for name, value in row.items() if value.strip()}


def _readings(template: bytes) -> tuple[list[Reading], list[Fault]]:
    """Of each text of the template, and what in any of them is not of the language."""
    environment = FormEnvironment()
    found: list[Reading] = []
    faults: list[Fault] = []
    for source in _Bounded(io.BytesIO(template)).sources():
        try:
            reading = Reading(source, environment.tree_of(source))
        except TemplateSyntaxError as error:
            faults.append(Fault(Ill.SYNTAX, words_at(source.splitlines(), error.lineno)))
        else:
            found.append(reading)
            faults += reading.faults
    return found, faults


def _trial(known: Fields) -> Values:
    rows: dict[str, Sequence[Row]] = {name: [dict.fromkeys(columns, "x")] * 2 for name, columns in known.lists.items()}
    return dict.fromkeys(known.texts, "x") | rows


def undated(content: bytes) -> bytes:
    """The same document with every member of its zip of one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            after.writestr(zipfile.ZipInfo(member.filename, _DATED), before.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()
