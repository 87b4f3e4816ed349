"""What the notices of this room say, from the identifiers that were stored with them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow import models
from admission_flow.flows import step_node
from admission_flow.wording import fault_title
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


def step_arrived(params: Mapping[str, Any]) -> Rendered:
    step = str(step_node(params["step"]).task_title)
    return Rendered(step, _("Case %(case)s has come to you: %(step)s.") % {"case": params["case"], "step": step})


def step_assigned(params: Mapping[str, Any]) -> Rendered:
    step = str(step_node(params["step"]).task_title)
    return Rendered(step, _("Case %(case)s was given to you: %(step)s.") % {"case": params["case"], "step": step})


def step_returned(params: Mapping[str, Any]) -> Rendered:
    step = str(step_node(params["step"]).task_title)
    return Rendered(step, _("Case %(case)s came back to you for supplement.") % {"case": params["case"]})


def conclusion_fell(params: Mapping[str, Any]) -> Rendered:
    steps = ", ".join(str(step_node(step).task_title) for step in params["steps"].split(","))
    text = _("Case %(case)s has changed; what was concluded no longer stands at these steps: %(steps)s.")
    return Rendered(_("To be done again"), text % {"case": params["case"], "steps": steps})


def case_closed(params: Mapping[str, Any]) -> Rendered:
    outcome = str(models.Case.Outcome(params["outcome"]).label)
    return Rendered(
        _("Case closed"), _("Case %(case)s is closed: %(outcome)s.") % {"case": params["case"], "outcome": outcome}
    )


def repair_proposed(params: Mapping[str, Any]) -> Rendered:
    fault = fault_title(params["fault"])
    text = _("A repair of case %(case)s waits for a second administrator: %(fault)s.")
    return Rendered(_("Repair proposed"), text % {"case": params["case"], "fault": fault})


def fault_found(params: Mapping[str, Any]) -> Rendered:
    fault = fault_title(params["fault"])
    return Rendered(
        _("Fault found"),
        _("Case %(case)s needs a repair: %(fault)s.") % {"case": params["case"], "fault": fault},
    )


def case_moved_away(params: Mapping[str, Any]) -> Rendered:
    text = _("Case %(case)s was transferred to another cell and is no longer with you.")
    return Rendered(_("Transfer"), text % {"case": params["case"]})


def case_moved_here(params: Mapping[str, Any]) -> Rendered:
    text = _("Case %(case)s was transferred to you; the file shows what stands and what is to be done again.")
    return Rendered(_("Transfer"), text % {"case": params["case"]})


def correction_proposed(params: Mapping[str, Any]) -> Rendered:
    text = _("Case %(case)s: a correction of a recorded fact waits for a second pair of eyes.")
    return Rendered(_("Correction"), text % {"case": params["case"]})


def correction_decided(params: Mapping[str, Any]) -> Rendered:
    accepted = _("Case %(case)s: the correction you proposed was accepted.")
    refused = _("Case %(case)s: the correction you proposed was refused.")
    return Rendered(_("Correction"), (accepted if params["accepted"] else refused) % {"case": params["case"]})


def comment_mentioned(params: Mapping[str, Any]) -> Rendered:
    return Rendered(_("You are mentioned"), _("Somebody mentioned you in case %(case)s.") % {"case": params["case"]})


def comment_answered(params: Mapping[str, Any]) -> Rendered:
    text = _("Somebody answered in case %(case)s, where you had written.")
    return Rendered(_("Answer"), text % {"case": params["case"]})


def question_asked(params: Mapping[str, Any]) -> Rendered:
    text = _("You are asked something in case %(case)s, since you hold a step of it. The step's term runs on.")
    return Rendered(_("Question"), text % {"case": params["case"]})
