"""What is to become of a case: which certificate, which detours, which end."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from admission_flow.models import Case

# What a supplement brings: only papers, or a changed fact, or an inquiry made again. See rules/standing.py.
PAPERS, RESIDENCE, BIOGRAPHY, RELATIVES, OPINIONS = "papers", "residence", "biography", "relatives", "opinions"
VERIFICATION, EXPIRED = "verification", "expired"
_CHANGES = {PAPERS: 45, RESIDENCE: 15, BIOGRAPHY: 15, RELATIVES: 15, OPINIONS: 10}

GIVEN, PRESENTED = "given", "presented"  # a certificate with the nomination, or at the course step
_RETURNS = {"file_check": 0.05, "departmental_appraisal": 0.1, "grassroots_approval": 0.08, "bloc_appraisal": 0.12}
_LATE_RETURN = 0.04
_WITHDRAWN_AT = {
    "course": 20,
    "declaration": 10,
    "verification": 30,
    "opinions": 10,
    "file_check": 10,
    "cell_vote": 10,
    "grassroots_approval": 6,
    "bloc_appraisal": 6,
}


@dataclass(frozen=True)
class Fate:
    """`returns`: step -> what its first return makes the cell supply. `left_at`: still open when the history ends."""

    certificate: str = ""
    withdrawn_at: str = ""
    returns: Mapping[str, str] = field(default_factory=dict)
    unclear: bool = False
    mixed: bool = False
    below_ratio: bool = False
    committee_below: bool = False
    refused: bool = False
    asked: bool = False
    left_at: str = ""

    @property
    def admits(self) -> bool:
        return not (self.refused or self.withdrawn_at)


def usual(rng: random.Random) -> Fate:
    """As it comes: most go straight through."""
    certificate = rng.choices(("", PRESENTED, GIVEN), (60, 12, 28))[0]
    mixed = rng.random() < 0.08
    if rng.random() < 0.08:
        step = rng.choices(list(_WITHDRAWN_AT), list(_WITHDRAWN_AT.values()))[0]
        certificate = "" if step == "course" else certificate
        return Fate(certificate, withdrawn_at=step, mixed=mixed, unclear=step == "file_check")
    below = rng.random() < 0.05
    returns = _returns(rng)
    late = rng.random()
    if late < _LATE_RETURN:
        returns["bloc_decision"] = PAPERS
    return Fate(
        certificate,
        returns=returns,
        unclear=rng.random() < 0.07,
        mixed=mixed,
        below_ratio=below,
        committee_below=rng.random() < 0.03,
        refused=rng.random() < (0.7 if below else 0.04),
        asked=_LATE_RETURN < late < 2.5 * _LATE_RETURN,
    )


def straight_through(fate: Fate, step: str) -> Fate:
    """The same with no detour from this step, at which the day of the decision is known."""
    returns = {one: change for one, change in fate.returns.items() if one != step}
    return replace(fate, returns=returns, asked=False)


def left_at(step: str, rng: random.Random) -> Fate:
    """Of a case that is to stand at this step when the history ends."""
    certificate = rng.choice(("", GIVEN)) if step != "course" else ""
    returns = {"bloc_appraisal": rng.choice((PAPERS, BIOGRAPHY))} if step == "supplement" else {}
    return Fate(certificate, returns=returns, asked=step == "consultation", left_at=step)


# One of each, so that a history of some length shows them all, with the route on which it can happen.
FEATURED: tuple[tuple[str, Fate], ...] = (
    (Case.Route.ORDINARY, Fate(returns={"bloc_appraisal": BIOGRAPHY})),
    (Case.Route.GRASSROOTS_CELL, Fate(GIVEN, unclear=True)),
    (Case.Route.ORDINARY, Fate(GIVEN, refused=True)),
    (Case.Route.DELEGATED, Fate(GIVEN, refused=True)),
    (Case.Route.ORDINARY, Fate(PRESENTED, below_ratio=True, refused=True)),
    (Case.Route.DEPARTMENTAL, Fate(GIVEN, asked=True)),
    (Case.Route.ORDINARY, Fate(withdrawn_at="verification")),
    (Case.Route.ORDINARY, Fate(GIVEN, below_ratio=True)),
    (Case.Route.ORDINARY, Fate(PRESENTED, returns={"grassroots_approval": RESIDENCE})),
    (Case.Route.DELEGATED, Fate(GIVEN)),
    (Case.Route.GRASSROOTS_CELL, Fate(PRESENTED)),
)


def _returns(rng: random.Random) -> dict[str, str]:
    """At most two, most often none."""
    steps = [step for step, chance in _RETURNS.items() if rng.random() < chance][:2]
    return {step: rng.choices(list(_CHANGES), list(_CHANGES.values()))[0] for step in steps}
