from __future__ import annotations

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
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.source})"
