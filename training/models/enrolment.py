from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.models.training_class import Session, TrainingClass


class Enrolment(models.Model):
    """A case that waits for the course has a place in a class. Which person it is, the case says."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("enrolled")
        WITHDRAWN = "withdrawn", _("taken out")
        PASSED = "passed", _("passed")
        NOT_PASSED = "not_passed", _("not passed")
        # The class was cancelled.
        CANCELLED = "cancelled", _("class cancelled")

    class Grade(models.TextChoices):
        EXCELLENT = "excellent", _("excellent")
        GOOD = "good", _("good")
        SATISFACTORY = "satisfactory", _("satisfactory")
        FAILED = "failed", _("failed")

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="enrolments")
    case = models.ForeignKey("admission_flow.Case", on_delete=models.PROTECT, related_name="enrolments")
    task = models.ForeignKey(
        "admission_flow.Task",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The step that waited for the course when the case was enrolled."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ENROLLED)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(_("enrolled at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    grade = models.CharField(_("grade"), max_length=15, choices=Grade.choices, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        default_permissions = ()
        constraints = [
            # A case waits for one course at a time, so this is one live enrolment of its step too.
            models.UniqueConstraint(fields=["case"], condition=Q(state="enrolled"), name="enrolment_one_live_a_case"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason=""),
                name="enrolment_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["passed", "not_passed"])
                | Q(state="passed", grade__in=["excellent", "good", "satisfactory"])
                | Q(state="not_passed", grade="failed"),
                name="enrolment_ends_by_its_grade",
            ),
        ]
        indexes = [models.Index(F("case"), F("id"), name="enrolment_of_case")]

    def __str__(self) -> str:
        return f"{self.training_class_id}.{self.case_id}"

    @property
    def is_live(self) -> bool:
        return self.state == self.State.ENROLLED


class Attendance(models.Model):
    """Whether an enrolled person was at a session."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField(_("present"))
    reason = models.CharField(_("reason of the absence"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "session"], name="attendance_once_a_session"),
            models.CheckConstraint(condition=Q(present=False) | Q(reason=""), name="attendance_absent_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}.{self.session_id}"
