"""Who sits at the auditor's desk, and how far they see: the subtree whose history a seat of theirs lets them read.

An administrator is no auditor, and reading the history is never delegated. Who has no such seat is told of no desk.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Max, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404
from django.utils.translation import gettext as _

from admission_flow.access import case_for
from admission_flow.models import Case, Decision
from journal.models import Entry
from orgs import access
from orgs.models import Unit, User
from orgs.roles import READ_JOURNAL


@dataclass(frozen=True)
class Reach:
    """What one auditor reads: `roots` are the paths of the topmost units of it; `whole` where nothing lies outside."""

    person: User
    at: datetime.datetime
    roots: tuple[str, ...]
    whole: bool = field(compare=False)

    def within(self, path: str = "unit__path") -> Q:
        """Condition on rows whose unit's path is reached so."""
        condition = Q(pk__in=[])
        for root in self.roots:
            condition |= Q(**{f"{path}__startswith": root})
        return condition

    def units(self) -> QuerySet[Unit]:
        return Unit.objects.filter(self.within("path"))

    def cases(self) -> QuerySet[Case]:
        """Those that are here now."""
        return Case.objects.filter(self.within())

    @cached_property
    def moved_away(self) -> Mapping[int, datetime.datetime]:
        """Case id -> when it left for a cell that this auditor doesn't read. What was done here until then stays to be
        read; its file is read where it is now. One statement, none for who reads everything."""
        if self.whole:
            return {}
        # By the journal, whose outcomes are indexed.
        moves = Entry.objects.annotate(told=KT("refs__outcome"), decided=Cast(KT("refs__decision"), BigIntegerField()))
        left = Decision.objects.annotate(came_from=Cast(KT("facts__from"), BigIntegerField())).filter(
            pk__in=moves.filter(told="moved", verb="transfer").values("decided"),
            came_from__in=self.units().values("pk"),
        )
        gone = left.exclude(case__in=self.cases()).order_by().values("case").annotate(last=Max("at"))
        return dict(gone.values_list("case", "last"))


def reach_of(person: User, at: datetime.datetime) -> Reach:
    """Raises Http404 for who reads no unit's history. Two statements."""
    roots = tuple(access.visible_roots(person, READ_JOURNAL, at))
    if not roots:
        raise Http404
    tops = Unit.objects.filter(depth=1).values_list("path", flat=True)
    return Reach(person, at, roots, set(tops) <= set(roots))


def require_whole(reach: Reach) -> None:
    """For what speaks of all units' streams at once. Raises PermissionDenied."""
    if not reach.whole:
        raise PermissionDenied(
            _("Checkpoints speak of every unit's journal, so the inspection commission of the whole party organisation "
              "reads them. The page of a decision says which checkpoint covers it.")
        )  # fmt: skip


def audited_case(reach: Reach, pk: int) -> Case:
    """A case that is here now, with its depth. Raises Http404."""
    case = case_for(reach.person, pk, at=reach.at)
    if not any(case.unit.path.startswith(root) for root in reach.roots):
        raise Http404
    return case
