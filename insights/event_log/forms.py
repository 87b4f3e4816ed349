"""What is asked of an export: cleaned into values, with the units that the person sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admission_flow.models import Case
from insights.event_log.register import SETTLED_AS, Period
from insights.event_log.scope import OCEL, XES, Asked
from orgs import access, roles
from orgs.access import Account
from orgs.fields import DateField
from orgs.models import Unit


def unit_choices(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """(code, name), indented below the unit above; in the order of the tree."""
    found = list(units)
    top = min((unit.depth for unit in found), default=0)
    return [(unit.code, "\N{EN SPACE}" * 2 * (unit.depth - top) + unit.name) for unit in found]


class PeriodForm(forms.Form):
    """A unit of one's own, and days. `units` are all that the person sees in lists."""

    unit = forms.ChoiceField(label=_("Unit"), help_text=_("With all units below it."))
    first = DateField(label=_("From this day"), required=False)
    last = DateField(label=_("To this day"), required=False)

    def __init__(self, *args: Any, person: Account, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(access.visible_units(person, roles.SEE_LIST, at).order_by("path"))
        self.fields["unit"].choices = unit_choices(self.units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day lies before the first one. Exchange them."))
        return data


class DecisionsForm(PeriodForm):
    """The register of decisions; by default of this year, of the highest unit one sees."""

    outcome = forms.ChoiceField(label=_("Decision"), required=False)

    def __init__(self, data: Mapping[str, str], *, person: Account, at: datetime.datetime) -> None:
        today = timezone.localdate(at)
        first = today.replace(month=1, day=1)
        days = {"first": f"{first:%d/%m/%Y}", "last": f"{today:%d/%m/%Y}"}
        super().__init__(days | dict(data), person=person, at=at)
        if not data.get("unit") and self.units:
            self.data = {**self.data, "unit": min(self.units, key=lambda unit: (unit.depth, unit.path)).code}
        for name in days:
            self.fields[name].required = True
        outcomes = [*SETTLED_AS, Case.Outcome.CANCELLED]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ("", _("every")),
            *((str(outcome), outcome.label) for outcome in outcomes),
        ]

    def period(self) -> Period:
        data = self.cleaned_data
        unit = next(unit for unit in self.units if unit.code == data["unit"])
        return Period(unit, data["first"], data["last"], data["outcome"])


class EventsForm(PeriodForm):
    """An event log. The tick for names is there for who sees the files of at least one unit."""

    format = forms.ChoiceField(
        label=_("Format"),
        widget=forms.RadioSelect,
        initial=XES,
        choices=[(XES, _("XES, one way a case")), (OCEL, _("OCEL 2.0, with meetings and papers"))],
    )
    personal = forms.BooleanField(
        label=_("With names"),
        required=False,
        help_text=_("Of candidates and of those who acted, and with case numbers. Only where you see the files."),
    )
    field_order = ("format", "unit", "first", "last", "personal")

    def __init__(self, *args: Any, person: Account, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, person=person, at=at, **kwargs)
        self.fields["first"].label, self.fields["last"].label = _("Opened from"), _("Opened to")
        if not access.visible_roots(person, roles.SEE_FILE, at):
            del self.fields["personal"]

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(data["format"], data["unit"], data["first"], data["last"], bool(data.get("personal")))
