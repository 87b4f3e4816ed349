"""Rows of a form that no page of ours has drawn: a sentence, and never a 500."""

import pytest
from django.utils import timezone

from admission_flow.models import Decision
from tests.admission_flow.journey import Journey


@pytest.fixture
def journey(bloc):
    return Journey(bloc).to("verification")


def answers(journey, **changes):
    day = timezone.localdate().isoformat()
    given = {"number": "01", "dated": day, "signed_by": "Bí thư", "conclusion": "clear", "reason": ""}
    scope = journey.answers()
    given |= {"rows-TOTAL_FORMS": str(len(scope)), "rows-INITIAL_FORMS": str(len(scope))}
    for place, answer in enumerate(scope):
        row = {"relative": answer.relative or "", "clear": "1", "authority": "Công an phường", "answered_on": day}
        given |= {f"rows-{place}-{name}": value for name, value in row.items()}
    return given | changes


def record(client, journey, given):
    client.force_login(journey.actor("verification"))
    task = journey.task("verification").pk
    return client.post(f"/cases/{journey.case.pk}/tasks/{task}/record_answers/", given)


def test_as_the_page_sends_it(client, journey):
    assert record(client, journey, answers(journey)).status_code == 302


@pytest.mark.parametrize("key", ["²", "9" * 5000, "9" * 30, "-1", "x"])
def test_a_person_that_is_no_number(client, journey, key):
    assert record(client, journey, answers(journey, **{"rows-0-relative": key})).status_code == 422
    assert not Decision.objects.filter(step="verification").exists()


def test_more_rows_than_persons_are_empty_rows(client, journey):
    assert record(client, journey, answers(journey, **{"rows-TOTAL_FORMS": "40"})).status_code == 302


@pytest.mark.parametrize("total", ["0", "1", "9" * 5000, "²", ""])
def test_a_number_of_rows_that_is_not_theirs(client, journey, total):
    assert record(client, journey, answers(journey, **{"rows-TOTAL_FORMS": total})).status_code == 422
