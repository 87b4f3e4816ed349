"""A sitting of a body: when, where, who sits on it, who was there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from admission_flow.rules.tallies import ABSENCES
from admission_flow.wording.votes import ABSENCES as ABSENCE_WORDS
from orgs.models import Seat


class Meeting(models.Model):
    """Called, open from the roll to the last item, closed for good; or cancelled.

    `version` rises with every change, so that what somebody closes is what they saw.
    """

    class Status(models.TextChoices):
        CALLED = "called", _("called")
        OPEN = "open", _("in session")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    class Voting(models.TextChoices):
        CARDS = "cards", _("show of cards")
        SECRET = "secret", _("secret ballot on paper")
        OPEN_HERE = "open", _("open ballot in the system")
        SECRET_HERE = "sealed", _("secret ballot in the system")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("body"))
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200)
    voting = models.CharField(_("form of voting"), max_length=10, choices=Voting.choices, default=Voting.CARDS)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.CALLED)
    version = models.PositiveIntegerField(default=1)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("called at"))
    opened_at = models.DateTimeField(_("opened at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    chair = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("chair")
    )
    secretary = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("secretary of the meeting")
    )
    minutes_number = models.ForeignKey("documents.Outgoing", on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.TextField(_("minutes"), blank=True)
    cancelled_because = models.CharField(_("why cancelled"), max_length=300, blank=True)

    # The forms of voting whose count the system takes itself.
    IN_THE_SYSTEM = (Voting.OPEN_HERE, Voting.SECRET_HERE)

    # For whom it was read (meetings.access): whether they run it, and see who is on its agenda.
    runs = names = False
    # By which seat the act under way is done; set by taking_up.
    run_from: Seat | None = None

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        default_permissions = ()
        indexes = [models.Index(fields=["unit", "-starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False, chair__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="meeting_closed_with_chair",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["called", "cancelled"]) | Q(opened_at__isnull=False),
                name="meeting_opened_before_closed",
            ),
            models.CheckConstraint(
                condition=Q(chair__isnull=True) | ~Q(chair=F("secretary")), name="chair_is_not_secretary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.starts_at:%Y-%m-%d}"


class Attendee(models.Model):
    """One of the roll, which was frozen when the meeting was opened: in which seat, and whether there.

    `present` is None until it is recorded; `absence` is the reason of who is not there.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="roll")
    person = models.ForeignKey("orgs.Person", on_delete=models.PROTECT, related_name="+")
    # A committee's role at that time; empty for a member of a cell.
    role = models.CharField(_("role"), max_length=30, blank=True)
    place = models.PositiveSmallIntegerField(_("place on the roll"))
    present = models.BooleanField(_("present"), null=True)
    absence = models.CharField(
        _("reason of absence"), max_length=15, blank=True, choices=[(key, ABSENCE_WORDS[key]) for key in ABSENCES]
    )
    teller = models.BooleanField(_("teller"), default=False)

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        default_permissions = ()
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="on_the_roll_once"),
            models.CheckConstraint(
                condition=(Q(present=False) & ~Q(absence="")) | (~Q(present=False) & Q(absence="")) | Q(present=None),
                name="absent_with_reason",
            ),
            models.CheckConstraint(condition=Q(teller=False) | Q(present=True), name="teller_is_present"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.place}"
