"""What this room tells the rooms below: which columns of its rows the journal vouches for, and what its notices say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from admission_flow import models
from admission_flow.flows import step_node
from journal import facts
from notices import kinds
from notices.kinds import Rendered

PERSON_SALT = "candidate__person__salt"
CASE_SALT = f"case__{PERSON_SALT}"


def register() -> None:
    _register_facts()
    kinds.register("step_arrived", step_arrived)
    kinds.register("step_returned", step_returned)
    kinds.register("conclusion_fell", conclusion_fell)
    kinds.register("case_closed", case_closed)
    kinds.register("case_moved_away", case_moved_away)
    kinds.register("case_moved_here", case_moved_here)
    kinds.register("correction_proposed", correction_proposed)
    kinds.register("correction_decided", correction_decided)


def _register_facts() -> None:
    facts.register(
        models.Case,
        fields=("number", "status", "candidate", "unit", "department", "committee", "bloc", "route", "helper",
                "standing", "returned_from", "outcome", "admitted_on", "opened_at", "closed_at"),
        salt=PERSON_SALT,
    )  # fmt: skip
    facts.register(
        models.Task,
        fields=("process", "step", "unit", "capability", "owner", "status", "outcome", "opened_at", "first_seen_at",
                "claimed_at", "done_at", "due_on", "due_kind", "due_rule"),
        salt=f"process__{PERSON_SALT}",
        # Who sees and takes an open step leaves its mark without an act.
        at_first=("process", "step", "unit", "capability", "status", "outcome", "opened_at", "done_at", "due_on",
                  "due_kind", "due_rule"),
    )  # fmt: skip
    facts.register(models.StepTarget, fields=("step", "working_days"))
    first_known = ("code", "name", "in_force_from", "parameters")
    facts.register(
        models.Regulation,
        fields=(*first_known, "edition", "from_day", "why", "entered_by", "entered_at"),
        earlier=[first_known],
    )
    facts.register(
        models.Candidate,
        fields=("person", "aliases", "birth_place", "permanent_residence", "current_residence", "social_class",
                "organisations", "life_history", "rewards", "discipline"),
        salt="person__salt",
    )  # fmt: skip
    for model in (
        models.Decision,
        models.Deadline,
        models.Paper,
        models.Introduction,
        models.Opinion,
        models.Verification,
        models.Relative,
        models.Correction,
    ):
        names = [field.name for field in model._meta.concrete_fields if field.name != "id"]
        facts.register(model, fields=names, salt=CASE_SALT)


def step_arrived(params: Mapping[str, Any]) -> Rendered:
    step = str(step_node(params["step"]).task_title)
    return Rendered(step, _("Case %(case)s has come to you: %(step)s.") % {"case": params["case"], "step": step})


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
