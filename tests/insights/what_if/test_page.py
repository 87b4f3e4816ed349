"""The page: everything in the address, and nobody learns of a unit that is not theirs."""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.models import Case, Task
from insights.models import CasesTally, DaysTally, Touched
from insights.waits.tallying import roll_up_all
from insights.waits.ways import months_after
from insights.what_if import views
from orgs.models import Unit, User
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
    for words in ("300 runs, seed 1", "20 % fewer nominations", "1 case in progress", "144 nominations</a> came"):
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


@pytest.mark.parametrize(
    "asked", ["unit=x", "of=", "page=9", "seed=", "unit=99999999999999999999", "of=&step=", "target="]
)
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
    assert (tried.status_code, tried.context["scope"].unit) == (422, house.hospital_committee)
    assert house.committee.name not in tried.content.decode()
    tried = get(house.hospital_secretary, runs="20", **(asked | {"of": ""}))
    assert tried.context["scope"].unit == house.hospital_committee == tried.context["chosen"]
    assert tried.context["standing"] == 0
    assert house.committee.name not in tried.content.decode()


def test_a_step_is_asked_of_the_chosen_unit_or_one_below_it(house: Bloc) -> None:
    """The answer speaks of the unit in the field, or there is none."""
    asked = {"unit": str(house.committee.pk), "step": "cell_vote", "share": "50", "runs": "20"}
    page = get(house.standing_deputy, **asked)
    below = Unit.objects.filter(path__startswith=house.committee.path)
    offered = {key for key, _label in page.context["form"].fields["of"].choices}
    assert offered == {"", *(str(unit.pk) for unit in below)}
    for unit in below:
        assert get(house.standing_deputy, of=str(unit.pk), **asked).context["chosen"] == unit
    for other in (house.unit.pk, house.hospital_committee.pk, "x", "-1", "99999999999999999999"):
        refused = get(house.standing_deputy, of=str(other), **asked)
        assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"of"})
        assert "That unit is not one of those below the unit above." in refused.content.decode()


def test_a_nothing_that_is_asked_changes_nothing(house: Bloc) -> None:
    """What would be otherwise moves nothing of how it goes, on the page too."""
    plain = get(house.standing_deputy, runs="50").context["answer"].base
    for asked in (
        {"of": str(house.committee.pk), "step": "opinions", "share": "100"},
        {"arrivals": "200"},
        {"sittings": "4", "of": str(house.cell.pk), "step": "cell_vote", "share": "10"},
    ):
        found = get(house.standing_deputy, runs="50", **asked).context["answer"]
        assert found.base == plain
        assert (found.scenario == plain) == (asked.get("share") == "100")


def test_the_number_of_runs_does_not_hang_on_what_is_asked(house: Bloc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "WORK", 3000)
    plain, more = (get(house.standing_deputy, arrivals=arrivals).context["answer"] for arrivals in ("", "200"))
    assert plain.runs == more.runs < 300
    assert plain.base == more.base


def test_a_case_that_cannot_be_measured_takes_no_page_away(house: Bloc, caplog: pytest.LogCaptureFixture) -> None:
    """Its step opens beyond the last day of the calendar here."""
    Task.objects.filter(step="cell_vote").update(opened_at=datetime.datetime(9999, 12, 31, 20, tzinfo=datetime.UTC))
    Touched.objects.create(case=Case.objects.get())
    page = get(house.standing_deputy, runs="20")
    assert page.status_code == 200
    assert "1 case is not counted yet" in page.content.decode()
    client = Client()
    client.force_login(house.standing_deputy)
    assert client.get("/board/").status_code == 200
    said = [record.getMessage() for record in caplog.records if record.name == "insights.waits.tallying"]
    assert said == ["Cases could not be measured (OverflowError)."] * 2


def test_in_vietnamese_a_step_may_take_longer_too(house: Bloc) -> None:
    client = Client()
    client.force_login(house.standing_deputy)
    page = client.get(PAGE, {"runs": "20", "step": "cell_vote", "share": "200"}).content.decode()
    for words in ("mất bao nhiêu phần trăm thời gian hiện nay", "mất 200 % thời gian hiện nay", "chỉ phần còn lại"):
        assert words in page
    for wrong in ("chỉ mất", "rút ngắn"):
        assert wrong not in page


def links(page: Any) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/board/cases/\?[^"]*)"', page.content.decode())]


def test_numbers_lead_to_the_cases_behind_them(house: Bloc) -> None:
    asked = {"runs": "20", "of": str(house.committee.pk), "step": "cell_vote", "share": "50"}
    page = get(house.standing_deputy, **asked)
    found = links(page)
    # In progress, nominated, what the chosen step was learnt from, and each line of the table.
    assert len(found) == 3 + len(page.context["known"].sources)
    client = Client()
    client.force_login(house.standing_deputy)
    assert {client.get(one).status_code for one in found} == {200}
    assert client.get(found[0]).context["list"].total == page.context["standing"] == 1


def test_what_the_whole_bloc_taught_leads_nowhere_for_who_does_not_see_it(house: Bloc) -> None:
    DaysTally.objects.filter(unit=house.committee, step="ceremony").delete()
    page = get(house.committee_secretary, runs="20")
    sources = {source.step: source for source in page.context["known"].sources}
    assert (sources["ceremony"].unit, sources["cell_vote"].unit) == (house.unit, house.committee)
    steps = {query.get("step", [""])[0] for query in (parse_qs(urlsplit(one).query) for one in links(page))}
    assert steps == {"", *(step for step, source in sources.items() if source.unit == house.committee)}
    seen = get(house.standing_deputy, runs="20", unit=str(house.committee.pk))
    assert f"unit={house.unit.pk}&flow=admission&step=ceremony" in " ".join(links(seen))


def test_the_target_of_the_board_comes_along_and_goes_back(house: Bloc) -> None:
    page = get(house.standing_deputy, target="90", runs="20", unit=str(house.committee.pk), sittings="2")
    assert page.context["target"] == 90
    query = f"?unit={house.committee.pk}&amp;target=90"
    assert f'href="/board/{query}"' in page.content.decode()
    assert f'href="{PAGE}{query}"' in page.content.decode()
    assert get(house.standing_deputy, target="999999", runs="20").status_code == 200


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
    assert views.runs_of(1000, 100) == 600
    assert views.runs_of(300, 100) == 300
    assert views.runs_of(300, 1000) == 60
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
