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
    """Relatives to be verified, and those whose side is waived. The candidate is always in scope.

    `own_members` and `spouse_members` are the relatives whose membership waives the side, the declaration being
    `complete`.
    """

    to_verify: tuple[int, ...]
    waived: tuple[int, ...]
    own_side: Verdict
    spouse_side: Verdict
    complete: Verdict
    own_members: tuple[int, ...] = ()
    spouse_members: tuple[int, ...] = ()


def declaration_complete(relatives: Sequence[Kin], by: Parameters) -> Verdict:
    """Whether the relatives declared are enough to rest a waiver on; `missing` says what is not there.

    Both parents, dead ones too, or who raised the candidate; and where a spouse is declared, both parents of the
    spouse. That somebody has no siblings can't be told from a declaration that names none, so they aren't asked for.
    """
    declared = {one.relation for one in relatives}
    missing = []
    if "carer" not in declared and not {"father", "mother"} <= declared:
        missing.append("parents")
    if "spouse" in declared and not {"spouse_father", "spouse_mother"} <= declared:
        missing.append("spouse_parents")
    return verdict("declaration_complete", not missing, by, by["verification_waiver"], missing=missing)


def scope(relatives: Sequence[Kin], by: Parameters) -> Scope:
    """A living relative who is a member waives the whole side, the declaration being complete."""
    rule, complete = by["verification_waiver"], declaration_complete(relatives, by)

    def members(relations: tuple[str, ...]) -> tuple[int, ...]:
        living = [one for one in relatives if one.relation in relations and one.is_member and one.is_alive]
        return tuple(one.key for one in living if one.relation != "child" or one.is_adult)

    def side(name: str, found: int) -> Verdict:
        if rule.value and found and not complete.met:
            return verdict(f"incomplete_{name}", False, by, rule, members=found, **complete.numbers)
        return verdict(f"waiver_{name}", bool(rule.value) and found > 0, by, rule, members=found)

    own_members, spouse_members = members(WAIVES_OWN_SIDE), members(WAIVES_SPOUSE_SIDE)
    own, spouse = side("own_side", len(own_members)), side("spouse_side", len(spouse_members))
    to_verify: list[int] = []
    passed_over: list[int] = []
    for one in relatives:
        in_scope = one.relation in OWN_SIDE + SPOUSE_SIDE and (one.relation != "child" or one.is_adult)
        if not in_scope:
            continue
        waived = own if one.relation in OWN_SIDE else spouse
        (passed_over if waived.met else to_verify).append(one.key)
    return Scope(tuple(to_verify), tuple(passed_over), own, spouse, complete, own_members, spouse_members)
