"""How long a paper may be used. Source: S45 to S48."""

from __future__ import annotations

import datetime

from admission_flow.rules.ages import complete_on
from admission_flow.rules.values import Parameter, Parameters, Verdict, verdict

CERTIFICATE = "CN-NTVĐ"


def _lasts(code: str, by: Parameters) -> tuple[Parameter, ...]:
    """The months that a paper of this code is valid, and the list that says so; nothing where it doesn't expire."""
    if code == CERTIFICATE:
        return (by["certificate_months"],)
    listed = by["stale_papers"]
    return (by["stale_paper_months"], listed) if code in listed.value else ()


def _last_day(dated: datetime.date, months: int) -> datetime.date:
    """The day before its months are complete."""
    return complete_on(dated, months) - datetime.timedelta(days=1)


def paper_valid_to(code: str, dated: datetime.date, by: Parameters) -> datetime.date | None:
    """The last day of a paper; None for one that doesn't expire.

    The certificate's 60 months and the 12 of those listed both count from the paper's own date. S45 has the 12 count
    from the making of the file, which is known of no paper; S47 from the issue.
    """
    lasts = _lasts(code, by)
    return _last_day(dated, lasts[0].value) if lasts else None


def paper_valid(code: str, dated: datetime.date, day: datetime.date, by: Parameters) -> Verdict | None:
    """Whether a paper is valid on that day; None for one that doesn't expire.

    Those listed are held to it until the cell has proposed (S45): nobody asks after the cell's resolution.
    """
    if code == CERTIFICATE:
        return certificate(dated, day, by)
    lasts = _lasts(code, by)
    if not lasts:
        return None
    months, last = lasts[0].value, _last_day(dated, lasts[0].value)
    return verdict(
        "paper_valid", day <= last, by, *lasts, code=code, dated=dated, day=day, valid_to=last, months=months
    )


def expires_before(valid_to: datetime.date | None, due_on: datetime.date | None) -> bool:
    """Whether a paper will have expired by the day on which the step that needs it is due."""
    return valid_to is not None and due_on is not None and valid_to < due_on


def certificate_valid_to(dated: datetime.date, by: Parameters) -> datetime.date:
    """The last day of the awareness certificate: the day before its 60 months are complete."""
    return _last_day(dated, by["certificate_months"].value)


def certificate(dated: datetime.date, day: datetime.date, by: Parameters) -> Verdict:
    """Whether the certificate is valid on that day; "certificate_later" where it had not been issued yet."""
    last = certificate_valid_to(dated, by)
    months = by["certificate_months"]
    rule = "certificate" if dated <= day else "certificate_later"
    return verdict(rule, dated <= day <= last, by, months, dated=dated, day=day, valid_to=last, months=months.value)
