"""The nomination form of a cell."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.given import IntroducerGiven, NominationGiven, PaperGiven, UnionGiven
from admission_flow.forms.eligibility import EligibilityFields, day_typed, together_fields
from admission_flow.forms.identity import IdentityFields
from admission_flow.models import Introduction
from admission_flow.papers import CERTIFICATE
from orgs.fields import DateField
from orgs.members import official_members_of_organisation
from orgs.models import Member, Unit

UNIONS = [("", _("none")), *(choice for choice in Introduction.Kind.choices if choice[0] != Introduction.Kind.MEMBER)]
# Said of whoever is not among the names: on probation, of another organisation, or no member.
UNION_FIELDS = ("union_organisation", "union_number", "union_dated")
NOT_OFFICIAL = _(
    "Only an official member of the organisation may introduce or help; a probationary member may not. Choose another."
)


class NominationForm(IdentityFields, EligibilityFields):
    union = forms.ChoiceField(
        label=_("Resolution of a union"),
        choices=UNIONS,
        required=False,
        help_text=_("Stands in for one of the introducers."),
    )
    union_organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    union_number = forms.CharField(label=_("Number"), max_length=50, required=False)
    union_dated = DateField(label=_("Date"), required=False)
    resolution_number = forms.CharField(label=_("Number"), max_length=50)
    resolution_dated = DateField(label=_("Date"))
    resolution_signed_by = forms.CharField(label=_("Signed by"), max_length=150)
    certificate_number = forms.CharField(label=_("Number"), max_length=50, required=False)
    certificate_dated = DateField(label=_("Date"), required=False)
    certificate_signed_by = forms.CharField(label=_("Issued by"), max_length=150, required=False)

    GROUPS = (
        (_("The person"), ("unit", *IdentityFields.IDENTITY)),
        (_("Eligibility"), EligibilityFields.CANDIDATE),
        (_("First introducer"), ("introducer_1", "introducer_1_since", "introducer_1_together")),
        (_("Second introducer"), ("introducer_2", "introducer_2_since", "introducer_2_together")),
        (_("Assigned helper"), ("helper",)),
        (_("Union resolution, if there is one"), ("union", "union_organisation", "union_number", "union_dated")),
        (_("Resolution of the cell"), ("resolution_number", "resolution_dated", "resolution_signed_by")),
        (
            _("Valid certificate of the awareness course, if there is one"),
            ("certificate_number", "certificate_dated", "certificate_signed_by"),
        ),
    )
    MEMBERS = (
        (_("First introducer"), "introducer_1"),
        (_("Second introducer"), "introducer_2"),
        (_("Assigned helper"), "helper"),
    )
    # Which paper a number or a date is of, by how its field's name begins; a summary of errors has to say it.
    PAPERS = {
        "union": _("resolution of a union"),
        "resolution": _("resolution of the cell"),
        "certificate": _("certificate"),
    }
    # Where a refusal of the verb belongs among these fields.
    FIELD_OF = {"introducers": "introducer_1", "dated": "resolution_dated"}

    def __init__(self, *args: Any, units: list[Unit], day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Cell"), queryset=Unit.objects.filter(pk__in=[unit.pk for unit in units]), empty_label=None
        )
        if len(units) == 1:
            self.initial["unit"] = units[0].pk
            self.fields["unit"].widget = forms.HiddenInput()
        elif units and "unit" not in self.initial:
            self.initial["unit"] = units[0].pk
        members = official_members_of_organisation(units, day)
        choices = by_cell(members, units, first=str(self["unit"].value()))
        for label, name in self.MEMBERS:
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[("", "—"), *choices],
                coerce=int,
                required=name != "introducer_2",
                empty_value=None,
                error_messages={"invalid_choice": NOT_OFFICIAL},
            )
            if name != "helper":
                self.fields |= together_fields(name, label, required=name == "introducer_1")
        self.add_local(day_typed(self, "resolution_dated", day))
        self.order_fields([name for _legend, names in (*self.GROUPS, *self.SPECIAL) for name in names])

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        groups = [(legend, list(names)) for legend, names in self.GROUPS]
        judged = next(names for _legend, names in groups if "judgement_note" in names)
        judged[-1:-1] = self.local
        return [(legend, [self[name] for name in names]) for legend, names in groups]

    def label_in_summary(self, field: forms.BoundField) -> str:
        paper = self.PAPERS.get(field.name.partition("_")[0])
        return f"{field.label} ({paper})" if paper and field.name != "union" else str(field.label)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("union"):
            for name in UNION_FIELDS:
                if not data.get(name):
                    self.add_error(name, _("The union's resolution needs this."))
        elif "union" not in self.errors and any(data.get(name) for name in UNION_FIELDS):
            self.add_error("union", _("Say which union it was, or leave its organisation, number and date empty."))
        if data.get("introducer_2") and not data.get("introducer_2_since") and "introducer_2_since" not in self.errors:
            self.add_error("introducer_2_since", _("Give the day since when the two have been together."))
        if data.get("certificate_number") and not data.get("certificate_dated"):
            self.add_error("certificate_dated", _("Give the date of the certificate."))
        if data.get("certificate_dated") and not data.get("certificate_number"):
            self.add_error("certificate_number", _("Give the number of the certificate."))
        return data

    def given(self) -> NominationGiven:
        data = self.cleaned_data
        union = None
        if data["union"]:
            union = UnionGiven(data["union"], data["union_organisation"], data["union_number"], data["union_dated"])
        certificate = None
        if data["certificate_dated"]:
            certificate = PaperGiven(
                CERTIFICATE, data["certificate_dated"], data["certificate_number"], data["certificate_signed_by"]
            )
        resolution = PaperGiven(
            "NQ-CB", data["resolution_dated"], data["resolution_number"], data["resolution_signed_by"]
        )
        return NominationGiven(
            citizen_id=data["citizen_id"],
            full_name=" ".join(data["full_name"].split()),
            birth_date=data["birth_date"],
            sex=data["sex"],
            resolution=resolution,
            introducers=tuple(
                IntroducerGiven(data[name], data[f"{name}_since"], data[f"{name}_together"] or "unit")
                for name in ("introducer_1", "introducer_2")
                if data[name]
            ),
            helper=data["helper"],
            eligibility=self.eligibility(),
            judgements=self.judgements(),
            union=union,
            certificate=certificate,
        )


def by_cell(members: Iterable[Member], own: Iterable[Unit], *, first: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """Groups of a select of people: the cell of the id `first`, the other cells one acts for, those around them."""
    cells: dict[int, Unit] = {}
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for member in members:
        cells[member.unit_id] = member.unit
        names[member.unit_id].append((member.person_id, member.person.full_name))
    nearest = {unit.pk for unit in own}
    order = sorted(cells.values(), key=lambda cell: (str(cell.pk) != first, cell.pk not in nearest, cell.path))
    return [(cell.name, names[cell.pk]) for cell in order]
