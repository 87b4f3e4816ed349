"""A form of rows at its limit says so."""

import pytest

from admission_flow.forms.row_sets import MOST_ROWS
from admission_flow.models import Decision
from orgs.models import User
from tests.admission_flow.journey import Journey


@pytest.fixture
def journey(bloc):
    return Journey(bloc).to("declaration")


def send(client, journey, number, **more):
    client.force_login(journey.secretary)
    rows = {"rows-TOTAL_FORMS": str(number), "rows-INITIAL_FORMS": "0"}
    for place in range(number):
        rows |= {f"rows-{place}-relation": "sibling", f"rows-{place}-full_name": f"Nguyễn Thị Em {place}"}
    task = journey.task("declaration").pk
    return client.post(f"/cases/{journey.case.pk}/tasks/{task}/declare/", rows | more)


@pytest.mark.parametrize(("number", "full"), [(MOST_ROWS - 4, False), (MOST_ROWS - 3, True), (MOST_ROWS, True)])
def test_asked_for_more_rows(client, journey, number, full):
    form = send(client, journey, number, more="1").context["form"]
    assert len(form.rows.forms) == min(number + 3, MOST_ROWS)
    assert form.rows.is_full() is full


def test_the_limit_stands_where_more_would(client, journey):
    page = send(client, journey, MOST_ROWS, more="1").content.decode()
    assert 'name="more"' not in page
    assert f"{MOST_ROWS} " in page.split('id="more-rows"')[1][:200]


def test_more_than_the_limit_is_refused(client, journey):
    User.objects.filter(pk=journey.secretary.pk).update(language="en")
    response = send(client, journey, 45)
    assert response.status_code == 422
    assert "This form holds at most 40 rows." in response.content.decode()
    assert not Decision.objects.filter(step="declaration").exists()
