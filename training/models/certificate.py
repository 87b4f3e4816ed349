from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.models.enrolment import Enrolment
from training.models.training_class import TrainingClass


class CertificateCounter(models.Model):
    """The last number of a bloc's certificates of a kind in a year; locked after the cases and before the journal."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=TrainingClass.Kind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("counter of certificates")
        verbose_name_plural = _("counters of certificates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year"], name="certificate_counter_one_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.kind}.{self.year}"


class Certificate(models.Model):
    """A certificate that the closing of a class issued. Day and validity stand in the paper of its decision."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="certificate")
    decision = models.OneToOneField("admission_flow.Decision", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=TrainingClass.Kind.choices)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(help_text=_("Its number among those of the kind in the year."))
    number = models.CharField(_("number"), max_length=50)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year", "sequence"], name="certificate_number_once_a_year"),
            models.CheckConstraint(condition=Q(sequence__gte=1) & ~Q(number=""), name="certificate_has_its_number"),
        ]

    def __str__(self) -> str:
        return self.number
