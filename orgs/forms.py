from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        _without_placeholders(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _(
            "At least 10 characters, not digits alone, not a common word, and not like your name."
        )
        self.fields["password2"].label = _("New password once more")
        _without_placeholders(self)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            self.add_error("password1", _("The new password is the present one. Choose another."))
        return password


def _without_placeholders(form: Any) -> None:
    """A label stands above each field; a second copy inside it vanishes when one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class DayForm(forms.Form):
    """The day as of which something is shown."""

    on = forms.DateField(
        label=_("As of"),
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as day/month/year, such as 05/09/2026.")},
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "maxlength": 10, "size": 11},
        ),
    )
