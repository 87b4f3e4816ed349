"""Rules of the bloc's own, as an administrator enters them."""

from __future__ import annotations

import datetime
from typing import Any

from admission_flow.decisions.local_rules import LocalRuleGiven, add_local_rule, end_local_rule
from admission_flow.models import LocalRule
from tests.admission_flow.eligibility.paths import NOW
from tests.people import Bloc

BEGINS = datetime.date(2020, 1, 1)
TITLE, PLEDGE = "local:ld-tien-tien", "cam-ket"


def judged(bloc: Bloc, **changes: Any) -> LocalRule:
    """By default asked at the consideration."""
    given: dict[str, Any] = {
        "code": "ld-tien-tien",
        "name_vi": "Danh hiệu lao động tiên tiến",
        "name_en": "Advanced worker",
        "asks_vi": "Năm trước đạt danh hiệu trở lên.",
        "asks_en": "The title in the year before.",
        "kind": "judgement",
        "where": "consideration",
    }
    return _add(bloc, given | changes)


def pledged(bloc: Bloc, **changes: Any) -> LocalRule:
    """A paper that by default is due at the consideration."""
    given: dict[str, Any] = {
        "code": PLEDGE,
        "name_vi": "Cam kết của người xin vào Đảng",
        "name_en": "Pledge",
        "asks_vi": "Nộp bản cam kết.",
        "asks_en": "Hand in the pledge.",
        "kind": "paper",
        "paper": "Bản cam kết",
        "where": "consideration",
    }
    return _add(bloc, given | changes)


def _add(bloc: Bloc, given: dict[str, Any]) -> LocalRule:
    full: dict[str, Any] = {"source": "Hướng dẫn 05-HD/ĐUK", "in_force_from": BEGINS} | given
    return add_local_rule(LocalRuleGiven(**full), acting_user=bloc.administrator, at=NOW)


def end(bloc: Bloc, rule: LocalRule, day: datetime.date) -> LocalRule:
    return end_local_rule(rule.pk, day, acting_user=bloc.administrator, at=NOW)
