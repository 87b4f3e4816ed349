"""What an office may put into a template, and what is refused with which sentence. Nothing of it is run."""

from __future__ import annotations

import os
import time

import pytest
from django.utils import translation

from documents.forms.engine import Unfillable, check, fields_of, render
from documents.forms.language import Fields
from tests.documents import samples
from tests.documents.forms import templates
from tests.documents.forms.templates import KNOWN, template


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


ALLOWED = (
    "{{ full_name }}",
    "{{full_name}} and {{ reason }}",
    "{% if reason %}{{ reason }}{% endif %}",
    "{% if reason and not relatives %}a{% elif full_name or reason %}b{% else %}c{% endif %}",
    "{% for one in relatives %}{{ one.full_name }}, {{ one.birth_year }}{% else %}none{% endfor %}",
    "{{ full_name }}{# a note #}{% raw %}{{ as it stands }}{% endraw %}",
)
HOSTILE = {
    "{{ full_name.__class__ }}": "begins with an underscore",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": "begins with an underscore",
    "{{ full_name['__class__'] }}": "begins with an underscore",
    "{{ full_name[('__cla', 'ss__')|join] }}": "Not allowed in a template",
    "{{ full_name|attr('__class__') }}": "Not allowed in a template",
    "{{ relatives.append(1) }}": "Not allowed in a template",
    "{{ self.__init__ }}": "begins with an underscore",
    "{{ cycler.__init__.__globals__.os }}": "begins with an underscore",
    "{{ _secret }}": "begins with an underscore",
    "{% for _one in relatives %}{% endfor %}": "begins with an underscore",
    "{% for one in range(10**12) %}x{% endfor %}": "Not allowed in a template",
    "{% for one in relatives recursive %}{{ loop(relatives) }}{% endfor %}": "Not allowed in a template",
    "{% for a in relatives %}{% for b in relatives %}x{% endfor %}{% endfor %}": "A list inside a list",
    "{{ 'x' * 10**10 }}": "Not allowed in a template",
    "{{ 9**9**9 }}": "Not allowed in a template",
    "{{ full_name|safe }}": "Not allowed in a template",
    "{% set x = full_name %}": "Not allowed in a template",
    "{% include '/etc/passwd' %}": "Not allowed in a template",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "Not allowed in a template",
    "{% if full_name == 'x' %}y{% endif %}": "Not allowed in a template",
    "{{ full_name": "not closed or not in order",
    "{% if reason %}never closed": "not closed or not in order",
    "{{ nothing_of_ours }}": "Unknown field: “nothing_of_ours”",
    "{% if nothing_of_ours %}x{% endif %}": "Unknown field: “nothing_of_ours”",
    "{% for one in cases %}x{% endfor %}": "Unknown field: “cases”",
    "{% for one in relatives %}{{ one.salary }}{% endfor %}": "“relatives: salary”",
    "{% for one in relatives %}{{ one.items }}{% endfor %}": "“relatives: items”",
    "{% for one in relatives %}{{ one }}{% endfor %}": "Not allowed in a template",
    "{% for one in full_name %}x{% endfor %}": "is a text and has no rows",
    "{{ relatives }}": "is a list",
}


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed(text: str) -> None:
    assert check(template(text), KNOWN, "mau.docx") == []


@pytest.mark.parametrize(("text", "told"), HOSTILE.items())
def test_hostile(text: str, told: str) -> None:
    began = time.monotonic()
    found = check(template(text), KNOWN, "mau.docx")
    assert found
    assert told in found[0]
    assert time.monotonic() - began < 5


# What only the table of fields knows.
_OF_FIELDS = ("Unknown field", "“relatives: ", "is a ")


@pytest.mark.parametrize("text", [text for text, told in HOSTILE.items() if not told.startswith(_OF_FIELDS)])
def test_what_got_past_the_check_is_not_run_either(text: str) -> None:
    with pytest.raises(Unfillable):
        render(template(text), {"full_name": "Lê Thị Mẫu", "relatives": []})


# What docxtpl's own expressions would take minutes or for ever over.
ENDLESS = ("{{r ", "{%", "{{ ", "{#", "{%p ", "{% vm ", "{{ full_name }} ", "{% if full_name %}")


@pytest.mark.parametrize("text", ENDLESS)
@pytest.mark.parametrize(("times", "paragraphs"), [(40_000, 1), (4, 2_000)])
def test_tags_without_end_and_number(text: str, times: int, paragraphs: int) -> None:
    began = time.monotonic()
    assert check(template(*[text * times] * paragraphs), KNOWN, "mau.docx") != []
    assert time.monotonic() - began < 10


def test_tags_elsewhere_than_in_words() -> None:
    assert check(templates.with_attribute("{{ full_name }}"), KNOWN) != []
    assert check(template("{{ full_name", "}}"), KNOWN) != []
    assert check(template("{{ " + "full_name or " * 100 + "reason }}"), KNOWN) != []


def test_in_the_footer_too() -> None:
    assert "begins with an underscore" in check(template("a", footer="{{ full_name.__class__ }}"), KNOWN)[0]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = check(template("{{ a }}", "{{ b.__class__ }}", "{{ c|safe }}", "{{ full_name }}"), KNOWN)
    assert len(found) == 3
    assert {"a" in one for one in found} == {True}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (samples.pdf(), "is no DOCX"),
        (b"", "is empty"),
        (b"MZ" + os.urandom(100), "is no PDF, DOCX, JPEG or PNG"),
        (templates.with_macros(), "contains macros"),
        (samples.docx(), "can't be filled in"),
        (templates.without_grid(), "can't be filled in"),
        (templates.with_member("word/media/large.bin", os.urandom(2_200_000)), "too large"),
        (template(*["{{ full_name }} " * 500] * 300), "too large"),
        (templates.with_word_field('INCLUDETEXT "C:\\\\secret.docx"'), "fetches or runs"),
        (templates.with_word_field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k"'), "fetches or runs"),
        (templates.with_outside_picture(), "fetches or runs"),
        (templates.moved(template("{{ full_name }}"), "document.xml", "hidden.xml"), "Not allowed in a template"),
        (templates.moved(templates.with_header("{{ a"), "header1.xml", "x.xml"), "Not allowed in a template"),
        (templates.with_field_of_another_edition("DDEAUTO cmd"), "fetches or runs"),
        (templates.with_relation("http://schemas.microsoft.com/office/2006/relationships/vbaProject"), "or runs"),
        (templates.with_member("word/document.xml", b"<a/>"), "can't be filled in"),
        (templates.with_member("WORD/styles.xml", b"<a/>"), "can't be filled in"),
    ],
    ids=[
        "pdf",
        "empty",
        "program",
        "macros",
        "no word",
        "grid",
        "oversize",
        "text",
        "include",
        "dde",
        "picture",
        "elsewhere",
        "header elsewhere",
        "other edition",
        "renamed macros",
        "twice",
        "other case",
    ],
)
def test_files_that_are_no_templates(content: bytes, told: str) -> None:
    found = check(content, KNOWN, "mau.docx")
    assert len(found) == 1
    assert told in found[0]


def test_page_numbers_are_allowed() -> None:
    assert check(templates.with_word_field(" PAGE   \\* MERGEFORMAT "), KNOWN) == []


@pytest.mark.parametrize("text", ["", "Nothing to fill in", "{% raw %}{{ full_name }}{% endraw %}"])
def test_a_template_that_asks_for_nothing(text: str) -> None:
    """Every paper made from it would be the same: taken for a slip."""
    assert ["has no field" in one for one in check(template(text), KNOWN)] == [True]


def test_which_fields_a_template_asks_for() -> None:
    content = template("{{ full_name }}", "{% if reason %}x{% endif %}", footer="{{ place }}")
    assert fields_of(content) == Fields(frozenset({"full_name", "reason", "place"}))
    assert fields_of(templates.table_of_relatives()).lists == {"relatives": {"full_name", "birth_year"}}
