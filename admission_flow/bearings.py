"""What this room tells the rooms below: which columns of its rows the journal vouches for, its notices, and the
numbers that stand on its papers."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from admission_flow import hearing, models, seat_loads
from admission_flow import notice_words as say
from admission_flow.digest_part import waiting_part
from admission_flow.numbers import numbers_on_papers
from admission_flow.reminders import words as reminder_words
from documents.registers import heed_papers
from journal import facts
from notices import digest, kinds
from notices.kinds import Group, Kind
from orgs.handing_over import carried_by

PERSON_SALT = "candidate__person__salt"
CASE_SALT = f"case__{PERSON_SALT}"

YOURS = _("It asks for an act of yours.")
LATE = _("It asks for an act of yours, and it is late.")
OF_CASES = Group(_("Cases"), hearing.of_cases, place=1)
NOTICES = (
    Kind("step_arrived", say.step_arrived, _("A step has come to me"), mail=True, stays=YOURS,
         still_for=hearing.of_own_steps),
    Kind("step_assigned", say.step_assigned, _("A step was given to me"), mail=True, stays=YOURS,
         still_for=hearing.of_own_steps),
    Kind("step_returned", say.step_returned, _("A case came back to me for supplement"), mail=True, stays=YOURS,
         still_for=hearing.of_own_steps),
    Kind("step_due", reminder_words.step_due, _("A step of mine is due soon"), mail=True),
    Kind("step_late", reminder_words.step_late, _("A step of mine is late"), mail=True, stays=LATE),
    Kind("step_late_below", reminder_words.step_late_below, _("A step under me is late"), mail=True),
    Kind("comment_mentioned", say.comment_mentioned, _("Somebody mentions me in a case"), mail=True),
    Kind("comment_answered", say.comment_answered, _("Somebody answers what I said in a case"), mail=True),
    Kind("question_asked", say.question_asked, _("Somebody asks me about a step of mine"), mail=True, stays=YOURS,
         still_for=hearing.of_own_steps),
    Kind("conclusion_fell", say.conclusion_fell, _("What I concluded no longer stands"), mail=True),
    Kind("correction_proposed", say.correction_proposed, _("A correction waits for me"), mail=True),
    Kind("correction_decided", say.correction_decided, _("A correction I proposed was decided upon")),
    Kind("term_extended", say.term_extended, _("A term was extended")),
    Kind("case_held", say.case_held, _("A case was put on hold")),
    Kind("case_resumed", say.case_resumed, _("A case goes on")),
    Kind("case_moved_here", say.case_moved_here, _("A case was transferred to me"), mail=True),
    Kind("case_moved_away", say.case_moved_away, _("A case was transferred away from me"),
         still_for=hearing.of_cases_gone),
    Kind("case_closed", say.case_closed, _("A case was closed")),
)  # fmt: skip
OF_UNITS = Group(_("Units"), hearing.of_units, place=6)
NOTICES_OF_UNITS = (Kind("unit_waits", reminder_words.unit_waits, _("What waits at my unit, each week"), mail=True),)
OF_ADMINISTRATION = Group(_("Administration"), hearing.of_administrators, place=9, administrators=True)
NOTICES_TO_ADMINISTRATORS = (
    Kind("repair_proposed", say.repair_proposed, _("A repair waits for a second administrator"), mail=True),
    Kind("fault_found", say.fault_found, _("A fault was found in a case")),
)


def register() -> None:
    _register_facts()
    heed_papers(numbers_on_papers)
    carried_by(seat_loads.steps_of, seat_loads.hand_steps)
    carried_by(seat_loads.cases_of)
    kinds.register(OF_CASES, NOTICES)
    kinds.register(OF_UNITS, NOTICES_OF_UNITS)
    kinds.register(OF_ADMINISTRATION, NOTICES_TO_ADMINISTRATORS)
    digest.register(waiting_part)


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
    columns = _columns(models.Decision)
    before_delegations = [name for name in columns if name != "delegation"]
    counted_since = ("issued", "returned", "absent", "excused")
    facts.register(
        models.Decision,
        fields=columns,
        salt=CASE_SALT,
        earlier=[before_delegations, [name for name in before_delegations if name not in counted_since]],
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
    ):
        facts.register(model, fields=_columns(model), salt=CASE_SALT)
    columns = _columns(models.Correction)
    facts.register(
        models.Correction,
        fields=columns,
        salt=CASE_SALT,
        earlier=[[name for name in columns if name not in ("proposed_under", "decided_under")]],
    )


def _columns(model: type[Model], *but: str) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name not in ("id", *but)]
