"""The form of a class with its programme, as rows; and that of its cancellation."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from admission_flow.forms.row_sets import MORE_ROWS, Row, RowSet, typed
from orgs.fields import DateField, text_area
from training.given import ClassGiven, SessionGiven
from training.models import Session, TrainingClass
from training.models.training_class import MOST_PERIODS, MOST_PLACES
from training.programmes import ASKS_PERCENT, PLACES, draft


class SessionRow(Row):
    title = forms.CharField(label=_("Subject"), max_length=200)
    periods = forms.IntegerField(label=_("Periods"), min_value=1, max_value=MOST_PERIODS)
    day = DateField(label=_("Day"), required=False)
    half = forms.ChoiceField(label=_("Half-day"), required=False, choices=[("", "—"), *Session.Half.choices])


SESSIONS = RowSet("sessions", SessionRow, _("Programme"), css="rows-sessions")


class ClassForm(forms.Form):
    """`kind` stays what it is; `rows` is the programme."""

    number = forms.CharField(label=_("Number"), max_length=30)
    name = forms.CharField(label=_("Name of the class"), max_length=150)
    starts = DateField(label=_("First day"))
    ends = DateField(label=_("Last day"), required=False, help_text=_("Leave it empty to end with the last session."))
    place = forms.CharField(label=_("Place"), max_length=200)
    capacity = forms.IntegerField(label=_("Number of places"), min_value=1, max_value=MOST_PLACES)
    asks_percent = forms.IntegerField(
        label=_("Attendance asked, in percent"),
        min_value=1,
        max_value=100,
        help_text=_("To confirm: no guideline with this figure was found."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        first: list[dict[str, Any]],
        blank: int = 1,
        holds_typed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.first, self.blank = first, blank
        self.rows = SESSIONS.draw(self.data if self.is_bound else None, first, blank)
        self.holds_typed = holds_typed or self.is_bound

    def wants_more(self) -> bool:
        return self.is_bound and "more" in self.data

    def with_more_rows(self) -> ClassForm:
        """What was typed so far, not judged yet, with more empty rows."""
        rows = [typed(row) for row in self.rows]
        return type(self)(initial=typed(self), kind=self.kind, first=rows, blank=MORE_ROWS, holds_typed=True)

    def is_complete(self) -> bool:
        return bool(self.is_valid() & self.rows.is_valid())

    def given(self) -> ClassGiven:
        data = self.cleaned_data
        anew = data.get("anew", False)
        return ClassGiven(
            kind=self.kind,
            number=data["number"],
            name=data["name"],
            starts=data["starts"],
            ends=data["ends"],
            place=data["place"],
            capacity=data["capacity"],
            asks_percent=data["asks_percent"],
            sessions=tuple(
                SessionGiven(
                    row["title"], row["periods"], None if anew else row.get("day"), "" if anew else row.get("half", "")
                )
                for row in self.rows.filled()
            ),
        )


class ChangeForm(ClassForm):
    anew = forms.BooleanField(
        label=_("Lay the sessions anew, by half-days from the first day"),
        required=False,
        help_text=_("The days in the programme below are then not used."),
    )


def of_new_class(data: Any, kind: str, number: str) -> ClassForm:
    """Begins with the draft of the programme."""
    initial = {
        "number": number,
        "name": capfirst(str(TrainingClass.Kind(kind).label)),
        "capacity": PLACES,
        "asks_percent": ASKS_PERCENT,
    }
    first = [{"title": title, "periods": periods} for title, periods in draft(kind)]
    return ClassForm(data, kind=kind, first=first, initial=initial)


def of_class(data: Any, found: TrainingClass) -> ChangeForm:
    names = ("number", "name", "starts", "ends", "place", "capacity", "asks_percent")
    first: list[dict[str, Any]] = [{**row} for row in found.sessions.values("title", "periods", "day", "half")]
    return ChangeForm(data, kind=found.kind, first=first, initial={name: getattr(found, name) for name in names})


class ReasonForm(forms.Form):
    reason = text_area(_("Reason"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].max_length = 500  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["maxlength"] = 500


def suggested_number(planned: int, today: datetime.date) -> str:
    """Of the next class of the year, after so many."""
    return f"{planned + 1:02d}-{today.year}"
