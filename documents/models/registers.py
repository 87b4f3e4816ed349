"""The registers of a unit's outgoing papers: one a kind of paper and year, numbered without a gap."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Register(models.Model):
    """A register. `last` is the last number drawn; its row is locked from the draw to the end of the transaction."""

    class Kind(models.TextChoices):
        RESOLUTION = "NQ", _("resolutions")
        DECISION = "QĐ", _("decisions")
        REPORT = "BC", _("reports")
        MINUTES = "BB", _("minutes")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("register of outgoing papers")
        verbose_name_plural = _("registers of outgoing papers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="register_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.kind}.{self.year}"


class Outgoing(models.Model):
    """A number drawn: whose paper of which day, about what. It stays for good; a number not used is void, with why.

    `symbol` is the number as it stands on the paper, such as 12-NQ/CB. `about` names a case by its number, never a
    person.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(_("number"))
    symbol = models.CharField(_("number and symbol"), max_length=50)
    dated = models.DateField(_("date"))
    about = models.CharField(_("about"), max_length=200)
    signed_by = models.CharField(_("signed by"), max_length=150)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("void since"), null=True)
    void_reason = models.CharField(_("why void"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing paper")
        verbose_name_plural = _("outgoing papers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="number_drawn_once"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                name="void_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol
