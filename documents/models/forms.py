"""The office's own templates of forms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.models.files import StoredFile


class FormTemplate(models.Model):
    """A version of a form's template. The newest is in use; none is changed or removed.

    Going back is a version too: `as_version` is the one whose file it has, 0 the one that came with the system, which
    has no file here.
    """

    code = models.CharField(_("form"), max_length=15)
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    name = models.CharField(_("name as given"), max_length=150, blank=True)
    as_version = models.PositiveSmallIntegerField(_("gone back to version"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("template of a form")
        verbose_name_plural = _("templates of forms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="form_template_version_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(as_version=0), name="form_template_built_in_without_file"
            ),
            models.CheckConstraint(
                condition=Q(as_version__isnull=True) | Q(as_version__lt=F("version")),
                name="form_template_back_to_an_earlier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.version}"
