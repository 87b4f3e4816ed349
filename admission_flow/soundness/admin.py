"""Faults and their repairs in the administration: looked for, proposed by one administrator, applied by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from admission_flow.decisions.repair import apply_repair, decline_repair, propose_repair
from admission_flow.models import Case, Repair
from admission_flow.soundness import faults
from admission_flow.soundness.examine import examine, suspects
from admission_flow.wording import fault_title, found_sentence, remedy_sentence
from journal.admin import ReadOnly
from orgs.admin import Picker
from orgs.models import Person
from orgs.refusals import Refusal
from orgs.signed_in import user_of


class ProposalForm(forms.Form):
    """Why a fault is to be mended so, and who takes a seat that nobody holds."""

    case = forms.ModelChoiceField(Case.objects.all(), widget=forms.HiddenInput)
    fault = forms.CharField(widget=forms.HiddenInput)
    person = forms.ModelChoiceField(Person.objects.all(), label=gettext_lazy("Who takes the seat"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].widget = Picker(Repair._meta.get_field("person"), admin.site)
        if (self.data.get("fault") or self.initial.get("fault")) != faults.VACANT:
            del self.fields["person"]


class RepairAdmin(ReadOnly):
    change_form_template = "admin/repair.html"
    change_list_template = "admin/repairs.html"
    list_display = ("case", "title", "state", "proposed_by", "proposed_at", "decided_by", "decided_at")
    fields = (
        "case", "title", "found", "remedy", "person", "reason", "state", "proposed_by", "proposed_at", "decided_by",
        "decided_at", "answer",
    )  # fmt: skip
    list_filter = ("state",)
    list_select_related = ("case", "proposed_by__person", "decided_by__person")

    @admin.display(description=gettext_lazy("fault"), ordering="fault")
    def title(self, row: Repair) -> str:
        return fault_title(row.fault)

    @admin.display(description=gettext_lazy("found"))
    def found(self, row: Repair) -> str:
        return found_sentence(row.fault, row.told)

    @admin.display(description=gettext_lazy("what the repair does"))
    def remedy(self, row: Repair) -> str:
        return remedy_sentence(row.fault)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        known = int(object_id) if object_id.isdecimal() else 0
        repair = Repair.objects.select_related("case").filter(pk=known).first()
        told = {"subtitle": f"{repair.case.number}: {fault_title(repair.fault)}"} if repair else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | told)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        ours = [
            path("faults/", view(self.look), name="admission_flow_repair_faults"),
            path("<int:pk>/apply/", view(require_POST(self.apply)), name="admission_flow_repair_apply"),
            path("<int:pk>/decline/", view(require_POST(self.decline)), name="admission_flow_repair_decline"),
        ]
        return [*ours, *super().get_urls()]

    def look(self, request: HttpRequest) -> HttpResponse:
        """What is wrong now, with a proposal for each; POST proposes one."""
        if not getattr(request.user, "is_superuser", False):
            raise Http404
        form = ProposalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                repair = propose_repair(
                    given["case"].pk,
                    given["fault"],
                    given["reason"],
                    given.get("person"),
                    acting_user=user_of(request),
                    at=timezone.now(),
                )
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
            else:
                messages.success(request, _("Proposed. Another administrator applies it."))
                return redirect("admin:admission_flow_repair_change", repair.pk)
        elif "case" in form.errors:
            messages.error(request, _("This case is not known. Look again, and propose from the list."))
        rows = [self._row(fault, form) for fault in examine(suspects(), at=timezone.now())]
        context = {**self.admin_site.each_context(request), "rows": rows, "title": _("Faults found now")}
        return render(request, "admin/faults.html", context)

    def _row(self, fault: faults.Fault, given: ProposalForm) -> dict[str, Any]:
        """A fault with its form; the one that was sent keeps what was typed."""
        mine = given.is_bound and given.data.get("case") == str(fault.case_id) and given.data["fault"] == fault.kind
        key = {"case": fault.case_id, "fault": fault.kind}
        form = given if mine else ProposalForm(initial=key, auto_id=f"id_{fault.case_id}_{fault.kind}_%s")
        return {
            "number": fault.number,
            "title": fault_title(fault.kind),
            "found": found_sentence(fault.kind, fault.told),
            "remedy": remedy_sentence(fault.kind),
            "form": form,
        }

    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decided(request, pk, apply_repair, _("Applied."))

    def decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decided(request, pk, decline_repair, _("Declined."), request.POST.get("answer", ""))

    def _decided(
        self, request: HttpRequest, pk: int, verb: Callable[..., Repair], said: str, *given: str
    ) -> HttpResponse:
        get_object_or_404(Repair, pk=pk)
        try:
            verb(pk, *given, acting_user=user_of(request), at=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, said)
        return redirect(reverse("admin:admission_flow_repair_change", args=[pk]))
