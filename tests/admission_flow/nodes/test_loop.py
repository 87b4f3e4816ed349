"""Back before the split: a new split of its own, with only the branches that don't stand."""

import pytest

from tests.admission_flow.nodes.machines import Ours, Theirs
from tests.admission_flow.nodes.throwaway.flows import PAIRS
from tests.people import Bloc


@pytest.mark.parametrize("standing", [[], ["a"], ["b"], ["a", "b"]], ids="".join)
def test_a_second_split_opens_what_does_not_stand(bloc: Bloc, standing: list[str]) -> None:
    ours, theirs = PAIRS["plain"]
    opened = []
    for machine in (Ours(ours, [], bloc), Theirs(theirs, [])):
        for step in ("b", "a"):
            machine.do(step)
        machine.set_standing(standing)
        machine.do("after", "again")
        opened.append(machine.open())
    assert opened[0] == opened[1] == (tuple(step for step in "ab" if step not in standing) or ("after",))


def test_tokens_of_a_second_split_differ_from_the_first(bloc: Bloc) -> None:
    ours = Ours(PAIRS["plain"][0], [], bloc)
    for step, outcome in (("a", ""), ("b", ""), ("after", "again"), ("b", ""), ("a", "")):
        ours.do(step, outcome)
    assert ours.open() == ("after",)
    tokens = {task.token.token for step in "ab" for task in ours.tasks(step)}
    assert len(tokens) == 4
    assert {token.rsplit("_", 1)[0] for token in tokens} == {
        f"start/{task.pk}" for task in (*ours.tasks("start"), ours.tasks("after")[0])
    }


def test_after_the_join_the_token_is_that_of_before_the_split(bloc: Bloc) -> None:
    ours = Ours(PAIRS["plain"][0], [], bloc)
    for step in "ab":
        ours.do(step)
    assert [task.token.token for task in (*ours.tasks("start"), *ours.tasks("after"))] == ["start", "start"]
