"""Values of corrected facts as people read them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def shown(column: Any, value: str) -> str:
    """A kept value in the reader's way: dates, yes and no, and a dash for nothing."""
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    if not value:
        return "—"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateField):
        return date_format(datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return value
