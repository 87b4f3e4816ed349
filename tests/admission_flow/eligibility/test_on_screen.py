"""The sentences as people meet them: on the nomination form, on the page of the case, and in the acts offered there."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.models import Case, Introduction, Judgement, Paper
from admission_flow.rules.ages import add_months
from tests.admission_flow.eligibility.paths import by_path
from tests.admission_flow.journey import JUDGED, Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

PAGE = "/cases/nominate/"
# The looker's session and the journal's entry about a look are no part of the case.
BESIDE = ("django_session", "journal_entry", "journal_head", "orgs_user")


def form(bloc: Bloc, **changes: Any) -> dict[str, Any]:
    day = timezone.localdate().strftime("%d/%m/%Y")
    given = {"unit": bloc.cell.pk, "full_name": "Nguyễn Thị Thanh Xuân", "citizen_id": "025194000147", "sex": "f"}
    given |= {"birth_date": "03/02/1994", "citizen": "on", "education": "upper_secondary"}
    given |= {"political_standard": "1", "introducers_not_disciplined": "1", "helper": bloc.person("cell_deputy").pk}
    for number, who in (("1", "cell_secretary"), ("2", "cell_deputy")):
        given |= {f"introducer_{number}": bloc.person(who).pk, f"introducer_{number}_since": "05/01/2009"}
    given |= {"resolution_number": "05-NQ/CB", "resolution_dated": day, "resolution_signed_by": "Trần Quốc Bảo"}
    return given | changes


def over_age() -> datetime.date:
    """Born so that today is 60 years and one month."""
    return add_months(timezone.localdate(), -721)


def post(client: Client, address: str, data: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(address, data)
    return answer.status_code, " ".join(answer.content.decode().split())


@pytest.fixture
def secretary(client: Client, bloc: Bloc) -> Client:
    client.force_login(bloc.cell_secretary)
    bloc.cell_secretary.language = "en"
    bloc.cell_secretary.save(update_fields=["language"])
    client.get("/")
    return client


def test_an_ordinary_nomination_opens_the_case(secretary: Client, bloc: Bloc) -> None:
    assert post(secretary, PAGE, form(bloc))[0] == 302
    assert Case.objects.get().eligibilities.get().education == "upper_secondary"


def test_sixty_years_and_one_month(secretary: Client, bloc: Bloc) -> None:
    too_old = form(bloc, birth_date=over_age().strftime("%d/%m/%Y"))
    with nothing_written(but=BESIDE):
        status, text = post(secretary, PAGE, too_old)
    assert status == 422
    assert "Judge whether the person has good health and prestige" in text
    assert '<details class="disclose" open>' in text
    assert post(secretary, PAGE, too_old | {"over_age_conditions": "1"})[0] == 302
    page = secretary.get(f"/cases/{Case.objects.get().pk}/").content.decode()
    assert "60 years and 1 month" in page
    assert "The written consent of the province-level standing committee is needed." in page
    assert "to confirm" in page
    assert "Supply a paper that is needed" in page


def test_an_introducer_who_is_on_probation(secretary: Client, bloc: Bloc) -> None:
    """Not among the names of the form; sent all the same, the form says why not."""
    person = bloc.cell.members.get(official_on=None).person_id
    with nothing_written(but=BESIDE):
        status, text = post(secretary, PAGE, form(bloc, introducer_2=person))
    assert status == 422
    assert "Only an official member of the organisation may introduce or help; a probationary member may not" in text


def test_an_introducer_who_was_not_official_yet_on_the_day_of_the_resolution(secretary: Client, bloc: Bloc) -> None:
    """Official today and so named by the form, on probation when the cell resolved."""
    member = bloc.cell.members.get(official_on=None)
    member.official_on = timezone.localdate()
    member.save()
    earlier = timezone.localdate() - datetime.timedelta(days=1)
    given = form(bloc, introducer_2=member.person_id, resolution_dated=earlier.strftime("%d/%m/%Y"))
    with nothing_written(but=BESIDE):
        status, text = post(secretary, PAGE, given)
    assert status == 422
    assert "1 official member and 1 person who is not an official member" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"citizen": ""}, "only a citizen can be admitted"),
        ({"education": "primary"}, "at least lower-secondary diploma is asked for"),
        ({"education": ""}, "Say which general education"),
        ({"political_standard": ""}, "Judge whether the political standard"),
        ({"introducer_2_since": ""}, "Give the day since when"),
    ],
)
def test_each_at_its_place(secretary: Client, bloc: Bloc, changes: dict[str, str], sentence: str) -> None:
    with nothing_written(but=BESIDE):
        status, text = post(secretary, PAGE, form(bloc, **changes))
    assert (status, sentence in text) == (422, True)


def test_the_card_says_who_judged(secretary: Client, bloc: Bloc) -> None:
    on = Journey(bloc).to("course")
    page = secretary.get(f"/cases/{on.case.pk}/").content.decode()
    assert "7 checks passed" in page
    assert f"judged by {bloc.cell_secretary.display_name}" in page


def test_the_paper_is_supplied_through_the_page(secretary: Client, bloc: Bloc) -> None:
    on = Journey(bloc).to("course", **by_path("over_age_conditions") | {"birth_date": over_age()})
    page = secretary.get(f"/cases/{on.case.pk}/?do=supply_paper").content.decode()
    assert "Province-level consent, over the age (VB-ĐY)" in page
    given = {"code": "VB-ĐY", "number": "15-CV/TU", "dated": on.today.strftime("%d/%m/%Y"), "signed_by": "BTV"}
    assert post(secretary, f"/cases/{on.case.pk}/supply_paper/", given)[0] == 302
    assert Paper.objects.get(code="VB-ĐY").number == "15-CV/TU"
    # No longer wanted, so neither offered nor taken.
    assert post(secretary, f"/cases/{on.case.pk}/supply_paper/", given)[0] == 409


def test_the_file_check_asks_what_nobody_judged(secretary: Client, bloc: Bloc) -> None:
    on = Journey(bloc).to("file_check")
    Judgement.objects.filter(case=on.case, check_name="political_standard").delete()
    address = f"/cases/{on.case.pk}/tasks/{on.task('file_check').pk}/check_file/"
    given = {"checked": list(on.case.papers.values_list("code", flat=True)), "dated": on.today.strftime("%d/%m/%Y")}
    status, text = post(secretary, address, given)
    assert (status, "Judge whether the political standard" in text) == (422, True)
    assert post(secretary, address, given | {"political_standard": "1"})[0] == 302
    assert Judgement.objects.get(check_name="political_standard").judged_by == bloc.cell_secretary


def test_an_introducer_is_replaced_and_judged_through_the_page(secretary: Client, bloc: Bloc) -> None:
    on = Journey(bloc).to("cell_vote")
    row = on.case.introductions.earliest("pk")
    given = {"replaced": row.pk, "reason": "Chuyển công tác", "dated": on.today.strftime("%d/%m/%Y")}
    given |= {"person": bloc.person("committee_member").pk, "not_disciplined": "1"}
    assert post(secretary, f"/cases/{on.case.pk}/replace_introducer/", given)[0] == 302
    assert Introduction.objects.get(replaces=row).introducer == bloc.person("committee_member")
    assert post(secretary, f"/cases/{on.case.pk}/judge/", {"introducers_not_disciplined": "1"})[0] == 302
    page = secretary.get(f"/cases/{on.case.pk}/?tab=profile").content.decode()
    assert "in place of another" in page


@pytest.mark.parametrize(
    ("who", "status"), [("sibling_secretary", 404), ("committee_secretary", 403), ("auditor", 403), ("seatless", 404)]
)
@pytest.mark.parametrize("verb", ["supply_paper", "judge", "replace_introducer"])
def test_nobody_else(client: Client, bloc: Bloc, who: str, status: int, verb: str) -> None:
    on = Journey(bloc).to("course", **by_path("over_age_conditions") | {"birth_date": over_age()})
    client.force_login(getattr(bloc, who))
    assert client.post(f"/cases/{on.case.pk}/{verb}/", {}).status_code == status
    assert Judgement.objects.filter(case=on.case).count() == len(JUDGED) + 1
