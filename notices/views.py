from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from notices import queries
from notices.models import Notice
from orgs.models import User
from orgs.pages import WholePages

PAGE_LENGTH = 25


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@never_cache
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The inside of the bell, fetched anew by an open page. Signed out it is 401 and no redirect: a sign-in page must
    not be put into a corner of the page before it."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return _bell(request)


def _bell(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    context = {"bell": queries.bell_of(person), "quiet": queries.quiet_now(person, timezone.now())}
    return render(request, "notices/bell_inside.html", context)


@never_cache
@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All notices of the person, or with `?unread=1` those not read yet, a page at a time."""
    person = _person(request)
    only_unread = "unread" in request.GET
    page = WholePages(queries.notices_of(person, unread=only_unread), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines(page.object_list),
        "only_unread": only_unread,
        "any_unread": queries.notices_of(person, unread=True).exists(),
    }
    return render(request, "notices/index.html", context)


@never_cache
@login_required
@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes where the notice points, and counts as having read it."""
    notice = get_object_or_404(Notice, pk=pk, recipient=_person(request))
    queries.read(_person(request), notice.pk)
    return redirect(notice.link)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk, recipient=_person(request))
    queries.read(_person(request), notice.pk)
    return redirect("notices:index")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    queries.read(_person(request))
    if request.headers.get("HX-Target") == "bell":
        return _bell(request)
    return redirect("notices:index")
