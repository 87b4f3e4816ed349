"""The templates of the forms, for who keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from admission_flow.paper_forms.catalogue import FORMS, PaperForm
from admission_flow.paper_forms.facts import in_vietnamese
from admission_flow.paper_forms.fields import LISTS, MEANINGS, TEXTS, sample
from documents.forms import office
from documents.forms.engine import render
from documents.forms.preview import Cells, Words, blocks_of
from documents.models import FormTemplate


@dataclass(frozen=True)
class Version:
    """`row` is None for the template that came with the system."""

    number: int
    row: FormTemplate | None
    in_use: bool


def form_rows() -> list[dict[str, Any]]:
    """Every form with the office's newest template, if it has one. One statement."""
    newest = office.newest_versions()
    return [{"form": form, "newest": newest.get(form.code)} for form in FORMS.values()]


def versions(form: PaperForm) -> list[Version]:
    """The newest first, which is in use, and last the one that came with the system. One statement."""
    rows = office.versions_of(form.code)
    found = [Version(row.version, row, number == 0) for number, row in enumerate(rows)]
    return [*found, Version(office.BUILT_IN, None, not rows)]


def field_rows(form: PaperForm) -> list[dict[str, Any]]:
    """The fields of a form, and for each list those of its rows, with what they mean."""
    plain = [{"name": name, "means": one.meaning} for name, one in TEXTS.items() if name in form.fields.texts]
    lists = [
        {
            "name": name,
            "means": MEANINGS[name],
            "columns": [{"name": key, "means": one.meaning} for key, one in row.items()],
        }
        for name, row in LISTS.items()
        if name in form.fields.lists
    ]
    return plain + lists


def tried(form: PaperForm, template: bytes) -> list[Words | Cells]:
    """How a template looks with values of nobody. Raises Unfillable."""
    with in_vietnamese():
        return blocks_of(render(template, sample(form.fields)))
