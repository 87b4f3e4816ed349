from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOff(models.Model):
    """A day on which the office's calendar differs from Monday to Friday."""

    day = models.DateField(
        _("day"),
        primary_key=True,
        error_messages={"unique": _("This day is in the calendar already. Change it there.")},
    )
    works = models.BooleanField(_("worked all the same"), default=False, help_text=_("A make-up day on a weekend."))
    name = models.CharField(_("name"), max_length=100)
    to_confirm = models.BooleanField(
        _("to confirm"), default=False, help_text=_("Expected; the Government announces each year's days off.")
    )

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
