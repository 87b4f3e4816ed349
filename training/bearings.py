"""What this room tells the rooms below: which columns of its rows the journal vouches for, and its notices."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from admission_flow import hearing
from admission_flow.bearings import CASE_SALT
from journal import facts
from notices import kinds
from notices.kinds import Group, Kind
from training import models
from training import notice_words as say
from training.access import still_for

OF_CLASSES = Group(_("Classes"), still_for, place=3)
NOTICES = (
    Kind("class_planned", say.class_planned, _("A class that my candidates wait for is planned"), mail=True),
    Kind("class_changed", say.class_changed, _("A class of my candidates has other days or another place"), mail=True),
    Kind("class_cancelled", say.class_cancelled, _("A class of my candidates is cancelled"), mail=True),
    Kind("class_enrolled", say.class_enrolled, _("Candidates were enrolled in a class")),
    Kind("class_taken_out", say.class_taken_out, _("A candidate was taken out of a class")),
    Kind("class_not_passed", say.class_not_passed, _("A candidate did not pass a class"), still_for=hearing.of_cases),
)

OF_ENROLMENT = f"enrolment__{CASE_SALT}"


def register() -> None:
    # Of no person, so without salt.
    facts.register(models.TrainingClass, fields=_columns(models.TrainingClass))
    facts.register(models.Session, fields=_columns(models.Session))
    facts.register(models.CertificateCounter, fields=_columns(models.CertificateCounter))
    facts.register(models.Enrolment, fields=_columns(models.Enrolment), salt=CASE_SALT)
    facts.register(models.Attendance, fields=_columns(models.Attendance), salt=OF_ENROLMENT)
    facts.register(models.Certificate, fields=_columns(models.Certificate), salt=OF_ENROLMENT)
    kinds.register(OF_CLASSES, NOTICES)


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name != "id"]
