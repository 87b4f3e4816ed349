"""Forms that hold rows: relatives, opinions, papers supplied."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import fields_for_model
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.declaration import (
    PERSON_FIELDS,
    PROFILE_FIELDS,
    RELATIVE_FIELDS,
    REQUIRED,
    current_relatives,
    told_of,
)
from admission_flow.decisions.given import (
    DeclarationGiven,
    OpinionGiven,
    PaperGiven,
    RelativeGiven,
    SupplementGiven,
)
from admission_flow.forms.fields import PaperMixin
from admission_flow.forms.row_sets import MORE_ROWS, Row, RowSet, RowsForm, typed
from admission_flow.models import Candidate, Opinion, Relative
from orgs.fields import DateField, text_area
from orgs.models import Person

_LONG = ("life_history", "rewards", "discipline")


class RelativeRow(Row):
    given_beforehand = ("is_member", "is_alive", "is_adult")
    relation = forms.ChoiceField(label=_("Relation"), choices=[("", "—"), *Relative.Relation.choices])
    full_name = forms.CharField(label=_("Full name"), max_length=100)
    birth_year = forms.IntegerField(label=_("Birth year"), required=False, min_value=1880, max_value=2100)
    occupation = forms.CharField(label=_("Occupation"), max_length=200, required=False)
    residence = forms.CharField(label=_("Residence"), max_length=200, required=False)
    is_member = forms.BooleanField(label=_("Party member"), required=False)
    is_alive = forms.BooleanField(label=_("Alive"), required=False, initial=True)
    is_adult = forms.BooleanField(label=_("Full civil capacity"), required=False, initial=True)


def profile_field(name: str) -> forms.Field:
    field = fields_for_model(Person if name in PERSON_FIELDS else Candidate, [name])[name]
    if name in _LONG:
        field.widget = forms.Textarea(attrs={"rows": 3})
    field.required = name in REQUIRED
    return field


class BiographyForm(RowsForm):
    """The profile and the relatives, as they stand."""

    row_set = RowSet("rows", RelativeRow, _("Relatives"), "rows-relatives")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PROFILE_FIELDS:
            self.fields[name] = profile_field(name)
            self.initial.setdefault(name, told_of(self.case.candidate, name))

    def first_rows(self) -> list[dict[str, Any]]:
        relatives = current_relatives(self.case.candidate)
        return [{name: getattr(row, name) for name in RELATIVE_FIELDS} for row in relatives]

    def profile(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}

    def relatives(self) -> tuple[RelativeGiven, ...]:
        return tuple(RelativeGiven(**row) for row in self.rows.filled())


class DeclarationForm(BiographyForm):
    note = _("As the candidate declared in forms 1-KNĐ and 2-KNĐ. Name every relative, whatever they are.")
    template = "cases/declaration.html"
    extra = 4
    application_dated = DateField(label=_("Date of the application 1-KNĐ"))
    biography_dated = DateField(label=_("Date of the biography 2-KNĐ"))

    def given(self) -> dict[str, Any]:
        name = self.case.candidate.person.full_name
        papers = (
            PaperGiven("1-KNĐ", self.cleaned_data["application_dated"], "", name),
            PaperGiven("2-KNĐ", self.cleaned_data["biography_dated"], "", name),
        )
        return {"given": DeclarationGiven(self.profile(), self.relatives(), papers)}


# A paper that a step makes comes with that step, done again.
SUPPLIABLE = ("BS", papers.CERTIFICATE, "1-KNĐ", "2-KNĐ", "NQ-CB", "3-KNĐ", "4-KNĐ", "4A-KNĐ")


class PaperRow(Row):
    given_beforehand = ("code",)
    code = forms.ChoiceField(label=_("Paper"), choices=[(code, papers.TITLES[code]) for code in SUPPLIABLE])
    number = forms.CharField(label=_("Number"), max_length=50, required=False)
    dated = DateField(label=_("Date"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=150, required=False)


class SupplementForm(BiographyForm):
    note = _(
        "Say what was supplied. Change the profile or the relatives only where they were wrong: "
        "steps that rested on them are done again."
    )
    template = "cases/supplement.html"
    answer = text_area(_("What was supplied, point by point"))
    paper_set = RowSet("papers", PaperRow, _("Papers supplied"), "rows-papers")

    def __init__(self, *args: Any, typed_papers: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = self.extra if typed_papers is None else MORE_ROWS
        self.supplied = self.paper_set.draw(self.data if self.is_bound else None, typed_papers or [], blank)

    def typed_sets(self) -> dict[str, list[dict[str, Any]]]:
        return super().typed_sets() | {"typed_papers": [typed(row) for row in self.supplied]}

    def is_complete(self) -> bool:
        return bool(super().is_complete() & self.supplied.is_valid())

    def given(self) -> dict[str, Any]:
        supplied = tuple(PaperGiven(**row) for row in self.supplied.filled())
        answer = self.cleaned_data["answer"]
        return {"given": SupplementGiven(self.today, answer, supplied, self.profile(), self.relatives())}


class OpinionRow(Row):
    given_beforehand = ("source",)
    source = forms.ChoiceField(label=_("Source"), choices=[("", "—"), *Opinion.Source.choices])
    asked = forms.CharField(label=_("Who was asked"), max_length=200)
    answer = forms.ChoiceField(label=_("Answer"), choices=[("", "—"), *Opinion.Answer.choices])
    answered_on = DateField(label=_("Answered on"))
    summary = forms.CharField(label=_("What was answered"), max_length=2000, required=False)


class OpinionsForm(PaperMixin, RowsForm):
    paper_code = "5-KNĐ"
    row_set = RowSet("rows", OpinionRow, _("Opinions given"), "rows-opinions")
    extra = 0

    def first_rows(self) -> list[dict[str, Any]]:
        return [{"source": Opinion.Source.RESIDENCE}, {"source": Opinion.Source.ORGANISATION}]

    def given(self) -> dict[str, Any]:
        return {"opinions": [OpinionGiven(**row) for row in self.rows.filled()], "summary": self.paper()}
