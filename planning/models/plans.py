from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit


class Basis(models.TextChoices):
    CONGRESS = "congress", _("set by the congress")
    ASSIGNED = "assigned", _("assigned from above")


class Group(models.TextChoices):
    """Whose admissions a number asks for: all of them, or a part that may overlap with others."""

    ALL = "all", _("all together")
    WOMEN = "women", _("women")
    YOUTH = "youth", _("of Youth Union age")
    MINORITY = "minority", _("of ethnic minorities")
    WORKERS = "workers", _("workers")
    STUDENTS = "students", _("pupils and students")


class Plan(models.Model):
    """How many a unit with all under it is to admit, in a year or in a term: one thread of versions.

    `state` is that of the latest version, whose number is `version`; `in_force` is the version that was approved last.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for approval")
        RETURNED = "returned", _("handed back")
        APPROVED = "approved", _("approved")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("unit"))
    basis = models.CharField(_("kind"), max_length=10, choices=Basis.choices)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    in_force = models.ForeignKey(
        "planning.PlanVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("in force")
    )

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "basis", "first_year", "last_year"], name="plan_one_thread"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years_in_order"),
        ]
        indexes = [models.Index(fields=["first_year", "last_year", "basis"], name="plan_of_years")]

    def __str__(self) -> str:
        return f"{self.unit} {self.years}"

    @property
    def years(self) -> str:
        """ "2026", or "2010–2015" of a term."""
        return str(self.first_year) if self.is_of_year else f"{self.first_year}–{self.last_year}"

    @property
    def years_key(self) -> str:
        """The same as an address has it."""
        return self.years.replace("–", "-")

    @property
    def is_of_year(self) -> bool:
        return self.first_year == self.last_year

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.first_year, 1, 1)

    @property
    def last_day(self) -> datetime.date:
        return datetime.date(self.last_year, 12, 31)


class PlanVersion(models.Model):
    """What was proposed at one time, by the unit itself or adjusted from above, and what became of it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    made_at_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    grounds = models.TextField(_("grounds"), blank=True)
    note = models.TextField(_("what was changed and why"), blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("handed back at"), null=True)
    returned_because = models.TextField(_("reason"), blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    paper_number = models.CharField(_("number of the paper"), max_length=50, blank=True)
    paper_dated = models.DateField(_("date of the paper"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(returned_at__isnull=True), name="plan_version_has_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class Target(models.Model):
    """A number of a version. `part` 0 is the whole of the plan's time; else a quarter of its year, or a year of its
    term."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="targets")
    part = models.PositiveSmallIntegerField(_("part"))
    group = models.CharField(_("of whom"), max_length=10, choices=Group.choices)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["version", "part", "group"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.part} {self.group}: {self.number}"
