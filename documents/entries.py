"""What the verbs of both registers share: faults of what was typed, the order of days, the entry in the journal."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from journal import record
from journal.facts import fact_of
from orgs.access import absent, standing_in
from orgs.models import Seat, Unit, User

FIRST_DAY = datetime.date(2010, 1, 1)
# Nobody has written so many numbers by hand in a year; more is a slip of the keys.
MOST_ON_PAPER = 99_999


def day_words(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def fault_of_day(day: datetime.date, at: datetime.datetime) -> str | None:
    if day < FIRST_DAY:
        return _("The date lies before 01/01/2010; older registers stay on paper.")
    if day > timezone.localdate(at):
        return _("The date lies in the future. An entry is made on its day, or after it.")
    return None


def fault_of_text(row: models.Model, column: str, text: str, missing: str = "") -> str | None:
    """`missing`: the sentence where nothing was typed; without one that is sound."""
    room = getattr(row._meta.get_field(column), "max_length", None)
    if missing and not text.strip():
        return missing
    if room and len(text.strip()) > room:
        return _("At most %(room)s characters.") % {"room": room}
    return None


def faults_of_texts(row: models.Model, texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """`texts`: column -> what was typed, and the sentence where that is nothing."""
    found = {column: fault_of_text(row, column, *typed) for column, typed in texts.items()}
    return {column: fault for column, fault in found.items() if fault}


def fault_of_beginning(begun: bool, last: str, after: int | None) -> str | None:
    """Whether the last number used on paper is given where the register begins, and only there. `last`: how the last
    number reads, where there is one."""
    if begun and after is not None:
        return _(
            "This register has begun meanwhile; its last number is %(last)s. Send the form once more to get the next."
        ) % {"last": last}
    if not begun and after is None:
        return _(
            "This register has not begun here. Write the last number that was used on paper that year; 0 if there was "
            "none."
        )
    if after is not None and not 0 <= after <= MOST_ON_PAPER:
        return _("Write a number from 0 to %(most)s.") % {"most": MOST_ON_PAPER}
    return None


def fault_of_order(day: datetime.date, last: str, last_day: datetime.date | None) -> str | None:
    """Numbers follow dates."""
    if last_day is None or day >= last_day:
        return None
    return _("Number %(last)s is of %(day)s already, and numbers follow dates. Give that day or a later one.") % {
        "last": last,
        "day": day_words(last_day),
    }


def append(
    unit: Unit,
    verb: str,
    row: models.Model,
    refs: Mapping[str, object],
    *,
    seat: Seat,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    """The act in the unit's stream of registers; the last of its transaction. Three statements."""
    record.append(
        f"register:{unit.pk}",
        verb,
        acting_user=acting_user,
        on_behalf_of=absent(seat),
        at=at,
        refs={"unit": unit.code, "entry": row.pk, **refs, **standing_in(seat)},
        facts=[fact_of(row)],
    )
