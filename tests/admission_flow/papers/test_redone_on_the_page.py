"""A letter that expired is redone through the supplement's page; a signer nobody knows is told there."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.holding import papers_of
from admission_flow.models import Decision
from orgs.models import User
from tests.admission_flow.journey import PROFILE, Journey
from tests.people import Bloc

RELATIVES = {
    "rows-0-relation": "father", "rows-0-full_name": "Nguyễn Văn Cha", "rows-0-birth_year": "1960",
    "rows-1-relation": "mother", "rows-1-full_name": "Trần Thị Mẹ", "rows-1-birth_year": "1962",
    "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def journey(bloc: Bloc, client: Client) -> Journey:
    """The letters expired yesterday, and the cell sent its own file back."""
    today = timezone.localdate()
    begun = today.replace(year=today.year - 1) - datetime.timedelta(days=0 if today.day != 29 else 1)
    journey = Journey(bloc, at=timezone.now() - (today - begun)).to("file_check")
    journey.at = timezone.now()
    journey.send_back("file_check")
    User.objects.filter(pk=journey.secretary.pk).update(language="en")
    client.force_login(journey.secretary)
    return journey


def supply(client: Client, journey: Journey, *signers: str, dated: str = "") -> Any:
    rows = {"papers-TOTAL_FORMS": str(len(signers)), "papers-INITIAL_FORMS": "0"}
    for place, name in enumerate(signers):
        day = dated or timezone.localdate().isoformat()
        rows |= {f"papers-{place}-code": "3-KNĐ", f"papers-{place}-dated": day, f"papers-{place}-signed_by": name}
    url = f"/cases/{journey.case.pk}/tasks/{journey.task('supplement').pk}/supplement/"
    return client.post(url, {"answer": "Giấy giới thiệu viết lại"} | PROFILE | RELATIVES | rows)


def names(journey: Journey) -> list[str]:
    return [paper.signed_by for paper in papers_of(journey.case) if paper.code == "3-KNĐ"]


def test_by_both(client: Client, journey: Journey) -> None:
    before = names(journey)
    assert supply(client, journey, *before).status_code == 302
    assert names(journey) == before
    journey.case.refresh_from_db()
    assert {paper.dated for paper in papers_of(journey.case) if paper.code == "3-KNĐ"} == {journey.today}


@pytest.mark.parametrize(
    ("signer", "dated", "sentence"),
    [
        ("Người khác", "", "write who signed it as in the file"),
        ("", "", "write who signed it as in the file"),
        (None, "01/01/2020", "no longer on"),
        (None, "31/02/2026", "Write the date as day/month/year"),
    ],
)
def test_what_is_wrong_is_told(client: Client, journey: Journey, signer: str | None, dated: str, sentence: str) -> None:
    answer = supply(client, journey, names(journey)[0] if signer is None else signer, dated=dated)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Decision.objects.filter(case=journey.case, step="supplement").exists()
