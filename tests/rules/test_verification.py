"""Who is verified, and which relative's membership waives which side."""

import pytest

from admission_flow.rules.verification import Kin, declaration_complete, scope
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


@pytest.mark.parametrize("relation", sorted(SPOUSES | {"spouse_sibling"}))
def test_a_member_on_one_side_leaves_the_other_to_be_verified_01_hd_tw_2021_3_4(relation: str) -> None:
    found = scope(family(**{relation: True}), BY_2021)
    assert (named(found.to_verify), named(found.waived)) == (OWN, SPOUSES)
    assert (found.own_members, named(found.spouse_members)) == ((), {relation})


def test_the_waiver_is_of_the_side_and_not_of_the_member_alone_s36() -> None:
    """The mother is a member: the father is waived with her."""
    found = scope([Kin(1, "father", False), Kin(2, "mother", True), Kin(3, "child", False)], BY_2021)
    assert (found.to_verify, found.waived, found.own_members) == ((), (1, 2, 3), (2,))


def test_a_minor_child_is_neither_verified_nor_waived_s35() -> None:
    parents = [Kin(1, "father", True), Kin(2, "mother", False)]
    found = scope([*parents, Kin(3, "child", False, is_adult=False)], BY_2021)
    assert (found.to_verify, found.waived) == ((), (1, 2))


def test_dead_parents_are_still_in_scope() -> None:
    found = scope([Kin(1, "father", True, is_alive=False), Kin(2, "mother", False, is_alive=False)], BY_2021)
    assert found.to_verify == (1, 2)


COMPLETE = [
    ({"father", "mother"}, []),
    ({"carer"}, []),
    ({"mother"}, ["parents"]),
    ({"father", "sibling"}, ["parents"]),
    ({"father", "mother", "spouse"}, ["spouse_parents"]),
    ({"father", "mother", "spouse", "spouse_father"}, ["spouse_parents"]),
    ({"father", "mother", "spouse", "spouse_father", "spouse_mother"}, []),
    ({"spouse"}, ["parents", "spouse_parents"]),
]


@pytest.mark.parametrize(("relations", "missing"), COMPLETE)
def test_a_declaration_is_complete_with_both_parents_and_those_of_the_spouse(
    relations: set[str], missing: list[str]
) -> None:
    found = declaration_complete([Kin(n, name, False) for n, name in enumerate(sorted(relations))], BY_2021)
    assert (found.met, found.numbers) == (not missing, {"missing": missing})


@pytest.mark.parametrize("member", ["father", "spouse"])
def test_an_incomplete_declaration_waives_nothing_and_says_what_is_missing_s36(member: str) -> None:
    kin = [Kin(n, name, name == member) for n, name in enumerate(["father", "mother", "spouse"])]
    found = scope(kin, BY_2021)
    assert (found.waived, found.own_side.met, found.spouse_side.met) == ((), False, False)
    refused = found.own_side if member == "father" else found.spouse_side
    assert refused.rule.startswith("incomplete_")
    assert refused.numbers == {"members": 1, "missing": ["spouse_parents"]}


def test_where_nobody_is_a_member_an_incomplete_declaration_changes_nothing() -> None:
    found = scope([Kin(1, "mother", False)], BY_2021)
    assert (found.to_verify, found.own_side.rule) == ((1,), "waiver_own_side")


def test_a_child_who_is_not_of_age_waives_nothing() -> None:
    """01-HD/TW 2021, 3.4 (S36): a natural child who is a member; a member is of age."""
    parents = [Kin(1, "father", False), Kin(2, "mother", False)]
    assert scope([*parents, Kin(3, "child", True, is_adult=True)], BY_2021).own_side.met
    assert not scope([*parents, Kin(3, "child", True, is_adult=False)], BY_2021).own_side.met
