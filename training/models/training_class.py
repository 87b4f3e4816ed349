from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_PLACES, MOST_PERIODS = 500, 20


class TrainingClass(models.Model):
    """A class of the training centre, with its programme of sessions. Its row is the lock of all that belongs to it."""

    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("awareness class")
        NEW_MEMBER = "new_member", _("new-member class")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        # From the first attendance on.
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="classes", verbose_name=_("bloc"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=30)
    name = models.CharField(_("name"), max_length=150)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=200)
    capacity = models.PositiveSmallIntegerField(
        _("places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    asks_percent = models.PositiveSmallIntegerField(
        _("attendance asked, in percent of the periods"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        default=80,
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    # Counted up with each change, so that each is told of.
    revision = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("planned at"))
    # Closed or cancelled.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason of the cancellation"), max_length=500, blank=True)
    # Of the certificates.
    issued_on = models.DateField(_("certificates issued on"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="class_number_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="class_days_in_order"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES, asks_percent__gte=1, asks_percent__lte=100),
                name="class_numbers_within",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "running"], ended_at__isnull=True, ended_by__isnull=True)
                | Q(state__in=["closed", "cancelled"], ended_at__isnull=False, ended_by__isnull=False),
                name="class_ended_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(reason="") | ~Q(state="cancelled") & Q(reason=""),
                name="class_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", issued_on__gte=F("ends")) & ~Q(signed_by="")
                | ~Q(state="closed") & Q(issued_on__isnull=True, signed_by=""),
                name="class_closed_with_certificates",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "starts"], name="class_list")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = 0  # How many have a place, where a list has counted them.

    def __str__(self) -> str:
        return self.number

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PLANNED, self.State.RUNNING)


class Session(models.Model):
    """One half-day of a class. A trigger holds its day within those of the class."""

    class Half(models.TextChoices):
        MORNING = "morning", _("morning")
        AFTERNOON = "afternoon", _("afternoon")

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField(_("day"))
    half = models.CharField(_("half-day"), max_length=10, choices=Half.choices)
    title = models.CharField(_("subject"), max_length=200)
    periods = models.PositiveSmallIntegerField(
        _("periods"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PERIODS)]
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()
        # Afternoon comes before morning in the alphabet.
        ordering = ["day", "-half"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "day", "half"], name="session_one_a_half_day"),
            models.CheckConstraint(
                condition=Q(periods__gte=1, periods__lte=MOST_PERIODS) & ~Q(title=""), name="session_has_its_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id}.{self.day}.{self.half}"
