"""The form by which an administrator uploads the template of a form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("Template"),
        help_text=_("A DOCX of at most 2 MB, with the fields of the table in double braces."),
        allow_empty_file=True,  # its own sentence names the file
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("Choose the file.")},
    )
