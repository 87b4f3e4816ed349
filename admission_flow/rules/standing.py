"""What a conclusion rests on: which steps stand after a supplement, and which are done again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# A step's conclusion falls when a fact named here changes, or when a step named here is done again.
_CONSIDERED = frozenset({"biography", "relatives", "introductions", "conclusion", "opinion"})
RESTS_ON: dict[str, frozenset[str]] = {
    "verification": frozenset({"biography", "relatives"}),
    "opinions": frozenset({"residence", "organisations"}),
    "file_check": _CONSIDERED,
    "cell_vote": _CONSIDERED,
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
