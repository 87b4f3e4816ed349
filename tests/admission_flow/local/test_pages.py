"""Rules of the bloc's own on the nomination form, at the file check, on the card and among the papers."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.decisions.given import JudgementGiven
from admission_flow.models import Case, Judgement
from tests.admission_flow.eligibility.test_on_screen import BESIDE, PAGE, form, post
from tests.admission_flow.journey import JUDGED, Journey
from tests.admission_flow.local.asked import PLEDGE, TITLE, end, judged, pledged
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


@pytest.fixture
def secretary(client: Client, bloc: Bloc) -> Client:
    client.force_login(bloc.cell_secretary)
    bloc.cell_secretary.language = "en"
    bloc.cell_secretary.save(update_fields=["language"])
    client.get("/")
    return client


def check_address(on: Journey) -> str:
    return f"/cases/{on.case.pk}/tasks/{on.task('file_check').pk}/check_file/"


def test_a_nomination_asks_it_in_the_rules_own_words(secretary: Client, bloc: Bloc) -> None:
    judged(bloc, where="nomination")
    page = secretary.get(PAGE).content.decode()
    assert "Advanced worker" in page
    assert "The title in the year before." in page
    with nothing_written(but=BESIDE):
        answer = secretary.post(PAGE, form(bloc))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [TITLE]
    assert post(secretary, PAGE, form(bloc) | {TITLE: "1"})[0] == 302
    assert Judgement.objects.get(case=Case.objects.get(), check_name=TITLE).judged_by == bloc.cell_secretary


def test_a_nomination_dated_before_the_rule_began_or_after_it_ended_is_not_asked(secretary: Client, bloc: Bloc) -> None:
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    judged(bloc, where="nomination", in_force_from=today)
    earlier = form(bloc, resolution_dated=yesterday.strftime("%d/%m/%Y"))
    assert post(secretary, PAGE, earlier | {TITLE: "1"})[0] == 302


def test_a_nomination_of_a_day_when_it_was_in_force_is_asked_after_its_end(secretary: Client, bloc: Bloc) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    end(bloc, judged(bloc, where="nomination"), yesterday)
    assert TITLE not in secretary.get(PAGE).context["form"].fields
    earlier = form(bloc, resolution_dated=yesterday.strftime("%d/%m/%Y"))
    answer = secretary.post(PAGE, earlier)
    assert list(answer.context["form"].errors) == [TITLE]
    assert post(secretary, PAGE, earlier | {TITLE: "1"})[0] == 302


def test_the_file_check_asks_it_and_the_card_says_who_judged(secretary: Client, bloc: Bloc) -> None:
    judged(bloc)
    on = Journey(bloc).to("file_check")
    page = secretary.get(check_address(on), follow=True)
    assert TITLE in page.context["form"].fields
    held = list(on.case.papers.values_list("code", flat=True))
    given = {"checked": held, "dated": on.today.strftime("%d/%m/%Y")}
    with nothing_written(but=BESIDE):
        refused = secretary.post(check_address(on), given)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [TITLE])
    assert secretary.post(check_address(on), given | {TITLE: "1"}).status_code == 302
    card = secretary.get(f"/cases/{on.case.pk}/").content.decode()
    assert "Advanced worker: met." in card
    assert "Hướng dẫn 05-HD/ĐUK" in card
    assert card.count("judged by") == 1 + len(JUDGED)


def test_judged_anew_on_its_page_and_told_in_the_history(secretary: Client, bloc: Bloc) -> None:
    judged(bloc, where="both")
    on = Journey(bloc).to("course", judgements=(*JUDGED, JudgementGiven(TITLE, True)))
    address = f"/cases/{on.case.pk}/judge/"
    assert "Advanced worker" in secretary.get(address, follow=True).content.decode()
    assert secretary.post(address, {TITLE: "0"}).status_code == 302
    assert "Advanced worker: no" in secretary.get(f"/cases/{on.case.pk}/").content.decode()


def test_a_paper_goes_by_its_name(secretary: Client, bloc: Bloc) -> None:
    pledged(bloc)
    on = Journey(bloc).to("file_check")
    case = f"/cases/{on.case.pk}/"
    assert f"Bản cam kết ({PLEDGE})" in secretary.get(case).content.decode()
    address = f"{case}supply_paper/"
    assert f"Bản cam kết ({PLEDGE})" in secretary.get(address, follow=True).content.decode()
    given = {"code": PLEDGE, "number": "01-CK", "signed_by": "Xuân", "dated": on.today.strftime("%d/%m/%Y")}
    assert secretary.post(address, given | {"code": "XN-DS"}).status_code == 422
    assert secretary.post(address, given).status_code == 302
    assert "Bản cam kết" in secretary.get(f"{case}?tab=papers").content.decode()
    assert "Bản cam kết" in secretary.get(check_address(on), follow=True).content.decode()


def test_others_do_not_reach_these_acts(client: Client, bloc: Bloc) -> None:
    judged(bloc)
    pledged(bloc)
    on = Journey(bloc).to("file_check")
    client.force_login(bloc.sibling_secretary)
    for verb in ("judge", "supply_paper"):
        with nothing_written(but=BESIDE):
            assert client.post(f"/cases/{on.case.pk}/{verb}/", {}).status_code in (403, 404)
