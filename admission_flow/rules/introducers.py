"""Who introduces. Source: Charter Art. 4(1) (S31 to S33), 29-QĐ/TW 4 (S29), 24-QĐ/TW 3 (S14, S30, S34)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from admission_flow.rules.ages import complete_on, months_between
from admission_flow.rules.values import Parameters, Verdict, needs_judgement, verdict

MEMBER = "member"
SAME_UNIT, SAME_RESIDENCE = "unit", "residence"
NOT_DISCIPLINED = "introducers_not_disciplined"


@dataclass(frozen=True)
class Introducer:
    """`kind`: member, youth_union or trade_union; `official`: an official member on the day (unions: True).

    `since` and `together` (SAME_UNIT or SAME_RESIDENCE) say since when the member has been together with the candidate;
    None where it was not recorded. `replacement`: assigned by the cell in place of another.
    """

    kind: str
    official: bool
    since: datetime.date | None = None
    together: str = SAME_UNIT
    replacement: bool = False


def introduction(
    given: Sequence[Introducer], day: datetime.date, by: Parameters, judged: Mapping[str, bool]
) -> list[Verdict]:
    """Every check of those who introduce, as of that day. `judged` has what somebody has judged, by its rule."""
    return [
        introducers(given, by),
        together(given, day, by, judged.get("introducers_together")),
        discipline(by, judged),
    ]


def introducers(given: Sequence[Introducer], by: Parameters) -> Verdict:
    """Two official members, or a union's resolution and one official member."""
    needed, beside = by["introducers"], by["introducers_beside_union"]
    members = sum(1 for one in given if one.kind == MEMBER and one.official)
    unions = sum(1 for one in given if one.kind != MEMBER)
    not_official = sum(1 for one in given if one.kind == MEMBER and not one.official)
    enough = members >= needed.value or (unions >= 1 and members >= beside.value)
    return verdict(
        "introducers",
        not_official == 0 and enough,
        by,
        needed,
        *([beside] if unions else []),
        members=members,
        unions=unions,
        not_official=not_official,
        needed=needed.value,
        beside=beside.value,
    )


def together(given: Sequence[Introducer], day: datetime.date, by: Parameters, judged: bool | None = None) -> Verdict:
    """Each member together with the candidate for the months asked for, but for whoever replaces another.

    The same residence counts only where the regulation says so. Source: S29, S30, S34. The day shown is the first on
    which it would be met.
    """
    least, residence = by["introducer_months_together"], by["introducer_same_residence_counts"]
    exempt = by["replacement_introducer_exempt"]
    members = [one for one in given if one.kind == MEMBER and not (one.replacement and exempt.value)]
    used = [least, *([exempt] if any(one.replacement for one in given) else [])]
    elsewhere = [one for one in members if one.together == SAME_RESIDENCE]
    if elsewhere and not residence.value:
        return verdict("introducers_residence", False, by, least, residence, count=len(elsewhere), least=least.value)
    used += [residence] if elsewhere else []
    days = [one.since for one in members if one.since is not None]
    if len(days) < len(members) and judged is None:
        return needs_judgement("introducers_together", by, *used, day=day, least=least.value)
    if len(days) < len(members):
        return verdict("introducers_together_judged", bool(judged), by, *used, day=day, least=least.value)
    if not members:
        return verdict("introducers_exempt", True, by, *used)
    last = max(days)
    months = max(0, months_between(last, day))
    return verdict(
        "introducers_together",
        last <= day and months >= least.value,
        by,
        *used,
        since=last,
        day=day,
        together=months,
        least=least.value,
        met_on=complete_on(last, least.value),
    )


def discipline(by: Parameters, judged: Mapping[str, bool]) -> Verdict:
    """No register of the house keeps disciplines, so the cell says it. Source: S29, S30."""
    exempt = by["replacement_introducer_exempt"]
    if NOT_DISCIPLINED not in judged:
        return needs_judgement(NOT_DISCIPLINED, by, exempt)
    return verdict(NOT_DISCIPLINED, judged[NOT_DISCIPLINED], by, exempt)
