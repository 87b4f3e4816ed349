from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.case import Case
from admission_flow.models.regulation import Regulation
from admission_flow.models.task import Task

_ALL_VOTES = F("votes_for") + F("votes_against") + F("votes_other") + F("votes_invalid")
_BALLOTS_ADD_UP = Q(
    voting="secret",
    issued__isnull=False,
    returned__isnull=False,
    issued__lte=F("present"),
    returned__lte=F("issued"),
    returned=_ALL_VOTES,
)


class Decision(models.Model):
    """What was decided at a step: the outcome, the facts it rests on, and the rule's own arithmetic."""

    class Voting(models.TextChoices):
        SECRET = "secret", _("secret ballot")
        CARDS = "cards", _("show of party cards")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("case"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="decisions")
    step = models.CharField(_("step"), max_length=30)
    outcome = models.CharField(_("outcome"), max_length=30)
    dated = models.DateField(_("date"), help_text=_("Day of the meeting or of the paper; its regulation is judged by."))
    number = models.CharField(_("number"), max_length=50, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    body_size = models.PositiveSmallIntegerField(_("entitled"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    votes_other = models.PositiveSmallIntegerField(_("other"), null=True, blank=True)
    votes_invalid = models.PositiveSmallIntegerField(_("invalid"), null=True, blank=True)
    # Ballots of a secret vote.
    issued = models.PositiveSmallIntegerField(_("ballots issued"), null=True, blank=True)
    returned = models.PositiveSmallIntegerField(_("ballots returned"), null=True, blank=True)
    absent = models.JSONField(
        _("absent, by reason"), default=dict, blank=True, help_text=_("Reason: number of persons.")
    )
    excused = models.PositiveSmallIntegerField(
        _("let out of the base"), default=0, help_text=_("Of the absent, those whom the base does not count.")
    )
    voting = models.CharField(_("form of voting"), max_length=10, choices=Voting.choices, blank=True)
    ratio_reached = models.BooleanField(_("ratio reached"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(default=dict, blank=True)
    derivation = models.JSONField(default=list, blank=True)
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="+", verbose_name=_("regulation"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    delegation = models.ForeignKey(
        "orgs.Delegation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delegation"),
        help_text=_("By which it was done on behalf of somebody away."),
    )
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task"], name="decision_once_per_task"),
            models.CheckConstraint(
                condition=Q(present__isnull=True)
                | Q(
                    _BALLOTS_ADD_UP | Q(issued__isnull=True, returned__isnull=True, present=_ALL_VOTES),
                    present__lte=F("body_size"),
                    excused__lte=F("body_size") - F("present"),
                ),
                name="decision_tally_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.step}: {self.outcome}"

    @property
    def on_behalf_of(self) -> str:
        """Name of the holder of the seat where somebody else acted for them."""
        return self.delegation.seat.person.full_name if self.delegation else ""

    @property
    def votes_valid(self) -> int:
        return (self.votes_for or 0) + (self.votes_against or 0) + (self.votes_other or 0)
