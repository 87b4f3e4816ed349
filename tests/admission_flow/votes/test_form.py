"""A vote's form: secret ballot or cards, absences by reason, and what is typed wrong."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.models import Decision
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.people import Bloc


@pytest.fixture
def journey(bloc: Bloc, client: Client) -> Journey:
    client.force_login(bloc.cell_secretary)
    return Journey(bloc).to("cell_vote")


SECRET = {
    "voting": "secret", "present": "11", "absent_exempt": "1", "issued": "11", "returned": "10",
    "votes_for": "8", "votes_against": "1", "votes_other": "0", "votes_invalid": "1",
}  # fmt: skip
PAPER = {"number": "12-NQ/CB", "signed_by": "Bí thư"}


def post(client: Client, journey: Journey, typed: dict[str, str], step: str = "cell_vote", verb: str = "") -> Any:
    url = f"/cases/{journey.case.pk}/tasks/{journey.task(step).pk}/{verb or f'record_{step}'}/"
    data = PAPER | {"dated": timezone.localdate().isoformat()} | typed
    return client.post(url, data)


def test_a_secret_ballot_is_kept_in_full(client: Client, journey: Journey) -> None:
    assert post(client, journey, SECRET).status_code == 302
    vote = Decision.objects.get(case=journey.case, step="cell_vote")
    assert (vote.voting, vote.issued, vote.returned, vote.votes_valid, vote.votes_invalid) == ("secret", 11, 10, 9, 1)
    assert (vote.absent, vote.excused, vote.body_size, vote.ratio_reached) == ({"exempt": 1}, 0, 12, True)


def test_a_show_of_cards_leaves_the_ballots_empty(client: Client, journey: Journey) -> None:
    typed = {"voting": "cards", "present": "12", "votes_for": "7", "votes_against": "5"}
    assert post(client, journey, typed).status_code == 302
    vote = Decision.objects.get(case=journey.case, step="cell_vote")
    assert (vote.issued, vote.returned, vote.votes_invalid, vote.absent, vote.ratio_reached) == (
        None,
        None,
        0,
        {},
        False,
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"absent_exempt": ""}, "absent_accepted"),
        ({"absent_exempt": "2"}, "absent_accepted"),
        ({"absent_exempt": "x"}, "absent_exempt"),
        ({"absent_exempt": "-1"}, "absent_exempt"),
        ({"issued": ""}, "issued"),
        ({"returned": ""}, "issued"),
        ({"issued": "12"}, "issued"),
        ({"returned": "12"}, "returned"),
        ({"returned": "1.5"}, "returned"),
        ({"votes_for": "9"}, "returned"),
        ({"votes_for": ""}, "votes_for"),
        ({"votes_for": "1000"}, "votes_for"),
        ({"present": "13"}, "present"),
        ({"voting": ""}, "voting"),
        ({"voting": "loud"}, "voting"),
        ({"voting": "cards"}, "issued"),
        ({"voting": "cards"}, "votes_invalid"),
    ],
)
def test_what_does_not_add_up_is_told_beside_its_field(
    client: Client, journey: Journey, changed: dict[str, str], field: str
) -> None:
    answer = post(client, journey, SECRET | changed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert f'id="id_{field}"' in answer.content.decode()
    assert not Decision.objects.filter(case=journey.case, step="cell_vote").exists()


def test_the_verdict_as_one_types_waits_for_the_ballots(client: Client, journey: Journey) -> None:
    url = f"/cases/{journey.case.pk}/tasks/{journey.task('cell_vote').pk}/record_cell_vote/verdict/"

    def tone(**changed: str) -> str:
        text = client.get(url, SECRET | changed).content.decode()
        return next((one for one in ("pass", "warn", "fail") if f"verdict-{one}" in text), "")

    assert tone() == "pass"
    assert tone(issued="") == tone(returned="") == tone(absent_exempt="") == tone(votes_for="") == ""
    assert tone(votes_for="7", votes_against="2") == "warn"
    assert tone(returned="11") == "fail"
    assert tone(absent_exempt="3") == "fail"


def test_a_committee_has_no_members_exempt_or_elsewhere(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    client.force_login(bloc.committee_secretary)
    text = client.get(f"/cases/{journey.case.pk}/").content.decode()
    assert 'name="absent_accepted"' in text
    assert 'name="absent_exempt"' not in text
    typed = {"voting": "cards", "present": "6", "absent_accepted": "1", "votes_for": "6", "votes_against": "0"}
    assert post(client, journey, typed, "grassroots_approval", "approve_grassroots").status_code == 302
    assert Decision.objects.get(case=journey.case, step="grassroots_approval").absent == {"accepted": 1}


def test_the_decisions_tab_tells_it_in_full(client: Client, bloc: Bloc, journey: Journey) -> None:
    post(client, journey, SECRET)
    User.objects.filter(pk=bloc.auditor.pk).update(language="en")
    client.force_login(bloc.auditor)
    page = client.get(f"/cases/{journey.case.pk}/?tab=decisions")
    vote, *_others = page.context["page"].rows["decisions"]
    assert [value for _label, value in vote["tally"]][1:] == [
        "12", "8 (2/3)", "11", "1 (Exempt from activity: 1)", "11", "10", "9", "1", "8", "1", "0",
    ]  # fmt: skip
    assert "12 official members, 8 needed, 8 in favour: reached." in page.content.decode()
