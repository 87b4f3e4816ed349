"""Who has taken which part in a case: introduced, verified, appraised, decided. See rules/independence.py."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import CharField, Q, Value

from admission_flow.deadlines import parameters_of
from admission_flow.models import Case, Decision, Introduction, Regulation
from admission_flow.rules.independence import INTRODUCED, independence, part_of
from admission_flow.rules.standing import PASSING
from admission_flow.rules.values import Verdict

# A committee with delegated authority decides where it does not report up.
_DECIDING = frozenset({"admitted", "not_admitted", "recognised", "struck_off"})


Taken = Mapping[str, Collection[int]]


def parts_taken(case_id: int, people: Collection[int], *, before: datetime.datetime | None = None) -> Taken:
    """Part -> ids of those of these persons who took it in this case, or for whom somebody else did; of acts before a
    moment where one is given. One statement."""
    text = CharField()
    own_or_for = Q(decided_by__person__in=people) | Q(delegation__seat__person__in=people)
    acts = Decision.objects.filter(own_or_for, case=case_id).exclude(outcome__in=PASSING)
    if before is not None:
        acts = acts.filter(at__lt=before)
    introduced = Introduction.objects.filter(case=case_id, introducer__in=people).order_by()
    rows = (
        acts.order_by()
        .values_list("step", "outcome", "decided_by__person", "delegation__seat__person")
        .union(introduced.values_list(Value(INTRODUCED, text), Value("", text), "introducer", "introducer"))
    )
    found: dict[str, set[int]] = defaultdict(set)
    for step, outcome, *took in rows:
        part = INTRODUCED if step == INTRODUCED else part_of(step, delegated=outcome in _DECIDING)
        found[part] |= {person_id for person_id in took if person_id in people}
    return found


def judged_independent(
    case: Case, step: str, people: Collection[int], taken: Taken, regulation: Regulation
) -> Verdict | None:
    """Whether these persons, who took these parts, may act at this step of this case; None where the step is no part
    that a pair names."""
    part = part_of(step, delegated=case.route == Case.Route.DELEGATED)
    if not part or not people:
        return None
    return independence(part, people, taken, parameters_of(regulation))
