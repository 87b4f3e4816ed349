from __future__ import annotations

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from orgs.models.people import Person
from orgs.models.seats import Seat
from orgs.models.spans import MomentSpan

# LEAST passes over what is NULL.
_LAST_MOMENT = Greatest(F("starts_at"), Least(F("ends_at"), F("ended_at")))


class Delegation(models.Model):
    """What the holder of a seat, while away, lets somebody else do from it. Asked anew at the moment of each act.

    It holds from `starts_at` up to and not including `ends_at`, or `ended_at` where it was ended by hand; and never
    longer than the seat, and what the seat gives. It hangs on a seat, so that nobody hands on what was handed to them.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("seat"))
    delegate = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="delegations_taken", verbose_name=_("delegate")
    )
    capabilities = ArrayField(models.CharField(max_length=30), verbose_name=_("what is delegated"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    reason = models.CharField(_("reason"), max_length=200)
    paper = models.CharField(_("by which paper"), max_length=100, blank=True)
    made_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    ended_by = models.ForeignKey(
        "orgs.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_reason = models.CharField(_("reason of ending"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        default_permissions = ()
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(capabilities=[]), name="delegation_of_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="delegation_ended_by_somebody_for_a_reason",
            ),
            # One that was ended before it began lasted for no time at all.
            ExclusionConstraint(
                name="delegation_once_at_a_time",
                expressions=[
                    ("seat", "="),
                    ("delegate", "="),
                    (MomentSpan(F("starts_at"), _LAST_MOMENT), "&&"),
                ],
            ),
        ]
        indexes = [models.Index(fields=["delegate", "ends_at"], name="delegation_of_delegate")]

    def __str__(self) -> str:
        return f"{self.seat_id} → {self.delegate_id}"

    @property
    def until(self) -> datetime.datetime:
        """The moment from which on it no longer holds."""
        return min(self.ends_at, self.ended_at) if self.ended_at else self.ends_at

    def holds(self, at: datetime.datetime) -> bool:
        """As far as its own times go; whether the seat still gives what was delegated, `orgs.access` asks."""
        return self.starts_at <= at < self.until
