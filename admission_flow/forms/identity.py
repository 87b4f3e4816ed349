"""The four facts by which a person is entered, as the identity card has them."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.fields import DateField
from orgs.models import Person


class IdentityFields(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=100)
    citizen_id = forms.CharField(
        label=_("Citizen ID"),
        max_length=20,
        help_text=_("12 digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = DateField(label=_("Birth date"))
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Person.Sex.choices])

    IDENTITY = ("full_name", "citizen_id", "birth_date", "sex")

    def clean_citizen_id(self) -> str:
        """Typed in groups, as on the card, or in one."""
        return re.sub(r"[\s.-]", "", self.cleaned_data["citizen_id"])
