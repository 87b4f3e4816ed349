from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.file import Paper
from documents.models import StoredFile
from documents.recognise import LONGEST_NAME

LONGEST_REASON = 500


class PaperFile(models.Model):
    """A file of a paper. A newer version stands in front of the older ones; none is changed or removed."""

    class Classification(models.TextChoices):
        """The degrees of secrecy (domain, S59): a member's file is confidential."""

        ORDINARY = "ordinary", _("ordinary")
        CONFIDENTIAL = "confidential", _("confidential")
        SECRET = "secret", _("secret")
        TOP_SECRET = "top_secret", _("top secret")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files", verbose_name=_("paper"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name as given"), max_length=LONGEST_NAME)
    classification = models.CharField(
        _("classification"), max_length=15, choices=Classification.choices, default=Classification.CONFIDENTIAL
    )
    why = models.CharField(_("why a further version"), max_length=LONGEST_REASON, blank=True)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("attached by")
    )
    at = models.DateTimeField(_("attached at"))

    class Meta:
        verbose_name = _("file of a paper")
        verbose_name_plural = _("files of papers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["paper", "version"], name="paper_file_version_once"),
            models.CheckConstraint(
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(why="")), name="paper_file_further_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(classification__in=["ordinary", "confidential", "secret", "top_secret"]),
                name="paper_file_classified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}.{self.version}"
