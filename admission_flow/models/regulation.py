from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Regulation(models.Model):
    """One generation of the rules. In force from its day until the next one's, so every day has exactly one.

    `parameters` maps a name to {"value", "unit", "source", "confidence"}; see rules/parameters.py.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    in_force_from = models.DateField(_("in force from"), unique=True)
    parameters = models.JSONField(_("parameters"))

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        ordering = ["in_force_from"]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def on(cls, day: datetime.date) -> Regulation:
        """The generation in force on a day. Raises DoesNotExist before the first one."""
        found = cls.objects.filter(in_force_from__lte=day).order_by("-in_force_from").first()
        if found is None:
            raise cls.DoesNotExist(f"no regulation is known for {day:%d/%m/%Y}")
        return found
