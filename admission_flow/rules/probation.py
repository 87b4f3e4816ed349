"""Probation: when it is complete, and how often the cell may vote. Source: Charter Art. 5; S2, S4, S84, S107b."""

from __future__ import annotations

import datetime

from admission_flow.rules.ages import complete_on
from admission_flow.rules.values import Parameters, Verdict, verdict


def official_from(probation_from: datetime.date, by: Parameters) -> datetime.date:
    """The day on which the probation is complete. Who is recognised is official from it on, however late that is."""
    return complete_on(probation_from, by["probation_months"].value)


def complete(probation_from: datetime.date, day: datetime.date, by: Parameters) -> Verdict:
    """Whether the probation was complete on that day: what is dated on the last day of month 12 comes too early."""
    months, over = by["probation_months"], official_from(probation_from, by)
    return verdict(
        "probation_complete",
        day >= over,
        by,
        months,
        day=day,
        probation_from=probation_from,
        over=over,
        months=months.value,
    )


def may_go_up(failed: int, by: Parameters) -> Verdict:
    """Whether so many votes that reached the ratio neither way are enough to report them up for decision."""
    most = by["recognition_votes"]
    return verdict("failed_votes", failed >= most.value, by, most, failed=failed, most=most.value)
