"""The page: everything in the address, and nobody learns of a unit that is not theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from insights.models import CasesTally, DaysTally
from insights.waits.scope import months_after
from insights.waits.tallying import roll_up_all
from insights.what_if import views
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.kept import kept
from tests.people import Bloc

PAGE = "/board/what-if/"


def remembered(bloc: Bloc, *, opened: int = 6) -> None:
    """Two years of a past, in sums: each step took ten days, so many came each month to `committee`."""
    this_month = timezone.localdate().replace(day=1)
    for step in ("course", "declaration", "verification", "cell_vote", "bloc_appraisal", "ceremony"):
        for unit in (bloc.unit, bloc.committee):
            DaysTally.objects.create(
                unit=unit, step=step, route="ordinary", generation="g", month=months_after(this_month, -3),
                to_decision=False, days=10, ended=30,
            )  # fmt: skip
    CasesTally.objects.bulk_create(
        CasesTally(unit=unit, step="opened", route="ordinary", generation="g", recognition=False,
                   month=months_after(this_month, -ago), cases=opened)
        for ago in range(1, 25) for unit in (bloc.unit, bloc.committee)
    )  # fmt: skip


@pytest.fixture
def house(bloc: Bloc) -> Bloc:
    """One case in `cell`, under `committee`, with a past."""

    def past() -> None:
        Journey(bloc).to("cell_vote")
        sum(roll_up_all(at=timezone.now()))
        remembered(bloc)

    kept("the past of what-if", past, often=True)
    return bloc


def get(person: User, **asked: Any) -> Any:
    User.objects.filter(pk=person.pk).update(language="en")
    client = Client()
    client.force_login(person)
    return client.get(PAGE, asked)


def test_the_board_leads_here_and_the_page_answers(house: Bloc) -> None:
    client = Client()
    client.force_login(house.standing_deputy)
    assert f'href="{PAGE}"' in client.get("/board/").content.decode()
    response = get(house.standing_deputy, target="5", sittings="2", step="cell_vote", share="50", arrivals="-20")
    assert response.status_code == 200
    found = response.context["answer"]
    assert found.runs == 300
    assert found.base.admitted.low <= found.base.admitted.median <= found.base.admitted.high
    page = response.content.decode()
    for words in ("300 runs, seed 1", "20 % fewer nominations", "1 case in progress", "144 nominations came"):
        assert words in page


def test_without_changes_there_is_one_side(house: Bloc) -> None:
    response = get(house.standing_deputy)
    assert not response.context["changes"]
    assert "With the changes" not in response.content.decode()


def test_the_same_address_gives_the_same_numbers(house: Bloc) -> None:
    first, again, other = (get(house.standing_deputy, seed=seed, runs="50").context["answer"] for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_this_year_counts_what_was_admitted_already(house: Bloc) -> None:
    CasesTally.objects.create(
        unit=house.unit, step="admitted", route="ordinary", generation="g", recognition=False,
        month=timezone.localdate().replace(month=1, day=1), cases=9,
    )  # fmt: skip
    year, months = (get(house.standing_deputy, horizon=value).context for value in ("year", "months"))
    assert year["answer"].base.admitted.low >= 9
    assert (year["already"], months["already"]) == (9, 0)
    assert year["until"] == timezone.localdate().replace(month=12, day=31)


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"target": "many"}, "target", "Write a whole number, such as 60."),
        ({"target": "0"}, "target", "Write 1 or more."),
        ({"sittings": "99"}, "sittings", "Write 10 or less."),
        ({"sittings": "1.5"}, "sittings", "Write a whole number, such as 2."),
        ({"arrivals": "-100"}, "arrivals", "Write -90 or more."),
        ({"runs": "1000000"}, "runs", "Write 1000 or less."),
        ({"seed": "x"}, "seed", "Write a whole number, such as 1."),
        ({"horizon": "ever"}, "horizon", "Choose one of the two."),
        ({"step": "nonsense", "share": "50"}, "step", "Choose one of the steps in the list."),
        ({"step": "cell_vote"}, "share", "Say how much of its time the step would take, such as 50."),
        ({"step": "cell_vote", "share": "0"}, "share", "Write 1 or more."),
        ({"share": "50"}, "step", "Say which step would take so much of its time."),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_at_its_field(
    house: Bloc, asked: dict[str, str], field: str, sentence: str
) -> None:
    response = get(house.standing_deputy, **asked)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert "answer" not in response.context
    assert sentence in response.content.decode()


@pytest.mark.parametrize("asked", ["unit=x", "of=x", "page=9", "seed=", "unit=99999999999999999999", "of=-1&step="])
def test_no_address_breaks_it(house: Bloc, asked: str) -> None:
    client = Client()
    client.force_login(house.standing_deputy)
    assert client.get(f"{PAGE}?{asked}&runs=20").status_code == 200


def test_who_holds_no_seat_gets_nothing(house: Bloc) -> None:
    for person in (house.seatless, house.administrator):
        assert get(person).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_each_reckons_with_their_own_subtree(house: Bloc) -> None:
    """The secretary of another committee has none of the cases, and another's unit is as if not asked for."""
    own, other = get(house.committee_secretary, runs="20"), get(house.hospital_secretary, runs="20")
    assert (own.context["standing"], other.context["standing"]) == (1, 0)
    assert (own.context["expected"] > 60, other.context["expected"]) == (True, 0)
    assert other.context["answer"].base.admitted.high == 0
    asked = {"unit": str(house.committee.pk), "of": str(house.committee.pk), "step": "cell_vote", "share": "50"}
    tried = get(house.hospital_secretary, runs="20", **asked)
    assert tried.context["scope"].unit == house.hospital_committee == tried.context["chosen"]
    assert tried.context["standing"] == 0
    assert house.committee.name not in tried.content.decode()


def test_a_unit_without_cases_says_what_to_do(house: Bloc) -> None:
    page = get(house.hospital_secretary).content.decode()
    assert "Nothing to reckon with" in page
    assert "Choose a larger unit." in page


def test_a_step_of_one_unit_does_not_touch_the_others(house: Bloc) -> None:
    asked = {"step": "cell_vote", "share": "10", "runs": "100"}
    here = get(house.standing_deputy, of=str(house.committee.pk), **asked).context["answer"]
    there = get(house.standing_deputy, of=str(house.hospital_committee.pk), **asked).context["answer"]
    assert here.more != there.more or here.slower != there.slower
    assert (there.more.low, there.more.high) == (0, 0)


def test_the_work_is_bounded(house: Bloc, monkeypatch: pytest.MonkeyPatch) -> None:
    assert views.runs_of(1000, 100) == 800
    assert views.runs_of(300, 100) == 300
    assert views.runs_of(300, 1000) == 80
    assert views.runs_of(300, 10_000) is None
    monkeypatch.setattr(views, "WORK", 3000)
    response = get(house.standing_deputy, runs="300")
    assert 20 <= response.context["answer"].runs < 100
    assert f"only {response.context['answer'].runs} runs were made" in response.content.decode()
    monkeypatch.setattr(views, "WORK", 500)
    response = get(house.standing_deputy)
    assert response.status_code == 422
    assert "too many cases" in response.content.decode()


def test_more_cases_cost_no_more_statements(house: Bloc, django_assert_max_num_queries: Any) -> None:
    counts = []
    for _more in range(2):
        client = Client()
        client.force_login(house.standing_deputy)
        client.get(PAGE, {"runs": "20"})
        with django_assert_max_num_queries(50) as queries:
            client.get(PAGE, {"runs": "20", "of": str(house.committee.pk), "step": "cell_vote", "share": "50"})
        counts.append(len(queries))
        for _number in range(2):
            Journey(house).to("declaration")
        sum(roll_up_all(at=timezone.now()))
    assert counts[0] == counts[1]
