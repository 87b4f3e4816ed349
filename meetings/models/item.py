"""A case on the agenda of a meeting, and what became of it there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting


class Item(models.Model):
    """One candidate's step before the body. The counts are kept as they were entered; closing writes the decision.

    The form of voting may differ from the meeting's. Of a body that only reports, `reason` is its opinion; otherwise it
    says why the outcome is what it is, why the item is adjourned, or why the file goes back.
    """

    class Result(models.TextChoices):
        PENDING = "pending", _("to be taken")
        VOTED = "voted", _("result recorded")
        ADJOURNED = "adjourned", _("adjourned")
        RETURNED = "returned", _("returned for supplement")
        OFF = "off", _("taken off the agenda")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("admission_flow.Case", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("admission_flow.Task", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("place on the agenda"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, default=Result.PENDING)
    voting = models.CharField(_("form of voting"), max_length=10, choices=Meeting.Voting.choices, blank=True)
    issued = models.PositiveSmallIntegerField(_("issued"), null=True)
    returned = models.PositiveSmallIntegerField(_("returned"), null=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True)
    votes_other = models.PositiveSmallIntegerField(_("other opinion"), null=True)
    votes_invalid = models.PositiveSmallIntegerField(_("invalid"), null=True)
    # Who was there when the result was recorded, against which it is counted; later comings and goings don't touch it.
    present = models.PositiveSmallIntegerField(_("present"), null=True)
    absent = models.JSONField(_("absent, by reason"), default=dict, blank=True)
    # What was put to the vote, where the body chooses.
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # Of a file that goes back: what the cell is to supply, one thing a line.
    supply = models.TextField(_("what the cell is to supply"), blank=True)
    # The item holds its step until the meeting is over or the item is taken off.
    live = models.BooleanField(default=True)
    number = models.ForeignKey("documents.Outgoing", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("admission_flow.Decision", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        default_permissions = ()
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "task"], name="on_the_agenda_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(live=True), name="step_before_one_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.place}"
