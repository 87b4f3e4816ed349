"""A regulation whose values make no sense is refused, with a sentence at each of them, by verb and by form."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admission_flow.decisions import regulations
from admission_flow.decisions.rule_values import OUT_OF_ORDER
from admission_flow.models import Deadline, Regulation
from admission_flow.refusals import InvalidFacts
from admission_flow.rules.parameters import ORDERED
from orgs.calendar import ONE_DAY, add_working_days, calendar_for
from orgs.models import DayOff, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.regulations.given import BEGAN, NEWEST, PAPER, add_edition, sourced, typed, values
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

LATER = datetime.date(2027, 1, 1)
ADD = reverse("admin:admission_flow_regulation_add")

SENSELESS: list[tuple[str, Any, str]] = [
    ("min_age_years", 9999, "from 1 to 120"),
    ("min_age_years", -1, "from 1 to 120"),
    ("max_age_years", 10**30, "from 1 to 120"),
    ("introducers", 0, "from 1 to 10"),
    ("probation_months", 0, "from 1 to 60"),
    ("certificate_months", 0, "from 1 to 1200"),
    ("decide_admission_working_days", 9999, "from 1 to 250"),
    ("cell_ratio", "1/1000000000", "at least half"),
    ("standing_committee_ratio", ">1", "more than all"),
    ("introducers", "two", "no value of that kind"),
]


def add_generation(bloc: Bloc, **changes: Any) -> Regulation:
    given = ("20-QĐ/TW", "Quy định 20-QĐ/TW", LATER, values(**changes))
    return regulations.add_generation(*given, acting_user=bloc.administrator, at=timezone.now())


def test_every_pair_has_its_sentence() -> None:
    assert set(OUT_OF_ORDER) == set(ORDERED)


@pytest.mark.parametrize(("name", "value", "told"), SENSELESS)
def test_a_value_without_sense_is_refused_at_its_field(bloc: Bloc, name: str, value: Any, told: str) -> None:
    changes: dict[str, Any] = {name: sourced(value)}
    for add in (add_generation, add_edition):
        with nothing_written(), pytest.raises(InvalidFacts) as refused:
            add(bloc, **changes)
        assert set(refused.value.errors) == {name}
        (sentence,) = refused.value.errors[name]
        assert told in str(sentence)


@pytest.mark.parametrize("name", ["most_extensions", "readmission_most_times", "third_child_months"])
def test_none_is_accepted_where_it_says_something(bloc: Bloc, name: str) -> None:
    changes: dict[str, Any] = {name: sourced(0)}
    assert add_edition(bloc, **changes).parameters[name]["value"] == 0


def test_a_list_may_be_empty(bloc: Bloc) -> None:
    assert add_edition(bloc, stale_papers=sourced([])).parameters["stale_papers"]["value"] == []


def test_the_ages_the_wrong_way_round_are_refused_at_both(bloc: Bloc) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="below the greatest age") as refused:
        add_generation(bloc, min_age_years=sourced(70), max_age_years=sourced(60))
    assert set(refused.value.errors) == {"min_age_years", "max_age_years"}


def test_an_edition_is_held_to_the_values_that_it_leaves(bloc: Bloc) -> None:
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        add_edition(bloc, min_age_years=sourced(60))
    assert set(refused.value.errors) == {"min_age_years"}
    assert add_edition(bloc, min_age_years=sourced(60), max_age_years=sourced(61)).edition == 2


def test_what_was_kept_before_does_not_stand_in_the_way_of_another_correction(bloc: Bloc) -> None:
    old = Regulation.on(BEGAN)
    Regulation.objects.create(
        code=NEWEST,
        name=old.name,
        in_force_from=BEGAN,
        edition=2,
        from_day=BEGAN,
        parameters=old.parameters | {"introducers": sourced(0).as_json(), "third_child_months": sourced(40).as_json()},
    )
    assert add_edition(bloc, min_age_years=sourced(19)).edition == 3


@pytest.fixture
def office(client: Client, bloc: Bloc) -> Client:
    User.objects.filter(pk=bloc.administrator.pk).update(language="en")
    client.force_login(bloc.administrator)
    return client


def of(**given: Any) -> dict[str, Any]:
    """As typed, each with its source."""
    rows = [{name: value, f"{name}__source": PAPER, f"{name}__confidence": "sourced"} for name, value in given.items()]
    return {field: text for row in rows for field, text in row.items()}


def errors(office: Client, address: str, given: dict[str, Any]) -> set[str]:
    return set(office.post(address, given).context["adminform"].form.errors)


def test_the_form_of_an_edition_says_it_at_what_was_changed(office: Client) -> None:
    address = f"{ADD}?edition_of={NEWEST}"
    given = typed(inherited=False) | {"from_day": "2026-03-01", "why": "-"}
    assert errors(office, address, given | of(min_age_years=70)) == {"min_age_years"}
    assert errors(office, address, given | of(min_age_years=70, max_age_years="x")) == {"max_age_years"}
    assert errors(office, address, given | of(probation_months=0, cell_ratio="1/5")) == {
        "probation_months",
        "cell_ratio",
    }
    assert not Regulation.objects.filter(edition=2).exists()
    assert office.post(address, given | of(min_age_years=19)).status_code == 302


def test_the_form_of_a_generation_says_it_at_both(office: Client) -> None:
    given = typed(inherited=True) | {"code": "20-QĐ/TW", "name": "Quy định 20-QĐ/TW", "in_force_from": "2027-01-01"}
    found = errors(office, ADD, given | of(min_age_years=70, introducers=0))
    assert found == {"min_age_years", "max_age_years", "introducers"}


def test_the_longest_term_passes_over_every_day_off_on_its_way(bloc: Bloc) -> None:
    today = timezone.localdate()
    far = today + 330 * ONE_DAY
    far += (2 - far.weekday()) % 7 * ONE_DAY
    DayOff.objects.update_or_create(day=far, defaults={"name": "Nghỉ do bão", "works": False})
    add_edition(bloc, decide_admission_working_days=sourced(250))
    term = Deadline.objects.get(case=Journey(bloc).to("grassroots_approval").case, rule="decide_admission")
    calendar = calendar_for(today - 100 * ONE_DAY, today + 1000 * ONE_DAY)
    assert term.due_on == add_working_days(term.runs_from, 250, calendar) > far
