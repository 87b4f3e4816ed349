"""A ballot in the system: who has voted stands in one table, what was voted in another, and nothing joins the two.

Of a secret ballot `Mark` says that somebody voted, `BallotPaper` what one of them voted, `Receipt` that one of them
was told a number. None of the three knows the others, and the last two have no time, no counter and no entry in the
journal. docs/ballots.md says what follows, and where it ends.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.item import Item
from meetings.models.meeting import Attendee, Meeting


class Ballot(models.Model):
    """A vote on one item, taken in the system; a meeting has one open at a time.

    The counts are empty until it is closed. `papers_digest` and `receipts_digest` are of the sorted papers and receipts
    of a secret ballot (meetings.ballots.urn).
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        ANNULLED = "annulled", _("annulled")
        SET_ASIDE = "set_aside", _("counted and set aside")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="ballots")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ballots")
    secret = models.BooleanField(_("secret"))
    # What those in favour are in favour of, where the body chooses. What follows from the count stands in the item.
    put_to_vote = models.CharField(_("put to the vote"), max_length=20, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Ballots that say something about their item, and those that were counted, whatever became of them.
    STANDING, COUNTED = (Status.OPEN, Status.CLOSED), (Status.CLOSED, Status.SET_ASIDE)

    # How many were present when it was closed, how many of them had voted, and what.
    present = models.PositiveSmallIntegerField(_("present"), null=True)
    marks_counted = models.PositiveSmallIntegerField(_("voted"), null=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True)
    votes_other = models.PositiveSmallIntegerField(_("other opinion"), null=True)
    papers_digest = models.CharField(_("digest of the papers"), max_length=64, blank=True)
    receipts_digest = models.CharField(_("digest of the receipts"), max_length=64, blank=True)
    # Why it was annulled or set aside.
    annulled_because = models.CharField(_("why annulled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(status="open"), name="one_ballot_at_a_time"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(status__in=["open", "closed"]), name="one_ballot_an_item"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["closed", "set_aside"],
                    closed_at__isnull=False,
                    votes_for__isnull=False,
                    present__isnull=False,
                )
                | (Q(status__in=["open", "annulled"]) & Q(votes_for__isnull=True)),
                name="ballot_counted_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.pk}"

    @property
    def returned(self) -> int | None:
        """How many papers were counted."""
        if self.votes_for is None:
            return None
        return self.votes_for + (self.votes_against or 0) + (self.votes_other or 0)


class Choice(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    OTHER = "other", _("other opinion")


class Mark(models.Model):
    """That one of the roll has voted. `choice` only in an open ballot; `by_code`: with a code, without signing in."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="marks")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("choice"), max_length=10, choices=Choice.choices, blank=True)
    by_code = models.BooleanField(_("with a code"), default=False)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["ballot", "attendee"], name="votes_once")]

    def __str__(self) -> str:
        return f"{self.ballot_id}.{self.attendee_id}"


class BallotPaper(models.Model):
    """What somebody chose in a secret ballot: never when, never who. No column may be added that tells the order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="papers")
    choice = models.CharField(_("choice"), max_length=10, choices=Choice.choices)

    class Meta:
        verbose_name = _("ballot paper")
        verbose_name_plural = _("ballot papers")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Receipt(models.Model):
    """A random number that one voter was told, for the annex of the minutes. It stands beside no choice and no name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(_("number"), max_length=20)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["ballot", "number"], name="receipt_once")]

    def __str__(self) -> str:
        return self.number


class VotingCode(models.Model):
    """The code with which one of the roll votes without signing in: once in each ballot of this meeting.

    Only its keyed digest is kept; the code itself is shown once, to whoever hands it out.
    """

    attendee = models.OneToOneField(Attendee, on_delete=models.PROTECT, related_name="code")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("voting code")
        verbose_name_plural = _("voting codes")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.attendee_id)
