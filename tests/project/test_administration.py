"""The administration speaks Vietnamese, under our own name, of our own tables only."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib import admin
from django.test import Client

from tests.people import Bloc

OURS = {"orgs", "admission_flow", "journal"}


def words(page: str) -> list[str]:
    """What stands on the page and what a screen reader says of it, without data: labels, headings, buttons, links."""
    page = re.sub(r"(?s)<(script|style|select|td)\b.*?</\1>", "", page)
    page = re.sub(r'(?s)<th class="field-.*?</th>', "", page)
    named = re.findall(r'(?:title|aria-label|placeholder)="([^"]+)"', page)
    return [html.unescape(text).strip() for text in [*re.findall(r">([^<>]+)<", page), *named]]


def english(page: str) -> list[str]:
    """What of it has no diacritics; in Vietnamese some short words have none either."""
    unmarked = {"Xem", "administrator"}
    return [text for text in words(page) if text.isascii() and re.search("[A-Za-z]{3}", text) and text not in unmarked]


def test_only_our_own_tables() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == OURS


def test_under_our_own_name(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.administrator)
    page = client.get("/admin/").content.decode()
    assert "Quản trị hệ thống" in page
    assert "Django" not in page


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_in_vietnamese(client: Client, bloc: Bloc, model: type) -> None:
    client.force_login(bloc.administrator)
    folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert english(client.get(folder).content.decode()) == []
    adding = client.get(f"{folder}add/")
    if adding.status_code == 200:
        assert english(adding.content.decode()) == []


def test_an_account_and_its_password(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.administrator)
    for page in ("password", "history"):
        address = f"/admin/orgs/user/{bloc.cell_secretary.pk}/{page}/"
        assert english(client.get(address).content.decode()) == []
