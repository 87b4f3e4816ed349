"""Fields of forms that every room shares."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from orgs.names import seen


class DateInput(forms.DateInput):
    """Typed as day/month/year whatever the browser's language: its own picker would show an English one's order."""

    def __init__(self) -> None:
        shown = {"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
        super().__init__(format="%d/%m/%Y", attrs=shown)


# Years in which anything of an office lies; arithmetic with days ends in 9999.
FIRST_YEAR, LAST_YEAR = 1850, 2199


class DateField(forms.DateField):
    widget = DateInput
    default_error_messages = {
        "invalid": _("Write the date as day/month/year, such as 05/09/2026."),
        "far": _("This day lies too far away. Check the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["far"], code="far")
        return day


class TimeField(forms.TimeField):
    """Typed as hours:minutes of the day."""

    default_error_messages = {"invalid": _("Write the time as hours:minutes, such as 08:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(
            format="%H:%M",
            attrs={"placeholder": _("hh:mm"), "inputmode": "numeric", "autocomplete": "off", "maxlength": 5},
        )
        super().__init__(input_formats=["%H:%M", "%Hh%M", "%H.%M", "%Hh", "%H"], widget=widget, **kwargs)


def legible(posted: QueryDict) -> QueryDict:
    """What was typed, without what nobody can see: a text of such characters only is an empty one."""
    found = posted.copy()
    for name, values in posted.lists():
        found.setlist(name, [seen(value) if isinstance(value, str) else value for value in values])
    return found


def text_area(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )
