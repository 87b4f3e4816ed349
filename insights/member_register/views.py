"""The member register as a page and as a file. It is personal data: for who sees the files of that unit."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.views.searches import recall, remember
from insights import tables
from insights.member_register.asked import RegisterForm
from insights.member_register.files import register_file
from insights.member_register.past import PastForm, past_file, past_page
from insights.member_register.reading import COLUMNS, register_page
from intake.access import may_load
from journal.looking import looked
from orgs.names import seen
from orgs.refusals import Refusal
from orgs.signed_in import user_of


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def members(request: HttpRequest) -> HttpResponse:
    """A POST looks for a name or a citizen ID; the words stay in the session."""
    now, person = timezone.now(), user_of(request)
    form = RegisterForm(_asked(request), person=person, at=now)
    if request.method == "POST":
        return redirect(request.path + form.address(find=remember(request, request.POST.get("q", ""))))
    find = request.GET.get("find", "")
    search = recall(request, find)
    context: dict[str, Any] = {
        "form": form,
        "search": search,
        "search_to": request.path + form.address(),
        "columns": COLUMNS,
        "may_load": may_load(person, now),
    }
    if not form.is_valid():
        return render(request, "member_register/register.html", context, status=422)
    asked = form.asked(search)
    found = register_page(person, asked, request.GET.get("page", ""), at=now)
    looked("look_member_register", asked.refs() | {"page": found.page.number}, acting_user=person, at=now)
    query = form.address(find=find if search else "")
    context |= {"found": found, "asked": asked, "query": query, "find": find if search else ""}
    return render(request, "member_register/register.html", context)


@never_cache
@require_GET  # no HEAD: what is asked for is handed out whole, and stands in the journal
@login_required
def members_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as a file. What the form refuses, its page says."""
    now, person = timezone.now(), user_of(request)
    if kind not in tables.LISTS:
        raise Http404
    form = RegisterForm(_asked(request), person=person, at=now)
    page = reverse("members") + form.address(find=request.GET.get("find", ""))
    if not form.is_valid():
        return redirect(page)
    asked = form.asked(recall(request, request.GET.get("find", "")))
    try:
        made = register_file(kind, asked, acting_user=person, at=now)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(page)
    name = _("Member register %(unit)s %(day)s") % {"unit": asked.unit.code, "day": f"{asked.on:%Y-%m-%d}"}
    return tables.handed_out(request, made.file, kind, name)


@never_cache
@require_GET
@login_required
def past(request: HttpRequest) -> HttpResponse:
    """Admissions that were over before the system."""
    now, person = timezone.now(), user_of(request)
    form = PastForm(_asked(request, _PERIOD), person=person, at=now)
    context: dict[str, Any] = {"form": form, "may_load": may_load(person, now)}
    if not form.is_valid():
        return render(request, "member_register/past.html", context, status=422)
    page, rows = past_page(person, form.asked(), request.GET.get("page", ""), at=now)
    looked("look_past_admissions", form.asked().refs() | {"page": page.number}, acting_user=person, at=now)
    context |= {"page": page, "rows": rows, "query": urlencode(form.data)}
    return render(request, "member_register/past.html", context)


@never_cache
@require_GET
@login_required
def past_as_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    now, person = timezone.now(), user_of(request)
    if kind not in tables.LISTS:
        raise Http404
    form = PastForm(_asked(request, _PERIOD), person=person, at=now)
    page = f"{reverse('past_admissions')}?{urlencode(form.data)}"
    if not form.is_valid():
        return redirect(page)
    try:
        made = past_file(kind, form.asked(), acting_user=person, at=now)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(page)
    return tables.handed_out(request, made.file, kind, made.title)


_DAY, _PERIOD = ("unit", "on", "show"), ("unit", "first", "last")


def _asked(request: HttpRequest, names: tuple[str, ...] = _DAY) -> dict[str, str]:
    given = {name: request.GET[name] for name in names if request.GET.get(name)}
    return {name: seen(value)[:100] for name, value in given.items()}
