from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractTask
from viewflow.workflow.status import STATUS

from admission_flow.models.case import Case


class Task(AbstractTask):
    """One step of one case, seated at a unit, with the times we trust and the day it is due."""

    class DueKind(models.TextChoices):
        LEGAL = "legal", _("by regulation")
        TARGET = "target", _("the office's own")

    # viewflow's columns that we replace or never use; the generic key's two NULL columns can't be removed.
    created = assigned = started = finished = scheduled = external_task_id = owner_permission = None
    data = seed = artifact = previous = None

    objects: ClassVar[models.Manager[Task]] = models.Manager()

    owner_permission_content_type = models.ForeignKey(
        "contenttypes.ContentType", on_delete=models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )

    process = models.ForeignKey(Case, on_delete=models.PROTECT, verbose_name=_("case"))
    status = models.CharField(_("status"), choices=STATUS.choices, default=STATUS.NEW, max_length=10)
    cause = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text=_("Opened by this.")
    )
    step = models.CharField(_("step"), max_length=30)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="tasks", verbose_name=_("seated at"))
    capability = models.CharField(_("capability"), max_length=30)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("taken by"),
    )
    outcome = models.CharField(_("outcome"), max_length=30, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    first_seen_at = models.DateTimeField(_("first seen at"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_kind = models.CharField(_("due by"), max_length=10, choices=DueKind.choices, blank=True)
    due_rule = models.CharField(_("rule of the due date"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status=STATUS.NEW, done_at__isnull=True)
                | (~Q(status=STATUS.NEW) & Q(done_at__isnull=False)),
                name="task_done_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["process", "step"], condition=Q(status=STATUS.NEW), name="task_one_open_per_step"
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "capability", "due_on", "id"], condition=Q(status=STATUS.NEW), name="task_inbox"
            ),
            models.Index(F("process"), F("id"), name="task_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.process_id}.{self.step}"

    @property
    def is_open(self) -> bool:
        return bool(self.status == STATUS.NEW)


class StepTarget(models.Model):
    """The office's own target for a step in working days; shown as its own ("nội bộ"), never as law."""

    step = models.CharField(_("step"), max_length=30, primary_key=True)
    working_days = models.PositiveSmallIntegerField(_("working days"))

    class Meta:
        verbose_name = _("step target")
        verbose_name_plural = _("step targets")

    def __str__(self) -> str:
        return f"{self.step}: {self.working_days}"
