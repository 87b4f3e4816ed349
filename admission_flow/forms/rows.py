"""Forms that hold rows: relatives, opinions, answers of a verification, papers supplied.

Rows work without script: a form shows a few empty ones, and its "more rows" button draws it again with more.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, fields_for_model, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from admission_flow.deadlines import parameters_of
from admission_flow.decisions.declaration import PROFILE_FIELDS, RELATIVE_FIELDS, REQUIRED, current_relatives
from admission_flow.decisions.given import (
    AnswerGiven,
    DeclarationGiven,
    OpinionGiven,
    PaperGiven,
    RelativeGiven,
    SupplementGiven,
)
from admission_flow.decisions.inquiries import CLEAR, NOT_CLEAR, scope_of
from admission_flow.forms.fields import ActForm, DateField, PaperMixin, text_area
from admission_flow.models import Candidate, Opinion, Regulation, Relative

_LONG = ("life_history", "rewards", "discipline")
MOST_ROWS = 40


class RowsForm(ActForm):
    """A form with one set of rows, `rows`; "more" in the data asks for more empty ones."""

    template = "cases/rows.html"
    row_form: type[forms.Form]
    rows_title: Any = ""
    extra = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = formset_factory(self.row_form, extra=self.extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        if self.is_bound:
            data = QueryDict(mutable=True)
            data.update(self.data)
            if "more" in data:
                data["rows-TOTAL_FORMS"] = str(min(MOST_ROWS, self._count(data) + 3))
            self.rows: BaseFormSet[Any] = rows(data, prefix="rows")
        else:
            self.rows = rows(initial=self.first_rows(), prefix="rows")

    @staticmethod
    def _count(data: Any) -> int:
        text = data.get("rows-TOTAL_FORMS", "")
        return int(text) if text.isascii() and text.isdigit() else 0

    def first_rows(self) -> list[dict[str, Any]]:
        return []

    def wants_more(self) -> bool:
        return self.is_bound and "more" in self.data

    def filled(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.rows if row.has_changed() and row.cleaned_data]

    def is_complete(self) -> bool:
        return bool(self.is_valid() & self.rows.is_valid())


class RelativeRow(forms.Form):
    relation = forms.ChoiceField(label=_("Relation"), choices=[("", "—"), *Relative.Relation.choices])
    full_name = forms.CharField(label=_("Full name"), max_length=100)
    birth_year = forms.IntegerField(label=_("Birth year"), required=False, min_value=1880, max_value=2100)
    occupation = forms.CharField(label=_("Occupation"), max_length=200, required=False)
    residence = forms.CharField(label=_("Residence"), max_length=200, required=False)
    is_member = forms.BooleanField(label=_("Party member"), required=False)
    is_alive = forms.BooleanField(label=_("Alive"), required=False, initial=True)
    is_adult = forms.BooleanField(label=_("Full civil capacity"), required=False, initial=True)


def profile_field(name: str) -> forms.Field:
    field = fields_for_model(Candidate, [name])[name]
    if name in _LONG:
        field.widget = forms.Textarea(attrs={"rows": 3})
    field.required = name in REQUIRED
    return field


class BiographyForm(RowsForm):
    """The profile and the relatives, as they stand."""

    row_form = RelativeRow
    rows_title = _("Relatives")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PROFILE_FIELDS:
            self.fields[name] = profile_field(name)
            self.initial.setdefault(name, getattr(self.case.candidate, name))

    def first_rows(self) -> list[dict[str, Any]]:
        relatives = current_relatives(self.case.candidate)
        return [{name: getattr(row, name) for name in RELATIVE_FIELDS} for row in relatives]

    def profile(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}

    def relatives(self) -> tuple[RelativeGiven, ...]:
        return tuple(RelativeGiven(**row) for row in self.filled())


class DeclarationForm(BiographyForm):
    note = _("As the candidate declared in forms 1-KNĐ and 2-KNĐ. Name every relative, whatever they are.")
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


class SupplementForm(BiographyForm):
    note = _(
        "Say what was supplied. Change the profile or the relatives only where they were wrong: "
        "steps that rested on them are done again."
    )
    template = "cases/supplement.html"
    answer = text_area(_("What was supplied, point by point"))
    paper_number = forms.CharField(label=_("Number of the paper supplied"), max_length=50, required=False)
    paper_dated = DateField(label=_("Its date"), required=False)
    paper_signed_by = forms.CharField(label=_("Signed by"), max_length=150, required=False)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        papers: tuple[PaperGiven, ...] = ()
        if data["paper_dated"]:
            papers = (PaperGiven("BS", data["paper_dated"], data["paper_number"], data["paper_signed_by"]),)
        given = SupplementGiven(self.today, data["answer"], papers, self.profile(), self.relatives())
        return {"given": given}


class OpinionRow(forms.Form):
    source = forms.ChoiceField(label=_("Source"), choices=Opinion.Source.choices)
    asked = forms.CharField(label=_("Who was asked"), max_length=200)
    answer = forms.ChoiceField(label=_("Answer"), choices=Opinion.Answer.choices)
    answered_on = DateField(label=_("Answered on"))
    summary = forms.CharField(label=_("What was answered"), max_length=2000, required=False)


class OpinionsForm(PaperMixin, RowsForm):
    paper_code = "5-KNĐ"
    row_form = OpinionRow
    rows_title = _("Opinions")
    extra = 0

    def first_rows(self) -> list[dict[str, Any]]:
        return [{"source": Opinion.Source.RESIDENCE}, {"source": Opinion.Source.ORGANISATION}]

    def filled(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.rows if row.cleaned_data.get("asked")]

    def given(self) -> dict[str, Any]:
        return {"opinions": [OpinionGiven(**row) for row in self.filled()], "summary": self.paper()}


class AnswerRow(forms.Form):
    relative = forms.IntegerField(widget=forms.HiddenInput, required=False)
    clear = forms.ChoiceField(label=_("Answer"), choices=[("", "—"), ("1", _("clear")), ("0", _("not clear"))])
    authority = forms.CharField(label=_("Answered by"), max_length=200)
    answered_on = DateField(label=_("Answered on"))
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class VerificationForm(PaperMixin, RowsForm):
    note = _("One answer for each person in scope. Those waived by rule are listed below and need none.")
    template = "cases/verification.html"
    paper_code = "BC-TTLL"
    row_form = AnswerRow
    rows_title = _("Persons in scope")
    extra = 0
    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[(CLEAR, _("clear")), (NOT_CLEAR, _("not clear"))],
        widget=forms.RadioSelect,
    )
    reason = text_area(_("What is not clear"), required=False)

    def first_rows(self) -> list[dict[str, Any]]:
        return [{"relative": one.pk if one else None} for one in self.people()]

    def people(self) -> list[Relative | None]:
        """The candidate (None), then the relatives to verify, in the order of the rows."""
        by_key = {row.pk: row for row in self.relatives}
        return [None, *(by_key[key] for key in self.scope.to_verify)]

    @property
    def relatives(self) -> list[Relative]:
        return current_relatives(self.case.candidate)

    @property
    def scope(self) -> Any:
        return scope_of(self.relatives, parameters_of(Regulation.on(self.today)))

    def waived(self) -> list[Relative]:
        waived = self.scope.waived
        return [row for row in self.relatives if row.pk in waived]

    def rows_with_people(self) -> list[tuple[forms.Form, Relative | None]]:
        by_key: dict[int | None, Relative] = {row.pk: row for row in self.relatives}
        return [(row, by_key.get(_key(row["relative"].value()))) for row in self.rows]

    def given(self) -> dict[str, Any]:
        answers = [
            AnswerGiven(row["relative"], row["clear"] == "1", row["authority"], row["answered_on"], row["note"])
            for row in (form.cleaned_data for form in self.rows)
        ]
        data = self.cleaned_data
        return {
            "answers": answers,
            "report": self.paper(),
            "conclusion": data["conclusion"],
            "reason": data["reason"],
        }


def _key(value: Any) -> int | None:
    return int(value) if str(value or "").isdigit() else None
