"""Who may not act in two parts of one case. No text was found that says so: the pairs are the office's, to confirm."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from admission_flow.rules.values import Parameters, Verdict, verdict

INTRODUCED, VERIFIED, APPRAISED, DECIDED = "introduced", "verified", "appraised", "decided"

# The part that whoever acts at a step takes; at a committee with delegated authority, the approval is the decision.
PARTS: dict[str, str] = {
    "verification": VERIFIED,
    "departmental_appraisal": APPRAISED,
    "grassroots_approval": APPRAISED,
    "bloc_appraisal": APPRAISED,
    "bloc_decision": DECIDED,
    "recognition_appraisal": APPRAISED,
    "recognition_approval": APPRAISED,
    "recognition_bloc_appraisal": APPRAISED,
    "recognition_decision": DECIDED,
}

_DECIDED_BELOW = frozenset({"grassroots_approval", "recognition_approval"})


def part_of(step: str, *, delegated: bool = False) -> str:
    """What whoever acts at this step does to the case; empty for a step that no pair names."""
    return DECIDED if delegated and step in _DECIDED_BELOW else PARTS.get(step, "")


def independence(part: str, acting: Collection[int], took: Mapping[str, Collection[int]], by: Parameters) -> Verdict:
    """Whether those who act now took no part that has to be another's.

    `acting` has the ids of the persons: whoever acts, and the one on whose behalf. `took` has those who took each part
    before. The pairs are the value `independent_pairs`, each "one/other".
    """
    pairs = by["independent_pairs"]
    others = {other for pair in pairs.value for one, other in _both_ways(pair) if one == part}
    clash = sorted(other for other in others if set(took.get(other, ())) & set(acting))
    return verdict("independence", not clash, by, pairs, part=part, clash=clash)


def _both_ways(pair: str) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = pair.split("/")
    return (one, other), (other, one)
