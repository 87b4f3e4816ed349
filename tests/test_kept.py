"""What is kept is whole, is nobody's but this test's to change, and is given to nobody for whom it would be untrue."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import override_settings
from django.utils import translation

from admission_flow.models import Case, Decision
from journal.verify import verify
from orgs.models import DayOff, Member, Unit
from tests.admission_flow.journey import Journey
from tests.kept import _shelf, kept
from tests.people import Bloc, build_bloc

times: list[str] = []


def made(key: str) -> list[str]:
    """Each time it is made and not kept, it says so."""
    said: list[str] = []

    def make() -> str:
        DayOff.objects.create(day="2026-04-30", name="30/4")
        said.append(key)
        return key

    assert kept(key, make, often=True) == key
    assert DayOff.objects.count() == 1
    return said


@pytest.mark.parametrize("_round", [1, 2, 3])
def test_it_is_made_once_and_what_a_test_does_to_it_is_undone(keeping: None, _round: int) -> None:
    times.extend(made("once"))
    assert times == ["once"]
    assert DayOff.objects.get().name == "30/4"
    DayOff.objects.update(name="changed")
    assert not Unit.objects.exists()


@pytest.mark.parametrize("_round", [1, 2, 3])
def test_the_house_and_a_case_in_it_are_as_if_made_here(bloc: Bloc, _round: int) -> None:
    journey = Journey(bloc).to("bloc_decision")
    assert _shelf.here is not None
    assert journey.open_steps() == ["bloc_decision"]
    assert Case.objects.get() == journey.case
    assert Case.objects.get().opened_at == journey.at
    numbers = [journey.case.pk, journey.case.candidate_id, journey.case.candidate.person_id, bloc.cell.pk]
    assert len({number // 1000 for number in numbers}) == 4
    journey.to("ceremony").ceremony()
    assert Case.objects.get(pk=journey.case.pk).outcome == "admitted"
    assert bloc.unit == Unit.objects.get(code="DUK")
    assert Member.objects.filter(unit=bloc.cell, official_on=None).count() == 2
    assert verify().holds


@pytest.mark.parametrize("_round", [1, 2])
def test_what_is_kept_within_it_is_neither_left_out_nor_added_to(bloc: Bloc, _round: int) -> None:
    def two() -> None:
        Journey(bloc).to("bloc_decision")
        DayOff.objects.create(day="2026-05-01", name="1/5")

    kept("a case and a day off", two, often=True)
    assert (Case.objects.count(), DayOff.objects.count()) == (1, 1)


@pytest.mark.parametrize("_round", [1, 2])
def test_nor_is_that_changed_by_it(bloc: Bloc, _round: int) -> None:
    Journey(bloc).to("bloc_decision")
    assert (Case.objects.count(), DayOff.objects.count()) == (1, 0)


def test_who_wrote_before_has_it_made(bloc: Bloc) -> None:
    Journey(bloc).to("declaration")
    DayOff.objects.create(day="2026-05-01", name="1/5")
    on = _shelf.here
    journey = Journey(bloc, bloc.sibling_cell, bloc.sibling_secretary).to("declaration")
    assert _shelf.here is on
    assert DayOff.objects.get().name == "1/5"
    assert Decision.objects.filter(case=journey.case).exists()


def test_in_other_surroundings_it_is_another(keeping: None) -> None:
    with translation.override("en"):
        assert made("where") == ["where"]


def test_nor_is_it_given_there(keeping: None) -> None:
    with override_settings(UPLOAD_MEGABYTES=17):
        assert made("where") == ["where"]


def test_who_has_a_part_replaced_has_it_made(keeping: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_kept.build_bloc", build_bloc)
    assert made("once") == ["once"]


def test_a_failure_while_it_is_made_is_the_tests_own(keeping: None) -> None:
    before = set(_shelf.asides)

    def fail() -> None:
        DayOff.objects.create(day="2026-05-01", name="1/5")
        raise LookupError

    with pytest.raises(LookupError):
        kept("fails", fail, often=True)
    assert not DayOff.objects.exists()
    assert set(_shelf.asides) <= before, "nothing is left of it; what was asked for longest ago may have gone"
    made("once")


def test_what_a_test_leaves_is_checked(bloc: Bloc) -> None:
    Member.objects.filter(unit=bloc.cell).update(unit=10**9)
    with pytest.raises(IntegrityError):
        _shelf.end()
