"""What this room tells the rooms below: which columns of its rows the journal vouches for, its notices, and the
numbers that stand on its papers."""

from __future__ import annotations

from django.db.models import Model

from admission_flow import models, notice_words
from admission_flow.numbers import numbers_on_papers
from admission_flow.reminders import words as reminder_words
from documents.registers import heed_papers
from journal import facts
from notices import kinds

PERSON_SALT = "candidate__person__salt"
CASE_SALT = f"case__{PERSON_SALT}"


def register() -> None:
    _register_facts()
    heed_papers(numbers_on_papers)
    for kind, words in reminder_words.KINDS.items():
        kinds.register(kind, words)
    kinds.register("comment_mentioned", notice_words.comment_mentioned)
    kinds.register("comment_answered", notice_words.comment_answered)
    kinds.register("question_asked", notice_words.question_asked)
    kinds.register("step_arrived", notice_words.step_arrived)
    kinds.register("step_returned", notice_words.step_returned)
    kinds.register("conclusion_fell", notice_words.conclusion_fell)
    kinds.register("case_closed", notice_words.case_closed)
    kinds.register("repair_proposed", notice_words.repair_proposed)
    kinds.register("fault_found", notice_words.fault_found)
    kinds.register("case_held", notice_words.case_held)
    kinds.register("case_resumed", notice_words.case_resumed)
    kinds.register("term_extended", notice_words.term_extended)
    kinds.register("case_moved_away", notice_words.case_moved_away)
    kinds.register("case_moved_here", notice_words.case_moved_here)
    kinds.register("correction_proposed", notice_words.correction_proposed)
    kinds.register("correction_decided", notice_words.correction_decided)


def _register_facts() -> None:
    """Which columns of each row are vouched for; `earlier` are those of former releases."""
    _register_the_way()
    _register_the_terms()
    _register_the_rules()
    _register_the_file()


def _register_the_way() -> None:
    """The case and its steps."""
    of_admission = ("number", "status", "candidate", "unit", "department", "committee", "bloc", "route", "helper",
                    "standing", "returned_from", "outcome", "admitted_on", "opened_at", "closed_at")  # fmt: skip
    facts.register(
        models.Case,
        fields=(*of_admission, "probation_from", "admission", "held_since"),
        salt=PERSON_SALT,
        earlier=[of_admission],
    )
    facts.register(
        models.Task,
        fields=("process", "step", "unit", "capability", "owner", "status", "outcome", "opened_at", "first_seen_at",
                "claimed_at", "done_at", "due_on", "due_kind", "due_rule"),
        salt=f"process__{PERSON_SALT}",
        # Who sees and takes an open step leaves its mark without an act.
        at_first=("process", "step", "unit", "capability", "status", "outcome", "opened_at", "done_at", "due_on",
                  "due_kind", "due_rule"),
    )  # fmt: skip
    counted_since = ("issued", "returned", "absent", "excused")
    columns = _columns(models.Decision)
    facts.register(
        models.Decision,
        fields=columns,
        salt=CASE_SALT,
        earlier=[[name for name in columns if name not in counted_since]],
    )
    facts.register(models.Repair, fields=_columns(models.Repair), salt=CASE_SALT)


def _register_the_terms() -> None:
    deadline = ("case", "rule", "runs_from", "working_days", "due_on", "met_on", "regulation")
    facts.register(
        models.Deadline,
        fields=(*deadline, "extended_by", "extensions", "derivation"),
        earlier=[deadline],
        salt=CASE_SALT,
    )
    facts.register(models.DeadlineChange, fields=_columns(models.DeadlineChange), salt=f"deadline__{CASE_SALT}")
    facts.register(models.Hold, fields=_columns(models.Hold), salt=CASE_SALT)


def _register_the_rules() -> None:
    """Of no person, so without salt."""
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


def _register_the_file() -> None:
    facts.register(
        models.Candidate,
        fields=("person", "aliases", "birth_place", "permanent_residence", "current_residence", "social_class",
                "organisations", "life_history", "rewards", "discipline"),
        salt="person__salt",
    )  # fmt: skip
    introduced = ("case", "kind", "introducer", "organisation", "number", "dated")
    facts.register(
        models.Introduction,
        fields=(*introduced, "together_since", "together", "replaced_at", "replaces"),
        salt=CASE_SALT,
        earlier=[introduced],
    )
    at_once = ("case", "task", "relative", "status", "authority", "answered_on", "note")
    facts.register(models.Verification, fields=(*at_once, "request", "improper"), salt=CASE_SALT, earlier=[at_once])
    facts.register(models.Comment, fields=_columns(models.Comment, "key"), salt=CASE_SALT)
    facts.register(models.CommentVersion, fields=_columns(models.CommentVersion), salt=f"comment__{CASE_SALT}")
    facts.register(
        models.PaperFile,
        fields=("paper", "file", "version", "name", "classification", "why", "attached_by", "at"),
        salt=f"paper__{CASE_SALT}",
    )
    for model in (
        models.Paper,
        models.Eligibility,
        models.Judgement,
        models.Opinion,
        models.Relative,
        models.VerificationRequest,
        models.VerificationReminder,
        models.Correction,
    ):
        facts.register(model, fields=_columns(model), salt=CASE_SALT)


def _columns(model: type[Model], *but: str) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name not in ("id", *but)]
