"""The administration's forms of a regulation: for each value a field of its kind, its source, and how sure that is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions import regulations
from admission_flow.decisions.rule_values import Faults, ValueGiven, faults_of_values
from admission_flow.models import Regulation
from admission_flow.rules import parameters as rules
from admission_flow.wording import parameters as words

if TYPE_CHECKING:
    FormBase = forms.ModelForm[Regulation]
else:
    FormBase = forms.ModelForm

SOURCE, CONFIDENCE = "__source", "__confidence"
# Fields of one value, side by side.
ROWS = {name: (name, name + SOURCE, name + CONFIDENCE) for name in rules.DEFINITIONS}


class RatioField(forms.CharField):
    def clean(self, value: Any) -> Any:
        """A share as regulations keep it: without blanks."""
        text = "".join(str(super().clean(value)).split())
        if not rules.fits("cell_ratio", text):
            raise forms.ValidationError(_("Write a share such as 2/3, or >1/2 where more than half is asked for."))
        return text


def _counted(label: Any) -> forms.Field:
    """Any number, since its own bounds are told with their sentence by the verb's faults."""
    return forms.IntegerField(label=label)


def _yes_no(label: Any) -> forms.Field:
    answers = [("yes", _("yes")), ("no", _("no"))]
    return forms.TypedChoiceField(label=label, choices=answers, coerce=lambda answer: answer == "yes")


def _education(label: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[(level, words.EDUCATION[level]) for level in rules.LEVELS])


def _ratio(label: Any) -> forms.Field:
    help_text = _("2/3: two thirds or more. >1/2: more than half.")
    return RatioField(label=label, max_length=12, help_text=help_text, widget=forms.TextInput(attrs={"size": 8}))


class NumbersField(forms.CharField):
    """Numbers of papers, one after the other with commas between."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [one for part in str(super().clean(value)).split(",") if (one := part.strip())]


def _numbers(label: Any) -> forms.Field:
    return NumbersField(label=label, max_length=200, required=False, help_text=_("Several with commas between."))


def _codes(label: Any, choices: Any) -> forms.Field:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


_FIELDS: Mapping[str, Callable[[Any], forms.Field]] = {
    **dict.fromkeys(rules.COUNTED, _counted),
    rules.YES_NO: _yes_no,
    rules.EDUCATION: _education,
    rules.RATIO: _ratio,
    rules.NUMBERS: _numbers,
}


def _papers() -> list[tuple[str, Any]]:
    """Forms that the file knows, and those that a regulation names already; an old edition may have no such list."""
    kept = [row.parameters.get("stale_papers") for row in Regulation.objects.all()]
    named = [code for one in kept if one for code in one["value"]]
    return [(code, f"{code}: {papers.title(code)}" if code in papers.TITLES else code) for code in
            dict.fromkeys([*papers.TITLES, *named])]  # fmt: skip


def _pairs() -> list[tuple[str, str]]:
    """Every two parts of a case."""
    return [
        (pair, words.parameter_value("independent_pairs", [pair]))
        for pair in (f"{one}/{other}" for one, other in itertools.combinations(words.PARTS, 2))
    ]


# What may be chosen of a list of codes; papers, where nothing is named.
_CHOICES: dict[str, Any] = {"readmission_barred": list(words.BARRED.items()), "independent_pairs": _pairs}


def value_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for name, definition in rules.DEFINITIONS.items():
        label = words.LABELS[name]
        if definition.kind == rules.CODES:
            fields[name] = _codes(label, _CHOICES.get(name, _papers))
        else:
            fields[name] = _FIELDS[definition.kind](label)
        fields[name + SOURCE] = forms.CharField(label=_("Source"), max_length=200, required=False)
        fields[name + CONFIDENCE] = forms.ChoiceField(label=_("How sure"), choices=list(words.CONFIDENCES.items()))
    return fields


class ValuesForm(FormBase):
    """What both forms share. The row is written by the verb, so the form fills in none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= value_fields()

    def _post_clean(self) -> None:
        pass

    def values(self) -> dict[str, ValueGiven]:
        """The values that could be read."""
        data = self.cleaned_data
        return {
            name: ValueGiven(*(data[field] for field in row))
            for name, row in ROWS.items()
            if all(field in data for field in row)
        }

    def tell(self, faults: Faults) -> None:
        for field, sentence in faults:
            self.add_error(field if field in self.fields else None, str(sentence))


class GenerationForm(ValuesForm):
    class Meta:
        model = Regulation
        fields = ("code", "name", "in_force_from")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "code" in data and "in_force_from" in data:
            self.tell(regulations.faults_of_generation(data["code"], data["in_force_from"]))
        self.tell(faults_of_values(self.values(), partly=True))
        return data


class EditionForm(ValuesForm):
    """Further edition of the generation `code`, which the page that draws the form sets."""

    code = ""
    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which paper confirms or corrects the values."),
    )

    class Meta:
        model = Regulation
        fields = ("from_day",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "from_day" in data and "why" in data:
            self.tell(regulations.faults_of_edition(self.code, data["from_day"], data["why"]))
        known, given = self._known(), self.values()
        beside = {name: row for name, row in known.items() if name in given}  # what can't be read is told already
        self.tell(faults_of_values(self.changed(), partly=True, beside=beside))
        if not self.errors and not self.changed():
            self.add_error(None, _("No value differs from the edition before. Change what is to be corrected."))
        return data

    def changed(self) -> dict[str, ValueGiven]:
        """Those of the values that differ from the newest edition; a list in another order is the same."""
        known, given = self._known(), self.values()
        same = {name for name, one in given.items() if name in known and _same(one.as_json(), known[name])}
        return {name: one for name, one in given.items() if name not in same}

    def _known(self) -> Mapping[str, Mapping[str, Any]]:
        newest = regulations.newest_of(self.code)
        return newest.parameters if newest else {}


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _by_value(one) == _by_value(other)


def _by_value(row: Mapping[str, Any]) -> dict[str, Any]:
    value = row["value"]
    return {**row, "value": sorted(value) if isinstance(value, list) else value}


def initial_values(parameters: Mapping[str, Mapping[str, Any]], *, inherited: bool) -> dict[str, Any]:
    """What the fields of the values start with. `inherited`: for another generation, whose text was not read yet."""
    initial: dict[str, Any] = {}
    for name in rules.DEFINITIONS:
        row = parameters[name]
        value = row["value"]
        confidence = "inherited" if inherited and row["source"] else row["confidence"]
        initial[name] = ("yes" if value else "no") if isinstance(value, bool) else value
        initial |= {name + SOURCE: row["source"], name + CONFIDENCE: confidence}
    return initial
