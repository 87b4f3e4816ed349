"""What this room tells the rooms below: the rows of its own that the journal vouches for, its notices, and what plans
may expect."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insights.models import ReportText, TermReport, VerificationRun
from insights.term_report import telling
from insights.term_report.access import still_for
from insights.waits.expected import expected_admissions
from journal import facts
from notices import kinds
from notices.kinds import Group, Kind
from planning.plans.expecting import expected_by

REPORTS = Group(_("Reports"), still_for, place=6)
OF_REPORTS = (
    Kind("report_reviewed", telling.report_reviewed, _("A report waits for approval"), mail=True),
    Kind("report_returned", telling.report_returned, _("A report was handed back"), mail=True),
    Kind("report_approved", telling.report_approved, _("A report of ours was approved")),
)


def register() -> None:
    # What was asked, which never changes; how far it is, the worker says without an act.
    facts.register(VerificationRun, fields=("asked_by", "asked_at", "scope", "case", "first_day", "last_day"))
    for model in (TermReport, ReportText):
        facts.register(model, fields=[one.name for one in model._meta.concrete_fields if one.name != "id"])
    kinds.register(REPORTS, OF_REPORTS)
    expected_by(expected_admissions)
