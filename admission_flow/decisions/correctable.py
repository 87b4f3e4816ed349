"""Which recorded facts may be corrected, by table and column; tallies, outcomes and what rules used are not among them.

A fact is named table.row.field. Values are text: dates as 2026-11-25, yes and no as "1" and "".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow import papers
from admission_flow.decisions.declaration import CANDIDATE_FIELDS, PERSON_FIELDS, REQUIRED, current_relatives
from admission_flow.flows import step_node
from admission_flow.models import Candidate, Case, Decision, Eligibility, Introduction, Opinion, Paper, Relative
from admission_flow.refusals import InvalidFacts
from orgs import roles
from orgs.models import Person
from orgs.names import composed, is_name
from orgs.refusals import NO_NAME

PAPER, DECISION, OPINION = "paper", "decision", "opinion"
PERSON, CANDIDATE, RELATIVE = "person", "candidate", "relative"
ELIGIBILITY, INTRODUCTION, CEREMONY = "eligibility", "introduction", "ceremony"
IDENTITY = ("full_name", "birth_date", "citizen_id")
# Table -> column -> the fact that conclusions rest on (rules/standing.py); "" where none does. A certificate's date is
# judged apart: see marks_of.
COLUMNS: dict[str, dict[str, str]] = {
    PERSON: {**dict.fromkeys(IDENTITY, "biography"), **PERSON_FIELDS},
    CANDIDATE: CANDIDATE_FIELDS,
    RELATIVE: dict.fromkeys(
        ("full_name", "birth_year", "occupation", "residence", "is_member", "is_alive", "is_adult"), "relatives"
    ),
    ELIGIBILITY: dict.fromkeys(
        (
            "citizen",
            "education",
            "special_area",
            "prestigious",
            "left_on",
            "expunged_on",
            "readmitted_before",
            "child_born_on",
            "generations",
        ),
        "eligibility",
    ),
    INTRODUCTION: {"together_since": "introductions"},
    CEREMONY: {"dated": ""},
    PAPER: {"number": "", "dated": "", "signed_by": ""},
    DECISION: {"number": "", "signed_by": ""},
    OPINION: {"asked": "", "summary": ""},
}
MODELS: dict[str, type[models.Model]] = {
    PERSON: Person,
    CANDIDATE: Candidate,
    RELATIVE: Relative,
    ELIGIBILITY: Eligibility,
    INTRODUCTION: Introduction,
    CEREMONY: Decision,
    PAPER: Paper,
    DECISION: Decision,
    OPINION: Opinion,
}
PROFILE = (PERSON, CANDIDATE, RELATIVE)
# Recorded by the cell at no step of its own.
BY_THE_CELL = (*PROFILE, ELIGIBILITY, INTRODUCTION)
# Only where they hold something: a path's day belongs to the path, months together to a member.
NEVER_EMPTY = frozenset({"left_on", "child_born_on", "together_since"})
NOT_KNOWN = gettext_lazy("Choose a fact of this file; tallies, outcomes and whatever a vote decided are not corrected.")


@dataclass
class Correctable:
    """One column of one row of a case's record."""

    table: str
    row: Any
    field: str

    @property
    def key(self) -> str:
        return f"{self.table}.{self.row.pk}.{self.field}"

    @property
    def column(self) -> Any:
        return self.row._meta.get_field(self.field)

    @property
    def value(self) -> str:
        return as_text(getattr(self.row, self.field))

    @property
    def label(self) -> str:
        return str(self.column.verbose_name)


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return value.isoformat() if isinstance(value, datetime.date) else "" if value is None else str(value)


def rows_of(case: Case) -> dict[str, list[Any]]:
    """Every row of the record of which a fact may be corrected. Six statements."""
    decisions = list(Decision.objects.filter(case=case).order_by("pk"))
    introductions = Introduction.objects.filter(case=case, replaced_at__isnull=True)
    return {
        PERSON: [case.candidate.person],
        CANDIDATE: [case.candidate],
        RELATIVE: list(current_relatives(case.candidate)),
        PAPER: list(Paper.objects.filter(case=case).select_related("task").order_by("pk")),
        ELIGIBILITY: list(Eligibility.objects.filter(case=case).order_by("-pk")[:1]),
        INTRODUCTION: list(introductions.select_related("introducer").order_by("pk")),
        DECISION: [one for one in decisions if one.number or one.signed_by],
        CEREMONY: [one for one in decisions if one.outcome == "held"],
        OPINION: list(Opinion.objects.filter(case=case).select_related("task").order_by("pk")),
    }


def all_of(case: Case) -> list[Correctable]:
    """What may be corrected in a case, in the order of its record."""
    rows = rows_of(case)
    found = [Correctable(table, row, field) for table, kept in rows.items() for row in kept for field in COLUMNS[table]]
    # The day of a resolution chose the rules and the roll by which its vote was judged.
    voted = {one.task_id for one in rows[DECISION] if one.body_size is not None}
    return [one for one in found if not _is_fixed(one, voted)]


def _is_fixed(one: Correctable, voted: Collection[int | None]) -> bool:
    if one.table == PAPER:
        return one.field == "dated" and one.row.task_id in voted
    return one.field in NEVER_EMPTY and not one.value


def column_of(table: str, field: str) -> Any:
    return MODELS[table]._meta.get_field(field)


def found(case: Case, fact: str) -> Correctable | None:
    """The fact of this case by its name, with its row; None where the record doesn't hold it, or no longer."""
    return next((one for one in all_of(case) if one.key == fact), None)


_TITLES: dict[str, Callable[[Any], Any]] = {
    PAPER: lambda row: f"{papers.title(row.code)} ({row.code})",
    ELIGIBILITY: lambda row: _("Eligibility"),
    INTRODUCTION: lambda row: _("Introduction by %(name)s") % {"name": row.introducer or row.organisation},
    CEREMONY: lambda row: _("Ceremony"),
    DECISION: lambda row: _("Decision at the step %(step)s") % {"step": step_label(row.step)},
    OPINION: lambda row: _("Opinion of %(asked)s") % {"asked": row.asked},
    RELATIVE: lambda row: f"{row.full_name} ({row.get_relation_display()})",
}


def title_of(one: Correctable) -> str:
    """Of the row: what a person calls it."""
    title = _TITLES.get(one.table, lambda _row: _("Profile"))
    return str(title(one.row))


def step_label(step: str) -> str:
    try:
        return str(step_node(step).task_title)
    except KeyError:
        return step


def seat_of(case: Case, one: Correctable) -> tuple[str, int]:
    """The (capability, unit id) at which the fact was recorded: of the profile, the cell's; of a step, the step's
    seat as this case has it now."""
    step = "" if one.table in BY_THE_CELL else _step_of(one)
    try:
        node = step_node(step)
    except KeyError:
        return roles.PREPARE_FILE, case.unit_id
    unit_id = node.place.unit_of(case)
    return (node.capability, unit_id) if unit_id is not None else (roles.PREPARE_FILE, case.unit_id)


def _step_of(one: Correctable) -> str:
    if one.table in (DECISION, CEREMONY):
        return str(one.row.step)
    return one.row.task.step if one.row.task else ""


def deciders(case: Case, recorded_at: int) -> list[tuple[str, int]]:
    """The seats that may decide on a correction of what was recorded at this unit: the committee above it, the bloc's
    organisation board, and the standing committee above both."""
    above = [(roles.APPRAISE_BLOC, case.bloc_id), (roles.DECIDE_BLOC, case.bloc_id)]
    if case.committee_id and recorded_at in (case.unit_id, case.department_id):
        above.insert(0, (roles.APPROVE_GRASSROOTS, case.committee_id))
    return above


def parsed(one: Correctable, text: str, today: datetime.date) -> Any:
    """The new value as the column holds it. Raises InvalidFacts with a sentence for the field `value`."""
    text = text.strip()
    if isinstance(one.column, models.BooleanField):
        return _parsed_answer(text)
    if isinstance(one.column, models.DateField) and (text or one.field in NEVER_EMPTY or not one.column.null):
        return _parsed_day(text, today)
    if one.column.choices:
        return _parsed_choice(one, text)
    if not text and (one.field in REQUIRED or one.field in NEVER_EMPTY or not one.column.blank):
        raise InvalidFacts.of("value", _("This can't be left empty."))
    if one.column.max_length and len(text) > one.column.max_length:
        sentence = _("At most %(most)s characters fit here.") % {"most": localize(one.column.max_length)}
        raise InvalidFacts.of("value", sentence)
    if one.field == "full_name":
        text = composed(text)
        if not is_name(text):
            raise InvalidFacts.of("value", NO_NAME)
    try:
        value = one.column.clean(text or (None if one.column.null else ""), one.row)
    except ValidationError as error:
        raise InvalidFacts({"value": error.messages}) from error
    if one.field == "birth_year" and value and not 1880 <= value <= today.year:
        raise InvalidFacts.of("value", _("Write a year between 1880 and this year."))
    return value


def _parsed_answer(text: str) -> bool:
    answers = {"1": True, "": False, "yes": True, "no": False, "có": True, "không": False}
    if text.lower() not in answers:
        raise InvalidFacts.of("value", _("Write yes or no."))
    return answers[text.lower()]


def _parsed_choice(one: Correctable, text: str) -> str:
    """By its label, as the page shows it, or by its code."""
    for code, label in one.column.flatchoices:
        if text.casefold() in (code.casefold(), str(label).casefold()):
            return str(code)
    labels = "; ".join(str(label) for _code, label in one.column.flatchoices)
    raise InvalidFacts.of("value", _("Write one of: %(labels)s.") % {"labels": labels})


def _parsed_day(text: str, today: datetime.date) -> datetime.date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            day = datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
        if not datetime.date(1900, 1, 1) <= day <= today:
            raise InvalidFacts.of("value", _("The date lies in the future, or before 1900. Check it."))
        return day
    raise InvalidFacts.of("value", _("Write the date as day/month/year, such as 05/09/2026."))
