from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.case import Case


class Repair(models.Model):
    """A fault found in a case and how it is to be mended: proposed by one administrator, applied by another.

    `fault` is a kind of soundness/faults.py and `told` what was found; `person` takes the seat where nobody holds it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPLIED = "applied", _("applied")
        DECLINED = "declined", _("declined")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="repairs", verbose_name=_("case"))
    fault = models.CharField(_("fault"), max_length=20)
    told = models.JSONField(default=dict, blank=True)
    person = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        default_permissions = ("view",)
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fault"], condition=Q(state="proposed"), name="repair_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="repair_decided_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="repair_by_two_pairs_of_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.fault}"
