"""What somebody types behind the options of commands."""

from __future__ import annotations

import datetime
from argparse import ArgumentTypeError

from django.utils.translation import gettext as _

from orgs.calendar import LOCAL_ZONE

_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def day_of(text: str) -> datetime.date:
    """As `type=` of an option. Raises ArgumentTypeError with a sentence."""
    for form in _FORMS:
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=LOCAL_ZONE).date()
        except ValueError:
            continue
    raise ArgumentTypeError(_("“%(text)s” is not a date. Write year-month-day, as 2025-01-31.") % {"text": text})
