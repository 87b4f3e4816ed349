"""Where a case should be waiting, from its facts alone: the flow read as a map, without a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from viewflow.workflow.base import Node

from admission_flow.flows import step_node
from admission_flow.models import Case, Task
from admission_flow.nodes import Join, Split, Step


def waits_at(case: Case, standing: Collection[str], last: Task | None) -> frozenset[str]:
    """The steps that the flow has open where these stand. `last` is the step done last.

    Empty where the flow has come to its end. No statement.
    """
    aside = leads_aside(last)
    if isinstance(aside, Step):
        # Sent back, the way leads to a step that stands perhaps, and from there on past whatever does.
        return _open_from(aside, case, standing)[0]
    if aside is not None:
        return frozenset()
    return _open_from(step_node(case.flow_class.opens_with), case, standing)[0]


def leads_aside(last: Task | None) -> Node | None:
    """The node to which this step led off the way forward; None where it goes forward."""
    node: Node | None = step_node(last.step).ways_back.get(last.outcome) if last else None
    return node


def together(steps: Collection[str], flow: Any) -> bool:
    """Whether the flow can have these steps open at once: they stand on different branches of one split."""
    if len(steps) < 2:
        return True
    return any(
        all(any(step in branch for branch in branches) for step in steps)
        and all(sum(step in branch for step in steps) <= 1 for branch in branches)
        for branches in _splits(flow)
    )


def _splits(flow: Any) -> Iterable[list[frozenset[str]]]:
    """Of each split, the names of the steps on each of its branches."""
    for node in flow.nodes():
        if isinstance(node, Split):
            yield [frozenset(_steps_to_join(branch)) for branch in node.branches]


def _steps_to_join(node: Node) -> Iterable[str]:
    while isinstance(node, Step):
        yield node.name
        node = node._next


def _open_from(node: Node, case: Case, standing: Collection[str]) -> tuple[frozenset[str], Node | None]:
    """The steps open when the token comes to this node, and the join that it waits at where there is none."""
    while True:
        if isinstance(node, Step):
            if node.name not in standing and node.exists_for(case):
                return frozenset([node.name]), None
            node = node._next
        elif isinstance(node, Split):
            found = [_open_from(branch, case, standing) for branch in node.branches]
            steps = frozenset().union(*(open_steps for open_steps, _join in found))
            join = next((join for _steps, join in found if join is not None), None)
            if steps or join is None:
                return steps, None
            node = join._next
        elif isinstance(node, Join):
            return frozenset(), node
        else:
            return frozenset(), None
