"""When a vote carries. The base is the whole body, never only those present (domain 2.5, 2.7, 2.9).

Whole numbers and fractions of them only.
"""

from __future__ import annotations

from fractions import Fraction

from admission_flow.rules.tallies import Tally
from admission_flow.rules.values import Parameter, Parameters, Verdict, verdict


def needed(body: int, ratio: Parameter) -> int:
    """The least number of votes in favour. "2/3" means two thirds or more, ">1/2" strictly more than half."""
    text = str(ratio.value)
    strict = text.startswith(">")
    share = Fraction(text.lstrip(">")) * body
    if strict:
        return int(share) + 1
    return -int(-share // 1)


def _carried(rule: str, ratio: Parameter, tally: Tally, by: Parameters, *more: Parameter, excused: int = 0) -> Verdict:
    """`excused` are let out of the base. Nothing carries where nobody is left in it."""
    base = tally.entitled - excused
    least = needed(base, ratio)
    return verdict(
        rule,
        base > 0 and tally.votes_for >= least,
        by,
        ratio,
        *more,
        entitled=tally.entitled,
        excused=excused,
        base=base,
        present=tally.present,
        votes_for=tally.votes_for,
        needed=least,
        ratio=str(ratio.value),
    )


def let_out(tally: Tally, by: Parameters) -> int:
    """How many on the cell's roll don't count: those of the four groups of S11, where the regulation subtracts them.

    That it does was not found for these votes: the value is to confirm.
    """
    return tally.excused if by["excused_members_subtracted"].value else 0


def cell_vote(tally: Tally, by: Parameters) -> Verdict:
    """Two thirds of all official members of the cell. Source: S2, S9 (derived)."""
    switch = by["excused_members_subtracted"]
    return _carried("cell_vote", by["cell_ratio"], tally, by, switch, excused=let_out(tally, by))


def committee_vote(tally: Tally, by: Parameters) -> Verdict:
    """Two thirds of the members of the grassroots committee. Source: S7."""
    return _carried("committee_vote", by["committee_ratio"], tally, by)


def recognition_vote(tally: Tally, by: Parameters) -> Verdict:
    """Two thirds of all official members of the cell, whichever way it is. Source: S2, S4."""
    switch = by["excused_members_subtracted"]
    return _carried("recognition_vote", by["recognition_cell_ratio"], tally, by, switch, excused=let_out(tally, by))


def recognition_committee_vote(tally: Tally, by: Parameters) -> Verdict:
    """Two thirds of the members of the grassroots committee. Source: S2, S4."""
    return _carried("recognition_committee_vote", by["recognition_committee_ratio"], tally, by)


def standing_committee_vote(tally: Tally, by: Parameters) -> Verdict:
    """More than half of the bloc's standing committee. No source was found: to confirm."""
    return _carried("standing_committee_vote", by["standing_committee_ratio"], tally, by)
