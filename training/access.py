"""Who gets a class, and what they may do in it: the training centre everything, cells their own candidates.

Whoever sees cases in lists somewhere in the bloc sees its classes; of those enrolled, the ones of the own units only.
To everybody else a class does not exist.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from notices.models import Notice
from orgs import access, roles
from orgs.access import Account
from orgs.models import Unit, User
from training.models import TrainingClass


@dataclass(frozen=True)
class Rights:
    """`centres` are the blocs whose classes this person runs, `cells` the cells whose candidates they enrol."""

    centres: frozenset[int]
    cells: frozenset[int]

    def runs(self, found: TrainingClass) -> bool:
        return found.unit_id in self.centres

    def may_enrol(self, found: TrainingClass, cell: int) -> bool:
        return self.runs(found) or cell in self.cells


def rights_of(person: Account, at: datetime.datetime) -> Rights:
    """One statement."""
    held = access.capabilities(person, at)
    return Rights(
        centres=frozenset(unit for capability, unit in held if capability == roles.RUN_COURSE),
        cells=frozenset(unit for capability, unit in held if capability == roles.PREPARE_FILE),
    )


def visible_classes(person: Account, at: datetime.datetime) -> Q:
    """A condition on classes: those of the blocs in which this person sees cases. One statement to make.

    Raises Http404 for who sees none anywhere, so no class either.
    """
    roots = access.visible_roots(person, roles.SEE_LIST, at)
    if not roots:
        raise Http404
    return Q(unit__path__in={root[: Unit.steplen] for root in roots})


def class_for(person: Account, pk: int, *, at: datetime.datetime) -> TrainingClass:
    """The class, if this person may see it. Raises Http404."""
    rows = TrainingClass.objects.select_related("unit", "planned_by__person", "ended_by__person")
    found = rows.filter(visible_classes(person, at), pk=pk).first()
    if found is None:
        raise Http404
    return found


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Notices of classes that this account still sees. Two statements."""
    try:
        seen = visible_classes(person, at)
    except Http404:
        return {}
    numbers = {notice.params.get("class") for notice in notices}
    found = set(TrainingClass.objects.filter(seen, number__in=numbers).values_list("number", flat=True))
    return {notice.pk: "" for notice in notices if notice.params.get("class") in found}
