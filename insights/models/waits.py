"""What was measured of the waiting of cases, and its sums. Derived, every row: `measure_waits` makes them anew.

`insights.waits` writes them, from the facts of the rooms below; nobody else.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from admission_flow.models import Case, Task

# In the order in which a board asks: of some units each step in the months of a period.
_SLICE = ("unit", "step", "month", "route", "generation")


class Touched(models.Model):
    """A case of which something that is measured has changed. Triggers write it, in the transaction of the change."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        default_permissions = ()


class Measured(models.Model):
    """Where a case belongs, as of its last measuring. Its places are the units in which it is counted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    # The cell and the committees above it, up to the bloc.
    places = ArrayField(models.BigIntegerField())
    unit = models.ForeignKey("orgs.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    route = models.CharField(max_length=20)
    generation = models.CharField(max_length=40)
    opened_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        abstract = True
        default_permissions = ()


class Stay(Measured):
    """A case at one step, from its arrival to its end; parts are in seconds, see insights.waits.parts.

    Of an open one they are as of the moment it was measured. `concluded` tells an end by a decision from a step that
    was taken away. `asked_by` is the step that a supplement answers. `due_on` is the day that the step has now, none
    while its case is on hold.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="+")
    step = models.CharField(max_length=30)
    asked_by = models.CharField(max_length=30, blank=True)
    concluded = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    held = models.BigIntegerField()
    off = models.BigIntegerField()
    outside = models.BigIntegerField()
    sitting = models.BigIntegerField()
    unseen = models.BigIntegerField()
    untaken = models.BigIntegerField()
    hands = models.BigIntegerField()

    class Meta(Measured.Meta):
        verbose_name = _("stay at a step")
        verbose_name_plural = _("stays at steps")
        indexes = [
            models.Index(
                fields=["unit", "step", "opened_on"],
                include=["due_on", "route", "generation"],
                condition=Q(ended_on__isnull=True),
                name="stay_open",
            ),
            models.Index(fields=["unit", "step", "opened_on"], name="stay_behind_a_number"),
        ]


class Span(Measured):
    """A case from its opening to the decision on it; `outcome` is that of the closed case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")
    recognition = models.BooleanField()
    decided = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=15, blank=True)
    # The steps at which it has ever stood.
    reached = ArrayField(models.CharField(max_length=30))

    class Meta(Measured.Meta):
        verbose_name = _("span of a case")
        verbose_name_plural = _("spans of cases")
        indexes = [
            models.Index(fields=["unit", "opened_on"], name="span_opened"),
            models.Index(
                fields=["unit", "opened_on"],
                include=["recognition", "route", "generation"],
                condition=Q(ended_on__isnull=True),
                name="span_open",
            ),
        ]


class Sliced(models.Model):
    """A sum over one unit with all under it, step, route and generation."""

    unit = models.ForeignKey("orgs.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=30)
    route = models.CharField(max_length=20)
    generation = models.CharField(max_length=40)

    class Meta:
        abstract = True
        default_permissions = ()


class Monthly(Sliced):
    """And over the month (its first day) of arrival."""

    month = models.DateField()

    class Meta(Sliced.Meta):
        abstract = True


class DaysTally(Monthly):
    """How many stays ended after so many days, by a decision (`ended`) or taken away (`cut`). The whole way to the
    decision is counted like a step, under the name of its flow. With `to_decision`, the days from the arrival at the
    step to the decision on the case, of the bloc alone."""

    to_decision = models.BooleanField()
    days = models.IntegerField()
    ended = models.IntegerField(default=0)
    cut = models.IntegerField(default=0)

    class Meta(Monthly.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "to_decision", "step", "month", "route", "generation", "days"],
                include=["ended", "cut"],
                name="days_tally_once",
            )
        ]


class PaceTally(Sliced):
    """The days of a DaysTally over the usual period; beside each how many ended after it, and beside each of `cut_days`
    how many were cut off. `month` is the last of the period, in every row the same."""

    month = models.DateField()
    days = ArrayField(models.IntegerField())
    ended = ArrayField(models.IntegerField())
    cut_days = ArrayField(models.IntegerField(), default=list)
    cut = ArrayField(models.IntegerField())

    class Meta(Sliced.Meta):
        constraints = [models.UniqueConstraint(fields=["unit", "step", "route", "generation"], name="pace_tally_once")]


class PartsTally(Monthly):
    """Stays, and the seconds of each part, of an open one as of its last measuring; `supplement` is what supplements
    that the step asked for took of working time."""

    stays = models.IntegerField(default=0)
    supplements = models.IntegerField(default=0)
    held = models.BigIntegerField(default=0)
    off = models.BigIntegerField(default=0)
    outside = models.BigIntegerField(default=0)
    sitting = models.BigIntegerField(default=0)
    unseen = models.BigIntegerField(default=0)
    untaken = models.BigIntegerField(default=0)
    hands = models.BigIntegerField(default=0)
    supplement = models.BigIntegerField(default=0)

    class Meta(Monthly.Meta):
        constraints = [models.UniqueConstraint(fields=[*_SLICE], name="parts_tally_once")]


class CasesTally(Monthly):
    """Cases by what happened to them, in place of the step: "opened", "decided", or closed with this outcome, in this
    month; and with a step's name, how many of those that were opened in this month have ever stood there."""

    recognition = models.BooleanField()
    cases = models.IntegerField(default=0)

    class Meta(Monthly.Meta):
        constraints = [models.UniqueConstraint(fields=[*_SLICE, "recognition"], name="cases_tally_once")]
