"""What this room tells the rooms below: which columns of its rows the journal vouches for, and what its notices say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from admission_flow import models, notice_words
from admission_flow.flows import step_node
from admission_flow.wording import fault_title
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
    kinds.register("repair_proposed", repair_proposed)
    kinds.register("fault_found", fault_found)
    kinds.register("case_held", notice_words.case_held)
    kinds.register("case_resumed", notice_words.case_resumed)
    kinds.register("term_extended", notice_words.term_extended)
    kinds.register("case_moved_away", case_moved_away)
    kinds.register("case_moved_here", case_moved_here)
    kinds.register("correction_proposed", correction_proposed)
    kinds.register("correction_decided", correction_decided)


def _register_facts() -> None:
    of_admission = ("number", "status", "candidate", "unit", "department", "committee", "bloc", "route", "helper",
                    "standing", "returned_from", "outcome", "admitted_on", "opened_at", "closed_at")  # fmt: skip
    facts.register(
        models.Case,
        fields=(*of_admission, "probation_from", "admission", "held_since"),
        salt=PERSON_SALT,
        earlier=[of_admission],
    )
    deadline = ("case", "rule", "runs_from", "working_days", "due_on", "met_on", "regulation")
    facts.register(
        models.Deadline,
        fields=(*deadline, "extended_by", "extensions", "derivation"),
        earlier=[deadline],
        salt=CASE_SALT,
    )
    changed = [field.name for field in models.DeadlineChange._meta.concrete_fields if field.name != "id"]
    facts.register(models.DeadlineChange, fields=changed, salt=f"deadline__{CASE_SALT}")
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
        models.LocalRule,
        fields=("code", "name_vi", "name_en", "asks_vi", "asks_en", "source", "where", "kind", "paper",
                "in_force_from", "in_force_until", "entered_by", "entered_at"),
    )  # fmt: skip
    facts.register(
        models.Candidate,
        fields=("person", "aliases", "birth_place", "permanent_residence", "current_residence", "social_class",
                "organisations", "life_history", "rewards", "discipline"),
        salt="person__salt",
    )  # fmt: skip
    first_counted = _columns(models.Decision)
    counted_since = ("issued", "returned", "absent", "excused")
    introduced = ("case", "kind", "introducer", "organisation", "number", "dated")
    facts.register(
        models.Introduction,
        fields=(*introduced, "together_since", "together", "replaced_at", "replaces"),
        salt=CASE_SALT,
        earlier=[introduced],
    )
    facts.register(
        models.Decision,
        fields=first_counted,
        salt=CASE_SALT,
        earlier=[[name for name in first_counted if name not in counted_since]],
    )
    for model in (
        models.Hold,
        models.Paper,
        models.Eligibility,
        models.Judgement,
        models.Opinion,
        models.Relative,
        models.Repair,
        models.VerificationRequest,
        models.VerificationReminder,
        models.Correction,
    ):
        facts.register(model, fields=_columns(model), salt=CASE_SALT)
    at_once = ("case", "task", "relative", "status", "authority", "answered_on", "note")
    facts.register(models.Verification, fields=(*at_once, "request", "improper"), salt=CASE_SALT, earlier=[at_once])


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name != "id"]


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
