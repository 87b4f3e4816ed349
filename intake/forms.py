from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The office's form (.xlsx)"),
        help_text=_("Organisation, seats and the member register in one workbook. Nothing is loaded before you agree."),
        allow_empty_file=True,  # what it is, is said by reading it
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the file.")},
    )
