"""Cases at the steps whose forms are filled in."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from docx import Document

from admission_flow.queries.paper_forms import FormHere, FormsPage, forms_page, make
from documents.forms.preview import text_of
from orgs.models import User
from tests.admission_flow.journey import Journey


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def page_of(journey: Journey, user: User | None = None) -> FormsPage:
    return forms_page(user or journey.bloc.auditor, journey.case.pk, at=journey.at)


def keys(journey: Journey) -> list[str]:
    return [one.key for one in page_of(journey).forms]


def text(journey: Journey, key: str) -> str:
    """What can be read in the form, reopened."""
    return text_of(make(page_of(journey).get(key)).content)


def here(journey: Journey, key: str) -> FormHere:
    return page_of(journey).get(key)


def whole_text(content: bytes) -> str:
    """Every text of the body, in tables too."""
    return "\n".join(
        one.text or "" for one in Document(io.BytesIO(content)).element.body.iter() if one.tag.endswith("}t")
    )
