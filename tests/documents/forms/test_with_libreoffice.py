"""Every built-in form as PDF by the LibreOffice of this machine: it comes, with its letters, on few pages."""

from __future__ import annotations

import io
import re

import pytest
from django.utils import translation
from pypdf import PdfReader

from admission_flow.paper_forms.catalogue import FORMS
from admission_flow.paper_forms.fields import sample
from documents.forms import pdf
from documents.forms.built_in import built_in
from documents.forms.engine import render

pytestmark = pytest.mark.skipif(
    not pdf.is_here(), reason="LibreOffice is not installed: apt install libreoffice-writer"
)
# One of each layout: a person's paper with a table, a resolution, a decision, minutes with two signatures.
SLUGS = ("2-knd", "6-knd", "9-knd", "bb", "bbkp")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_form_as_pdf(slug: str) -> None:
    form = FORMS[slug]
    with translation.override("vi"):
        content = pdf.to_pdf(render(built_in(form.code), sample(form.fields)))
    pages = PdfReader(io.BytesIO(content)).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert 1 <= len(pages) <= 3
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "Lê Thị Mẫu" in text
