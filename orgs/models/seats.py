from __future__ import annotations

import datetime
from collections.abc import Collection

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from orgs.models.spans import DateSpan
from orgs.models.units import Unit


class Seat(models.Model):
    """A role held at a unit for a term. Its dates are asked at the moment of acting."""

    class Role(models.TextChoices):
        SECRETARY = "secretary", _("secretary")
        STANDING_DEPUTY = "standing_deputy", _("standing deputy secretary")
        DEPUTY = "deputy", _("deputy secretary")
        STANDING_MEMBER = "standing_member", _("standing-committee member")
        COMMITTEE_MEMBER = "committee_member", _("committee member")
        ORGANISATION_BOARD = "organisation_board", _("organisation board")
        OFFICER = "officer", _("committee officer")
        TRAINING_CENTRE = "training_centre", _("training centre")
        OFFICE = "office", _("committee office")
        INSPECTION = "inspection", _("inspection commission")

    person = models.ForeignKey("orgs.Person", on_delete=models.PROTECT, related_name="seats", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True, help_text=_("Last day of the term."))
    paper = models.CharField(_("by which paper"), max_length=100, blank=True)

    # Annotated by orgs.access, and there only: by which delegation somebody else acts from this seat, and what
    # guardian's rows give its holder and, of what is delegated, the delegate.
    delegation_id: int | None = None
    granted: list[str]
    delegated: list[str]
    rows: list[str]

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="seat_dates_in_order"
            ),
            ExclusionConstraint(
                name="seat_held_once_on_a_day",
                violation_error_message=_("This person already holds this seat on some of these days."),
                expressions=[
                    ("person", "="),
                    ("unit", "="),
                    ("role", "="),
                    (DateSpan("starts", "ends", RangeBoundary(True, True)), "&&"),
                ],
            ),
            ExclusionConstraint(
                name="seat_one_secretary_on_a_day",
                violation_error_message=_("Somebody holds this seat on some of these days. End that term first."),
                expressions=[("unit", "="), (DateSpan("starts", "ends", RangeBoundary(True, True)), "&&")],
                condition=Q(role="secretary"),
            ),
        ]
        indexes = [models.Index(fields=["unit", "role", "starts"]), models.Index(fields=["person", "starts"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """The verbs refuse in their own words what the table would; of a half-filled form Django can't ask it."""

    def in_force(self, day: datetime.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


class UnitPermission(UserObjectPermissionBase):
    """guardian's row for one account, one capability, one unit: necessary for acting, not sufficient."""

    # A reverse name that is not hidden: guardian finds the table of a model's permissions by it.
    content_object = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="permissions")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("permission at a unit")
        verbose_name_plural = _("permissions at units")
        indexes = [models.Index(fields=["content_object", "permission"])]


class Grant(models.Model):
    """Why a permission at a unit was given, from which seat, and when and why it was taken away."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="grants", verbose_name=_("seat"))
    capability = models.CharField(_("capability"), max_length=30)
    granted_at = models.DateTimeField(_("granted at"))
    granted_by = models.ForeignKey(
        "orgs.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    reason = models.CharField(_("reason"), max_length=200)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        "orgs.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("revoked by")
    )
    revoked_reason = models.CharField(_("reason of revoking"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "capability"], condition=Q(revoked_at__isnull=True), name="grant_once_per_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.capability} ({self.seat})"
