from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.fields import FlowReferenceField
from viewflow.workflow.models import AbstractProcess
from viewflow.workflow.status import PROCESS

# Of a text of the biography, in characters: four closely written pages.
LONGEST_TEXT = 10_000


class Candidate(models.Model):  # type: ignore[django-manager-missing]  # viewflow is untyped
    """A person's admission file, for life: the profile of form 2-KNĐ beyond what the register keeps of everybody."""

    person = models.OneToOneField(
        "orgs.Person", on_delete=models.PROTECT, related_name="candidate", verbose_name=_("person")
    )
    aliases = models.CharField(_("aliases"), max_length=100, blank=True)
    birth_place = models.CharField(_("birthplace"), max_length=200, blank=True)
    permanent_residence = models.CharField(_("permanent residence"), max_length=200, blank=True)
    current_residence = models.CharField(_("current residence"), max_length=200, blank=True)
    social_class = models.CharField(_("social class"), max_length=100, blank=True)
    organisations = models.CharField(
        _("organisations"),
        max_length=200,
        blank=True,
        help_text=_("Youth Union, trade union and others one belongs to."),
    )
    life_history = models.TextField(_("life history"), max_length=LONGEST_TEXT, blank=True)
    rewards = models.TextField(_("rewards"), max_length=LONGEST_TEXT, blank=True)
    discipline = models.TextField(_("discipline"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")

    def __str__(self) -> str:
        return str(self.person)


class CaseCounter(models.Model):
    """The last case number given in a year; its row is locked after the case and before the journal."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("case counter")
        verbose_name_plural = _("case counters")


class Case(AbstractProcess):
    """One run of one flow on a candidate, from nomination to its end."""

    class Route(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary cell")
        DEPARTMENTAL = "departmental", _("cell with a departmental committee")
        GRASSROOTS_CELL = "grassroots_cell", _("grassroots cell")
        DELEGATED = "delegated", _("committee with delegated authority")

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        ADMITTED = "admitted", _("admitted")
        NOT_ADMITTED = "not_admitted", _("not admitted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RECOGNISED = "recognised", _("recognised as official member")
        STRUCK_OFF = "struck_off", _("struck off the list")
        TRANSFERRED = "transferred", _("transferred out of the bloc")
        CANCELLED = "cancelled", _("admission cancelled")
        MEMBERSHIP_ENDED = "ended", _("membership ended")

    # viewflow's own columns that we replace (opened_at, closed_at) or have no use for.
    created = finished = None
    parent_task = parent_task_id = data = seed = artifact = None

    objects: ClassVar[models.Manager[Case]] = models.Manager()

    flow_class = FlowReferenceField(_("flow"))
    status = models.CharField(_("status"), choices=PROCESS.choices, default=PROCESS.NEW, max_length=10)
    number = models.CharField(_("number"), max_length=20, unique=True)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="cases", verbose_name=_("candidate")
    )
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="cases", verbose_name=_("cell"))
    department = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    bloc = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(_("route"), max_length=20, choices=Route.choices)
    helper = models.ForeignKey(
        "orgs.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("assigned helper")
    )
    # Steps whose conclusion stands: the flow passes over them, also after a supplement. See rules/standing.py.
    standing = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    returned_from = models.CharField(max_length=30, blank=True, help_text=_("The step that asked for the supplement."))
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    admitted_on = models.DateField(
        _("admitted on"), null=True, blank=True, help_text=_("Date of the decision; party age.")
    )
    probation_from = models.DateField(
        _("probation from"), null=True, blank=True, help_text=_("Day of the ceremony; probation.")
    )
    # Of a case of recognition: the admission that its ceremony ended.
    admission = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="recognition", verbose_name=_("admission")
    )
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    held_since = models.DateField(
        _("held since"), null=True, blank=True, help_text=_("Nobody may act on it and no term runs.")
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(status=PROCESS.NEW), name="case_one_open_per_candidate"
            ),
            models.CheckConstraint(
                condition=Q(status=PROCESS.NEW, closed_at__isnull=True, outcome="")
                | (~Q(status=PROCESS.NEW) & Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(held_since__isnull=True) | Q(status=PROCESS.NEW), name="case_held_while_open"
            ),
        ]
        indexes = [
            models.Index(F("changed_at").desc(), name="case_recent"),
            models.Index(fields=["unit", "status"]),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round: Any = None  # the engine's work of one transaction, see engine.Round
        # Of its latest and its first decision; read under the lock, see engine.take_up.
        self.last_dated: datetime.date | None = None
        self.nominated_on: datetime.date | None = None
        self.ever_held = True  # as long as nothing else was read

    def __str__(self) -> str:
        return self.number

    @property
    def coerced(self) -> Case:
        """viewflow asks for it in every activation; a flat table has nothing to walk."""
        return self

    @property
    def is_recognition(self) -> bool:
        return self.admission_id is not None

    @property
    def is_open(self) -> bool:
        return bool(self.status == PROCESS.NEW)
