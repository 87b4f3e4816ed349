"""Forms over the roll of a class: who was there, with what result; and the closing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgs.fields import DateField
from training.given import AttendanceGiven, ClosingGiven, ResultGiven
from training.models import Attendance, Enrolment
from training.numbering import HIGHEST
from training.rules import Attended


@dataclass(frozen=True)
class RollRow:
    enrolment: Enrolment
    name: str
    cell: str
    fields: list[forms.BoundField]
    note: str = ""


class RollForm(forms.Form):
    """Two fields for each person. `of` says for whom the form was drawn, so that nobody enrolled since is missed."""

    of = forms.CharField(widget=forms.HiddenInput, max_length=6000)
    names: tuple[str, str] = ("", "")

    def note_on(self, one: Enrolment) -> str:
        """What stands below the name, beside the cell."""
        return ""

    def __init__(self, *args: Any, roll: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roll = roll
        self.initial.setdefault("of", " ".join(str(one.pk) for one in roll))
        for one in roll:
            for name, made in zip(self.names, self.fields_of(one), strict=True):
                self.fields[f"{name}-{one.pk}"] = made

    def fields_of(self, one: Enrolment) -> tuple[forms.Field, forms.Field]:
        raise NotImplementedError

    def renew(self) -> None:
        """From now on of those who are on the roll now, whatever was typed for them."""
        posted: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        posted["of"] = " ".join(str(one.pk) for one in self.roll)
        self.data = posted

    def label_in_summary(self, field: forms.BoundField) -> str:
        """Whose field it is."""
        key = field.name.rpartition("-")[2]
        name = next((one.case.candidate.person.full_name for one in self.roll if str(one.pk) == key), "")
        return f"{name}, {field.label}" if name else str(field.label)

    @property
    def drawn_for(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["of"].split() if key.isdecimal()]

    @property
    def rows(self) -> list[RollRow]:
        return [
            RollRow(
                one,
                one.case.candidate.person.full_name,
                one.case.unit.name,
                [self[f"{name}-{one.pk}"] for name in self.names],
                self.note_on(one),
            )
            for one in self.roll
        ]


class AttendanceForm(RollForm):
    names = ("present", "reason")

    def __init__(self, *args: Any, before: dict[int, Attendance], **kwargs: Any) -> None:
        self.before = before
        super().__init__(*args, **kwargs)

    def fields_of(self, one: Enrolment) -> tuple[forms.Field, forms.Field]:
        row = self.before.get(one.pk)
        present = forms.BooleanField(label=_("Present"), required=False, initial=row.present if row else True)
        reason = forms.CharField(
            label=_("Reason of the absence"), required=False, max_length=200, initial=row.reason if row else ""
        )
        return present, reason

    def given(self) -> dict[int, AttendanceGiven]:
        data = self.cleaned_data
        return {
            key: AttendanceGiven(bool(data.get(f"present-{key}")), data.get(f"reason-{key}", ""))
            for key in self.drawn_for
        }


class ResultsForm(RollForm):
    names = ("grade", "remark")

    def __init__(self, *args: Any, attended: Mapping[int, Attended], **kwargs: Any) -> None:
        self.attended = attended
        super().__init__(*args, **kwargs)

    def note_on(self, one: Enrolment) -> str:
        found = self.attended[one.pk]
        return gettext("%(periods)s of %(of)s periods") % {"periods": found.periods, "of": found.of_periods}

    def fields_of(self, one: Enrolment) -> tuple[forms.Field, forms.Field]:
        choices = [("", "—"), *Enrolment.Grade.choices]
        grade = forms.ChoiceField(label=_("Result"), required=False, choices=choices, initial=one.grade)
        remark = forms.CharField(label=_("Remark"), required=False, max_length=200, initial=one.remark)
        return grade, remark

    def given(self) -> dict[int, ResultGiven]:
        data = self.cleaned_data
        return {key: ResultGiven(data.get(f"grade-{key}", ""), data.get(f"remark-{key}", "")) for key in self.drawn_for}


class ClosingForm(forms.Form):
    issued_on = DateField(label=_("Certificates issued on"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=150)
    last_used = forms.IntegerField(
        label=_("Last number used this year"),
        required=False,
        min_value=0,
        max_value=HIGHEST,
        help_text=_("Only where certificates of this year were numbered outside the system."),
    )

    def __init__(self, *args: Any, today: datetime.date, counted: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"issued_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if counted:
            del self.fields["last_used"]

    def given(self) -> ClosingGiven:
        data = self.cleaned_data
        return ClosingGiven(data["issued_on"], data["signed_by"], data.get("last_used"))
