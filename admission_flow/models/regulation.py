from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Regulation(models.Model):
    """One edition of one generation of the rules, for acts dated from `from_day` on.

    A generation (`code`) is in force from its day until the next one's. Its newest edition that counts from a day or
    from before is what that day is judged by, so every day since 01/01/2010 has exactly one. What a decision has used
    is never changed: a value is confirmed or corrected by a further edition.

    `parameters` maps each name of rules/parameters.py to {"value", "source", "confidence"}.
    """

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    in_force_from = models.DateField(_("in force from"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    from_day = models.DateField(_("for acts from"), help_text=_("This edition judges acts dated from this day on."))
    parameters = models.JSONField(_("parameters"))
    why = models.TextField(_("why this edition"), blank=True)
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
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        ordering = ["in_force_from", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="regulation_edition_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="regulation_editions_from_one"),
            models.CheckConstraint(
                condition=Q(edition=1, from_day=F("in_force_from"))
                | Q(edition__gt=1, from_day__gte=F("in_force_from")),
                name="regulation_first_edition_from_its_first_day",
            ),
            # A generation has one day on which it came into force, and a day begins one generation.
            ExclusionConstraint(
                name="regulation_one_day_a_generation", expressions=[(F("code"), "="), (F("in_force_from"), "<>")]
            ),
            ExclusionConstraint(
                name="regulation_one_generation_a_day", expressions=[(F("in_force_from"), "="), (F("code"), "<>")]
            ),
        ]

    def __str__(self) -> str:
        return self.code if self.edition == 1 else f"{self.code} ({self.edition})"

    @classmethod
    def on(cls, day: datetime.date) -> Regulation:
        """What an act of that day is judged by. Raises DoesNotExist before the first generation."""
        found = (
            cls.objects.filter(in_force_from__lte=day, from_day__lte=day).order_by("-in_force_from", "-edition").first()
        )
        if found is None:
            raise cls.DoesNotExist(f"no regulation is known for {day:%d/%m/%Y}")
        return found
