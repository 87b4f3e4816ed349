"""What is asked of the coming year, as it stands in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from admission_flow.queries.listing import Choice, step_title
from insights.what_if.learning import STEPS
from insights.what_if.model import Scenario

# Of the target: in the twelve months to come, or in the calendar year, with what is admitted already.
MONTHS, YEAR = "months", "year"
RUNS, FEWEST, MOST_RUNS = 300, 20, 1000
SEED = 1
_DEFAULTS = {"horizon": MONTHS, "seed": str(SEED), "runs": str(RUNS)}


def _number(label: Any, least: int, most: int, example: int, *, help_text: Any = "") -> forms.IntegerField:
    """A whole number that may be left out."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages={
            "invalid": format_lazy(_("Write a whole number, such as {example}."), example=example),
            "min_value": _("Write %(limit_value)s or more."),
            "max_value": _("Write %(limit_value)s or less."),
        },
    )


class WhatIfForm(forms.Form):
    """`units` are the person's own, in the order of the tree, and `unit` is one of them; `of` is one of
    those `below`, itself among them."""

    unit = forms.ChoiceField(label=_("Unit"), required=False, help_text=_("With all units below it."))
    horizon = forms.ChoiceField(
        label=_("Counted until"),
        required=False,
        choices=[(MONTHS, _("the coming twelve months")), (YEAR, _("the end of this year"))],
        error_messages={"invalid_choice": _("Choose one of the two.")},
    )
    # As much as the board takes.
    target = _number(_("Target of admissions"), 1, 999_999, 60)
    sittings = _number(
        _("Sittings of the standing committee a month"), 1, 10, 2, help_text=_("Empty: as many as until now.")
    )
    of = forms.ChoiceField(
        label=_("A step of the cases of"),
        required=False,
        help_text=_("A unit with those below it."),
        error_messages={
            "invalid_choice": _("That unit is not one of those below the unit above. Choose one in the list.")
        },
    )
    step = forms.ChoiceField(
        label=_("Step"), required=False, error_messages={"invalid_choice": _("Choose one of the steps in the list.")}
    )
    share = _number(
        _("takes so many percent of its time"), 1, 300, 50, help_text=_("50 is half of the time, 200 twice the time.")
    )
    arrivals = _number(_("Nominations, percent more or fewer"), -90, 200, -20, help_text=_("20 or -20; empty: as now."))
    runs = _number(_("Runs"), FEWEST, MOST_RUNS, RUNS)
    seed = _number(_("Seed of chance"), 0, 999_999_999, SEED)

    def __init__(self, given: Mapping[str, str], *, units: Sequence[Choice], unit: str, below: Collection[str]) -> None:
        asked = {name: value[:100] for name, value in given.items() if name in self.base_fields}
        filled = _DEFAULTS | {name: value for name, value in asked.items() if value.strip()} | {"unit": unit}
        super().__init__(filled)
        self.fields["unit"].choices = _indented(units)  # type: ignore[attr-defined]
        within = [one for one in units if one.value in below]
        self.fields["of"].choices = [("", _("all")), *_indented(within)]  # type: ignore[attr-defined]
        steps = [("", _("none")), *((step, step_title(step)) for step in STEPS)]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        of, step, share = data["of"], data["step"], data["share"]
        if step and share is None:
            self.add_error("share", _("Say how much of its time the step would take, such as 50."))
        elif not step and share is not None:
            self.add_error("step", _("Say which step would take so much of its time."))
        elif of and not step:
            self.add_error("step", _("Say which step of this unit's cases is meant."))
        return data

    def scenario(self) -> Scenario:
        data = self.cleaned_data
        return Scenario(
            sittings_a_month=data["sittings"],
            step=data["step"],
            share=(100 if data["share"] is None else data["share"]) / 100,
            arrivals=1 + (data["arrivals"] or 0) / 100,
        )

    @property
    def chance_is_shown(self) -> bool:
        """Whether somebody has set the runs or the seed, or has to mend them."""
        return any(self.data[name] != _DEFAULTS[name] for name in ("runs", "seed"))

    @property
    def changes(self) -> bool:
        """Whether anything is asked to be otherwise."""
        data = self.cleaned_data
        return bool(data["sittings"] or data["step"] or data["arrivals"])


def _indented(units: Sequence[Choice]) -> list[tuple[str, str]]:
    top = units[0].depth
    return [(one.value, "\N{EN SPACE}" * 2 * (one.depth - top) + str(one.label)) for one in units]
