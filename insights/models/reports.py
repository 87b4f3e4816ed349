from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit

# Of a text of the report, in characters: ten closely written pages.
LONGEST_TEXT = 30_000


class TermReport(models.Model):
    """A unit's report of a period: of a term, a year or a quarter.

    `taken` are the figures and the rows that they count, as `insights.term_report.taken` reads and writes them; taken
    anew as long as it is a draft, and frozen with the approval, as all else is.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEWED = "reviewed", _("reviewed")
        APPROVED = "approved", _("approved")

    class Cause(models.TextChoices):
        """Of a shortfall; from what reports of other places name."""

        FEW_SOURCES = "few_sources", _("few sources left")
        TARGET_NEARLY_MET = "nearly_met", _("the term's target was nearly met earlier")
        QUALITY_FIRST = "quality", _("quality was put before number")
        CONGRESS = "congress", _("staff were busy with preparing the congress")
        BIOGRAPHY = "biography", _("verifying biographies took long")
        COURSES = "courses", _("too few classes were held")
        LEADERSHIP = "leadership", _("committees gave it too little attention")
        UNWILLING = "unwilling", _("outstanding people did not wish to join")
        STAFFING = "staffing", _("fewer staff, units merged or dissolved")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports", verbose_name=_("unit"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    # Who reports, as the name was when the figures were taken; to whom, as the author has it.
    body = models.CharField(_("committee"), max_length=200)
    superior = models.CharField(_("committee above"), max_length=200)
    title = models.CharField(_("title"), max_length=400)
    place = models.CharField(_("place"), max_length=60, blank=True)
    addressees = models.TextField(_("addressees"), max_length=1000, blank=True)
    signed_for = models.CharField(_("signed on behalf of"), max_length=100, blank=True)
    signed_role = models.CharField(_("office of who signs"), max_length=100, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    causes = ArrayField(
        models.CharField(max_length=20, choices=Cause.choices),
        verbose_name=_("causes of the shortfall"),
        default=list,
        blank=True,
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    # Counted up with each act on it, so that a form drawn before is known.
    revision = models.PositiveIntegerField(default=1)
    taken = models.JSONField()
    taken_at = models.DateTimeField(_("figures taken at"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("drafted at"))
    # Who wrote in it last; somebody else reviews it.
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    returned_because = models.CharField(_("handed back because"), max_length=500, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    dated = models.DateField(_("date of the report"), null=True)
    number = models.OneToOneField("documents.Outgoing", on_delete=models.PROTECT, null=True, related_name="+")
    # The paper as it was approved.
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first_day", "last_day"],
                condition=~Q(state="approved"),
                name="report_one_open_of_a_period",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="report_days_in_order"),
            models.CheckConstraint(
                condition=Q(state="draft", reviewed_at=None) | (~Q(state="draft") & Q(reviewed_at__isnull=False)),
                name="report_reviewed_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="approved",
                    approved_at__isnull=False,
                    number__isnull=False,
                    dated__isnull=False,
                    file__isnull=False,
                )
                | (~Q(state="approved") & Q(approved_at=None, number=None, dated=None, file=None)),
                name="report_approved_with_its_number",
            ),
        ]
        indexes = [models.Index(F("last_day").desc(), F("id").desc(), name="report_list")]

    def __str__(self) -> str:
        return f"{self.unit} {self.first_day:%d/%m/%Y}-{self.last_day:%d/%m/%Y}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED


class ReportText(models.Model):
    """A section as its author wrote it. It stands whatever the figures become; `proposed` is what the system had
    written there of the figures at that time, so that one sees where they have changed since."""

    report = models.ForeignKey(TermReport, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField(_("section"), max_length=20)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    proposed = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("section of a report")
        verbose_name_plural = _("sections of reports")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.section}"
