"""What a conclusion rests on: which steps stand after a supplement, and which are done again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# A step's conclusion falls when a fact named here changes, or when a step named here is done again.
_CONSIDERED = frozenset({"biography", "relatives", "introductions", "conclusion", "opinion"})
RESTS_ON: dict[str, frozenset[str]] = {
    "verification": frozenset({"biography", "relatives"}),
    "opinions": frozenset({"residence", "organisations"}),
    "file_check": _CONSIDERED | {"certificate", "eligibility"},
    "cell_vote": _CONSIDERED | {"certificate", "eligibility"},
    "departmental_appraisal": _CONSIDERED | {"cell_vote"},
    "grassroots_approval": _CONSIDERED | {"cell_vote"},
    "bloc_appraisal": _CONSIDERED | {"cell_vote", "grassroots_approval"},
    "recognition_vote": frozenset({"probation_opinion"}),
    "recognition_appraisal": frozenset({"probation_opinion", "recognition_vote"}),
    "recognition_approval": frozenset({"probation_opinion", "recognition_vote"}),
    "recognition_bloc_appraisal": frozenset({"probation_opinion", "recognition_vote", "recognition_approval"}),
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


# Sends the case back; whatever stands for nothing is then made again.
RETURNED = "returned"
SET_ANEW = frozenset({RETURNED, "sent_back", "moved", "corrected"})
# Outcomes that conclude nothing: the step goes on, or another one does.
PASSING = frozenset(
    {
        *(RETURNED, "opinion_asked", "answered", "supplemented", "withdrawn", "failed"),
        *("received", "supplied", "judged", "replaced", "put_on_hold", "resumed", "extended"),
        *("sent_back", "moved", "transferred", "cancelled", "corrected", "ended"),
    }
)
# A verification that ended so stands for nothing, and is what is known until it is made again.
NOT_CLEAR = "not_clear"


@dataclass(frozen=True)
class Conclusion:
    """A decision as far as it matters here; `key` is the caller's own id for it.

    `again` names the steps that it asked for again, or whose conclusion it made fall; `stands`, those that it brought
    the paper for.
    """

    key: int
    step: str
    outcome: str
    again: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()


def standing_after(decisions: Iterable[Conclusion], at_first: Iterable[str] = ()) -> list[str]:
    """The steps whose conclusion stands after these decisions, given in their order; `at_first`, before any of them."""
    standing = list(at_first)
    for one in decisions:
        standing = [step for step in (*standing, *one.stands) if step not in one.again]
        if one.outcome not in PASSING and one.outcome != NOT_CLEAR and one.step not in standing:
            standing.append(one.step)
    return standing


def not_clear_after(decisions: Iterable[Conclusion]) -> set[str]:
    """The steps that ended without anything that stands, and from which the case went on all the same."""
    found: set[str] = set()
    for one in decisions:
        if one.outcome in SET_ANEW:
            found.clear()
        elif one.outcome == NOT_CLEAR:
            found.add(one.step)
    return found


def overtaken(decisions: Iterable[Conclusion], standing: Collection[str]) -> set[int]:
    """Keys of the decisions, given in their order, that hold no longer: made again since, or to be made again."""
    conclusions = [one for one in decisions if one.outcome not in PASSING]
    newest = {one.step: one.key for one in conclusions}
    return {
        one.key
        for one in conclusions
        if one.key != newest[one.step] or (one.step not in standing and one.outcome != NOT_CLEAR)
    }
