"""Seats and capabilities in words, in the reader's language."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from orgs.models import Seat

CAPABILITIES: dict[str, Promise] = {
    "see_list": _("See the list of cases of the unit and of what is below"),
    "see_file": _("See the files of the unit and of what is below"),
    "read_journal": _("Read the history of every decision"),
    "nominate": _("Nominate candidates"),
    "prepare_file": _("Prepare the file, hold the ceremony"),
    "record_vote": _("Record the vote of the cell, call its meetings"),
    "run_course": _("Run the classes"),
    "verify": _("Verify biographies"),
    "appraise_department": _("Appraise as departmental committee"),
    "approve_grassroots": _("Record the vote of the committee, call its meetings"),
    "appraise_bloc": _("Appraise as the bloc's organisation board"),
    "decide_bloc": _("Record decisions of the standing committee, call its meetings"),
    "manage_units": _("Keep units, seats and delegations"),
    "keep_plans": _("Propose plans, record the roll-out of resolutions, draft reports"),
    "approve_plans": _("Approve plans and reports, issue resolutions"),
}


def capability_words(name: str) -> str:
    return str(CAPABILITIES.get(name, name))


def seat_words(seat: Seat) -> str:
    """ "Secretary, Cell of the Personnel Division"."""
    return f"{capfirst(str(seat.get_role_display()))}, {seat.unit.name}"


def day_words(day: datetime.date) -> str:
    """Day, month and year, as the reader's language writes them."""
    return date_format(day, "SHORT_DATE_FORMAT")


def moment_words(at: datetime.datetime | None) -> str:
    """Day and minute in Vietnam; "" for none."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
