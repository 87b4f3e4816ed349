"""What an administrator may look at and keep. Cases and decisions are written by verbs only, so here they are read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import models as viewflow_models

from admission_flow import admin_of_rules, calendar_admin
from admission_flow.flows import step_node
from admission_flow.models import Case, Deadline, Decision, Eligibility, Judgement, Repair, StepTarget, Task
from admission_flow.soundness.admin import RepairAdmin
from admission_flow.wording import deadline_label, outcome_label
from admission_flow.wording.clock import arithmetic
from admission_flow.wording.eligibility import JUDGEMENT_LABELS
from journal.admin import ReadOnly, Recorded

__all__ = ["admin_of_rules", "calendar_admin"]  # registers its own pages

# viewflow registers its own, empty tables; nothing of ours is in them.
admin.site.unregister([viewflow_models.Process, viewflow_models.Task])
admin.site.register(Repair, RepairAdmin)


class StepTitle:
    """`step_title`: a row's step in the words of the pages; what belongs to the whole case keeps its code."""

    @admin.display(description=_("step"), ordering="step")
    def step_title(self, row: Any) -> str:
        try:
            return str(step_node(row.step).task_title)
        except KeyError:
            return str(row.step)


@admin.register(Case)
class CaseAdmin(ReadOnly):
    list_display = fields = ("number", "unit", "route", "status", "outcome", "opened_at", "closed_at")
    list_filter = ("status", "outcome", "route")
    search_fields = ("number",)
    list_select_related = ("unit",)


@admin.register(Task)
class TaskAdmin(StepTitle, ReadOnly):
    list_display = fields = (
        "process",
        "step_title",
        "unit",
        "status",
        "opened_at",
        "first_seen_at",
        "claimed_at",
        "done_at",
        "due_on",
    )
    list_filter = ("status", "step")
    list_select_related = ("process", "unit")


@admin.register(Decision)
class DecisionAdmin(StepTitle, ReadOnly):
    list_display = fields = ("case", "step_title", "outcome_words", "dated", "number", "regulation", "decided_by", "at")
    list_filter = ("step", "outcome")
    list_select_related = ("case", "regulation", "decided_by__person")

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_words(self, row: Decision) -> str:
        return outcome_label(row.outcome)


@admin.register(Eligibility)
class EligibilityAdmin(ReadOnly):
    """That facts were recorded, and by whom; the facts are the person's and belong to the file."""

    list_display = fields = ("case", "recorded_by", "at")
    list_select_related = ("case", "recorded_by__person")


@admin.register(Judgement)
class JudgementAdmin(ReadOnly):
    """Without its note, which belongs to the file."""

    list_display = fields = ("case", "check_words", "met", "judged_by", "at")
    list_filter = ("met",)
    list_select_related = ("case", "judged_by__person")

    @admin.display(description=_("check"), ordering="check_name")
    def check_words(self, row: Judgement) -> str:
        return str(JUDGEMENT_LABELS.get(row.check_name, row.check_name))


@admin.register(Deadline)
class DeadlineAdmin(ReadOnly):
    list_display = ("case", "term", "runs_from", "working_days", "extended_by", "due_on", "met_on", "regulation")
    fields = (*list_display, "arithmetic")
    list_select_related = ("case", "regulation")

    @admin.display(description=_("rule"), ordering="rule")
    def term(self, row: Deadline) -> str:
        return deadline_label(row.rule)

    @admin.display(description=_("how it is counted"))
    def arithmetic(self, row: Deadline) -> str:
        """Without the reasons of a hold or an extension: they belong to the file, and an administrator sees none."""
        lines = arithmetic(row, row.changes.order_by("pk"), reasons=False)
        shown = ((one.text, _("(to confirm)") if one.to_confirm else "") for one in lines)
        return format_html_join("", "<div>{} {}</div>", shown)


@admin.register(StepTarget)
class StepTargetAdmin(StepTitle, Recorded):
    list_display = ("step_title", "working_days")
    list_display_links = None
    list_editable = ("working_days",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
