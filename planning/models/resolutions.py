from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# More people than the largest bloc has.
MOST_PEOPLE = 1_000_000


class Resolution(models.Model):
    """A resolution of a committee, which the units below it roll out. From its issue on, nothing of it changes."""

    class Scope(models.TextChoices):
        ALL = "all", _("all units directly below")
        CHOSEN = "chosen", _("chosen units")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("in force")
        WITHDRAWN = "withdrawn", _("revoked")
        SUPERSEDED = "superseded", _("superseded")

    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("issued by")
    )
    number = models.CharField(_("number and symbol"), max_length=30)
    dated = models.DateField(_("date of the resolution"))
    title = models.CharField(_("title"), max_length=300)
    about = models.TextField(_("content in brief"), max_length=4000)
    rolled_out_until = models.DateField(_("to be rolled out until"))
    asks_programme = models.BooleanField(_("each unit adopts a programme or plan of its own"), default=False)
    programme_until = models.DateField(_("programme until"), null=True, blank=True)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.ALL)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("name of the file"), max_length=150, blank=True)
    # The programme of action that the issuing unit gives with it.
    programme_file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    programme_file_name = models.CharField(_("name of the programme's file"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    # Counted up with each act on it, so that a form drawn before is known.
    revision = models.PositiveIntegerField(default=0)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("drafted at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("time of issue"), null=True, blank=True)
    # Withdrawn or superseded.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "dated"], condition=~Q(state="withdrawn"), name="resolution_number_once"
            ),
            models.CheckConstraint(
                condition=Q(rolled_out_until__gte=F("dated"))
                & (Q(programme_until__isnull=True) | Q(programme_until__gte=F("dated"))),
                name="resolution_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(asks_programme=True, programme_until__isnull=False)
                | Q(asks_programme=False, programme_until__isnull=True),
                name="resolution_programme_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True, file_name="") | Q(file__isnull=False) & ~Q(file_name=""),
                name="resolution_file_with_its_name",
            ),
            models.CheckConstraint(
                condition=Q(programme_file__isnull=True, programme_file_name="")
                | Q(programme_file__isnull=False) & ~Q(programme_file_name=""),
                name="resolution_programme_file_with_its_name",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_at__isnull=True, issued_by__isnull=True)
                | Q(state="withdrawn")
                | Q(state__in=["issued", "superseded"], issued_at__isnull=False, issued_by__isnull=False),
                name="resolution_issued_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "issued"], ended_at__isnull=True, ended_by__isnull=True, reason="")
                | Q(state__in=["withdrawn", "superseded"], ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(reason=""),
                name="resolution_ended_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "dated"], name="resolution_list")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def was_given_up(self) -> bool:
        """As a draft: it was never issued."""
        return self.state == self.State.WITHDRAWN and self.issued_at is None

    @property
    def state_said(self) -> str:
        return str(_("draft given up")) if self.was_given_up else self.get_state_display()


class ResolutionUnit(models.Model):
    """A unit in the scope of a resolution. Its row is the lock of what that unit records."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="scope_units")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("unit in the scope of a resolution")
        verbose_name_plural = _("units in the scope of a resolution")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["resolution", "unit"], name="resolution_unit_once")]

    def __str__(self) -> str:
        return f"{self.resolution_id}/{self.unit_id}"


class RollOutSession(models.Model):
    """One session at which a unit made a resolution known to one audience. Of several, those present add up."""

    class Audience(models.TextChoices):
        LEADERS = "leaders", _("secretaries and deputies")
        COMMITTEE = "committee", _("committee members")
        MEMBERS = "members", _("party members")
        BOARDS = "boards", _("boards of mass organisations")

    of = models.ForeignKey(ResolutionUnit, on_delete=models.PROTECT, related_name="sessions")
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    present = models.PositiveIntegerField(_("present"))
    due = models.PositiveIntegerField(_("due"))
    # By the records as of the day; None where they say nothing.
    due_known = models.PositiveIntegerField(_("due by the records"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # Of the form that recorded it: a second click is known by it.
    once = models.UUIDField(unique=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))
    # Recorded by mistake: it counts no more.
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("session of a roll-out")
        verbose_name_plural = _("sessions of a roll-out")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(present__lte=F("due"), due__lte=MOST_PEOPLE), name="roll_out_present_within_due"
            ),
            models.CheckConstraint(condition=Q(due__gt=0) | ~Q(note=""), name="roll_out_of_nobody_with_note"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | Q(struck_at__isnull=False) & ~Q(struck_reason=""),
                name="roll_out_struck_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["of", "audience", "held_on"], name="roll_out_of_unit")]

    def __str__(self) -> str:
        return f"{self.of_id}, {self.audience}, {self.held_on}"


class UnitProgramme(models.Model):
    """The unit's own programme or plan by which it carries a resolution out. Once adopted, nothing of it changes."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        ADOPTED = "adopted", _("adopted")

    of = models.OneToOneField(ResolutionUnit, on_delete=models.PROTECT, related_name="programme")
    number = models.CharField(_("number and symbol"), max_length=30)
    dated = models.DateField(_("date of the programme"))
    title = models.CharField(_("title"), max_length=300)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("name of the file"), max_length=150)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADED)
    revision = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme of a unit")
        verbose_name_plural = _("programmes of units")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="uploaded", adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(state="adopted", adopted_at__isnull=False, adopted_by__isnull=False),
                name="programme_adopted_with_its_time",
            ),
            models.CheckConstraint(condition=~Q(file_name=""), name="programme_file_with_its_name"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_adopted(self) -> bool:
        return self.state == self.State.ADOPTED


class Reminder(models.Model):
    """The issuing unit reminded a unit of what is missing there: at most once a day."""

    of = models.ForeignKey(ResolutionUnit, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField(_("day"))
    # How many accounts were told; 0 where nobody holds the seat.
    told = models.PositiveIntegerField(_("told"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder of a resolution")
        verbose_name_plural = _("reminders of resolutions")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["of", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.of_id}, {self.day}"
