"""What is gathered in a candidate's file: relatives, introductions, opinions, verification, papers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models.case import Candidate, Case


class Relative(models.Model):
    """A relative as declared in form 2-KNĐ. Rows are replaced by a new declaration and never edited."""

    class Relation(models.TextChoices):
        FATHER = "father", _("father")
        MOTHER = "mother", _("mother")
        CARER = "carer", _("person who raised the candidate")
        SPOUSE = "spouse", _("spouse")
        CHILD = "child", _("child")
        SIBLING = "sibling", _("sibling")
        SPOUSE_FATHER = "spouse_father", _("father of the spouse")
        SPOUSE_MOTHER = "spouse_mother", _("mother of the spouse")
        SPOUSE_SIBLING = "spouse_sibling", _("sibling of the spouse")

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="relatives")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    full_name = models.CharField(_("full name"), max_length=100)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    occupation = models.CharField(_("occupation"), max_length=200, blank=True)
    residence = models.CharField(_("residence"), max_length=200, blank=True)
    is_member = models.BooleanField(_("party member"), default=False)
    is_alive = models.BooleanField(_("alive"), default=True)
    is_adult = models.BooleanField(_("of full civil capacity"), default=True)
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("relative")
        verbose_name_plural = _("relatives")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.candidate_id}.{self.relation}"


class Introduction(models.Model):
    """An official member, or a union's resolution, that introduces the candidate."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("official member")
        YOUTH_UNION = "youth_union", _("Youth Union resolution")
        TRADE_UNION = "trade_union", _("trade-union resolution")

    class Together(models.TextChoices):
        UNIT = "unit", _("in the same unit")
        RESIDENCE = "residence", _("in the same place of residence")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="introductions")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    introducer = models.ForeignKey("orgs.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=50, blank=True)
    dated = models.DateField(_("date"))
    # Of a member: since when, and where, together with the candidate.
    together_since = models.DateField(_("together since"), null=True, blank=True)
    together = models.CharField(_("together"), max_length=10, choices=Together.choices, blank=True)
    # A replaced row stays; the one that takes its place names it.
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="member", introducer__isnull=False) | (~Q(kind="member") & Q(introducer__isnull=True)),
                name="introduction_by_member_or_union",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.kind}"


class Opinion(models.Model):
    """Who was asked about the candidate, and what was answered (summarised in form 5-KNĐ)."""

    class Source(models.TextChoices):
        ORGANISATION = "organisation", _("socio-political organisation")
        RESIDENCE = "residence", _("cell of the place of residence")

    class Answer(models.TextChoices):
        AGREES = "agrees", _("agrees")
        DISAGREES = "disagrees", _("does not agree")
        OTHER = "other", _("other opinion")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    task = models.ForeignKey("admission_flow.Task", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=15, choices=Source.choices)
    asked = models.CharField(_("who was asked"), max_length=200)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    answered_on = models.DateField(_("answered on"))
    summary = models.TextField(_("what was answered"), blank=True)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_id}.{self.source}"


class Paper(models.Model):
    """A paper of the file as a record: code, number, date, who signed, until when it is valid, who checked it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    task = models.ForeignKey("admission_flow.Task", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(_("form"), max_length=15)
    number = models.CharField(_("number"), max_length=50, blank=True)
    dated = models.DateField(_("date"))
    # A person, or the union whose resolution it is (Introduction.organisation).
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        default_permissions = ()
        indexes = [models.Index(fields=["case", "code"])]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.code}"
