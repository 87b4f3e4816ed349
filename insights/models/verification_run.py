from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.findings import Failure, Findings, Reached

# Whoever verifies tells how far it is every few seconds; after so long without a word, the worker is gone.
SILENT = datetime.timedelta(minutes=3)


class VerificationRun(models.Model):
    """A verification of the journal that an auditor asked for: how far it is, and what it found.

    What was asked never changes; the rest is written by the worker that has `attempt`, and by nobody after it.
    """

    class Scope(models.TextChoices):
        CASE = "case", _("one case")
        PERIOD = "period", _("a period")
        ALL = "all", _("everything")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        HOLDS = "holds", _("whole")
        BROKEN = "broken", _("does not hold")
        STOPPED = "stopped", _("stopped")

    objects: ClassVar[models.Manager[VerificationRun]] = models.Manager()

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    scope = models.CharField(_("what"), max_length=10, choices=Scope.choices)
    case = models.ForeignKey(
        "admission_flow.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("case")
    )
    first_day = models.DateField(_("from"), null=True, blank=True)
    last_day = models.DateField(_("to"), null=True, blank=True)
    # What is found is said in the language of who asked.
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1)
    moved_at = models.DateTimeField(_("last heard of"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Entries, and then facts: how many of how many are looked at.
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    # What holds so far: the streams up to this one, the rows up to this one, and how many those are.
    up_to_stream = models.CharField(max_length=60, blank=True)
    up_to_table = models.CharField(max_length=100, blank=True)
    up_to_key = models.TextField(blank=True)
    streams = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0)
    facts = models.BigIntegerField(default=0)
    checkpoints = models.BigIntegerField(default=0)
    what = models.TextField(blank=True)
    stream = models.CharField(max_length=60, blank=True)
    seq = models.BigIntegerField(null=True, blank=True)
    entry_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by"], condition=Q(state__in=["waiting", "running"]), name="verification_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(scope="case", case__isnull=False, first_day__isnull=True, last_day__isnull=True)
                | Q(scope="period", case__isnull=True, first_day__isnull=False, last_day__isnull=False)
                | Q(scope="all", case__isnull=True, first_day__isnull=True, last_day__isnull=True),
                name="verification_of_something",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-id"], name="verification_of_asker")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.scope}, {self.state}"

    @property
    def is_live(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def is_silent(self, at: datetime.datetime) -> bool:
        """Whether its worker is gone, so that it may be started again."""
        return self.is_live and at - self.moved_at >= SILENT

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 0

    @property
    def reached(self) -> Reached:
        """From where whoever takes it up goes on."""
        counts = (self.streams, self.entries, self.facts)
        return Reached(self.up_to_stream, self.up_to_table, self.up_to_key, *counts)

    @property
    def findings(self) -> Findings:
        failure = Failure(self.what, self.stream, self.seq, self.entry_id) if self.what else None
        return Findings(self.streams, self.entries, self.facts, self.checkpoints, failure)
