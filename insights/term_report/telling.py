"""Who is told what of a report: ids, days and the unit's name, never a person."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from insights.models import TermReport
from insights.term_report.period import Period
from notices.kinds import Rendered
from notices.tell import Told, tell_each
from orgs import access, roles
from orgs.models import User


def tell(report: TermReport, kind: str, capability: str, *, acting_user: User, at: datetime.datetime) -> None:
    """Those who hold the capability at the report's unit; what waited for an answer is settled."""
    seat = (capability, report.unit_id)
    people = [person for person in access.holders([seat], at)[seat] if person != acting_user.pk]
    period = Period(report.first_day, report.last_day)
    params: dict[str, str | int | bool | None] = {
        "report": report.pk, "unit": report.unit.name, "first": f"{period.first:%d/%m/%Y}",
        "last": f"{period.last:%d/%m/%Y}",
    }  # fmt: skip
    about = f"report:{report.pk}.{report.revision}"
    told = Told(people, kind, params, f"/reports/{report.pk}/", about, about)
    tell_each([told], at=at, settled=[f"report:{report.pk}.{report.revision - 1}"])


def tell_of_review(report: TermReport, *, acting_user: User, at: datetime.datetime) -> None:
    tell(report, "report_reviewed", roles.APPROVE_PLANS, acting_user=acting_user, at=at)


def tell_of_return(report: TermReport, *, acting_user: User, at: datetime.datetime) -> None:
    tell(report, "report_returned", roles.KEEP_PLANS, acting_user=acting_user, at=at)


def tell_of_approval(report: TermReport, *, acting_user: User, at: datetime.datetime) -> None:
    tell(report, "report_approved", roles.KEEP_PLANS, acting_user=acting_user, at=at)


def report_reviewed(params: Mapping[str, Any]) -> Rendered:
    text = _("The report of %(unit)s from %(first)s to %(last)s is reviewed and waits for your approval.")
    return Rendered(_("Report to approve"), text % params)


def report_returned(params: Mapping[str, Any]) -> Rendered:
    text = _("The report of %(unit)s from %(first)s to %(last)s was handed back; the reason stands there.")
    return Rendered(_("Report handed back"), text % params)


def report_approved(params: Mapping[str, Any]) -> Rendered:
    text = _("The report of %(unit)s from %(first)s to %(last)s is approved and has its number.")
    return Rendered(_("Report approved"), text % params)
