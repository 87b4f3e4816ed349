"""Forms of the acts on a case's clock: hold, resume, extension; and of the ceremony, which has a last day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.deadlines import parameters_of
from admission_flow.decisions.ceremony import receipt_of
from admission_flow.decisions.given import LateConsent, PaperGiven
from admission_flow.decisions.holds import holding_paper
from admission_flow.forms.fields import ActForm, PaperMixin
from admission_flow.models import Deadline
from admission_flow.rules.deadlines import EXTENDABLE
from orgs.fields import DateField, text_area
from orgs.members import official_members_of_organisation


class HoldForm(ActForm):
    note = _(
        "From today on nobody can record anything in the case, and no term of it runs, until it is resumed. "
        "The cell can still withdraw it."
    )
    reason = text_area(_("Reason"), help_text=_("Who sees the file sees this reason."))
    number = forms.CharField(label=_("Number of the paper that asks for it"), max_length=50, required=False)
    dated = DateField(label=_("Date of the paper"), required=False)
    signed_by = forms.CharField(label=_("Signed by"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("number") and not data.get("dated") and "dated" not in self.errors:
            self.add_error("dated", _("Give the date of the paper too."))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        paper = holding_paper(data["dated"], data["number"], data["signed_by"]) if data["dated"] else None
        return {"reason": data["reason"], "paper": paper}


class ResumeForm(ActForm):
    note = _("The terms run again from today, with as many working days left as when the case was put on hold.")
    reason = text_area(_("What came of it"))

    def given(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class ExtensionForm(PaperMixin, ActForm):
    paper_code = papers.EXTENSION
    working_days = forms.IntegerField(label=_("By how many working days"), min_value=1, max_value=999)
    reason = text_area(_("Why this case needs more time"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Deadline.objects.filter(case=self.case, rule__in=EXTENDABLE, met_on__isnull=True)
        deadline = running.select_related("regulation").first()
        if deadline:
            most = parameters_of(deadline.regulation)["extension_working_days"].value
            self.fields["working_days"].help_text = _("At most %(most)s.") % {"most": most}

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"working_days": data["working_days"], "reason": data["reason"], "paper": self.paper()}


class ReceiptForm(ActForm):
    note = _("The term of the ceremony runs from this day. Recorded again, the new day counts.")
    received_on = DateField(label=_("Decision received on"))

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CeremonyForm(ActForm):
    template = "cases/ceremony.html"
    received_on = DateField(label=_("Decision received on"))
    held_on = DateField(label=_("Ceremony held on"))
    place = forms.CharField(label=_("Place"), max_length=200)
    consent_reason = text_area(_("Why it was held later"), required=False, rows=2)
    consent_number = forms.CharField(label=_("Number of the consent"), max_length=50, required=False)
    consent_dated = DateField(label=_("Date of the consent"), required=False)
    consent_signed_by = forms.CharField(label=_("Consent signed by"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_on", receipt_of(self.case))
        members = official_members_of_organisation([self.case.unit], self.today)
        self.fields["helper"] = forms.TypedChoiceField(
            label=_("Assigned helper"),
            choices=[("", "—"), *((row.person_id, row.person.full_name) for row in members)],
            coerce=int,
            initial=self.case.helper_id,
            help_text=_("The official member who helps the new member through probation."),
        )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith("consent_")]

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name.startswith("consent_")]

    @property
    def consent_open(self) -> bool:
        """Whether the part on the consent is shown opened: something in it was typed, or is wanted."""
        return any(field.errors or field.value() for field in self.consent_fields)

    def given(self) -> dict[str, Any]:
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("consent_")}
        return data | {"late_consent": self._consent()}

    def _consent(self) -> LateConsent | None:
        data = self.cleaned_data
        if not data["consent_dated"]:
            return None
        given = (data["consent_dated"], data["consent_number"], data["consent_signed_by"])
        return LateConsent(data["consent_reason"], PaperGiven(papers.LATE_CONSENT, *given))
