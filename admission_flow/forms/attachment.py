"""The form by which a file is attached to a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow.decisions.given import FileGiven
from admission_flow.models import PaperFile
from admission_flow.models.paper_file import LONGEST_REASON
from admission_flow.queries.file import CasePage
from documents.recognise import bytes_allowed

# What the browser offers to choose from; what a file is, is seen by its content.
ENDINGS = ".pdf,.docx,.jpg,.jpeg,.png"


def _degrees() -> list[tuple[str, str]]:
    return [(value, str(capfirst(label))) for value, label in PaperFile.Classification.choices]


class AttachForm(forms.Form):
    """Of one paper, drawn under its row of the papers tab."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,  # its own sentence names the file
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )
    classification = forms.ChoiceField(label=gettext_lazy("Classification"), choices=_degrees)
    why = forms.CharField(label=gettext_lazy("Why another version"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, row: Mapping[str, Any], **kwargs: Any) -> None:
        """`row` is the paper's, of the tab."""
        self.paper, before = row["paper"], row["files"]
        kwargs["auto_id"] = f"id_paper_{self.paper.pk}_%s"
        super().__init__(*args, **kwargs)
        newest = before[0].classification if before else PaperFile.Classification.CONFIDENTIAL
        self.initial.setdefault("classification", newest)
        limit = bytes_allowed() // 1024 // 1024
        self.fields["file"].help_text = _("PDF, DOCX, JPEG or PNG, at most %(limit)s MB.") % {"limit": limit}
        if not before:
            del self.fields["why"]

    def given(self) -> FileGiven:
        data = self.cleaned_data
        return FileGiven(data["file"].file, data["file"].name, data["classification"], data.get("why", ""))


def row_of(page: CasePage, paper_id: str) -> dict[str, Any] | None:
    """The row of this paper where the page shows the papers tab; None where there is no such paper in the case."""
    return next((row for row in page.rows.get("papers", ()) if str(row["paper"].pk) == paper_id), None)


def attach_form(page: CasePage, paper_id: str, *posted: Any) -> AttachForm | None:
    """Where this person may attach a file to that paper now."""
    row = row_of(page, paper_id)
    return AttachForm(*posted, row=row) if row and row["may_attach"] else None
