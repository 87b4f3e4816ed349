"""The journal across cases, as a list and as a file."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from admission_flow.queries.listing import Choice
from admission_flow.views.searches import recall, remember
from admission_flow.wording import outcome_labels
from insights import tables
from insights.audit import acts, unusual
from insights.audit.access import Reach, reach_of
from insights.audit.filters import ALL, BEHALF, DECISIONS, SHOWN, ActFilters
from insights.audit.streams import CASES, CLASSES, EVERYTHING, SITTINGS, UNITS
from insights.audit.views.tabs import desk_tabs
from insights.audit.wording import names_of
from journal.looking import looked
from orgs.signed_in import user_of

# So many rows a file holds; more is told to be narrowed.
MOST_ROWS = 50_000


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def act_list(request: HttpRequest) -> HttpResponse:
    """A POST looks for words; they stay in the session."""
    now = timezone.now()
    reach = reach_of(user_of(request), now)
    filters = _asked(request)
    if request.method == "POST":
        return redirect(request.path + filters.address(find=remember(request, request.POST.get("q", ""))))
    page = acts.acts_page(reach, filters, _odd(filters))
    looked("audit_acts", page.filters.refs(), acting_user=reach.person, at=now)
    return _drawn(request, reach, page)


@never_cache
@require_GET  # no HEAD: what is asked for is handed out whole, and stands in the journal
@login_required
def act_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What the filters find, all pages of it. Refused, with a sentence, where that is more than a file should hold."""
    if kind not in tables.LISTS:
        raise Http404
    now = timezone.now()
    reach = reach_of(user_of(request), now)
    filters = _asked(request)
    of = acts.found(reach, filters, _odd(filters))
    if of.acts.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        return _drawn(request, reach, acts.acts_page(reach, filters, _odd(filters)), too_many=MOST_ROWS, status=409)
    rows = acts.rows_for_export(reach, of.acts, MOST_ROWS)
    file = tables.write(kind, _("Decision journal"), _columns(of.filters), map(_cells, rows))
    refs = {"filters": of.filters.refs(), "as": kind, "sha256": tables.sha256_of(file)}
    looked("audit_acts_exported", refs, acting_user=reach.person, at=now, each_time=True)
    return tables.handed_out(request, file, kind, _export_name(now))


def _export_name(now: datetime.datetime) -> str:
    return f"{_('Decision journal')} {timezone.localtime(now):%Y-%m-%d}"


def _asked(request: HttpRequest) -> ActFilters:
    given = request.GET.dict()
    if given.get("odd") not in unusual.BY_NAME:
        given.pop("odd", None)
    return ActFilters.of(given, recall(request, request.GET.get("find", "")))


def _odd(filters: ActFilters) -> Any:
    return unusual.BY_NAME[filters.odd].of if filters.odd in unusual.BY_NAME else None


def _columns(filters: ActFilters) -> list[str]:
    return [
        _("When"),
        _("Case") if filters.what == CASES else _("What it is about"),
        _("Unit"),
        _("Act"),
        _("Outcome"),
        _("Who"),
        _("From which seat"),
        _("On behalf of"),
        _("Stream"),
        _("Number in the stream"),
        _("Hash"),
    ]


def _cells(row: acts.ActRow) -> list[object]:
    """No candidate's name: a list that leaves the house has numbers, by which the case is found in it."""
    entry = row.entry
    own = [entry.at, row.number, row.unit, row.what, row.outcome, row.who, row.seat, row.for_whom]
    return [*own, entry.stream, entry.seq, entry.hash]


def _drawn(
    request: HttpRequest, reach: Reach, page: acts.ActsPage, *, too_many: int = 0, status: int = 200
) -> HttpResponse:
    here, filters = reverse("audit"), page.filters
    context = {
        "tabs": desk_tabs("acts", reach),
        "list": page,
        "period": filters.form,
        "chips": [_chip(here, filters, show) for show in SHOWN],
        "selects": _selects(page),
        "chosen": _chosen(here, page),
        "keep": [
            (name, value) for name in ("show", "find", "person", "case", "odd") if (value := getattr(filters, name))
        ],
        "people": [(one.display_name, here + filters.address(person=str(one.pk), find="")) for one in page.people],
        "odd": unusual.BY_NAME.get(filters.odd),
        "by_person": [(row, here + filters.address(person=str(row.actor_id))) for row in page.rows],
        "export": {kind: reverse("audit_export", args=[kind]) + filters.address() for kind in tables.LISTS},
        "search_to": here + filters.address(find=""),
        "whole": here,
        "too_many": too_many,
    }
    return render(request, "audit/acts.html", context, status=status)


def _chip(here: str, filters: ActFilters, show: str) -> dict[str, Any]:
    words = {ALL: _("all acts"), DECISIONS: _("decisions"), BEHALF: _("on behalf of somebody")}
    return {
        "id": f"show-{show}",
        "label": words[show],
        "count": None,
        "href": here + filters.address(show=show),
        "current": filters.show == show,
    }


def _selects(page: acts.ActsPage) -> list[dict[str, Any]]:
    names = names_of(page.filters.what)
    verbs = sorted((Choice(verb, words) for verb, words in names.items()), key=lambda one: str(one.label))
    outcomes = sorted((Choice(*pair) for pair in outcome_labels().items()), key=lambda one: str(one.label))
    selects: list[tuple[str, str, list[Choice]]] = [("verb", _("Act"), verbs), ("outcome", _("Outcome"), outcomes)]
    if not (page.filters.odd or page.filters.case):
        selects.insert(0, ("what", _("Acts on"), _beside_cases()))
    if len(page.units) > 1:
        selects.append(("unit", _("Unit"), page.units))
    selects.append(("rules", _("Rules judged by"), page.generations))
    return [
        {
            "name": name,
            "label": label,
            "choices": choices,
            "value": getattr(page.filters, name),
            # What the list has where nothing is chosen.
            "every": _("cases") if name == "what" else "",
        }
        for name, label, choices in selects
    ]


def _beside_cases() -> list[Choice]:
    return [
        Choice(SITTINGS, _("meetings")),
        Choice(CLASSES, _("classes")),
        Choice(UNITS, _("units, seats, registers, rules and calendar")),
        Choice(EVERYTHING, _("everything")),
    ]


def _chosen(here: str, page: acts.ActsPage) -> list[dict[str, str]]:
    """What narrows the list, each with the address that takes it away."""
    filters = page.filters
    said = [
        (select["name"], select["label"], str(label))
        for select in _selects(page)
        if (label := next((one.label for one in select["choices"] if one.value == select["value"]), ""))
    ]
    if filters.person:
        said.append(("person", _("Who"), _name_of(page)))
    if filters.case:
        said.append(("case", _("Case"), page.rows[0].number if page.rows else filters.case))
    said += [
        (name, label, getattr(filters, name))
        for name, label in (("since", _("From the day")), ("until", _("Up to the day")))
        if getattr(filters, name)
    ]
    if filters.odd in unusual.BY_NAME:
        said.append(("odd", _("Stands out"), str(unusual.BY_NAME[filters.odd].title)))
    if filters.search:
        said.append(("find", _("Search"), f"“{filters.search}”"))
    return [
        {"name": label, "label": words, "href": here + filters.address(**{name: ""})} for name, label, words in said
    ]


def _name_of(page: acts.ActsPage) -> str:
    """From the acts that are shown: an account that did nothing here is not named by its number."""
    for row in page.rows:
        if str(row.actor_id) == page.filters.person:
            return row.who
        if str(row.entry.on_behalf_of_id) == page.filters.person:
            return row.for_whom
    return _("account %(number)s") % {"number": page.filters.person}
