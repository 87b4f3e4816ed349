"""How long a paper may be used. Source: S45 to S48."""

from __future__ import annotations

import datetime

from admission_flow.rules.ages import complete_on
from admission_flow.rules.values import Parameters, Verdict, verdict


def certificate_valid_to(dated: datetime.date, by: Parameters) -> datetime.date:
    """The last day of the awareness certificate: the day before its 60 months are complete."""
    return complete_on(dated, by["certificate_months"].value) - datetime.timedelta(days=1)


def certificate(dated: datetime.date, day: datetime.date, by: Parameters) -> Verdict:
    """Whether the certificate is valid on that day; "certificate_later" where it had not been issued yet."""
    last = certificate_valid_to(dated, by)
    months = by["certificate_months"]
    rule = "certificate" if dated <= day else "certificate_later"
    return verdict(rule, dated <= day <= last, by, months, dated=dated, day=day, valid_to=last, months=months.value)
