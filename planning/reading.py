"""Who looks at what is planned and reported, by the seats that the request has read.

Each room adds what may be done with its own things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.http import Http404

from orgs import access, roles
from orgs.models import Seat, Unit


@dataclass(frozen=True)
class Reader:
    """`roots` are seen in lists, `file_roots` as deep as files; `given` is what may be done, and at which unit."""

    roots: tuple[str, ...]
    file_roots: tuple[str, ...] = ()
    given: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, seats: Iterable[Seat]) -> Self:
        """No statement. Raises Http404 for who sees no list anywhere."""
        held = list(seats)
        roots = access.roots_seen_from(held, roles.SEE_LIST)
        if not roots:
            raise Http404
        return cls(tuple(roots), tuple(access.roots_seen_from(held, roles.SEE_FILE)), access.given_by(held))

    def sees(self, unit: Unit) -> bool:
        return unit.path.startswith(self.roots)

    def sees_file(self, unit: Unit) -> bool:
        return unit.path.startswith(self.file_roots)

    def units_of(self, capability: str) -> frozenset[int]:
        """At which units this may be done."""
        return frozenset(unit for one, unit in self.given if one == capability)

    @property
    def keeps(self) -> frozenset[int]:
        """Where this person keeps the plans, or whatever the room is of."""
        return self.units_of(roles.KEEP_PLANS)

    @property
    def approves(self) -> frozenset[int]:
        return self.units_of(roles.APPROVE_PLANS)
