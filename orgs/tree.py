"""The shape of the organisation: what may stand under what, and units put into the tree many at a time."""

from __future__ import annotations

from collections.abc import Iterable

from orgs.models.units import Unit

K = Unit.Kind

# None is the top. A cell under the bloc itself is a grassroots cell.
PARENTS: dict[str, frozenset[str | None]] = {
    K.BLOC: frozenset({None}),
    K.GRASSROOTS_COMMITTEE: frozenset({K.BLOC}),
    K.GRASSROOTS_CELL: frozenset({K.BLOC}),
    K.DEPARTMENTAL_COMMITTEE: frozenset({K.GRASSROOTS_COMMITTEE}),
    K.CELL: frozenset({K.GRASSROOTS_COMMITTEE, K.DEPARTMENTAL_COMMITTEE}),
}


def fits(kind: str, parent_kind: str | None) -> bool:
    return parent_kind in PARENTS[kind]


def plant(units: Iterable[tuple[Unit, Unit | None]]) -> list[Unit]:
    """Insert new units under their parents, in the order given, in three statements whatever their number.

    A parent stands before its children, or is in the database already. A unit without a parent becomes a new root.
    """
    planted: list[Unit] = []
    parents: dict[str, Unit] = {}
    # Counted from the paths, since `numchild` says nothing of the numbers that were used once and given up.
    taken: dict[str, int] = {}
    for path in Unit.objects.values_list("path", flat=True):
        above, number = path[: -Unit.steplen], Unit._str2int(path[-Unit.steplen :])
        taken[above] = max(taken.get(above, 0), number)
    for unit, parent in units:
        above = parent.path if parent else ""
        taken[above] = taken.get(above, 0) + 1
        unit.depth = (parent.depth if parent else 0) + 1
        unit.path = Unit._get_path(above, unit.depth, taken[above])
        unit.fill_keys()
        if parent:
            parent.numchild += 1
            parents[parent.path] = parent
        planted.append(unit)
    known = [parent for parent in parents.values() if parent.pk]
    Unit.objects.bulk_create(planted)
    if known:
        Unit.objects.bulk_update(known, ["numchild"])
    return planted


def ancestor_paths(unit: Unit) -> list[str]:
    """Paths of the unit and of everything above it, from the root down."""
    return [unit.path[: Unit.steplen * depth] for depth in range(1, unit.depth + 1)]
