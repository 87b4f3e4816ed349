from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.case import LONGEST_TEXT, Case


class Correction(models.Model):
    """A recorded fact said to be wrong, and what somebody else decided on it. The value before is kept here.

    `table`, `row` and `field` name the fact (see decisions/correctable.py); values are text, dates as 2026-11-25.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("case"))
    table = models.CharField(max_length=20)
    row = models.BigIntegerField()
    field = models.CharField(max_length=30)
    old_value = models.TextField(_("recorded as"), blank=True)
    new_value = models.TextField(_("correct is"), max_length=LONGEST_TEXT, blank=True)
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_under = models.ForeignKey(
        "orgs.Delegation", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_under = models.ForeignKey(
        "orgs.Delegation", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "field"],
                condition=Q(decided_at__isnull=True),
                name="correction_one_open_per_fact",
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="correction_by_a_second_pair_of_eyes",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.table}.{self.row}.{self.field}"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Steps to be done again by the act that has just accepted it.
        self.fell: list[str] = []

    @property
    def facts(self) -> dict[str, Any]:
        """As the facts of a decision."""
        return {"again": self.fell}

    @property
    def fact(self) -> str:
        return f"{self.table}.{self.row}.{self.field}"

    @property
    def outcome(self) -> str:
        """As the outcome of the act that wrote it last."""
        if self.accepted is None:
            return "proposed"
        return "accepted" if self.accepted else "refused"
