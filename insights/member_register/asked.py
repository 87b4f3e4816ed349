"""What of the member register is asked for: a unit of one's own, the day as of which, and who."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insights.event_log.forms import unit_choices
from orgs import access, roles
from orgs.access import Account
from orgs.fields import DateField
from orgs.models import Unit

PRESENT, LEFT, ALL = "present", "left", "all"


@dataclass(frozen=True)
class Asked:
    """`search` is a part of a name, or a citizen ID; it stands in no address and in no entry of the journal."""

    unit: Unit
    on: datetime.date
    show: str = PRESENT
    search: str = ""

    def refs(self) -> dict[str, object]:
        """For the journal: no words that were looked for."""
        return {"unit": self.unit.code, "on": self.on.isoformat(), "show": self.show, "searched": bool(self.search)}


class RegisterForm(forms.Form):
    """By default today's members of the highest unit whose files the person sees. Raises Http404 where there is none,
    and for a unit that is not theirs."""

    unit = forms.ChoiceField(label=_("Unit"), help_text=_("With all units below it."))
    on = DateField(label=_("As of"))
    show = forms.ChoiceField(
        label=_("Which members"),
        choices=[(PRESENT, _("present on that day")), (LEFT, _("gone by that day")), (ALL, _("both"))],
    )

    def __init__(self, given: Mapping[str, str], *, person: Account, at: datetime.datetime) -> None:
        units = list(access.visible_units(person, roles.SEE_FILE, at).order_by("path"))
        self.units = {unit.code: unit for unit in units}
        if not units or given.get("unit", units[0].code) not in self.units:
            raise Http404
        top = min(units, key=lambda unit: (unit.depth, unit.path))
        usual = {"unit": top.code, "on": f"{timezone.localdate(at):%d/%m/%Y}", "show": PRESENT}
        super().__init__({name: given.get(name) or value for name, value in usual.items()})
        self.fields["unit"].choices = unit_choices(units)  # type: ignore[attr-defined]

    def clean_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future. Choose today or a day before."))
        return day

    def asked(self, search: str) -> Asked:
        data = self.cleaned_data
        return Asked(self.units[data["unit"]], data["on"], data["show"], search)

    def address(self, **more: Any) -> str:
        """The query of an address that asks the same."""
        return "?" + urlencode({**self.data, **{name: value for name, value in more.items() if value}})
