"""The join opens the next step once, whichever branch comes last."""

import pytest

from tests.admission_flow.nodes.machines import Ours
from tests.admission_flow.nodes.throwaway.flows import OurPlain
from tests.people import Bloc


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_opens_with_the_last_branch(bloc: Bloc, order: str) -> None:
    ours = Ours(OurPlain, [], bloc)
    ours.do(order[0])
    assert ours.open() == (order[1],)
    ours.do(order[1])
    (after,) = ours.tasks("after")
    assert after.cause == ours.tasks(order[1])[0]
    assert ours.open() == ("after",)
