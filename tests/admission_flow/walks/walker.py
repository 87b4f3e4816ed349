"""A case walked at random through whatever may be done: forward, back, sideways, to some end, and then its recognition.

    Walker(bloc, random.Random(7)).walk()

Each turn does one act that may be tried at the open steps or on the whole case, as whoever holds the seat; a turn that
a rule refuses changes nothing and is tried otherwise. Days pass between the turns, so that a walk goes through more
than one generation of the rules.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator
from typing import TypeAlias

from django.utils import timezone

from admission_flow.decisions.given import RelativeGiven
from admission_flow.flows import step_node, steps_before
from admission_flow.refusals import Refused
from orgs.members import official_in_organisation
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.admission_flow.recognising import STRUCK_OFF, Recognising, end_membership, recognition_after
from tests.people import Bloc

Act: TypeAlias = tuple[str, Callable[[], object]]

CELLS = ("cell", "departmental_cell", "grassroots_cell", "delegated_cell")
MOVES = (*CELLS, "sibling_cell")
# So many days ago a walk begins; it takes less than that with its year of probation.
BEGUN = datetime.timedelta(days=700)
# Turns of one case at the most.
LONGEST = 60
DAYS_BETWEEN = (0, 0, 0, 1, 3)
# Of the turns at one step: how many go forward.
FORWARD = 0.7
MEMBER = RelativeGiven("sibling", "Nguyễn Văn Anh", 1990, is_member=True)


class Walker:
    journey: Journey

    def __init__(self, bloc: Bloc, rng: random.Random) -> None:
        self.rng = rng
        self.journey = Journey.in_unit(bloc, rng.choice(CELLS), timezone.now() - BEGUN)
        self.outcomes: list[str] = []
        self.corrected = 0

    def walk(self) -> Walker:
        for _act in self.turns():
            pass
        return self

    def turns(self) -> Iterator[str]:
        """Nominate, then one act after the other until the case and its recognition have ended; each by its name, after
        it was done."""
        self.journey.nominate()
        yield "nominate"
        yield from self.turns_of_case()
        if self.outcomes == ["admitted"]:
            self.journey = recognition_after(self.journey, self.journey.at)
            yield from self.turns_of_case()

    def turns_of_case(self) -> Iterator[str]:
        for _turn in range(LONGEST):
            self.journey.case.refresh_from_db()
            if not self.journey.case.is_open:
                break
            self.journey.wait(self.rng.choice(DAYS_BETWEEN))
            yield self.turn()
        self.journey.case.refresh_from_db()
        self.outcomes.append(self.journey.case.outcome or "open")

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

    def acts(self) -> list[Act]:
        """What may be tried now, in a random order in which the way forward comes first most often."""
        if self.journey.case.held_since is not None:
            return self.on_hold()
        step = self.rng.choice(self.journey.open_steps())
        forward, others = self.forward(step), [*self.beside(step), *self.on_whole_case(step)]
        self.rng.shuffle(others)
        return [forward, *others] if self.rng.random() < FORWARD else [*others, forward]

    def now_and_then(self, chance: float, *acts: Act) -> list[Act]:
        return list(acts) if self.rng.random() < chance else []

    def forward(self, step: str) -> Act:
        journey = self.journey
        if step == "probation_papers" and isinstance(journey, Recognising):
            journey.on(max(journey.over, journey.today))
        return step, getattr(journey, step)

    def beside(self, step: str) -> list[Act]:
        """The other outcomes of this step."""
        found = self.ways_back(step)
        if isinstance(self.journey, Recognising):
            return found + self.of_a_recognition(self.journey, step)
        return found + self.of_an_admission(self.journey, step)

    def ways_back(self, step: str) -> list[Act]:
        journey, ways = self.journey, step_node(step).ways_back
        if not ways:
            return []
        earlier = steps_before(step, journey.case)
        again = tuple(one for one in earlier if self.rng.random() < 0.3)
        found: list[Act] = []
        if "returned" in ways:
            found.append(("return_again" if again else "return", lambda: journey.send_back(step, again=again)))
        if "sent_back" in ways:
            straight = (self.rng.choice(earlier),)
            found.append(("send_back", lambda: journey.send_back(step, again=straight, items=())))
        return found

    def of_an_admission(self, journey: Journey, step: str) -> list[Act]:
        acts: dict[str, list[Act]] = {
            "verification": [("not_clear", lambda: journey.verification("not_clear"))],
            "opinions": [("disagree", lambda: journey.opinions("disagrees"))],
            "supplement": [
                ("relatives", lambda: journey.supplement(relatives=self.relatives())),
                ("profile", lambda: journey.supplement(profile=PROFILE | {"hometown": self.word()})),
            ],
            "cell_vote": [("below", lambda: journey.cell_vote(1))],
            "bloc_decision": [
                ("ask", journey.ask_opinion),
                ("refuse", lambda: journey.bloc_decision("not_admitted", reason="Chưa đủ điều kiện")),
            ],
        }
        return acts.get(step, [])

    def of_a_recognition(self, journey: Recognising, step: str) -> list[Act]:
        acts: dict[str, list[Act]] = {
            "probation_opinions": [("disagree", lambda: journey.probation_opinions("disagrees"))],
            "recognition_vote": [
                ("recognition_below", lambda: journey.recognition_vote(1)),
                ("strike", lambda: journey.recognition_vote(outcome=STRUCK_OFF)),
            ],
            "recognition_decision": [("struck_off", lambda: journey.recognition_decision(outcome=STRUCK_OFF))],
        }
        return acts.get(step, [])

    def on_whole_case(self, step: str) -> list[Act]:
        """What may be done whatever the step."""
        journey = self.journey
        found = self.now_and_then(0.2, ("hold", journey.hold))
        found += self.now_and_then(0.5, ("extend", lambda: journey.extend(10)))
        found += self.now_and_then(0.2, ("transfer", lambda: journey.transfer(self.elsewhere())))
        found += self.now_and_then(0.05, ("transfer_out", self.move_out))
        found += self.now_and_then(0.3, ("correct", self.correct), ("correct_refused", lambda: self.correct(False)))
        if isinstance(journey, Recognising):
            found += self.now_and_then(0.02, ("end_membership", lambda: end_membership(journey, "died")))
            return found + self.now_and_then(0.02, ("cancel", lambda: self.cancel(journey)))
        found += self.now_and_then(0.05, ("withdraw", journey.withdraw))
        return found + self.now_and_then(0.2, ("introducer", lambda: journey.replace_introducer(self.member())))

    def on_hold(self) -> list[Act]:
        self.journey.wait(self.rng.choice((1, 5, 20)))
        resume: Act = ("resume", self.journey.resume)
        if isinstance(self.journey, Recognising):
            return [resume]
        return [*self.now_and_then(0.1, ("withdraw_held", self.journey.withdraw)), resume]

    def elsewhere(self) -> str:
        return self.rng.choice([one for one in MOVES if getattr(self.journey.bloc, one) != self.journey.unit])

    def move_out(self) -> None:
        self.journey.transfer(unit=None, helper=None, outside="Đảng bộ thành phố Huế")

    def cancel(self, journey: Recognising) -> None:
        """The admission, with which its recognition ends."""
        recognition, journey.case = journey.case, journey.admission
        try:
            journey.cancel_admission()
        finally:
            journey.case = recognition

    def correct(self, accepted: bool = True) -> None:
        """Something on which conclusions rest, or nothing does."""
        journey = self.journey
        self.corrected += 1
        paper = journey.case.papers.order_by("pk").first()
        facts = [
            (f"candidate.{journey.case.candidate_id}.aliases", f"Bí danh {self.corrected}"),
            (f"candidate.{journey.case.candidate_id}.permanent_residence", f"Phường số {self.corrected}"),
            (f"paper.{paper.pk}.number", f"{self.corrected}-NQ/CB") if paper else ("", ""),
        ]
        fact, value = self.rng.choice(facts)
        journey.decide(journey.propose(fact, value), accepted, "" if accepted else "Ghi đúng")

    def member(self) -> int:
        """The id of somebody of the organisation who holds no seat, and so has no other part in the case."""
        there = official_in_organisation(self.journey.unit, self.journey.today)
        plain = there.filter(person__seats__isnull=True).order_by("person").values_list("person", flat=True)
        return self.rng.choice(list(plain))

    def relatives(self) -> tuple[RelativeGiven, ...]:
        return (*RELATIVES, MEMBER) if self.rng.random() < 0.5 else RELATIVES

    def word(self) -> str:
        return f"Xã {self.rng.choice(('Thuận Hòa', 'Phú Lộc', 'An Ninh', 'Mỹ Hương'))}"
