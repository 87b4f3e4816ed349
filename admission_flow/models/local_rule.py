from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class LocalRule(models.Model):
    """What the bloc asks beside the regulation, from a day on. Never changed: it is ended, and another one begins."""

    class Where(models.TextChoices):
        NOMINATION = "nomination", _("at the nomination")
        CONSIDERATION = "consideration", _("when the cell considers the admission")
        BOTH = "both", _("at the nomination and when the cell considers the admission")

    class Kind(models.TextChoices):
        JUDGEMENT = "judgement", _("somebody judges whether it is met")
        PAPER = "paper", _("a paper has to be in the file")

    # The form code of its paper too, where it asks for one: no longer than Paper.code.
    code = models.SlugField(_("code"), max_length=15, db_index=False)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    asks_vi = models.CharField(_("what is asked, in Vietnamese"), max_length=500)
    asks_en = models.CharField(_("what is asked, in English"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, help_text=_("Number and date of the paper that asks it."))
    where = models.CharField(_("where it is asked"), max_length=15, choices=Where.choices, default=Where.BOTH)
    kind = models.CharField(_("how it is met"), max_length=10, choices=Kind.choices)
    paper = models.CharField(_("name of the paper"), max_length=200, blank=True)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("last day in force"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("local rule")
        verbose_name_plural = _("local rules")
        ordering = ["in_force_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
                name="local_rule_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="judgement", paper="") | Q(kind="paper") & ~Q(paper=""), name="local_rule_names_paper"
            ),
            ExclusionConstraint(
                name="local_rule_code_once_a_day",
                expressions=[
                    (F("code"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("in_force_from"),
                            F("in_force_until"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @classmethod
    def on(cls, day: datetime.date) -> models.QuerySet[LocalRule]:
        """In force on that day."""
        ended = Q(in_force_until__isnull=False, in_force_until__lt=day)
        return cls.objects.filter(in_force_from__lte=day).exclude(ended)
