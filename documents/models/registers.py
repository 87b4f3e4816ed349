"""The registers of a unit, numbered without a gap: outgoing, one a kind of paper and year; incoming, one a year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_VOID_WITH_REASON = Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="") | (
    Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")
)


class Register(models.Model):
    """A register. `last` is the last number drawn; its row is locked from the draw to the end of the transaction."""

    class Kind(models.TextChoices):
        RESOLUTION = "NQ", _("resolutions")
        DECISION = "QĐ", _("decisions")
        REPORT = "BC", _("reports")
        MINUTES = "BB", _("minutes")
        OFFICIAL_LETTER = "CV", _("official letters")
        ANNOUNCEMENT = "TB", _("announcements")
        LETTER_OF_INTRODUCTION = "GT", _("letters of introduction")
        PROGRAMME = "CTr", _("programmes")
        PLAN = "KH", _("plans")
        SUBMISSION = "TTr", _("submissions")
        CONCLUSION = "KL", _("conclusions")
        GUIDANCE = "HD", _("guidance")
        DIRECTIVE = "CT", _("directives")
        RULES = "QĐi", _("regulations issued")
        WORKING_RULES = "QC", _("working rules")
        SCHEME = "ĐA", _("schemes")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("register of outgoing papers")
        verbose_name_plural = _("registers of outgoing papers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="register_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.kind}.{self.year}"


class Outgoing(models.Model):
    """A number drawn: whose paper of which day, about what. It stays for good; a number not used is void, with why.

    `symbol` is the number as it stands on the paper, such as 12-NQ/CB. `about` names a case by its number, never a
    person. `by_hand`: for a paper that no meeting makes. `once` is the key of the form that asked, so that a second
    click draws no second number.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(_("number"))
    symbol = models.CharField(_("number and symbol"), max_length=50)
    dated = models.DateField(_("date"))
    about = models.CharField(_("about"), max_length=200)
    signed_by = models.CharField(_("signed by"), max_length=150)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))
    by_hand = models.BooleanField(_("taken by hand"), default=False)
    once = models.UUIDField(null=True, unique=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("void since"), null=True)
    void_reason = models.CharField(_("why void"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing paper")
        verbose_name_plural = _("outgoing papers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="number_drawn_once"),
            models.CheckConstraint(condition=_VOID_WITH_REASON, name="void_with_reason"),
            models.CheckConstraint(condition=Q(voided_at__isnull=True) | Q(by_hand=True), name="void_only_by_hand"),
        ]

    def __str__(self) -> str:
        return self.symbol


class IncomingRegister(models.Model):
    """What arrives at a unit in a year. `last` is the last number given; its row is locked as that of a Register."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("register of incoming papers")
        verbose_name_plural = _("registers of incoming papers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="incoming_register_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.year}"


class Incoming(models.Model):
    """A paper from outside, with what its stamp says: number, day, forwarded to whom. Nothing of it is corrected.

    `their_number` and `their_date` are the sender's own, where the paper has them. `once` as of Outgoing.
    """

    register = models.ForeignKey(IncomingRegister, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(_("number"))
    received_on = models.DateField(_("received on"))
    sender = models.CharField(_("sender"), max_length=200)
    their_number = models.CharField(_("sender's number"), max_length=50, blank=True)
    their_date = models.DateField(_("sender's date"), null=True)
    about = models.CharField(_("about"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))
    once = models.UUIDField(null=True, unique=True, editable=False)
    forwarded_to = models.CharField(_("forwarded to"), max_length=200, blank=True)
    forwarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    forwarded_at = models.DateTimeField(_("forwarded at"), null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("void since"), null=True)
    void_reason = models.CharField(_("why void"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("incoming paper")
        verbose_name_plural = _("incoming papers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="incoming_number_given_once"),
            models.CheckConstraint(condition=_VOID_WITH_REASON, name="incoming_void_with_reason"),
            models.CheckConstraint(
                condition=Q(forwarded_at__isnull=True, forwarded_by__isnull=True, forwarded_to="")
                | (Q(forwarded_at__isnull=False, forwarded_by__isnull=False) & ~Q(forwarded_to="")),
                name="forwarded_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
