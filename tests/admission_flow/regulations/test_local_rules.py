"""Rules of the bloc's own: asked where and while they are in force, never changed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone, translation

from admission_flow.decisions.local_rules import LocalRuleGiven, add_local_rule, end_local_rule
from admission_flow.local_rules import CONSIDERATION, NOMINATION, local_checks
from admission_flow.models import LocalRule
from admission_flow.refusals import InvalidFacts
from admission_flow.rules.values import NEEDS_JUDGEMENT, NEEDS_PAPER
from admission_flow.wording import rule_sentence
from journal.verify import verify
from orgs.refusals import NotYours
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.rules.by import BY_2021

BEGINS, ENDS = datetime.date(2020, 1, 1), datetime.date(2024, 12, 31)
ONE_DAY = datetime.timedelta(days=1)
GIVEN: dict[str, Any] = {
    "code": "ld-tien-tien",
    "name_vi": "Danh hiệu lao động tiên tiến",
    "name_en": "Advanced labourer",
    "asks_vi": "Năm trước đạt lao động tiên tiến trở lên.",
    "source": "Hướng dẫn của Đảng ủy Khối, S83",
    "kind": "judgement",
    "in_force_from": BEGINS,
}


def add(bloc: Bloc, **changes: Any) -> LocalRule:
    return add_local_rule(LocalRuleGiven(**GIVEN | changes), acting_user=bloc.administrator, at=timezone.now())


def end(bloc: Bloc, rule: LocalRule, day: datetime.date) -> LocalRule:
    return end_local_rule(rule.pk, day, acting_user=bloc.administrator, at=timezone.now())


@pytest.mark.parametrize(
    ("day", "asked"), [(BEGINS - ONE_DAY, False), (BEGINS, True), (ENDS, True), (ENDS + ONE_DAY, False)]
)
def test_asked_from_its_first_day_to_its_last(bloc: Bloc, day: datetime.date, asked: bool) -> None:
    end(bloc, add(bloc), ENDS)
    assert bool(local_checks(day, NOMINATION, BY_2021)) is asked
    assert verify().failure is None


@pytest.mark.parametrize(
    ("where", "at_nomination", "at_consideration"),
    [("nomination", 1, 0), ("consideration", 0, 1), ("both", 1, 1)],
)
def test_asked_where_it_says(bloc: Bloc, where: str, at_nomination: int, at_consideration: int) -> None:
    add(bloc, where=where)
    assert len(local_checks(BEGINS, NOMINATION, BY_2021)) == at_nomination
    assert len(local_checks(BEGINS, CONSIDERATION, BY_2021)) == at_consideration


def test_it_has_to_be_judged_or_needs_its_paper(bloc: Bloc) -> None:
    add(bloc)
    add(bloc, code="quyet-dinh", kind="paper", paper="Quyết định khen thưởng")
    judged, brought = local_checks(BEGINS, NOMINATION, BY_2021)
    assert (judged.answer, judged.source) == (NEEDS_JUDGEMENT, GIVEN["source"])
    assert (brought.answer, brought.paper, brought.before) == (NEEDS_PAPER, "quyet-dinh", "file_check")
    assert local_checks(BEGINS, CONSIDERATION, BY_2021)[1].before == "cell_vote"


def test_in_the_language_of_the_reader(bloc: Bloc) -> None:
    add(bloc)
    (found,) = local_checks(BEGINS, NOMINATION, BY_2021)
    with translation.override("en"):
        told = rule_sentence(found.rule, found.met, found.numbers)
    assert told == f"Advanced labourer. Asked is: {GIVEN['asks_vi']}"
    with translation.override("vi"):
        assert rule_sentence(found.rule, found.met, found.numbers).startswith("Danh hiệu lao động tiên tiến")


def test_a_code_is_in_force_once_and_free_after_its_last_day(bloc: Bloc) -> None:
    first = add(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        add(bloc, in_force_from=ENDS)
    assert set(refused.value.errors) == {"code"}
    end(bloc, first, ENDS)
    with pytest.raises(InvalidFacts):
        add(bloc, in_force_from=ENDS)
    assert add(bloc, in_force_from=ENDS + ONE_DAY).pk


def test_the_table_keeps_the_days_in_order_and_a_code_once(bloc: Bloc) -> None:
    add(bloc)
    with pytest.raises(IntegrityError, match="local_rule_days_in_order"), transaction.atomic():
        LocalRule.objects.create(**GIVEN | {"code": "b", "in_force_until": BEGINS - ONE_DAY})
    with pytest.raises(IntegrityError, match="local_rule_code_once_a_day"), transaction.atomic():
        LocalRule.objects.create(**GIVEN)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE admission_flow_localrule SET asks_vi = 'x' WHERE id = %s",
        "DELETE FROM admission_flow_localrule WHERE id = %s",
    ],
)
def test_it_is_ended_and_never_changed(bloc: Bloc, statement: str) -> None:
    rule = add(bloc)
    with nothing_written(), pytest.raises(DatabaseError, match="only ended"), transaction.atomic():
        connection.cursor().execute(statement, [rule.pk])
    end(bloc, rule, ENDS)
    with nothing_written(), pytest.raises(InvalidFacts, match="ended already"):
        end(bloc, rule, ENDS + ONE_DAY)


def test_nobody_else_adds_or_ends_one(bloc: Bloc) -> None:
    rule = add(bloc)
    with nothing_written(), pytest.raises(NotYours):
        add_local_rule(LocalRuleGiven(**GIVEN | {"code": "b"}), acting_user=bloc.bloc_secretary, at=timezone.now())
    with nothing_written(), pytest.raises(NotYours):
        end_local_rule(rule.pk, ENDS, acting_user=bloc.organisation_board, at=timezone.now())
