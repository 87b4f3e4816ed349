"""Who opened what, and when."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from admission_flow.queries.listing import Choice
from admission_flow.views.searches import recall, remember
from insights.audit import files
from insights.audit.access import reach_of
from insights.audit.filters import AccessFilters
from insights.audit.views.tabs import desk_tabs
from journal.looking import looked
from orgs.signed_in import user_of


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def access_list(request: HttpRequest) -> HttpResponse:
    """A POST looks for words; they stay in the session."""
    now = timezone.now()
    reach = reach_of(user_of(request), now)
    filters = AccessFilters.of(request.GET.dict(), recall(request, request.GET.get("find", "")))
    if request.method == "POST":
        return redirect(request.path + filters.address(find=remember(request, request.POST.get("q", ""))))
    page = files.access_page(reach, filters)
    filters = page.filters
    looked("audit_files", filters.refs(), acting_user=reach.person, at=now)
    here = request.path
    verbs = [Choice(verb, words) for verb, words in files.VERBS.items()]
    context = {
        "tabs": desk_tabs("files", reach),
        "list": page,
        "period": filters.form,
        "selects": [{"name": "verb", "label": _("What was done"), "choices": verbs, "value": filters.verb}],
        "chosen": _chosen(here, page),
        "keep": [(name, value) for name in ("find", "person", "case") if (value := getattr(filters, name))],
        "rows": [
            (row, here + filters.address(person=str(row.entry.actor_id)), here + filters.address(case=str(row.case_id)))
            for row in page.rows
        ],
        "people": [(one.display_name, here + filters.address(person=str(one.pk), find="")) for one in page.people],
        "search_to": here + filters.address(find=""),
        "whole": here,
    }
    return render(request, "audit/files.html", context)


def _chosen(here: str, page: files.AccessPage) -> list[dict[str, str]]:
    """What narrows the list, each with the address that takes it away."""
    filters, said = page.filters, []
    if filters.verb in files.VERBS:
        said.append(("verb", _("What was done"), str(files.VERBS[filters.verb])))
    if filters.person:
        named = next((row.who for row in page.rows), _("account %(number)s") % {"number": filters.person})
        said.append(("person", _("Who"), named))
    if filters.case:
        said.append(("case", _("Case"), next((row.number for row in page.rows), filters.case)))
    said += [
        (name, label, getattr(filters, name))
        for name, label in (("since", _("From the day")), ("until", _("Up to the day")))
        if getattr(filters, name)
    ]
    if filters.search:
        said.append(("find", _("Search"), f"“{filters.search}”"))
    gone: list[dict[str, Any]] = [
        {"name": label, "label": words, "href": here + filters.address(**{name: ""})} for name, label, words in said
    ]
    return gone
