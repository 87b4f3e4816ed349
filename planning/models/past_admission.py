"""An admission that was over before the system came, as the office's own papers have it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PastAdmission(models.Model):
    """What the papers say, and no more: no step, no vote and no act, since nobody recorded them. It is no Case."""

    class Outcome(models.TextChoices):
        PROBATION = "", _("on probation when it was recorded")
        RECOGNISED = "recognised", _("recognised as official member")
        STRUCK_OFF = "struck_off", _("struck off the list")
        MOVED = "moved", _("moved to another organisation")
        DIED = "died", _("died")
        LEFT = "left", _("left the Party")

    objects: ClassVar[models.Manager[PastAdmission]] = models.Manager()

    person = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, related_name="past_admissions", verbose_name=_("person")
    )
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    register = models.ForeignKey("orgs.Register", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number of the admission decision"), max_length=50)
    decided_on = models.DateField(_("day of the admission decision"))
    ceremony_on = models.DateField(_("day of the ceremony"), null=True, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=12, choices=Outcome.choices, blank=True)
    # Of a recognition: the decision, and since when the member is official.
    recognised_number = models.CharField(_("number of the recognition decision"), max_length=50, blank=True)
    ended_on = models.DateField(_("ended on, or official since"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("admission of past years")
        verbose_name_plural = _("admissions of past years")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "decided_on"], name="past_admission_once"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_on__isnull=True) | (~Q(outcome="") & Q(ended_on__gte=F("decided_on"))),
                name="past_admission_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ceremony_on__isnull=True) | Q(ceremony_on__gte=F("decided_on")),
                name="past_admission_ceremony_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(recognised_number="") | Q(outcome="recognised"),
                name="past_admission_number_of_recognition",
            ),
        ]
        indexes = [models.Index(fields=["unit", "decided_on"]), models.Index(fields=["unit", "ended_on"])]

    def __str__(self) -> str:
        return f"{self.number}, {self.decided_on:%d/%m/%Y}"
