"""Units founded, changed and wound up, one verb each. Kind and place of a unit never change: that is another unit."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from journal.facts import fact_of
from journal.record import append
from orgs.access import require_keeper
from orgs.models import Unit, User
from orgs.refusals import UnitRefused
from orgs.tree import fits, plant


@transaction.atomic
def found_unit(unit: Unit, parent: Unit | None, *, acting_user: User, at: datetime.datetime) -> Unit:
    """Put a new unit into the tree. Raises NotYours, UnitRefused."""
    if parent is None:
        raise UnitRefused(_("A bloc is loaded from the office's form; choose the unit above this one."))
    parent = Unit.objects.select_for_update(no_key=True).get(pk=parent.pk)
    require_keeper(acting_user, parent, at)
    if not fits(unit.kind, parent.kind):
        raise UnitRefused(_("A unit of this kind can't stand there. Choose another unit above it."))
    plant([(unit, parent)])
    _record(unit, "found_unit", acting_user=acting_user, at=at)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit,
    *,
    name: str,
    category: str,
    governing_regulation: str,
    valid_to: datetime.date | None,
    acting_user: User,
    at: datetime.datetime,
) -> Unit:
    """Rename, classify or wind up a unit. Nobody acts from a seat of a unit after its last day.

    Raises NotYours, UnitRefused.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    require_keeper(acting_user, unit, at)
    if valid_to is not None and valid_to < unit.valid_from:
        raise UnitRefused(_("The unit would end before it began. Correct the last day."))
    unit.name, unit.category, unit.governing_regulation, unit.valid_to = name, category, governing_regulation, valid_to
    unit.save(update_fields=["name", "category", "governing_regulation", "valid_to"])
    _record(unit, "change_unit", acting_user=acting_user, at=at)
    return unit


def _record(unit: Unit, verb: str, *, acting_user: User, at: datetime.datetime) -> None:
    refs = {
        "kind": str(unit.kind),
        "from": unit.valid_from.isoformat(),
        "to": unit.valid_to.isoformat() if unit.valid_to else None,
    }
    append(f"unit:{unit.pk}", verb, acting_user=acting_user, at=at, refs=refs, facts=[fact_of(unit)])
