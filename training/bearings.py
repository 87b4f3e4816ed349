"""What this room tells the rooms below: which columns of its rows the journal vouches for, and its notices."""

from __future__ import annotations

from django.db.models import Model

from admission_flow.bearings import CASE_SALT
from journal import facts
from notices import kinds
from training import models, notice_words

OF_ENROLMENT = f"enrolment__{CASE_SALT}"


def register() -> None:
    # Of no person, so without salt.
    facts.register(models.TrainingClass, fields=_columns(models.TrainingClass))
    facts.register(models.Session, fields=_columns(models.Session))
    facts.register(models.CertificateCounter, fields=_columns(models.CertificateCounter))
    facts.register(models.Enrolment, fields=_columns(models.Enrolment), salt=CASE_SALT)
    facts.register(models.Attendance, fields=_columns(models.Attendance), salt=OF_ENROLMENT)
    facts.register(models.Certificate, fields=_columns(models.Certificate), salt=OF_ENROLMENT)
    kinds.register("class_planned", notice_words.class_planned)
    kinds.register("class_changed", notice_words.class_changed)
    kinds.register("class_cancelled", notice_words.class_cancelled)
    kinds.register("class_enrolled", notice_words.class_enrolled)
    kinds.register("class_taken_out", notice_words.class_taken_out)
    kinds.register("class_not_passed", notice_words.class_not_passed)


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name != "id"]
