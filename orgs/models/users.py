from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # viewflow is untyped
    """An account. What it may do comes from the seats of its person; a superuser administers and decides nothing."""

    person = models.OneToOneField(
        "orgs.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    language = models.CharField(
        _("language"), max_length=5, default="vi", choices=[("vi", "Tiếng Việt"), ("en", "English")]
    )
    must_change_password = models.BooleanField(
        _("must change password"), default=True, help_text=_("Asked for at the next sign-in.")
    )
    is_demo = models.BooleanField(
        _("demo account"), default=False, help_text=_("Its password is printed; refused in production.")
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.person.full_name if self.person_id and self.person else self.username
