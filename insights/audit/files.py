"""Who opened which file, when: looks at files of cases, files of papers taken, forms made, dossiers issued, and stories
of decisions opened by auditors. From the lookers' own streams, of the cases that an auditor reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page
from django.db.models import F, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow import papers
from admission_flow.models import Paper
from admission_flow.queries.listing import PAGE_LENGTH, matching
from insights.audit.access import Reach
from insights.audit.acts import COUNTED, BoundedPages, people_named
from insights.audit.filters import AccessFilters
from insights.audit.streams import Acts, newest_first, within_days
from journal.models import Entry
from orgs.models import User

# What of the lookers' streams concerns one case; all these entries name it by `case_id`.
VERBS: dict[str, Promise] = {
    "look": gettext_lazy("opened the file"),
    "download": gettext_lazy("took a file of a paper"),
    "download_form": gettext_lazy("made a form from it"),
    "dossier_issued": gettext_lazy("issued the dossier"),
    "audit_story": gettext_lazy("opened the story of an act"),
}


@dataclass(frozen=True)
class AccessRow:
    entry: Entry
    what: str
    detail: str
    who: str
    number: str
    name: str
    case_id: int


@dataclass(frozen=True)
class AccessPage:
    filters: AccessFilters
    page: Page[Any]
    rows: list[AccessRow]
    people: list[User]

    @property
    def uncounted(self) -> bool:
        return self.page.paginator.count >= COUNTED


def accesses_in(reach: Reach) -> Acts:
    """Of cases that are here now. A million looks are narrowed by the act first, then by the case."""
    entries: Acts = Entry.objects.annotate(case_key=KT("refs__case_id")).filter(
        stream__startswith="user:", verb__in=list(VERBS)
    )
    if reach.whole:
        return entries
    return entries.filter(case_key__in=reach.cases().values(key=Cast("pk", TextField())))


def access_page(reach: Reach, filters: AccessFilters) -> AccessPage:
    """As many statements for many as for one."""
    filters = replace(filters, verb=filters.verb if filters.verb in VERBS else "")
    entries = accesses_in(reach)
    if filters.verb:
        entries = entries.filter(verb=filters.verb)
    if filters.person:
        entries = entries.filter(actor=filters.person)
    if filters.case:
        entries = entries.filter(case_key=str(int(filters.case)))
    if filters.search:
        found = reach.cases().filter(matching(filters.search))
        entries = entries.filter(case_key__in=found.values(key=Cast("pk", TextField())))
    page = BoundedPages(newest_first(within_days(entries, *filters.days)), PAGE_LENGTH).get_page(filters.page)
    people = people_named(reach, filters.search, accesses_in(reach))
    return AccessPage(filters, page, rows_of(reach, list(page.object_list)), people)


def rows_of(reach: Reach, entries: list[Entry]) -> list[AccessRow]:
    """Three statements, or none."""
    if not entries:
        return []
    people = User.objects.select_related("person").in_bulk({one.actor_id for one in entries if one.actor_id})
    ids = {one.refs["case_id"] for one in entries}
    here = reach.cases().filter(pk__in=ids).values("pk", "number", name=F("candidate__person__full_name"))
    cases = {row["pk"]: row for row in here}
    taken = {one.refs["paper"] for one in entries if one.verb == "download"}
    codes = dict(Paper.objects.filter(pk__in=taken).values_list("pk", "code"))
    return [_row(one, people, cases[one.refs["case_id"]], codes) for one in entries if one.refs["case_id"] in cases]


def _row(entry: Entry, people: Mapping[int, User], case: Mapping[str, Any], codes: Mapping[int, str]) -> AccessRow:
    actor = people.get(entry.actor_id or 0)
    return AccessRow(
        entry=entry,
        what=str(VERBS[entry.verb]),
        detail=_detail(entry, codes),
        who=actor.display_name if actor else "",
        number=case["number"],
        name=case["name"],
        case_id=case["pk"],
    )


def _detail(entry: Entry, codes: Mapping[int, str]) -> str:
    refs = entry.refs
    if entry.verb == "download":
        told = {"paper": papers.title(codes.get(refs["paper"], "")), "version": refs["version"]}
        return _("%(paper)s, version %(version)s") % told
    if entry.verb == "download_form":
        return papers.title(str(refs.get("form", "")))
    if entry.verb == "dossier_issued":
        return _("with checkpoint %(number)s") % {"number": refs.get("checkpoint", "")}
    return ""
