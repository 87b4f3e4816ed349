"""What is wrong with a template, as sentences for who uploads it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.forms.language import Fault, Ill

_SENTENCES: dict[Ill, Promise] = {
    Ill.UNKNOWN_FIELD: _("Unknown field: “%(what)s”. Use a field of the table."),
    Ill.UNKNOWN_IN_ROW: _("Unknown field in the rows of a list: “%(what)s”. Use a field of the table."),
    Ill.UNDERSCORE: _("“%(what)s” begins with an underscore. No field does; take it out."),
    Ill.NOT_ALLOWED: _(
        "Not allowed in a template: “%(what)s”. Only fields, rows of a list and the question whether a field is there "
        "may stand in it."
    ),
    Ill.LOOP_IN_LOOP: _("A list inside a list: “%(what)s”. Close the first with endfor before the second begins."),
    Ill.NO_LIST: _("“%(what)s” is a text and has no rows."),
    Ill.NO_TEXT: _("“%(what)s” is a list. Write its rows with for and endfor."),
    Ill.NO_FIELDS: _("“%(what)s” has no field, so every paper made from it would be the same. Write fields in {{ }}."),
    Ill.SYNTAX: _(
        "Braces or words of the template are not closed or not in order: “%(what)s”. Check each {{ }} and each for and "
        "if."
    ),
    Ill.TOO_LARGE: _(
        "The template is too large: at most 2 MB, and as much text. Take pictures out, or make them smaller."
    ),
    Ill.NO_DOCX: _("“%(what)s” is no DOCX. Save the template as DOCX."),
    Ill.BROKEN: _("“%(what)s” can't be filled in: its tables or paragraphs are damaged. Save it anew with Word."),
    Ill.FETCHES: _(
        "The template fetches or runs something when it is opened: “%(what)s”. Take it out; only page numbers are "
        "allowed."
    ),
}


def sentence_of(fault: Fault) -> str:
    return str(_SENTENCES[fault.ill]) % {"what": fault.what}
