"""Who introduces. Source: Charter Art. 4(1) (S31 to S33)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from admission_flow.rules.values import Parameters, Verdict, verdict


@dataclass(frozen=True)
class Introducer:
    """`kind`: member, youth_union or trade_union; `official`: an official member on the day (unions: True)."""

    kind: str
    official: bool


def introducers(given: Sequence[Introducer], by: Parameters) -> Verdict:
    """Two official members, or a union's resolution and one official member."""
    needed = by["introducers"]
    members = sum(1 for one in given if one.kind == "member" and one.official)
    unions = sum(1 for one in given if one.kind != "member")
    not_official = sum(1 for one in given if one.kind == "member" and not one.official)
    met = not_official == 0 and (members >= needed.value or (unions >= 1 and members >= needed.value - 1))
    return verdict(
        "introducers",
        met,
        by,
        needed,
        members=members,
        unions=unions,
        not_official=not_official,
        needed=needed.value,
    )
