from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from orgs.models.spans import DateSpan
from orgs.names import search_key

# Addresses are made of codes, where a slash divides and dots alone lead elsewhere.
UNIT_CODE = r"[\w.-]*\w[\w.-]*"
NO_UNIT_CODE = _("A code is made of letters, digits, dots and hyphens; addresses are made of it.")


class Unit(MP_Node):
    """A party organisation of the bloc. Names and kinds are data with dates: blocs are founded and wound up."""

    class Kind(models.TextChoices):
        BLOC = "bloc", _("bloc")
        GRASSROOTS_COMMITTEE = "grassroots_committee", _("grassroots committee")
        DEPARTMENTAL_COMMITTEE = "departmental_committee", _("departmental committee")
        CELL = "cell", _("cell")
        GRASSROOTS_CELL = "grassroots_cell", _("grassroots cell")

    CELLS = (Kind.CELL, Kind.GRASSROOTS_CELL)
    # The organisations that the bloc counts as its own grassroots ones.
    GRASSROOTS = (Kind.GRASSROOTS_COMMITTEE, Kind.GRASSROOTS_CELL)

    code = models.CharField(
        _("code"), max_length=20, unique=True, validators=[RegexValidator(rf"\A{UNIT_CODE}\Z", NO_UNIT_CODE)]
    )
    name = models.CharField(_("name"), max_length=200)
    search_name = models.CharField(max_length=600, editable=False, default="")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    category = models.CharField(_("category"), max_length=100, blank=True)
    governing_regulation = models.CharField(
        _("governing regulation"), max_length=100, blank=True, help_text=_("To confirm; no behaviour hangs on it.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        permissions = [  # the capabilities that a seat gives at a unit; see orgs/roles.py
            ("see_list", "See the list of cases of the subtree"),
            ("see_file", "See the files of the subtree"),
            ("read_journal", "Read the history of the subtree"),
            ("nominate", "Nominate a candidate"),
            ("prepare_file", "Prepare the file, hold the ceremony"),
            ("record_vote", "Record the vote of the cell"),
            ("run_course", "Run the awareness course"),
            ("verify", "Verify the biography"),
            ("appraise_department", "Appraise as departmental committee"),
            ("approve_grassroots", "Approve as grassroots committee"),
            ("appraise_bloc", "Appraise as the bloc's organisation board"),
            ("decide_bloc", "Record the bloc's decision"),
            ("manage_units", "Keep units, seats and the register"),
            ("keep_plans", "Keep the unit's plans, its part in resolutions, its reports"),
            ("approve_plans", "Approve plans and reports, issue resolutions"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unit_dates_in_order"
            ),
            # What no address can hold; which characters are letters depends on the database's locale.
            models.CheckConstraint(
                condition=Q(code__regex=r"^[^/]*[^/.][^/]*$"),
                name="unit_code_fits_an_address",
                violation_error_message=NO_UNIT_CODE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_name"}
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """Derived columns; bulk writers call it themselves."""
        self.search_name = search_key(self.name)

    def in_force(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class DelegatedAuthority(models.Model):
    """The paper by which the bloc lets a grassroots committee decide admissions itself, and its dates."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="delegated_authorities", verbose_name=_("unit")
    )
    paper_number = models.CharField(_("number of the paper"), max_length=50)
    paper_date = models.DateField(_("date of the paper"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("delegated authority")
        verbose_name_plural = _("delegated authorities")
        constraints = [
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                violation_error_message=_(
                    "Another delegation to this committee covers some of these days. End it first."
                ),
                expressions=[("unit", "="), (DateSpan("valid_from", "valid_to", RangeBoundary(True, True)), "&&")],
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.paper_number}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """The verbs refuse in their own words what the table would; of a half-filled form Django can't ask it."""

    def in_force(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
