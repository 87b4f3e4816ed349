"""The values that an administrator gives a regulation, and what is wrong with them, each told at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow.refusals import Sentence
from admission_flow.rules.parameters import COUNTED, DEFINITIONS, bounds, fits, makes_sense, out_of_order
from admission_flow.rules.values import CONFIDENCES

Faults = list[tuple[str, Sentence]]
Values = Mapping[str, "ValueGiven"]

# Of each pair of rules.parameters.ORDERED that is the wrong way round.
OUT_OF_ORDER: Mapping[tuple[str, str], Promise] = {
    ("min_age_years", "max_age_years"): gettext_lazy("The least age is below the greatest age. Correct one of them."),
    ("education_least_special_area", "education_least"): gettext_lazy(
        "In specially difficult areas no more education is asked for than elsewhere. Correct one of the two."
    ),
    ("education_least_prestigious", "education_least_special_area"): gettext_lazy(
        "Of persons of standing no more education is asked for than of others in these areas. Correct one of the two."
    ),
    ("third_child_months", "fourth_child_months"): gettext_lazy(
        "The waiting time after a third child is no longer than after a fourth. Correct one of the two."
    ),
    ("introducers_beside_union", "introducers"): gettext_lazy(
        "Beside a union's resolution no more members introduce than without one. Correct one of the two."
    ),
}


@dataclass(frozen=True)
class ValueGiven:
    """One value of a regulation, with where it was read and how sure that is (one of CONFIDENCES)."""

    value: Any
    source: str
    confidence: str

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value, "source": self.source, "confidence": self.confidence}


def faults_of_values(
    values: Values, *, partly: bool = False, beside: Mapping[str, Mapping[str, Any]] | None = None
) -> Faults:
    """Of each value at its own field: the name itself, NAME__source, NAME__confidence.

    `beside`: the rows of the edition before, which stand wherever `values` has none.
    """
    faults: Faults = [(name, _("No such value is known.")) for name in values if name not in DEFINITIONS]
    if not partly:
        faults += [
            (name, _("A regulation has all the values. Fill this one in.")) for name in DEFINITIONS.keys() - values
        ]
    for name in DEFINITIONS.keys() & values.keys():
        faults += _faults_of_value(name, values[name])
    return faults + _faults_of_order(values, beside or {})


def _faults_of_value(name: str, given: ValueGiven) -> Faults:
    faults: Faults = []
    senseless = _senseless(name, given.value)
    if senseless:
        faults.append((name, senseless))
    if given.confidence not in CONFIDENCES:
        faults.append((f"{name}__confidence", _("Choose one of the list.")))
    elif given.confidence == "unsourced" and given.source:
        faults.append((f"{name}__confidence", _("A source is named: say what was read in it.")))
    elif given.confidence != "unsourced" and not given.source:
        faults.append((f"{name}__source", _("Name the paper and its point, or choose that no text was found.")))
    return faults


def _senseless(name: str, value: Any) -> Sentence:
    counted = DEFINITIONS[name].kind in COUNTED
    if not fits(name, value) and not (counted and type(value) is int):
        return _("This is no value of that kind. Correct it.")
    if makes_sense(name, value):
        return ""
    if counted:
        least, most = bounds(name)
        sentence = _("No other number makes sense here than one from %(least)s to %(most)s. Correct it.")
        return sentence % {"least": least, "most": most}
    return _(
        "A vote needs at least half of the body, and can't need more than all of it. Write a share such as 2/3, or "
        ">1/2 where more than half is asked for."
    )


def _faults_of_order(values: Values, beside: Mapping[str, Mapping[str, Any]]) -> Faults:
    """At those of a pair that are given, for either can be the wrong one."""
    all_values = {name: row["value"] for name, row in beside.items()} | {
        name: given.value for name, given in values.items()
    }
    return [(name, OUT_OF_ORDER[pair]) for pair in out_of_order(all_values) for name in pair if name in values]
