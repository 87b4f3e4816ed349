from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orgs.models.spans import DateSpan
from orgs.names import search_key, sort_key


def new_salt() -> bytes:
    return secrets.token_bytes(16)


class Person(models.Model):
    """Somebody known to the bloc, once: a member, a candidate, an introducer. Known by the citizen ID."""

    class Sex(models.TextChoices):
        MALE = "m", _("male")
        FEMALE = "f", _("female")

    citizen_id = models.CharField(
        _("citizen ID"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"\A[0-9]{12}\Z", _("A citizen ID has 12 digits."))],
    )
    full_name = models.CharField(_("full name"), max_length=100)
    birth_name = models.CharField(_("birth name"), max_length=100, blank=True)
    # "tran quoc bao": lower case, no diacritics, đ as d; searched by trigram.
    # Longer than the name: "ß" and "ﬃ" become two and three letters.
    search_name = models.CharField(max_length=300, editable=False)
    # Given name first in Vietnamese alphabetical order, since the embedded PostgreSQL has no ICU.
    sort_key = models.CharField(max_length=610, editable=False, db_index=True)
    birth_date = models.DateField(_("birth date"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    ethnicity = models.CharField(_("ethnicity"), max_length=50, blank=True)
    religion = models.CharField(_("religion"), max_length=50, blank=True)
    hometown = models.CharField(_("hometown"), max_length=200, blank=True)
    general_education = models.CharField(_("general education"), max_length=50, blank=True)
    political_theory = models.CharField(_("political theory"), max_length=50, blank=True)
    professional_education = models.CharField(_("professional education"), max_length=100, blank=True)
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    occupation_before = models.CharField(_("occupation before joining"), max_length=100, blank=True)
    occupation = models.CharField(_("occupation"), max_length=100, blank=True)
    # Salts the journal's digests of this person's facts; erased with the person, it makes them unguessable.
    salt = models.BinaryField(default=new_salt, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(citizen_id__regex=r"^[0-9]{12}$"), name="person_citizen_id_12_digits")
        ]
        indexes = [GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="person_search_trigram")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_name", "sort_key"}
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Derived columns; bulk writers call it themselves."""
        self.search_name = search_key(self.full_name)
        self.sort_key = sort_key(self.full_name)


class Register(models.Model):
    """One loading of the member register (form 7-HSĐV), and the day it speaks of."""

    bloc = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="registers", verbose_name=_("bloc"))
    as_of = models.DateField(_("as of"), unique=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"))
    loaded_by = models.ForeignKey(
        "orgs.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("loaded by"),
    )

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")

    def __str__(self) -> str:
        return f"{self.bloc} {self.as_of:%d/%m/%Y}"


class Member(models.Model):
    """One stay of a party member in a unit: the row of the register, with how it began and how it ended.

    Counted as present on a day when `since <= day` and not yet `until`; official from `official_on` on.
    """

    class Ending(models.TextChoices):
        MOVED = "moved", _("moved to another organisation")
        DIED = "died", _("died")
        LEFT = "left", _("left the Party")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="members")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, null=True, blank=True, related_name="rows")
    since = models.DateField(_("in this unit since"))
    joined_on = models.DateField(_("joined on"), help_text=_("Date of the admission decision."))
    official_on = models.DateField(_("official since"), null=True, blank=True)
    card_number = models.CharField(_("card number"), max_length=20, blank=True)
    biography_number = models.CharField(_("biography number"), max_length=20, blank=True)
    badge_number = models.CharField(_("badge number"), max_length=40, blank=True)
    service = models.CharField(_("army, police, retired"), max_length=60, blank=True)
    moved_in_from = models.CharField(_("moved in from"), max_length=200, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("First day no longer here."))
    ending = models.CharField(_("ending"), max_length=10, choices=Ending.choices, blank=True)
    ending_detail = models.CharField(_("where to, cause or manner"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="member_in_one_unit_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(official_on__isnull=True) | Q(official_on__gte=F("joined_on")),
                name="member_official_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="member_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ending="") | (Q(until__isnull=False) & ~Q(ending="")),
                name="member_ending_has_its_kind",
            ),
            ExclusionConstraint(
                name="member_in_one_unit_on_a_day",
                violation_error_message=_("This person is a member somewhere on some of these days."),
                expressions=[("person", "="), (DateSpan("since", "until", RangeBoundary(True, False)), "&&")],
            ),
        ]
        indexes = [models.Index(fields=["unit", "since"])]

    def __str__(self) -> str:
        return f"{self.person} @ {self.unit}"

    def present(self, day: datetime.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def official(self, day: datetime.date) -> bool:
        return self.present(day) and self.official_on is not None and self.official_on <= day
