"""Our gateways without rows let a case through just as viewflow's own do, whatever is passed over and in any order."""

import itertools

import pytest

from tests.admission_flow.nodes.machines import Ours, Theirs, walk
from tests.admission_flow.nodes.throwaway.flows import PAIRS
from tests.people import Bloc


def every(*parts: str) -> list[list[str]]:
    """Each combination of these parts; a part is the names of its steps."""
    chosen = itertools.product([False, True], repeat=len(parts))
    return [list("".join(itertools.compress(parts, which))) for which in chosen]


@pytest.mark.parametrize("standing", every("a", "b"), ids="".join)
@pytest.mark.parametrize("after", [[], ["after"]], ids=["then a step", "then the end"])
def test_two_branches(bloc: Bloc, standing: list[str], after: list[str]) -> None:
    ours, theirs = PAIRS["plain"]
    seen = walk(Ours(ours, standing + after, bloc))
    assert seen == walk(Theirs(theirs, standing + after))
    assert ("ended",) in seen.values()


@pytest.mark.parametrize("standing", every("ab", "c", "d"), ids="".join)
def test_a_split_within_a_branch(bloc: Bloc, standing: list[str]) -> None:
    ours, theirs = PAIRS["nested"]
    seen = walk(Ours(ours, standing, bloc))
    assert seen == walk(Theirs(theirs, standing))
    assert ("ended",) in seen.values()


def test_an_outer_join_waits_for_an_inner_one_reached_in_the_same_round(bloc: Bloc) -> None:
    """Which of the two is asked first hangs on the hash of their tokens, so it is tried often."""
    ours, _theirs = PAIRS["nested"]
    assert {Ours(ours, list("abd"), bloc).open() for _time in range(20)} == {("c",)}
