"""The numbers of a plan as a table of fields, and what hands it back or approves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.fields import DateField, text_area
from planning.models import Group
from planning.plans.deciding import PaperGiven, PlanGiven
from planning.plans.rules import WHOLE, Cell, faults, parts_of
from planning.plans.words import fault_words, part_words


@dataclass(frozen=True)
class FormRow:
    part: int
    words: str
    fields: list[forms.BoundField]


class PlanForm(forms.Form):
    """A field for each part and group, named "0-all", "1-women"; an empty one asks for nothing."""

    grounds = text_area(
        _("Grounds"),
        required=False,
        help_text=_("What the numbers rest on: the sources that are watched, the course, the congress's resolution."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, years: tuple[int, int], numbers: Mapping[Cell, int], asks_why: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts_of(*years)
        for part in (WHOLE, *self.parts):
            for group in Group:
                label = f"{group.label}, {part_words(part)}"
                self.fields[f"{part}-{group.value}"] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    initial=numbers.get((part, group.value)),
                    widget=forms.TextInput(
                        attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "maxlength": 6}
                    ),
                    error_messages={"invalid": _("Write a whole number."), "min_value": _("Write 0 or more.")},
                )
        if asks_why:
            self.fields["note"] = text_area(_("What was changed and why"))

    def rows(self) -> Iterator[FormRow]:
        for part in (WHOLE, *self.parts):
            yield FormRow(part, part_words(part), [self[f"{part}-{group}"] for group in Group.values])

    def numbers(self) -> dict[Cell, int]:
        return {
            (part, group): self.cleaned_data[f"{part}-{group}"]
            for part in (WHOLE, *self.parts)
            for group in Group.values
            if self.cleaned_data.get(f"{part}-{group}") is not None
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            for (part, group), key in faults(self.numbers(), self.parts).items():
                self.add_error(f"{part}-{group}", fault_words(key))
        return cleaned

    def given(self) -> PlanGiven:
        data = self.cleaned_data
        return PlanGiven(self.numbers(), data["after"], data["grounds"], data.get("note", ""))


class ReturnForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = text_area(_("Why it is handed back"))


class ApproveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("Number of the paper"), max_length=50, required=False)
    dated = DateField(label=_("Date of the paper"), required=False)

    def given(self) -> PaperGiven:
        return PaperGiven(self.cleaned_data["number"], self.cleaned_data["dated"])
