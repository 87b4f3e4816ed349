"""A form that somebody uploaded, and what it would change."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Whoever carries it out tells how far it is every few seconds; after so long without a word, the worker is gone.
SILENT = datetime.timedelta(minutes=3)


class Upload(models.Model):
    """The office's form as it was uploaded: how far it is, what it would change, what became of it.

    Its bytes and its lines are personal data, and are gone once it is loaded, given up or forgotten.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        READING = "reading", _("is being read")
        REFUSED = "refused", _("has problems")
        SHOWN = "shown", _("to be looked at")
        ASKED = "asked", _("waits to be loaded")
        LOADING = "loading", _("is being loaded")
        LOADED = "loaded", _("loaded")
        STOPPED = "stopped", _("stopped")
        DROPPED = "dropped", pgettext_lazy("an uploaded form", "given up")

    # A worker has it, or will.
    LIVE = (State.WAITING, State.READING, State.ASKED, State.LOADING)

    objects: ClassVar[models.Manager[Upload]] = models.Manager()

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    name = models.CharField(_("name of the file"), max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content = models.BinaryField(null=True, editable=False)
    # Problems are said in the language of who uploaded it.
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1)
    moved_at = models.DateTimeField(_("last heard of"))
    # One of orgs.loading.progress.STAGES; rows through it, of so many.
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    # By sheet, in their order: its name, and how many rows it has, and of these how many are new and how many change.
    sheets = models.JSONField(default=list)
    problems = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    # The database moved between the preview and the loading, and this is the preview made anew.
    moved = models.BooleanField(default=False)
    register = models.ForeignKey("orgs.Register", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Why it stopped, or the line of figures at its end.
    what = models.TextField(blank=True)

    class Meta:
        verbose_name = _("uploaded form")
        verbose_name_plural = _("uploaded forms")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by"],
                condition=Q(state__in=["waiting", "reading", "asked", "loading"]),
                name="upload_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["uploaded_by", "-id"], name="upload_of_uploader")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    def is_silent(self, at: datetime.datetime) -> bool:
        """Whether its worker is gone, so that it may be started again."""
        return self.is_live and at - self.moved_at >= SILENT

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 0


class Line(models.Model):
    """A row of the form that is new, changes something, or has a problem."""

    class Kind(models.TextChoices):
        NEW = "new", pgettext_lazy("a row of the form", "new")
        CHANGED = "changed", _("changes")
        PROBLEM = "problem", _("problem")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sheet = models.CharField(max_length=31)
    row = models.PositiveIntegerField()
    # Of a problem: the column, as letter and words.
    column = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    # Table, column, value before and after; see orgs.loading.compare.Column.
    columns = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["upload", "kind", "sheet", "id"], name="lines_of_upload")]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.row}"
