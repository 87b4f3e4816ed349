"""What this room tells those below: columns of its rows that the journal vouches for, its notices, its sheet."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from journal import facts
from notices import kinds
from notices.kinds import Group, Kind
from orgs.loading import more
from planning import models
from planning.plans import access as of_plans
from planning.plans import telling as plans
from planning.resolutions import notice_words as of_resolutions
from planning.resolutions.access import still_for as still_for_resolutions
from planning.sources import access as of_sources
from planning.sources import telling as sources
from planning.sources.sheet import SHEET

OF_PLANS = Group(_("Plans"), of_plans.still_for, place=5)
PLAN_NOTICES = (
    Kind("plan_proposed", plans.plan_proposed, _("A plan waits for approval"), mail=True),
    Kind("plan_adjusted", plans.plan_adjusted, _("Our plan was adjusted from above")),
    Kind("plan_returned", plans.plan_returned, _("Our plan was handed back"), mail=True),
    Kind("plan_approved", plans.plan_approved, _("Our plan was approved")),
)

RESOLUTIONS = Group(_("Resolutions"), still_for_resolutions, place=4)
OF_RESOLUTIONS = (
    Kind("resolution_issued", of_resolutions.resolution_issued, _("My unit has a resolution to roll out"), mail=True),
    Kind("resolution_reminder", of_resolutions.resolution_reminder, _("My unit still lacks something"), mail=True),
    Kind("resolution_ended", of_resolutions.resolution_ended, _("A resolution that my unit rolls out ended")),
)

OF_SOURCES = Group(_("Sources"), of_sources.still_for, place=6)
SOURCE_NOTICES = (Kind("sources_reviewed", sources.sources_reviewed, _("A cell under us has reviewed its sources")),)


def register() -> None:
    # Of no person, so without salt.
    rows: tuple[type[Model], ...] = (
        models.Plan, models.PlanVersion, models.Target,
        models.ResolutionUnit, models.RollOutSession, models.UnitProgramme, models.Reminder,
        models.SourceReview,
    )  # fmt: skip
    for model in rows:
        facts.register(model, fields=_columns(model))
    of_resolution = _columns(models.Resolution)
    before_programmes = [name for name in of_resolution if not name.startswith("programme_file")]
    facts.register(models.Resolution, fields=of_resolution, earlier=[before_programmes])
    facts.register(models.Source, fields=_columns(models.Source), salt="person__salt")
    for of_source in (models.SourceChange, models.SourceTask, models.ReviewMark):
        facts.register(of_source, fields=_columns(of_source), salt="source__person__salt")
    facts.register(models.PastAdmission, fields=_columns(models.PastAdmission), salt="person__salt")
    kinds.register(OF_PLANS, PLAN_NOTICES)
    kinds.register(RESOLUTIONS, OF_RESOLUTIONS)
    kinds.register(OF_SOURCES, SOURCE_NOTICES)
    more.register(SHEET)


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name != "id"]
