"""Where a person of the verification stands, by what was asked and what came back."""

import datetime

import pytest

from admission_flow.rules.requests import Asked, Heard, may_escalate, reminder, state_of_person, still_holds
from tests.rules.by import BY_2021, by

DAY = datetime.date(2026, 3, 2)


def asked(key: int, reply: str = "", *, reminded: bool = False, escalates: int | None = None) -> Asked:
    return Asked(key, None, DAY, (DAY,) if reminded else (), reply, escalates)


@pytest.mark.parametrize(
    ("requests", "direct", "state"),
    [
        ([], "", "to_send"),
        ([], "clear", "clear"),
        ([], "not_clear", "not_clear"),
        ([asked(1)], "", "sent"),
        ([asked(1)], "clear", "sent"),
        ([asked(1, reminded=True)], "", "reminded"),
        ([asked(1, "clear"), asked(2)], "", "sent"),
        ([asked(1, "clear"), asked(2, "clear")], "", "clear"),
        ([asked(1, "clear"), asked(2, "not_clear")], "", "not_clear"),
        ([asked(1, "refused")], "", "refused"),
        ([asked(1, "refused")], "clear", "clear"),
        ([asked(1, "refused"), asked(2, "clear")], "", "clear"),
        ([asked(1, "refused"), asked(2, escalates=1)], "", "escalated"),
        ([asked(1), asked(2, escalates=1)], "", "escalated"),
        ([asked(1, "refused"), asked(2, "clear", escalates=1)], "", "clear"),
        ([asked(1, "refused"), asked(2, "refused", escalates=1)], "", "refused"),
        ([asked(1, "not_clear"), asked(2, "clear", escalates=1)], "", "clear"),
        ([asked(1, "not_clear"), asked(2, "not_clear", escalates=1)], "", "not_clear"),
    ],
)
def test_state_of_a_person(requests: list[Asked], direct: str, state: str) -> None:
    assert state_of_person(requests, direct) == state


def test_what_is_not_answered_clear_is_escalated_once_s36_s38() -> None:
    assert [may_escalate(asked(1, reply), set()) for reply in ("", "refused", "not_clear", "clear")] == [
        True, True, True, False
    ]  # fmt: skip
    assert not may_escalate(asked(1, "refused"), {1})


@pytest.mark.parametrize(("waited", "due"), [(14, False), (15, False), (16, True)])
def test_a_reminder_is_due_after_15_working_days_to_confirm(waited: int, due: bool) -> None:
    found = reminder(waited, BY_2021)
    assert (found.met, found.confidence) == (due, "unsourced")
    assert reminder(waited, by(verification_reminder_working_days=waited)).met is False


def test_who_was_reminded_is_waited_for_from_then_on() -> None:
    later = DAY + datetime.timedelta(days=20)
    assert Asked(1, None, DAY, (later,)).waits_since == later


@pytest.mark.parametrize(
    ("answer", "is_candidate", "asked_again", "biography", "holds"),
    [
        ("clear", False, 0, 0, True),
        ("not_clear", False, 0, 0, False),
        ("refused", False, 0, 0, False),
        ("clear", False, 6, 0, False),
        ("clear", False, 4, 0, True),
        ("clear", False, 0, 6, True),
        ("clear", True, 0, 6, False),
        ("clear", True, 0, 4, True),
    ],
)
def test_an_earlier_answer_holds_until_it_is_overtaken(
    answer: str, is_candidate: bool, asked_again: int, biography: int, holds: bool
) -> None:
    assert still_holds(Heard(5, answer, is_candidate), asked_again, biography) is holds
