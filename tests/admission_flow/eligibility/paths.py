"""Nominations by a special path, as changes to the ordinary one."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from admission_flow.decisions import asides
from admission_flow.decisions.given import JudgementGiven, PaperGiven
from admission_flow.models import Decision
from tests.admission_flow.journey import ELIGIBLE, JUDGED, Journey
from tests.people import Bloc

NOW = datetime.datetime(2026, 3, 1, 3, tzinfo=datetime.UTC)
# 60 years and one month on that day.
TOO_OLD = datetime.date(1966, 2, 1)


def journey(bloc: Bloc, unit: str = "cell") -> Journey:
    return Journey.in_unit(bloc, unit, NOW)


def by_path(*judged: str, **facts: Any) -> dict[str, Any]:
    """Changes to a nomination: these facts, and these checks judged as met beside the usual ones."""
    judgements = (*JUDGED, *(JudgementGiven(check, True) for check in judged))
    return {"eligibility": replace(ELIGIBLE, **facts), "judgements": judgements}


def over_age() -> dict[str, Any]:
    return by_path("over_age_conditions") | {"birth_date": TOO_OLD}


def supply(on: Journey, code: str, *, dated: datetime.date | None = None, **changes: Any) -> Decision:
    given = replace(PaperGiven(code, dated or on.today, "15-CV/TU", "Ban Thường vụ Tỉnh ủy"), **changes)
    return asides.supply_paper(on.case.pk, given, acting_user=on.secretary, at=on.at)
