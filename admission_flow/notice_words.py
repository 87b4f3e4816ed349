"""What notices say of a case's clock: it is on hold, it runs again, it has been given more time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notices.kinds import Rendered


def case_held(params: Mapping[str, Any]) -> Rendered:
    text = _("Case %(case)s is on hold; nothing is to be done in it, and its terms don't run.")
    return Rendered(_("On hold"), text % {"case": params["case"]})


def case_resumed(params: Mapping[str, Any]) -> Rendered:
    text = _("Case %(case)s goes on; its due dates have moved by the time on hold.")
    return Rendered(_("Resumed"), text % {"case": params["case"]})


def term_extended(params: Mapping[str, Any]) -> Rendered:
    day = date_format(datetime.date.fromisoformat(params["due_on"]), "SHORT_DATE_FORMAT")
    text = _("The term of case %(case)s has been extended; its last day is now %(day)s.")
    return Rendered(_("Term extended"), text % {"case": params["case"], "day": day})
