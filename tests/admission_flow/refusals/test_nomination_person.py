"""Whom a cell may nominate: a person known by the citizen ID, of age, and not yet a member."""

import datetime
from typing import Any

import pytest

from admission_flow.forms.nomination import NominationForm
from admission_flow.refusals import InvalidFacts, RuleNotMet
from orgs.models import Member, Person
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import JOURNAL, nothing_written
from tests.people import Bloc, add_members, make_person

ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "citizen_id", ["00109900012", "0010990001234", "00109900012x", "", "٠٠١٠٩٩٠٠٠١٢٣", "001 09900012"]
)
def test_a_citizen_id_has_twelve_digits(bloc: Bloc, citizen_id: str) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="exactly 12 digits") as refused:
        journey.nominate(citizen_id=citizen_id)
    assert set(refused.value.errors) == {"citizen_id"}


@pytest.mark.parametrize("typed", ["025 194 000 147", "025194000147 ", "025.194.000.147", "025\u00a0194\u00a0000147"])
def test_a_citizen_id_may_be_typed_in_groups(bloc: Bloc, typed: str) -> None:
    form = NominationForm({"citizen_id": typed}, units=[bloc.cell], day=Journey(bloc).today)
    form.is_valid()
    assert form.cleaned_data["citizen_id"] == "025194000147"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"full_name": "Nguyễn Thị Thanh Xuyến"}, "another name or birth date"),
        ({"birth_date": datetime.date(1994, 2, 4)}, "another name or birth date"),
    ],
)
def test_who_is_kept_already_is_the_same_person(bloc: Bloc, changes: dict[str, Any], sentence: str) -> None:
    person = make_person("Nguyễn Thị Thanh Xuân", birth_date=datetime.date(1994, 2, 3))
    journey = Journey(bloc)
    with nothing_written(but=JOURNAL), pytest.raises(InvalidFacts, match=sentence):
        journey.nominate(citizen_id=person.citizen_id, **changes)
    journey.nominate(citizen_id=person.citizen_id, full_name="NGUYỄN THỊ THANH XUÂN")
    assert journey.case.candidate.person == person


@pytest.mark.parametrize("name", ["\u200b", "123", "Nguyễn \u202eThị Xuân", "", "\u0958" * 100])
def test_a_name_has_letters_that_are_seen_and_fit(bloc: Bloc, name: str) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.nominate(full_name=name)
    assert set(refused.value.errors) == {"full_name"}


def test_a_name_typed_in_parts_is_stored_composed(bloc: Bloc) -> None:
    case = Journey(bloc).nominate(full_name="Nguye\u0302\u0303n  Thi\u0323 Xua\u0302n")
    assert case.candidate.person.full_name == "Nguyễn Thị Xuân"


@pytest.mark.parametrize("until", [None, 1, 300])
def test_a_member_is_not_nominated(bloc: Bloc, until: int | None) -> None:
    """Nor one who is to leave on a day that hasn't come."""
    journey = Journey(bloc)
    person = make_person("Nguyễn Thị Thanh Xuân", birth_date=datetime.date(1994, 2, 3))
    (member,) = add_members(bloc.delegated_cell, [person])
    if until is not None:
        Member.objects.filter(pk=member.pk).update(until=journey.today + until * ONE_DAY, ending="moved")
    with nothing_written(but=JOURNAL), pytest.raises(InvalidFacts, match="already a member"):
        journey.nominate(citizen_id=person.citizen_id)


def test_born_in_the_future(bloc: Bloc) -> None:
    journey = Journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="birth date"):
        journey.nominate(birth_date=journey.today)


@pytest.mark.parametrize(
    ("born", "of_age"),
    [((2008, 3, 1), True), ((2008, 3, 2), False), ((1966, 2, 2), True), ((2008, 2, 29), True)],
)
def test_of_age_on_the_day_of_the_cells_resolution(bloc: Bloc, born: tuple[int, int, int], of_age: bool) -> None:
    journey = Journey(bloc, at=datetime.datetime(2026, 3, 1, 3, tzinfo=datetime.UTC))
    given = journey.nomination(birth_date=datetime.date(*born))
    if of_age:
        assert journey.nominate(given).number == "HS 2026-0001"
        return
    with nothing_written(), pytest.raises(RuleNotMet, match="Not of the age required") as refused:
        journey.nominate(given)
    assert [verdict.rule for verdict in refused.value.verdicts] == ["age"]
    assert not Person.objects.filter(citizen_id=given.citizen_id).exists()


def test_too_old_by_the_day_of_the_cells_vote(bloc: Bloc) -> None:
    """Age counts again when the cell considers the admission, and what it then asks for is to be judged."""
    journey = Journey(bloc, at=datetime.datetime(2026, 3, 1, 3, tzinfo=datetime.UTC))
    journey.to("cell_vote", birth_date=datetime.date(1966, 2, 2)).wait(1)
    with nothing_written(), pytest.raises(InvalidFacts, match="Over 60") as refused:
        journey.cell_vote()
    assert set(refused.value.errors) == {"over_age_conditions"}
