"""Verification: asked for, watched, started again. The page is whole without script, which only fetches it anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from admission_flow.queries.cases import exact_case
from insights.audit import verifying
from insights.audit.access import Reach, audited_case, reach_of
from insights.audit.filters import PeriodForm
from insights.audit.views.tabs import desk_tabs
from insights.models import VerificationRun
from journal.looking import looked
from orgs.pages import WholePages
from orgs.refusals import Refusal
from orgs.signed_in import user_of

PAGE_LENGTH = 20
Scope = VerificationRun.Scope


class AskForm(PeriodForm):
    """What to verify. A case by its number."""

    scope = forms.ChoiceField(choices=Scope.choices, label=gettext_lazy("Scope"))
    case = forms.CharField(label=gettext_lazy("Number of the case"), required=False, max_length=30)
    field_order = ("scope", "case", "since", "until")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("scope") == Scope.PERIOD:
            for name in ("since", "until"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A period has a first and a last day."))
        return given


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """One's own, the newest first. A POST asks for another."""
    reach = reach_of(user_of(request), timezone.now())
    form = AskForm(request.POST or None, initial={"scope": Scope.CASE, "case": _case_named(request, reach)})
    if request.method == "GET" or not form.is_valid():
        return _drawn(request, reach, form, status=200 if request.method == "GET" else 422)
    asked = _asked(form, reach)
    if asked is None:
        return _drawn(request, reach, form, status=422)
    try:
        run = verifying.ask(asked, acting_user=reach.person, at=reach.at)
    except verifying.StillRunning as refusal:
        return _drawn(request, reach, form, refusal=refusal, status=409)
    return redirect("audit_run", run.pk)


@never_cache
@require_GET
@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    reach = reach_of(user_of(request), timezone.now())
    found = _own(reach, pk)
    looked("audit_verification", {"run": found.pk}, acting_user=reach.person, at=reach.at)
    return _run_drawn(request, reach, found)


@require_POST
@login_required
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    reach = reach_of(user_of(request), timezone.now())
    try:
        verifying.start_again(pk, acting_user=reach.person, at=reach.at)
    except verifying.NotSilent as refusal:
        return _run_drawn(request, reach, _own(reach, pk), refusal=refusal, status=409)
    return redirect("audit_run", pk)


def _own(reach: Reach, pk: int) -> VerificationRun:
    """Http404 for another's."""
    rows = VerificationRun.objects.select_related("case")
    return get_object_or_404(rows, pk=pk, asked_by=reach.person)


def _case_named(request: HttpRequest, reach: Reach) -> str:
    """The number of the case in the address, for a link from what was found in it."""
    asked = request.GET.get("case", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        return ""
    try:
        return audited_case(reach, int(asked)).number
    except Http404:
        return ""


def _asked(form: AskForm, reach: Reach) -> verifying.Asked | None:
    """None, and a sentence at the field, where no such case is read."""
    given = form.cleaned_data
    if given["scope"] == Scope.PERIOD:
        return verifying.Asked(Scope.PERIOD, None, given["since"], given["until"])
    if given["scope"] == Scope.ALL:
        return verifying.Asked(Scope.ALL)
    found = exact_case(reach.person, given["case"].replace("\0", ""), reach.at) if given["case"] else None
    if found is None or not reach.cases().filter(pk=found).exists():
        form.add_error("case", _("No case of this number is among those whose history you read. Check the number."))
        return None
    return verifying.Asked(Scope.CASE, found)


def _drawn(
    request: HttpRequest, reach: Reach, form: AskForm, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    own = VerificationRun.objects.filter(asked_by=reach.person).select_related("case").order_by("-pk")
    page = WholePages(own, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "tabs": desk_tabs("runs", reach),
        "form": form,
        "page": page,
        "rows": [(one, what_words(one)) for one in page.object_list],
        "whole": reach.whole,
        "refusal": refusal,
    }
    return render(request, "audit/runs.html", context, status=status)


def _run_drawn(
    request: HttpRequest, reach: Reach, run: VerificationRun, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "tabs": desk_tabs("runs", reach),
        "run": run,
        "what": what_words(run),
        "silent": run.is_silent(reach.at),
        "found": str(run.findings) if run.state in (run.State.HOLDS, run.State.BROKEN) else "",
        "refusal": refusal,
    }
    return render(request, "audit/run.html", context, status=status)


def what_words(run: VerificationRun) -> str:
    if run.scope == Scope.CASE and run.case:
        return _("Case %(number)s") % {"number": run.case.number}
    if run.scope == Scope.PERIOD and run.first_day and run.last_day:
        return _("%(first)s to %(last)s") % {
            "first": f"{run.first_day:%d/%m/%Y}",
            "last": f"{run.last_day:%d/%m/%Y}",
        }
    return _("Everything that you read")
