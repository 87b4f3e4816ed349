"""The verification of a biography: what was asked of whom, when it was called to mind, and what came back.

Rows are added and never edited; where a person stands is derived from them (rules/requests.py).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.case import Case
from admission_flow.models.file import Relative


class VerificationRequest(models.Model):
    """A letter to one authority about one person in scope. A letter about several persons makes several rows.

    One that takes another further up (`escalates`) goes to the organisation board of the committee immediately above
    and has its reason.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="verification_requests")
    task = models.ForeignKey("admission_flow.Task", on_delete=models.PROTECT, related_name="+")
    relative = models.ForeignKey(
        Relative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the candidate."),
    )
    authority = models.CharField(_("authority asked"), max_length=200)
    number = models.CharField(_("number of the letter"), max_length=50)
    sent_on = models.DateField(_("sent on"))
    escalates = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_further"
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("request of a verification")
        verbose_name_plural = _("requests of verifications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["task", "relative", "authority"],
                name="verification_request_once_an_authority",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(escalates__isnull=True, reason="") | (Q(escalates__isnull=False) & ~Q(reason="")),
                name="verification_request_escalated_with_reason",
            ),
            models.CheckConstraint(condition=~Q(authority=""), name="verification_request_has_its_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.number}"


class VerificationReminder(models.Model):
    """An authority was reminded of a request."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(VerificationRequest, on_delete=models.PROTECT, related_name="reminders")
    reminded_on = models.DateField(_("reminded on"))
    number = models.CharField(_("number of the letter"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("reminder of a verification")
        verbose_name_plural = _("reminders of verifications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["request", "reminded_on"], name="verification_reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}.{self.reminded_on}"


class Verification(models.Model):
    """One person in the scope of verification: waived by rule, or what an authority answered about this person."""

    class Status(models.TextChoices):
        WAIVED = "waived", _("waived")
        CLEAR = "clear", _("answered, clear")
        NOT_CLEAR = "not_clear", _("answered, not clear")
        REFUSED = "refused", _("refused to answer")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="verifications")
    task = models.ForeignKey("admission_flow.Task", on_delete=models.PROTECT, related_name="+")
    relative = models.ForeignKey(
        Relative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the candidate."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    authority = models.CharField(_("answered by"), max_length=200, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    request = models.OneToOneField(
        VerificationRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="reply"
    )
    improper = models.BooleanField(
        _("refused because of a person outside the list"),
        default=False,
        help_text=_("Such a refusal is improper and may be escalated."),
    )

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["task", "relative"],
                condition=Q(request__isnull=True),
                name="verification_once_a_person_without_request",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(status="waived", request__isnull=True, answered_on__isnull=True, relative__isnull=False)
                | (~Q(status="waived") & Q(answered_on__isnull=False)),
                name="verification_answered_on_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | (Q(request__isnull=False) & ~Q(note="")),
                name="verification_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(improper=False) | Q(status="refused"), name="verification_improper_is_a_refusal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.status}"
