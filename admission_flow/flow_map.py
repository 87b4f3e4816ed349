"""The flow as a drawing of steps: which follow which, and where an outcome leads off the way forward. Gateways, which
leave no row, are passed through."""

from __future__ import annotations

from collections.abc import Iterator

from viewflow.workflow.base import Flow, Node

from admission_flow.flows import step_node
from admission_flow.nodes import Join, Split, Step


def steps_after(step: Step) -> tuple[Step, ...]:
    """The steps that open when this one goes forward."""
    return tuple(_steps_from(step._next))


def rows_of(flow: type[Flow]) -> dict[str, int]:
    """Each step of the way forward with its row: one below the lowest of those before it; the first is 0."""
    rows: dict[str, int] = {}
    waiting = [(step_node(flow.opens_with), 0)]
    while waiting:
        step, row = waiting.pop()
        if rows.get(step.name, -1) < row:
            rows[step.name] = row
            waiting += [(following, row + 1) for following in steps_after(step)]
    return rows


def ways_back(flow: type[Flow]) -> dict[str, list[tuple[str, str]]]:
    """Step -> the (step, outcome) that lead there off the way forward; endings are left out."""
    found: dict[str, list[tuple[str, str]]] = {}
    for step in _steps_of(flow):
        for outcome, node in step.ways_back.items():
            if isinstance(node, Step):
                found.setdefault(node.name, []).append((step.name, outcome))
    return found


def _steps_of(flow: type[Flow]) -> Iterator[Step]:
    return (node for node in flow.instance.nodes() if isinstance(node, Step))


def _steps_from(node: Node) -> Iterator[Step]:
    if isinstance(node, Step):
        yield node
    elif isinstance(node, Split):
        for branch in node.branches:
            yield from _steps_from(branch)
    elif isinstance(node, Join):
        yield from _steps_from(node._next)
