"""Nothing inline and nothing from outside: a strict Content-Security-Policy, and pages that keep it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from tests.browsers import tab
from tests.people import Bloc

FOLDER = Path(settings.BASE_DIR) / "templates"
# Letters are read in programs that know no style sheet; no page is made of them.
LETTERS = FOLDER / "notices" / "mail"
TEMPLATES = sorted(path for path in FOLDER.rglob("*.html") if LETTERS not in path.parents)
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)|hx-on""", re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(LETTERS.rglob("*.html")), ids=lambda path: path.name)
def test_a_letter_has_no_script_and_fetches_nothing(path: Path) -> None:
    assert not re.search(r"<script|javascript:|\son[a-z]+=|<img|<link|url\(|\ssrc=", path.read_text(), re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_has_anything_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_the_policy_allows_the_site_itself_and_nothing_else(client: Client, db: None) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in policy


def test_pages_of_who_is_signed_in_are_kept_nowhere(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    assert client.get("/account/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.browser
def test_a_browser_has_nothing_to_refuse(chromium: Browser, server: int, office: Bloc) -> None:
    complaints: list[str] = []
    asked: set[str] = set()
    with tab(chromium, server, office.cell_secretary) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.add(request.url.split("/")[2]))
        for path in ("/_look/?refused", "/account/", "/accounts/sessions/"):
            page.goto(path, wait_until="networkidle")
    assert complaints == []
    assert asked == {f"127.0.0.1:{server}"}
