from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Of what is written of a person: a remark, an assessment, a reason.
LONGEST_WORDS = 1000


class Source(models.Model):
    """An outstanding person whom a cell watches, from whom a case may come. Its row is the lock of all that is of
    it."""

    class ProposedBy(models.TextChoices):
        CELL = "cell", _("the cell")
        YOUTH_UNION = "youth_union", _("Youth Union")
        TRADE_UNION = "trade_union", _("trade union")

    class State(models.TextChoices):
        WATCHED = "watched", _("under watch")
        LISTED = "listed", _("on the sympathiser list")
        NOMINATED = "nominated", pgettext_lazy("source", "nominated")
        REMOVED = "removed", _("removed from the list")

    class Reason(models.TextChoices):
        STANDARD = "standard", _("no longer meets the standard")
        DISCIPLINE = "discipline", _("was disciplined or broke the law")
        WISH = "wish", _("does not wish to go on")
        MOVED = "moved", _("moved to another workplace or place of residence")
        AGE = "age", _("age or health")
        MEMBER = "member", _("became a member otherwise")
        MISTAKE = "mistake", _("was entered by mistake")
        OTHER = "other", _("another reason")

    # In these a cell still works with the person.
    LIVE = (State.WATCHED, State.LISTED)

    person = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, related_name="sources", verbose_name=_("person")
    )
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="sources", verbose_name=_("cell"))
    proposed_by = models.CharField(pgettext_lazy("source", "proposed by"), max_length=15, choices=ProposedBy.choices)
    # The union's organisation, and its resolution that introduces the person.
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    union_number = models.CharField(_("number"), max_length=50, blank=True)
    union_dated = models.DateField(_("date"), null=True, blank=True)
    since = models.DateField(_("watched since"))
    # Of the cell, which chose the person.
    resolution_number = models.CharField(_("number"), max_length=50, blank=True)
    resolution_dated = models.DateField(_("date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WATCHED)
    state_on = models.DateField(_("in this state since"))
    helper = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("helper")
    )
    # The case that came of it, while it counts as nominated.
    case = models.OneToOneField(
        "admission_flow.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="source"
    )
    # Counted up with each act on it, so that a form drawn before is known.
    revision = models.PositiveIntegerField(default=0)
    # Nobody where the system loaded it with a register.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["watched", "listed"]), name="source_in_one_cell_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="nominated", case__isnull=False) | ~Q(state="nominated") & Q(case__isnull=True),
                name="source_nominated_with_its_case",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by="cell", organisation="", union_number="", union_dated__isnull=True)
                | ~Q(proposed_by="cell") & ~Q(organisation=""),
                name="source_of_a_union_with_its_name",
            ),
            models.CheckConstraint(condition=Q(state_on__gte=models.F("since")), name="source_days_in_order"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="source_of_unit"),
            models.Index(fields=["since", "unit"], name="source_since"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE


class SourceChange(models.Model):
    """What happened to a source, in its order: how its state changed, and who helps. Rows are only added."""

    class Kind(models.TextChoices):
        ENTERED = "entered", _("entered as a source")
        LISTED = "listed", _("put on the sympathiser list")
        HELPER = "helper", _("helper assigned")
        NOMINATED = "nominated", _("a case came of it")
        AGAIN = "again", _("watched again")
        REMOVED = "removed", _("removed from the list")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    # Of the source once this had happened.
    state = models.CharField(_("state"), max_length=10, choices=Source.State.choices)
    day = models.DateField(_("day"))
    number = models.CharField(_("number of the resolution"), max_length=50, blank=True)
    helper = models.ForeignKey("orgs.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(
        "admission_flow.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="source_changes"
    )
    reason = models.CharField(_("reason"), max_length=15, choices=Source.Reason.choices, blank=True)
    words = models.TextField(_("in words"), max_length=LONGEST_WORDS, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("change of a source")
        verbose_name_plural = _("changes of sources")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="removed") & ~Q(reason="") & ~Q(words="") | ~Q(kind="removed") & Q(reason=""),
                name="source_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="nominated", case__isnull=False) | ~Q(kind="nominated") & Q(case__isnull=True),
                name="source_change_with_its_case",
            ),
        ]
        indexes = [models.Index(fields=["source", "kind"], name="source_change_of_kind")]

    def __str__(self) -> str:
        return f"{self.source_id}.{self.kind}"


class SourceTask(models.Model):
    """A task given to a source, and how it was done."""

    class Result(models.TextChoices):
        WELL = "well", _("done well")
        DONE = "done", pgettext_lazy("task", "done")
        NOT_DONE = "not_done", _("not done")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(_("task"), max_length=500)
    given_on = models.DateField(_("given on"))
    until = models.DateField(_("to be done by"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    words = models.TextField(_("assessment"), max_length=LONGEST_WORDS, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("task of a source")
        verbose_name_plural = _("tasks of sources")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("given_on")), name="source_task_days_in_order"),
            models.CheckConstraint(
                condition=Q(result="", words="", assessed_on__isnull=True, assessed_by__isnull=True)
                | ~Q(result="") & Q(assessed_on__isnull=False, assessed_by__isnull=False),
                name="source_task_assessed_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}.{self.pk}"


class SourceReview(models.Model):
    """A cell went through its sources of a month."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("cell"))
    # Its first day.
    month = models.DateField(_("month"))
    held_on = models.DateField(_("held on"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("review of sources")
        verbose_name_plural = _("reviews of sources")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="source_review_once_a_month"),
            models.CheckConstraint(
                condition=Q(month__day=1, held_on__gte=models.F("month")), name="source_review_not_before_its_month"
            ),
        ]
        indexes = [models.Index(fields=["month", "unit"], name="source_review_of_month")]

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.month:%m/%Y}"


class ReviewMark(models.Model):
    """What a review found of one source."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("keep as it is")
        LIST = "list", _("put on the sympathiser list")
        REMOVE = "remove", _("remove from the list")

    review = models.ForeignKey(SourceReview, on_delete=models.PROTECT, related_name="marks")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="marks")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    remark = models.TextField(_("remark"), max_length=LONGEST_WORDS, blank=True)

    class Meta:
        verbose_name = _("mark of a review")
        verbose_name_plural = _("marks of reviews")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["review", "source"], name="review_mark_once")]

    def __str__(self) -> str:
        return f"{self.review_id}.{self.source_id}"
