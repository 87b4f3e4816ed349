"""The forms of sources: one entered, what is done with one, the review of a month, and the nomination filled in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admission_flow.forms.identity import IdentityFields
from admission_flow.forms.nomination import NOT_OFFICIAL, NominationForm, by_cell
from orgs.fields import DateField
from orgs.members import official_members_of_organisation
from orgs.models import Unit
from planning.models import ReviewMark, Source, SourceTask
from planning.models.sources import LONGEST_WORDS
from planning.sources.given import AssessmentGiven, MarkGiven, RemovalGiven, SourceGiven, TaskGiven
from planning.sources.queries import BeforeNow

REASONS = [("", "—"), *Source.Reason.choices]


def words_field(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def helper_field(units: Sequence[Unit], day: datetime.date, first: str, *, required: bool) -> forms.TypedChoiceField:
    """Official members of the organisations of these units, by cell. One statement."""
    members = official_members_of_organisation(units, day)
    return forms.TypedChoiceField(
        label=_("Assigned helper"),
        choices=[("", "—"), *by_cell(members, units, first=first)],
        coerce=int,
        required=required,
        empty_value=None,
        error_messages={"invalid_choice": NOT_OFFICIAL},
    )


class SourceForm(IdentityFields):
    proposed_by = forms.ChoiceField(
        label=pgettext_lazy("source", "Proposed by"), choices=[("", "—"), *Source.ProposedBy.choices]
    )
    organisation = forms.CharField(
        label=_("Organisation of the union"),
        max_length=200,
        required=False,
        help_text=_("Only where a union proposed the person. Its resolution then stands ready at the nomination."),
    )
    union_number = forms.CharField(label=_("Number of the union's resolution"), max_length=50, required=False)
    union_dated = DateField(label=_("Date of the union's resolution"), required=False)
    since = DateField(label=_("Watched since"))
    resolution_number = forms.CharField(label=_("Number of the cell's resolution"), max_length=50, required=False)
    resolution_dated = DateField(label=_("Date of the cell's resolution"), required=False)

    GROUPS = (
        (_("The person"), ("unit", *IdentityFields.IDENTITY)),
        (_("The proposal"), ("proposed_by", "organisation", "union_number", "union_dated")),
        (_("The cell"), ("since", "resolution_number", "resolution_dated", "helper")),
    )

    def __init__(self, *args: Any, units: list[Unit], day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Cell"), queryset=Unit.objects.filter(pk__in=[unit.pk for unit in units]), empty_label=None
        )
        self.initial.setdefault("unit", units[0].pk)
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        self.fields["helper"] = helper_field(units, day, str(self["unit"].value()), required=False)
        self.order_fields([name for _legend, names in self.GROUPS for name in names])

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(legend, [self[name] for name in names]) for legend, names in self.GROUPS]

    def given(self) -> SourceGiven:
        data = self.cleaned_data
        names = (
            *self.IDENTITY, "proposed_by", "since", "organisation", "union_number", "union_dated", "resolution_number",
            "resolution_dated", "helper",
        )  # fmt: skip
        return SourceGiven(**{name: data[name] for name in names})


class ActForm(forms.Form):
    """A form of one source; it knows what it was drawn from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, found: Source, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", found.revision)


class ListForm(ActForm):
    day = DateField(label=_("On the list since"))
    number = forms.CharField(label=_("Number of the cell's resolution"), max_length=50, required=False)


class HelperForm(ActForm):
    day = DateField(label=_("Helps since"))

    def __init__(self, *args: Any, found: Source, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, found=found, day=day, **kwargs)
        self.fields["helper"] = helper_field([found.unit], day, str(found.unit_id), required=True)
        self.initial.setdefault("helper", found.helper_id)
        self.order_fields(["helper", "day"])


class TaskForm(ActForm):
    what = forms.CharField(label=_("Task"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}))
    given_on = DateField(label=_("Given on"))
    until = DateField(label=_("To be done by"))

    def given(self) -> TaskGiven:
        data = self.cleaned_data
        return TaskGiven(data["what"], data["given_on"], data["until"])


class AssessForm(ActForm):
    result = forms.ChoiceField(label=_("How it was done"), choices=SourceTask.Result.choices, widget=forms.RadioSelect)
    words = words_field(_("Assessment in words"), required=False, help_text=_("Needed where it was not done."))
    day = DateField(label=_("Assessed on"))

    def given(self) -> AssessmentGiven:
        data = self.cleaned_data
        return AssessmentGiven(data["day"], data["result"], data["words"])


class RemoveForm(ActForm):
    day = DateField(label=_("Removed on"))
    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS)
    words = words_field(_("Reason in words"))

    def given(self) -> RemovalGiven:
        data = self.cleaned_data
        return RemovalGiven(data["day"], data["reason"], data["words"])


class AgainForm(ActForm):
    day = DateField(label=_("Watched again since"))
    words = words_field(_("Remark"), required=False)


@dataclass(frozen=True)
class ReviewFormRow:
    """One source of the form, with its fields. `born` tells namesakes apart."""

    found: Source
    born: datetime.date | None
    verdict: forms.BoundField
    reason: forms.BoundField
    remark: forms.BoundField
    revision: forms.BoundField


class ReviewForm(forms.Form):
    """A row of fields for each source, named "verdict-12", "reason-12", "remark-12" and "revision-12". Sources that
    have come since the form was drawn are none of its rows, so that the verb refuses what was judged without them. With
    `deep`, for who sees the file, it says when each was born."""

    held_on = DateField(label=_("Date of the cell's review"))

    def __init__(self, *args: Any, sources: Sequence[Source], deep: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deep = deep
        self.sources = [one for one in sources if not self.is_bound or f"revision-{one.pk}" in self.data]
        for one in self.sources:
            self.fields |= self._fields_of(one)

    def _fields_of(self, one: Source) -> dict[str, forms.Field]:
        choices = [
            choice
            for choice in ReviewMark.Verdict.choices
            if one.state != Source.State.LISTED or choice[0] != ReviewMark.Verdict.LIST
        ]
        keep = ReviewMark.Verdict.KEEP
        return {
            f"verdict-{one.pk}": forms.ChoiceField(
                label=_("What becomes of it"), choices=choices, initial=keep, widget=forms.RadioSelect
            ),
            f"reason-{one.pk}": forms.ChoiceField(
                label=_("Reason, where it is removed"), choices=REASONS, required=False
            ),
            f"remark-{one.pk}": words_field(_("Remark"), required=False, rows=2),
            f"revision-{one.pk}": forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, initial=one.revision, required=False
            ),
        }

    def rows(self) -> Iterator[ReviewFormRow]:
        for one in self.sources:
            fields = (self[f"{name}-{one.pk}"] for name in ("verdict", "reason", "remark", "revision"))
            yield ReviewFormRow(one, self._born(one), *fields)

    def _born(self, one: Source) -> datetime.date | None:
        return one.person.birth_date if self.deep else None

    def label_in_summary(self, field: forms.BoundField) -> str:
        key = field.name.rpartition("-")[2]
        for one in self.sources:
            if str(one.pk) == key:
                born = f" ({day:%d/%m/%Y})" if (day := self._born(one)) else ""
                return f"{one.person.full_name}{born}, {field.label}"
        return str(field.label)

    def marks(self) -> list[MarkGiven]:
        data = self.cleaned_data
        return [
            MarkGiven(
                source=one.pk,
                revision=-1 if data[f"revision-{one.pk}"] is None else data[f"revision-{one.pk}"],
                verdict=data[f"verdict-{one.pk}"],
                remark=data[f"remark-{one.pk}"],
                reason=data[f"reason-{one.pk}"],
            )
            for one in self.sources
        ]


class SourceNominationForm(NominationForm):
    """The nomination of a source: whom, the source says; what else is known stands in its fields already."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, found: Source, before: BeforeNow, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, units=[found.unit], day=day, initial=known(found, before), **kwargs)
        for name in self.IDENTITY:
            self.fields[name].disabled = True
        for name in ("citizen_id", "sex"):
            self.fields[name].help_text = ""
        self.fields["full_name"].help_text = _("As the source has it.")


def known(found: Source, before: BeforeNow) -> Mapping[str, Any]:
    """What the form of the nomination starts from."""
    person = found.person
    start: dict[str, Any] = {name: getattr(person, name) for name in IdentityFields.IDENTITY}
    start |= {"unit": found.unit_id, "helper": found.helper_id, "revision": found.revision}
    if found.union_number and found.union_dated:
        start |= {
            "union": found.proposed_by,
            "union_organisation": found.organisation,
            "union_number": found.union_number,
            "union_dated": found.union_dated,
        }
    for place, one in enumerate(before.introducers, 1):
        name = f"introducer_{place}"
        start |= {name: one.introducer_id, f"{name}_since": one.together_since, f"{name}_together": one.together}
    if before.certificate is not None:
        start |= {f"certificate_{name}": getattr(before.certificate, name) for name in ("number", "dated", "signed_by")}
    return start
