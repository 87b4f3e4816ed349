"""The two ways of a case, their steps in order, and the period that a board shows where none is asked for."""

from __future__ import annotations

import datetime

from admission_flow.flows import PATH, RECOGNITION_PATH

ADMISSION, RECOGNITION = "admission", "recognition"
STEPS_OF = {
    ADMISSION: (*(step for group in PATH[1:] for step in group), "supplement", "consultation"),
    RECOGNITION: (*(step for group in RECOGNITION_PATH[1:] for step in group), "recognition_supplement"),
}
# The whole way to the decision is measured like a step, under the name of its flow.
FLOW_OF = {step: flow for flow, steps in STEPS_OF.items() for step in (*steps, flow)}
# A recognition takes a year by the rules alone.
MONTHS = {ADMISSION: 12, RECOGNITION: 24}


def months_after(month: datetime.date, number: int) -> datetime.date:
    """The first day of the month so many later."""
    count = month.year * 12 + month.month - 1 + number
    return datetime.date(count // 12, count % 12 + 1, 1)


def first_month(flow: str, until: datetime.date) -> datetime.date:
    """Of the usual period that ends with this month."""
    return months_after(until, 1 - MONTHS[flow])
