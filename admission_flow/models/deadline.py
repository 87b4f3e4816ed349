from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.case import Case
from admission_flow.models.regulation import Regulation
from admission_flow.rules.clock import Pause


class Deadline(models.Model):
    """A term that a regulation sets, running from a day; it keeps the generation of the event it runs from.

    `derivation` is its arithmetic as of its last count (rules/clock.py): the days off passed over by name, the time on
    hold, the extension. One that begins anew, since what it ran from was done again, has no extension.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines", verbose_name=_("case"))
    rule = models.CharField(_("rule"), max_length=40)
    runs_from = models.DateField(_("runs from"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    due_on = models.DateField(_("due on"))
    met_on = models.DateField(_("met on"), null=True, blank=True)
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="+", verbose_name=_("regulation"))
    extended_by = models.PositiveSmallIntegerField(
        _("extended by"), default=0, help_text=_("In working days; of the term that runs now.")
    )
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    derivation = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "rule"], name="deadline_once_per_rule"),
            models.CheckConstraint(
                condition=Q(extensions=0, extended_by=0) | Q(extensions__gt=0, extended_by__gt=0),
                name="deadline_extended_by_its_extensions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.rule}"


class DeadlineChange(models.Model):
    """What moved a legal due date: an extension, time on hold, or a day of the office's calendar that was changed."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("extension")
        SUSPENSION = "suspension", _("suspension")
        CALENDAR = "calendar", _("change of the calendar")

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes", verbose_name=_("deadline"))
    runs_from = models.DateField(_("runs from"), help_text=_("Of the term as it ran then."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    working_days = models.PositiveSmallIntegerField(_("working days"), default=0)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The day from which it counts again."))
    reason = models.TextField(_("reason"), blank=True)
    paper_number = models.CharField(_("number of the paper"), max_length=50, blank=True)
    paper_dated = models.DateField(_("date of the paper"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    due_before = models.DateField(_("due before"))
    due_after = models.DateField(_("due after"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("change of a deadline")
        verbose_name_plural = _("changes of deadlines")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(first_day__isnull=False, until__gte=F("first_day")),
                name="deadline_change_suspended_for_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension") | Q(working_days__gt=0) & ~Q(reason="") & ~Q(paper_number=""),
                name="deadline_change_extended_by_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id}: {self.kind}"


class Hold(models.Model):
    """A time in which nobody may act on a case and no term of it runs; open while `until` is not known.

    `waiting` has what each open step lost: step -> {"due_on": ISO date, "left": working days from the first day on}.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds", verbose_name=_("case"))
    since = models.DateField(_("held since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The day from which it counts again."))
    reason = models.TextField(_("reason"))
    waiting = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until__isnull=True), name="hold_one_open_per_case"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="hold_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.since:%d/%m/%Y}"

    @property
    def pause(self) -> Pause | None:
        """As the clock takes it, once it is over."""
        return Pause(self.since, self.until) if self.until else None
