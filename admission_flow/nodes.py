"""Our nodes over viewflow's: one kind of human step, and gateways that leave no row.

A step knows where it is seated, which capability acts there and where each outcome leads. A step whose conclusion
stands, or that this case doesn't have, is passed over. Rows are collected in `case.round` and written by the engine
at the end of the transaction (see engine.py); gateways exist in memory only, their way is told by the Decision.

Uses private names of viewflow 2.4.0 (`_create`, `_outgoing`, `_resolve`); tests compare with viewflow's own nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from viewflow import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.nodes import mixins
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from admission_flow.models import Case, Task

FORWARD = "forward"


class Place(Enum):
    """The unit of a case at which a step is seated."""

    CELL = "unit_id"
    DEPARTMENT = "department_id"
    COMMITTEE = "committee_id"
    BLOC = "bloc_id"
    VERIFIER = "verifier"  # the grassroots committee; for a grassroots cell, the bloc's organisation board

    def unit_of(self, case: Case) -> int | None:
        if self is Place.VERIFIER:
            return case.committee_id or case.bloc_id
        found: int | None = getattr(case, self.value)
        return found


class InMemory(Activation):
    """An activation compared by identity: its task may not be saved yet, and a model without a key has no hash."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class StepActivation(InMemory):
    """A human step: opened, then done in one transition, or cancelled."""

    @classmethod
    def create(
        cls, flow_task: Step, prev_activation: Any, token: Token, data: Any = None, seed: Any = None
    ) -> StepActivation:
        case = prev_activation.process
        task = case.round.open(flow_task, token, cause=prev_activation.task)
        return cls(task)

    @Activation.status.super()
    def activate(self) -> None:
        """A human step waits."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def finish(self, outcome: str) -> None:
        """Done, with the outcome that chooses the way on."""
        self.task.outcome = outcome

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """Never taken: viewflow's own loop must not complete a step that waits for a person."""

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        node = self.flow_task.after(self.task.outcome)
        yield node._create(self, self.task.token)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Withdrawn with its case."""


class Step(mixins.NextNodeMixin, Node):
    """A step of the procedure, seated at a unit, done by whoever has the capability there."""

    activation_class = StepActivation
    task_type = "HUMAN"
    bpmn_element = "userTask"
    shape = {"width": 150, "height": 64, "svg": ""}

    def __init__(self, title: str | Promise, *, at: Place, by: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task_title = title
        self.place = at
        self.capability = by
        self._outcomes: dict[str, Any] = {}
        self._condition: Callable[[Case], bool] | None = None

    def OnlyWhere(self, condition: Callable[[Case], bool]) -> Step:
        """Passed over in cases for which the condition is false."""
        self._condition = condition
        return self

    def On(self, outcome: str, node: Any) -> Step:
        """Where an outcome leads that doesn't go forward."""
        self._outcomes[outcome] = node
        return self

    def after(self, outcome: str) -> Node:
        return self._outcomes.get(outcome, self._next)

    def exists_for(self, case: Case) -> bool:
        return self._condition is None or self._condition(case)

    def passed_over(self, case: Case) -> bool:
        return self.name in case.standing or not self.exists_for(case)

    def _create(self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None) -> Activation:
        if self.passed_over(prev_activation.process):
            return self._next._create(prev_activation, token)
        return super()._create(prev_activation, token)

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self._outcomes = {outcome: this.resolve(instance, node) for outcome, node in self._outcomes.items()}

    def _outgoing(self) -> Iterator[Edge]:
        """The ways forward only: with the ways back in, no layout is readable (they are listed in `ways_back`)."""
        yield from super()._outgoing()

    @property
    def ways_back(self) -> dict[str, Node]:
        return dict(self._outcomes)


class GatewayActivation(InMemory):
    """A place the token passes without leaving a row. `cause` is the step that brought it here."""

    def __init__(self, node: Node, prev_activation: Any, token: Token) -> None:
        self.cause = prev_activation if isinstance(prev_activation, StepActivation) else prev_activation.cause
        case = prev_activation.process
        super().__init__(Task(process=case, flow_task=node, token=token))

    @Activation.status.super()
    def activate(self) -> None:
        """Nothing to do on arrival."""

    @Activation.status.super()
    def complete(self) -> None:
        """Done at once, in memory."""


class SplitActivation(GatewayActivation):
    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        tokens = Token.split_token_source(self.task.token, self.cause.task.pk)
        for branch in self.flow_task.branches:
            yield branch._create(self.cause, next(tokens))


class Split(Node):
    """Opens branches side by side. Tokens are named after the step that led here, so a later split is a new one."""

    activation_class = SplitActivation
    task_type = "PARALLEL_GATEWAY"
    bpmn_element = "parallelGateway"
    shape = {"width": 50, "height": 50, "svg": ""}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.branches: list[Any] = []

    def Always(self, node: Any) -> Split:
        self.branches.append(node)
        return self

    def _create(self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None) -> Activation:
        return SplitActivation(self, prev_activation, token)

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.branches = [this.resolve(instance, node) for node in self.branches]

    def _outgoing(self) -> Iterator[Edge]:
        for branch in self.branches:
            yield Edge(src=self, dst=branch, edge_class="default")


class JoinActivation(mixins.NextNodeActivationMixin, GatewayActivation):
    """Asked late, when nothing automatic is left in the round; two branches arriving together count as one."""

    type = "join"

    def __init__(self, node: Node, prev_activation: Any, token: Token) -> None:
        self.prefix = token.get_common_split_prefix(None, 0)
        super().__init__(node, prev_activation, token.get_base_split_token())
        self.process.round.joining[self.prefix] = self.task.token.token

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JoinActivation) and self.prefix == other.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)

    def all_in(self) -> bool:
        return not self.process.round.open_branches(self.prefix)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE, conditions=[all_in])
    def complete(self) -> None:
        """All branches are in."""
        del self.process.round.joining[self.prefix]

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        yield self.flow_task._next._create(self.cause, self.task.token)


class Join(mixins.NextNodeMixin, Node):
    """Waits until every branch of its split has come."""

    activation_class = JoinActivation
    task_type = "JOIN"
    bpmn_element = "parallelGateway"
    shape = {"width": 50, "height": 50, "svg": ""}

    def _create(self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None) -> Activation:
        return JoinActivation(self, prev_activation, token)


class EndingActivation(GatewayActivation):
    @Activation.status.super()
    def activate(self) -> None:
        case = self.process
        case.status, case.outcome = PROCESS.DONE, self.flow_task.outcome

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        return iter(())


class Ending(Node):
    """The case ends here with an outcome."""

    activation_class = EndingActivation
    task_type = "END"
    bpmn_element = "endEvent"
    shape = {"width": 50, "height": 50, "svg": ""}

    def __init__(self, outcome: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome = outcome

    def _create(self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None) -> Activation:
        return EndingActivation(self, prev_activation, token)

    def _outgoing(self) -> Iterator[Edge]:
        return iter(())
