"""What decides whether a person may be admitted at all, and what somebody has judged of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admission_flow.models.case import Case
from admission_flow.models.task import Task


class Eligibility(models.Model):
    """The facts as recorded for one case. A row is never edited: of several, the newest counts."""

    class Education(models.TextChoices):
        NONE = "none", _("cannot read or write")
        LITERACY = "literacy", _("reads and writes the national script")
        PRIMARY = "primary", _("primary school completed")
        EQUIVALENT = "equivalent", _("equivalent of the lower-secondary diploma")
        LOWER_SECONDARY = "lower_secondary", _("lower-secondary diploma")
        UPPER_SECONDARY = "upper_secondary", _("upper-secondary diploma or higher")

    class Ending(models.TextChoices):
        """Why an earlier membership ended; see rules/readmission.py."""

        OTHER = "other", _("another reason")
        POPULATION = "population_policy", _("removed for violating the population policy")
        LESS_SERIOUS_CRIME = "less_serious_crime", _("convicted of a less serious crime")
        HARDSHIP = "asked_to_leave_hardship", _("asked to leave, family in very hard circumstances")
        ABANDONED = "abandoned", _("abandoned party activity")
        ASKED_TO_LEAVE = "asked_to_leave", _("asked to leave")
        DISUNITY = "disunity", _("caused serious internal disunity")
        CORRUPTION = "corruption", _("convicted of corruption")
        SERIOUS_CRIME = "serious_crime", _("convicted of a serious crime or worse")

    class Child(models.TextChoices):
        THIRD = "third", pgettext_lazy("child", "third child")
        FOURTH = "fourth", pgettext_lazy("child", "fourth child or later")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="eligibilities", verbose_name=_("case"))
    citizen = models.BooleanField(_("Vietnamese citizen"))
    education = models.CharField(_("general education"), max_length=20, choices=Education.choices)
    special_area = models.BooleanField(_("lives or works in a special area"), default=False)
    prestigious = models.BooleanField(_("village elder, village head or prestigious person there"), default=False)
    left_on = models.DateField(_("left the Party on"), null=True, blank=True)
    left_because = models.CharField(_("why the membership ended"), max_length=30, choices=Ending.choices, blank=True)
    expunged_on = models.DateField(_("criminal record expunged on"), null=True, blank=True)
    readmitted_before = models.PositiveSmallIntegerField(_("times re-admitted before"), default=0)
    child = models.CharField(_("child born against the population policy"), max_length=10, choices=Child, blank=True)
    child_born_on = models.DateField(_("that child born on"), null=True, blank=True)
    ethnic_chinese = models.BooleanField(_("ethnic Chinese"), default=False)
    generations = models.PositiveSmallIntegerField(_("generations of the family in Vietnam"), default=0)
    no_cell = models.BooleanField(_("place without members or a cell"), default=False)
    other = models.CharField(_("another special case"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("facts of eligibility")
        verbose_name_plural = _("facts of eligibility")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_because="") | (Q(left_on__isnull=False) & ~Q(left_because="")),
                name="eligibility_left_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(child_born_on__isnull=True, child="") | (Q(child_born_on__isnull=False) & ~Q(child="")),
                name="eligibility_child_with_birth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.eligibility"


class Judgement(models.Model):
    """Who judged what no paper proves: `check_name` is the rule's. Never edited: of several, the newest counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="judgements", verbose_name=_("case"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    check_name = models.CharField(_("check"), max_length=40)
    met = models.BooleanField(_("met"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_id}.{self.check_name}"
