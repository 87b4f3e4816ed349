from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """That an act concerns somebody: which kind, of which act, and where to look. What it says is rendered when read.

    `params` holds ids, step keys and the case's number; a name or anything from a file never stands here. A notice is
    told live once the act has committed; `delivered_at` stays empty until that worked, and the sweep finds it.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("for"),
        on_delete=models.CASCADE,
        related_name="notices",
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=40)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200, help_text=_("Path on this site, with its leading slash."))
    source = models.CharField(max_length=60, help_text=_("The act that it tells of, such as decision:12."))
    about = models.CharField(max_length=60, help_text=_("What it asks to be done; when that is settled, so is this."))
    at = models.DateTimeField(_("at"), help_text=_("When the act happened."))
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text=_("Since then it asks for nothing any more."))
    delivered_at = models.DateTimeField(null=True, blank=True)
    routed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since then it is settled whether a letter carries it.")
    )
    mail = models.ForeignKey(
        "notices.Mail", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices", db_index=False
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # Leads with the recipient, so it also serves as the index of the foreign key.
            models.UniqueConstraint(fields=["recipient", "kind", "source"], name="notice_once_per_act"),
            # A second slash or a backslash would let a browser leave the site.
            models.CheckConstraint(condition=Q(link__regex=r"^/([^/\\]|$)"), name="notice_link_on_this_site"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["recipient", "-at", "-id"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["about"], name="notice_unsettled", condition=Q(settled_at__isnull=True)),
            models.Index(fields=["recorded_at"], name="notice_undelivered", condition=Q(delivered_at__isnull=True)),
            models.Index(fields=["recorded_at"], name="notice_unrouted", condition=Q(routed_at__isnull=True)),
            models.Index(fields=["mail"], name="notice_in_mail", condition=Q(mail__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.source})"


class Mail(models.Model):
    """A letter to one account. What it says, and to which address, is found out at the moment of sending.

    `key` is the local part of its Message-ID: sent twice, it is the same letter for whoever receives it. `why` names
    the class of a failure and the server's number, or why it was not sent; never the server's text, in which addresses
    stand.
    """

    class Sort(models.TextChoices):
        NOTICES = "notices", _("notices")
        DIGEST = "digest", _("daily digest")
        PROOF = "proof", _("proof of an address")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed any more")
        GIVEN_UP = "given_up", _("given up")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("for"), on_delete=models.CASCADE, related_name="mail"
    )
    sort = models.CharField(_("sort"), max_length=10, choices=Sort.choices)
    key = models.CharField(max_length=60, unique=True)
    made_at = models.DateTimeField(_("made at"))
    due_at = models.DateTimeField(_("next try"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(_("why"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="mail_ended_when_not_waiting",
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="mail_waiting", condition=Q(state="waiting")),
            models.Index(fields=["state", "-ended_at", "-id"], name="mail_ended"),
            models.Index(fields=["tried_at"], name="mail_tried"),
            # Asked each minute: who has had the letter of this day.
            models.Index(fields=["made_at"], name="mail_of_the_day", condition=Q(sort="digest")),
        ]

    def __str__(self) -> str:
        return self.key


class MailAddress(models.Model):
    """Where an account gets its letters: `address` once its owner has shown that letters arrive there. `wanted` waits
    for that proof; the code is computed from the row, so that none is kept."""

    recipient = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_address"
    )
    address = models.EmailField(_("address"), blank=True)
    proven_at = models.DateTimeField(_("proven at"), null=True, blank=True)
    wanted = models.EmailField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("address for mail")
        verbose_name_plural = _("addresses for mail")
        constraints = [
            models.CheckConstraint(
                condition=Q(address="", proven_at__isnull=True) | (~Q(address="") & Q(proven_at__isnull=False)),
                name="mail_address_is_proven",
            )
        ]

    def __str__(self) -> str:
        return str(self.recipient_id)


class Choice(models.Model):
    """What a person chose for one kind. Without a row the defaults of the kind hold."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices", db_index=False
    )
    kind = models.CharField(max_length=40)
    bell = models.BooleanField()
    mail = models.BooleanField()
    digest = models.BooleanField()

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [models.UniqueConstraint(fields=["recipient", "kind"], name="choice_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.kind}"


class Hours(models.Model):
    """When a person is left alone, and when the daily letter comes. Without a row its defaults hold."""

    recipient = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="notice_hours"
    )
    quiet_from = models.TimeField(default=datetime.time(19))
    quiet_until = models.TimeField(default=datetime.time(7))
    quiet_days_off = models.BooleanField(default=True)
    digest = models.BooleanField(default=True)
    digest_at = models.TimeField(default=datetime.time(7, 30))

    class Meta:
        verbose_name = _("hours of notices")
        verbose_name_plural = _("hours of notices")

    def __str__(self) -> str:
        return str(self.recipient_id)
