"""What the notices of resolutions say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from notices.kinds import Rendered
from planning.models import Resolution


def resolution_issued(params: Mapping[str, Any]) -> Rendered:
    text = _("Resolution %(number)s is to be rolled out in your unit until %(until)s. Record your sessions there.")
    return Rendered(_("New resolution"), text % params)


def resolution_reminder(params: Mapping[str, Any]) -> Rendered:
    text = _("Resolution %(number)s: your unit still lacks something, due until %(until)s. Open it to see what.")
    return Rendered(_("Reminder of a resolution"), text % params)


def resolution_ended(params: Mapping[str, Any]) -> Rendered:
    if params["state"] == Resolution.State.SUPERSEDED:
        text = _("Resolution %(number)s is superseded. Nothing more is to be recorded of it.")
    else:
        text = _("Resolution %(number)s is revoked. Nothing more is to be recorded of it.")
    return Rendered(_("Resolution ended"), text % params)
