"""What the notices of this room say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.kinds import Rendered
from training.models import TrainingClass


def class_planned(params: Mapping[str, Any]) -> Rendered:
    text = _("%(kind)s %(class)s is planned. You have candidates who wait for such a class: enrol them.")
    return Rendered(_("New class"), text % _named(params))


def class_changed(params: Mapping[str, Any]) -> Rendered:
    text = _("%(kind)s %(class)s, in which your candidates are enrolled, has other days or another place.")
    return Rendered(_("Class changed"), text % _named(params))


def class_cancelled(params: Mapping[str, Any]) -> Rendered:
    text = _("%(kind)s %(class)s is cancelled. Your candidates who were enrolled wait for another class.")
    return Rendered(_("Class cancelled"), text % _named(params))


def class_enrolled(params: Mapping[str, Any]) -> Rendered:
    text = ngettext(
        "%(number)d candidate was enrolled in the class %(class)s.",
        "%(number)d candidates were enrolled in the class %(class)s.",
        params["number"],
    )
    return Rendered(_("Enrolled"), text % params)


def class_taken_out(params: Mapping[str, Any]) -> Rendered:
    text = _("A candidate was taken out of the class %(class)s.")
    return Rendered(_("Taken out of a class"), text % params)


def class_not_passed(params: Mapping[str, Any]) -> Rendered:
    text = _("Case %(case)s: the class %(class)s was not passed. The candidate waits for another class.")
    return Rendered(_("Class not passed"), text % params)


def _named(params: Mapping[str, Any]) -> dict[str, str]:
    return {"class": params["class"], "kind": capfirst(str(TrainingClass.Kind(params["kind"]).label))}
