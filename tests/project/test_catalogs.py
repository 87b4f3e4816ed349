"""The check of the translations finds what a reader would stumble over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from project.catalogs import compile_catalogs, problems

needs_gettext = pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
CODE = """
from django.utils.translation import gettext as _

def words(n: int) -> list[str]:
    # Translators: a count
    return [_("Cell"), _("%(n)d cases") % {"n": n}]
"""
CELL = 'msgid "Cell"\nmsgstr "Chi bộ"\n\n'
CASES = '#, python-format\nmsgid "%(n)d cases"\nmsgstr "%(n)d hồ sơ"\n\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "locale" / "vi" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "words.py").write_text(CODE)
    return tmp_path


def translate(checkout: Path, *entries: str) -> Path:
    catalog = checkout / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    catalog.write_text(HEADER + "".join(entries))
    return catalog


@needs_gettext
def test_a_whole_catalog_has_no_problem_and_stays_as_it_is(checkout: Path) -> None:
    catalog = translate(checkout, CELL, CASES)
    before = catalog.read_text()
    assert list(problems(checkout)) == []
    assert catalog.read_text() == before


@needs_gettext
@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([CASES], "not translated: 'Cell'"),
        ([CASES, 'msgid "Cell"\nmsgstr ""\n'], "not translated: 'Cell'"),
        ([CASES, "#, fuzzy\n" + CELL], "in doubt (fuzzy): 'Cell'"),
        ([CASES, CELL, 'msgid "Gone"\nmsgstr "Đã đi"\n'], "no longer in the code: 'Gone'"),
    ],
    ids=["missing", "empty", "fuzzy", "obsolete"],
)
def test_what_is_wrong_is_named(checkout: Path, entries: list[str], problem: str) -> None:
    translate(checkout, *entries)
    assert list(problems(checkout)) == [f"locale/vi/LC_MESSAGES/django.po: {problem}"]


@needs_gettext
def test_other_placeholders_are_found(checkout: Path) -> None:
    translate(checkout, CELL, CASES.replace("%(n)d hồ", "%(m)d hồ"))
    assert "'m'" in "".join(problems(checkout)) or "'n'" in "".join(problems(checkout))


def test_only_what_is_newer_is_compiled(checkout: Path) -> None:
    catalog = translate(checkout, CELL)
    assert compile_catalogs(checkout) == [catalog.with_suffix(".mo")]
    assert compile_catalogs(checkout) == []


def test_english_is_english_though_vietnamese_is_the_default() -> None:
    with translation.override("en"):
        assert gettext("Organisation") == "Organisation"
    with translation.override("vi"):
        assert gettext("Organisation") == "Tổ chức"
