"""Whom the verification of the biography covers, and when a side is waived.

Source: 01-HD/TW 2021, 3.4 (S35 to S37, S118).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from admission_flow.rules.values import Parameters, Verdict, verdict

OWN_SIDE = ("father", "mother", "carer", "child")
SPOUSE_SIDE = ("spouse", "spouse_father", "spouse_mother")
WAIVES_OWN_SIDE = ("father", "mother", "sibling", "child")
WAIVES_SPOUSE_SIDE = ("spouse", "spouse_father", "spouse_mother", "spouse_sibling")


@dataclass(frozen=True)
class Kin:
    """A declared relative; `key` is the caller's own id for it."""

    key: int
    relation: str
    is_member: bool
    is_alive: bool = True
    is_adult: bool = True


@dataclass(frozen=True)
class Scope:
    """Relatives to be verified, and those whose side is waived. The candidate is always in scope."""

    to_verify: tuple[int, ...]
    waived: tuple[int, ...]
    own_side: Verdict
    spouse_side: Verdict


def scope(relatives: Sequence[Kin], by: Parameters) -> Scope:
    """A living relative who is a member waives the whole side, the declaration being complete."""
    rule = by["verification_waiver"]

    def waived(side: str, relations: tuple[str, ...]) -> Verdict:
        found = sum(1 for one in relatives if one.relation in relations and one.is_member and one.is_alive)
        return verdict(f"waiver_{side}", bool(rule.value) and found > 0, by, rule, members=found)

    own, spouse = waived("own_side", WAIVES_OWN_SIDE), waived("spouse_side", WAIVES_SPOUSE_SIDE)
    to_verify: list[int] = []
    passed_over: list[int] = []
    for one in relatives:
        in_scope = one.relation in OWN_SIDE + SPOUSE_SIDE and (one.relation != "child" or one.is_adult)
        if not in_scope:
            continue
        side = own if one.relation in OWN_SIDE else spouse
        (passed_over if side.met else to_verify).append(one.key)
    return Scope(tuple(to_verify), tuple(passed_over), own, spouse)
