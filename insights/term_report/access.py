"""Who gets a report, and what they may do with it: seen in the subtree, written, reviewed and approved at home."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.http import Http404

from insights.models import TermReport
from notices.models import Notice
from orgs import access, roles
from orgs.models import Unit, User
from planning import reading


class Reader(reading.Reader):
    """What may be done with reports."""

    def writes(self, report: TermReport) -> bool:
        return report.is_draft and report.unit_id in self.keeps

    def reviews(self, report: TermReport, user: User) -> bool:
        return report.is_draft and report.unit_id in self.keeps | self.approves and report.written_by_id != user.pk

    def approves_it(self, report: TermReport) -> bool:
        return report.state == TermReport.State.REVIEWED and report.unit_id in self.approves

    def hands_back(self, report: TermReport) -> bool:
        return report.state == TermReport.State.REVIEWED and report.unit_id in self.keeps | self.approves


def report_for(reader: Reader, pk: int) -> TermReport:
    """Raises Http404. One statement."""
    rows = TermReport.objects.select_related(
        "unit", "number", "file", "drafted_by__person", "written_by__person", "reviewed_by__person",
        "approved_by__person",
    )  # fmt: skip
    found = rows.filter(access.under_roots(reader.roots), pk=pk).first()
    if found is None:
        raise Http404
    return found


def reports_of(reader: Reader) -> QuerySet[TermReport]:
    """Those that this person sees, the latest first, without what they count."""
    rows = TermReport.objects.filter(access.under_roots(reader.roots)).select_related("unit", "number")
    return rows.defer("taken").order_by("-last_day", "-pk")


def unit_for(reader: Reader, pk: int) -> Unit:
    """A unit whose reports this person sees. Raises Http404. One statement."""
    found = Unit.objects.filter(access.under_roots(reader.roots, "path"), pk=pk).first()
    if found is None:
        raise Http404
    return found


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Notices of reports of units at which this account still writes or approves. Two statements."""
    acting = {
        unit
        for capability, unit in access.capabilities(person, at)
        if capability in (roles.KEEP_PLANS, roles.APPROVE_PLANS)
    }
    numbers = {notice.params.get("report") for notice in notices}
    found = set(TermReport.objects.filter(unit__in=acting, pk__in=numbers).values_list("pk", flat=True))
    return {notice.pk: "" for notice in notices if notice.params.get("report") in found}
