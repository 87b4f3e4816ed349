"""A case walked at random through whatever the flow lets be done: forward, back, sideways, to some end.

    Walker(bloc, random.Random(7)).walk()

Each turn does one of the acts that the case's open steps allow, as whoever holds the seat; a turn that a rule refuses
changes nothing and is tried otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from admission_flow.decisions.given import RelativeGiven
from admission_flow.flows import step_node
from admission_flow.refusals import Refused
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.people import Bloc

CELLS = ("cell", "departmental_cell", "grassroots_cell", "delegated_cell")
LONGEST = 60
# Of the turns at one step: how many go forward.
FORWARD = 0.7
MEMBER = RelativeGiven("sibling", "Nguyễn Văn Anh", 1990, is_member=True)


class Walker:
    def __init__(self, bloc: Bloc, rng: random.Random) -> None:
        self.rng = rng
        self.journey = Journey.in_unit(bloc, rng.choice(CELLS))
        self.done: list[str] = []

    def turns(self) -> Iterator[str]:
        """Nominate, then one act after the other until the case has ended; each by its name, after it was done."""
        self.journey.nominate()
        yield "nominate"
        for _turn in range(LONGEST):
            self.journey.case.refresh_from_db()
            if not self.journey.case.is_open:
                return
            yield self.turn()

    def walk(self) -> Walker:
        self.done = list(self.turns())
        return self

    def turn(self) -> str:
        """One act that nobody refuses."""
        acts = self.acts()
        while True:
            name, act = acts.pop(0)
            try:
                act()
            except Refused:
                if not acts:
                    raise
                continue
            return name

    def acts(self) -> list[tuple[str, Callable[[], object]]]:
        """What may be tried now, in a random order in which the way forward comes first most often."""
        step = self.rng.choice(self.journey.open_steps())
        forward, others = self.forward(step), self.sideways(step)
        self.rng.shuffle(others)
        return [forward, *others] if self.rng.random() < FORWARD else [*others, forward]

    def forward(self, step: str) -> tuple[str, Callable[[], object]]:
        return step, getattr(self.journey, step)

    def sideways(self, step: str) -> list[tuple[str, Callable[[], object]]]:
        journey, rng = self.journey, self.rng
        found: list[tuple[str, Callable[[], object]]] = []
        if "returned" in step_node(step).ways_back:
            again = tuple(one for one in ("verification", "opinions") if rng.random() < 0.3)
            found.append(("return", lambda: journey.send_back(step, again=again)))
        if step == "verification":
            found.append(("not_clear", lambda: journey.verification("not_clear")))
        if step == "opinions":
            found.append(("disagree", lambda: journey.opinions("disagrees")))
        if step == "supplement":
            found.append(("relatives", lambda: journey.supplement(relatives=self.relatives())))
            found.append(("profile", lambda: journey.supplement(profile=PROFILE | {"hometown": self.word()})))
        if step == "cell_vote":
            found.append(("below", lambda: journey.cell_vote(1)))
        if step == "bloc_decision":
            found.append(("ask", journey.ask_opinion))
            found.append(("refuse", lambda: journey.bloc_decision("not_admitted", reason="Chưa đủ điều kiện")))
        if rng.random() < 0.1:
            found.append(("withdraw", journey.withdraw))
        return found

    def relatives(self) -> tuple[RelativeGiven, ...]:
        return (*RELATIVES, MEMBER) if self.rng.random() < 0.5 else RELATIVES

    def word(self) -> str:
        return f"Xã {self.rng.choice(('Thuận Hòa', 'Phú Lộc', 'An Ninh', 'Mỹ Hương'))}"
