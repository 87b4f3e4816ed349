"""What this room tells the rooms below: the rows of its own that the journal vouches for, and what plans may expect."""

from __future__ import annotations

from insights.models import VerificationRun
from insights.waits.expected import expected_admissions
from journal import facts
from planning.plans.expecting import expected_by


def register() -> None:
    # What was asked, which never changes; how far it is, the worker says without an act.
    facts.register(VerificationRun, fields=("asked_by", "asked_at", "scope", "case", "first_day", "last_day"))
    expected_by(expected_admissions)
