"""The same small flows twice: of our own nodes, and of viewflow's.

Every step but the first is passed over in a process where its name stands. In viewflow's an `If` before each does that.
"""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Flow

from admission_flow.models import Case, Task
from admission_flow.nodes import Ending, Join, Place, Split, Step
from orgs import roles


def step(name: str) -> Step:
    return Step(name, at=Place.CELL, by=roles.PREPARE_FILE)


def nominated(activation: Activation, standing: list[str]) -> None:
    activation.process.data = {"standing": standing}


def unless(name: str) -> nodes.If:
    return nodes.If(lambda activation: name not in activation.process.data["standing"]).Then(getattr(this, name))


class OurPlain(Flow):
    """Two branches side by side, and a step after them."""

    process_class, task_class = Case, Task

    start = step("start").Next(this.split)
    split = Split().Always(this.a).Always(this.b)
    a = step("a").Next(this.join)
    b = step("b").Next(this.join)
    join = Join().Next(this.after)
    after = step("after").On("again", this.split).Next(this.end)
    end = Ending(Case.Outcome.ADMITTED)


class TheirPlain(Flow):
    start = nodes.StartHandle(nominated).Next(this.split)
    split = nodes.Split().Always(this.if_a).Always(this.if_b)
    if_a = unless("a").Else(this.join)
    a = nodes.Handle().Next(this.join)
    if_b = unless("b").Else(this.join)
    b = nodes.Handle().Next(this.join)
    join = nodes.Join().Next(this.if_after)
    if_after = unless("after").Else(this.end)
    after = nodes.Handle().Next(this.again)
    again = nodes.If(lambda activation: activation.process.data.pop("again", False)).Then(this.split).Else(this.end)
    end = nodes.End()


class OurNested(Flow):
    """A branch that splits again and goes on after its own join, beside a branch of one step."""

    process_class, task_class = Case, Task

    start = step("start").Next(this.split)
    split = Split().Always(this.inner_split).Always(this.d)
    inner_split = Split().Always(this.a).Always(this.b)
    a = step("a").Next(this.inner_join)
    b = step("b").Next(this.inner_join)
    inner_join = Join().Next(this.c)
    c = step("c").Next(this.join)
    d = step("d").Next(this.join)
    join = Join().Next(this.after)
    after = step("after").Next(this.end)
    end = Ending(Case.Outcome.ADMITTED)


class TheirNested(Flow):
    start = nodes.StartHandle(nominated).Next(this.split)
    split = nodes.Split().Always(this.inner_split).Always(this.if_d)
    inner_split = nodes.Split().Always(this.if_a).Always(this.if_b)
    if_a = unless("a").Else(this.inner_join)
    a = nodes.Handle().Next(this.inner_join)
    if_b = unless("b").Else(this.inner_join)
    b = nodes.Handle().Next(this.inner_join)
    inner_join = nodes.Join().Next(this.if_c)
    if_c = unless("c").Else(this.join)
    c = nodes.Handle().Next(this.join)
    if_d = unless("d").Else(this.join)
    d = nodes.Handle().Next(this.join)
    join = nodes.Join().Next(this.if_after)
    if_after = unless("after").Else(this.end)
    after = nodes.Handle().Next(this.end)
    end = nodes.End()


PAIRS: dict[str, tuple[Any, Any]] = {"plain": (OurPlain, TheirPlain), "nested": (OurNested, TheirNested)}
