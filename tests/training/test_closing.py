"""Closing a class issues its certificates and does the step of every case in one act, or does nothing at all."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from admission_flow.models import Case, Decision, Paper, Task
from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.training.classes import A_DAY, SIGNER, Centre, waiting
from training.decisions import closing
from training.models import Certificate, CertificateCounter, Enrolment
from training.refusals import ClassEnded, NotClosable


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    return Centre(bloc)


def steps(case: Case) -> list[str]:
    return sorted(Task.objects.filter(process=case, status="NEW").values_list("step", flat=True))


def numbers() -> list[str]:
    return list(Certificate.objects.order_by("sequence").values_list("number", flat=True))


def test_twenty_cases_in_one_act(bloc: Bloc, centre: Centre) -> None:
    cases = waiting(bloc, 12) + waiting(bloc, 8, "departmental_cell")
    enrolled = centre.held(cases)
    centre.grade(*enrolled[:2])
    closed = centre.close()
    assert len(closed.certificates) == 18
    assert numbers() == [f"{number:02d}-CN/TTCT" for number in range(1, 19)]
    for case in cases[2:]:
        assert steps(case) == ["declaration"]
        paper = Paper.objects.get(case=case, code="CN-NTVĐ")
        assert (paper.dated, paper.signed_by) == (centre.today, SIGNER)
        assert paper.valid_to == centre.today.replace(year=centre.today.year + 5) - A_DAY
    for case in cases[:2]:
        assert steps(case) == ["course"]
        assert not Paper.objects.filter(case=case, code="CN-NTVĐ").exists()
    assert Notice.objects.filter(kind="class_not_passed", recipient=bloc.cell_secretary).count() == 2
    assert Entry.objects.filter(verb="record_certificate").count() == 18
    assert verify().failure is None


def test_who_did_not_pass_is_enrolled_in_the_next_class(bloc: Bloc, centre: Centre) -> None:
    (case,) = waiting(bloc)
    enrolled = centre.held([case])
    centre.grade(*enrolled)
    assert centre.close().certificates == []
    centre.held([case], number="02-2026")
    centre.close()
    assert steps(case) == ["declaration"]


def test_a_new_member_class(bloc: Bloc, centre: Centre) -> None:
    journey = recognising(bloc)
    centre.held([journey.case], kind="new_member")
    centre.close()
    assert numbers() == ["01-CN-ĐVM/TTCT"]
    assert "new_member_class" not in journey.open_steps()
    assert Decision.objects.get(case=journey.case, step="new_member_class").number == "01-CN-ĐVM/TTCT"


def test_one_case_on_hold_keeps_the_class_open(bloc: Bloc, centre: Centre) -> None:
    journey = Journey(bloc).to("course")
    enrolled = centre.held([*waiting(bloc, 2), journey.case])
    journey.hold()
    with nothing_written(), pytest.raises(NotClosable, match="on hold") as refused:
        centre.close()
    assert [one.case_number for one in refused.value.obstacles] == [journey.case.number]
    centre.take_out(next(one for one in enrolled if one.case_id == journey.case.pk))
    assert len(centre.close().certificates) == 2


def test_cases_closed_or_certified_meanwhile_are_listed(bloc: Bloc, centre: Centre) -> None:
    withdrawn, certified = Journey(bloc).to("course"), Journey(bloc).to("course")
    enrolled = centre.held([withdrawn.case, certified.case, *waiting(bloc)])
    withdrawn.withdraw()
    certified.course()
    with nothing_written(), pytest.raises(NotClosable) as refused:
        centre.close()
    assert {one.enrolment_id for one in refused.value.obstacles} == {enrolled[0].pk, enrolled[1].pk}
    assert all(one.take_out for one in refused.value.obstacles)


def test_every_session_and_every_result_is_recorded_first(bloc: Bloc, centre: Centre) -> None:
    centre.plan()
    (one, _other) = centre.enrol(waiting(bloc, 2))
    with nothing_written(), pytest.raises(NotClosable, match="4 sessions"):
        centre.close()
    centre.attend()
    with nothing_written(), pytest.raises(NotClosable, match="no result"):
        centre.close()
    centre.grade()
    centre.attend(one, sessions=centre.sessions()[:2])
    with nothing_written(), pytest.raises(NotClosable, match="10 of 20 periods, and the class asks for 15"):
        centre.close()
    centre.grade(one)
    assert len(centre.close().certificates) == 1


def test_only_the_training_centre(bloc: Bloc, centre: Centre) -> None:
    centre.held(waiting(bloc))
    for stranger in (bloc.cell_secretary, bloc.organisation_board, bloc.administrator):
        with nothing_written(), pytest.raises(NotYours):
            centre.close(by=stranger)


def test_the_second_click(bloc: Bloc, centre: Centre) -> None:
    centre.held(waiting(bloc))
    centre.close()
    with nothing_written(), pytest.raises(ClassEnded, match="nothing was recorded twice"):
        centre.close()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issued_on": datetime.date.max}, "future"),
        ({"issued_on": datetime.date(2020, 1, 1)}, "last day"),
        ({"signed_by": "  "}, "who signs"),
    ],
)
def test_bad_facts(bloc: Bloc, centre: Centre, changes: dict[str, Any], words: str) -> None:
    centre.held(waiting(bloc))
    with nothing_written(), pytest.raises(InvalidFacts, match=words):
        centre.close(**changes)


def test_an_empty_class_is_cancelled_instead(centre: Centre) -> None:
    centre.plan()
    with nothing_written(), pytest.raises(InvalidFacts, match="Cancel it"):
        centre.close()


@pytest.mark.parametrize("point", ["first", "last", "end"])
def test_a_crash_anywhere_leaves_nothing(
    bloc: Bloc, centre: Centre, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    centre.held(waiting(bloc, 3))
    kept, calls = closing._RECORD["awareness"], []

    def breaking(*given: object, **more: object) -> Decision:
        calls.append(given)
        if len(calls) == {"first": 1, "last": 3, "end": 9}[point]:
            raise RuntimeError("power cut")
        return kept(*given, **more)

    monkeypatch.setitem(closing._RECORD, "awareness", breaking)
    if point == "end":

        def cut(*_given: object, **_more: object) -> None:
            raise RuntimeError("power cut")

        monkeypatch.setattr(closing, "write_entry", cut)
    with nothing_written(), pytest.raises(RuntimeError, match="power cut"):
        centre.close()
    assert not CertificateCounter.objects.exists()
    monkeypatch.undo()
    assert len(centre.close().certificates) == 3


def test_the_case_moves_on_though_its_step_was_opened_anew(bloc: Bloc, centre: Centre) -> None:
    """A transfer opens the step again: the enrolment goes with the case."""
    journey = Journey(bloc).to("course")
    centre.held([journey.case])
    journey.transfer()
    centre.close()
    assert journey.open_steps() == ["declaration"]
    assert Enrolment.objects.get(case=journey.case).state == "passed"
