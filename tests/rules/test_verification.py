"""Who is verified, and which relative's membership waives which side."""

import pytest

from admission_flow.rules.verification import Kin, scope
from tests.rules.by import BY_2021, by

RELATIONS = (
    "father",
    "mother",
    "carer",
    "child",
    "sibling",
    "spouse",
    "spouse_father",
    "spouse_mother",
    "spouse_sibling",
)
OWN, SPOUSES = {"father", "mother", "carer", "child"}, {"spouse", "spouse_father", "spouse_mother"}


def family(**members: bool) -> list[Kin]:
    """One relative of each relation; those named are party members, True for living ones."""
    return [Kin(n, name, name in members, members.get(name, True)) for n, name in enumerate(RELATIONS)]


def named(keys: tuple[int, ...]) -> set[str]:
    return {RELATIONS[key] for key in keys}


def test_siblings_are_declared_and_not_verified() -> None:
    found = scope(family(), BY_2021)
    assert (named(found.to_verify), found.waived) == (OWN | SPOUSES, ())


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_living_member_waives_the_side_that_is_theirs(relation: str) -> None:
    found = scope(family(**{relation: True}), BY_2021)
    own = relation in {"father", "mother", "sibling", "child"}
    spouses = relation in SPOUSES | {"spouse_sibling"}
    assert (found.own_side.met, found.spouse_side.met) == (own, spouses)
    assert named(found.waived) == (OWN if own else set()) | (SPOUSES if spouses else set())
    assert named(found.to_verify) == (OWN | SPOUSES) - named(found.waived)


@pytest.mark.parametrize("relation", ["father", "sibling", "spouse", "spouse_sibling"])
def test_a_member_who_died_waives_nothing(relation: str) -> None:
    found = scope(family(**{relation: False}), BY_2021)
    assert found.waived == ()


def test_both_sides_may_be_waived_and_the_candidate_alone_is_left() -> None:
    found = scope(family(sibling=True, spouse=True), BY_2021)
    assert (found.to_verify, named(found.waived)) == ((), OWN | SPOUSES)
    assert (found.own_side.numbers, found.spouse_side.numbers) == ({"members": 1}, {"members": 1})


def test_a_child_is_verified_once_of_full_capacity() -> None:
    children = [Kin(1, "child", False, is_adult=False), Kin(2, "child", False, is_adult=True)]
    assert scope(children, BY_2021).to_verify == (2,)


def test_a_generation_without_the_waiver_waives_nothing() -> None:
    found = scope(family(father=True, spouse=True), by(verification_waiver=False))
    assert (found.waived, found.own_side.met, found.spouse_side.met) == ((), False, False)
