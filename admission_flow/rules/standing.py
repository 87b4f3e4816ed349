"""What a conclusion rests on: which steps stand after a supplement, and which are done again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# A step's conclusion falls when a fact named here changes, or when a step named here is done again.
_CONSIDERED = frozenset({"biography", "relatives", "introductions", "conclusion", "opinion"})
RESTS_ON: dict[str, frozenset[str]] = {
    "verification": frozenset({"biography", "relatives"}),
    "opinions": frozenset({"residence", "organisations"}),
    "file_check": _CONSIDERED | {"certificate"},
    "cell_vote": _CONSIDERED | {"certificate"},
    "departmental_appraisal": _CONSIDERED | {"cell_vote"},
    "grassroots_approval": _CONSIDERED | {"cell_vote"},
    "bloc_appraisal": _CONSIDERED | {"cell_vote", "grassroots_approval"},
}


def fallen(standing: Sequence[str], changed: Iterable[str]) -> list[str]:
    """The steps, of those that stand, to be done again when the facts or steps `changed` have changed."""
    marks = set(changed)
    fell: list[str] = []
    grew = True
    while grew:
        grew = False
        for step in standing:
            if step not in fell and RESTS_ON.get(step, frozenset()) & marks:
                fell.append(step)
                marks.add(step)
                grew = True
    return [step for step in standing if step in fell]


# Outcomes that conclude nothing: the step goes on, or another one does.
PASSING = frozenset(
    {
        *("returned", "sent_back", "opinion_asked", "answered", "supplemented", "withdrawn"),
        *("moved", "transferred", "cancelled"),
    }
)
# A verification that ended so stands for nothing, and is what is known until it is made again.
NOT_CLEAR = "not_clear"


@dataclass(frozen=True)
class Conclusion:
    """A decision as far as it matters here; `key` is the caller's own id for it."""

    key: int
    step: str
    outcome: str


def overtaken(decisions: Iterable[Conclusion], standing: Collection[str]) -> set[int]:
    """Keys of the decisions, given in their order, that hold no longer: made again since, or to be made again."""
    conclusions = [one for one in decisions if one.outcome not in PASSING]
    newest = {one.step: one.key for one in conclusions}
    return {
        one.key
        for one in conclusions
        if one.key != newest[one.step] or (one.step not in standing and one.outcome != NOT_CLEAR)
    }
