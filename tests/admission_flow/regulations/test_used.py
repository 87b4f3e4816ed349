"""What a decision or a deadline was judged by can't be changed: not by a verb, not by a form, not by SQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admission_flow.decisions import regulations
from admission_flow.models import Deadline, Decision, Regulation
from journal.models import Entry
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.admission_flow.regulations.given import add_edition, sourced
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def remove(bloc: Bloc, row: Regulation) -> None:
    regulations.remove_unused(row.pk, acting_user=bloc.administrator, at=timezone.now())


def test_an_unused_edition_is_removed(bloc: Bloc) -> None:
    row = add_edition(bloc, introducers=sourced(3))
    remove(bloc, row)
    assert not Regulation.objects.filter(edition=2).exists()
    assert Entry.objects.filter(stream="office:1", verb="remove_regulation").count() == 1
    assert verify().failure is None


def test_what_a_decision_used_stays(bloc: Bloc) -> None:
    row = add_edition(bloc, certificate_months=sourced(59))
    Journey(bloc).to("cell_vote")
    assert Decision.objects.filter(regulation=row).exists()
    with nothing_written(), pytest.raises(regulations.InUse, match="judged by this edition"):
        remove(bloc, row)


def test_what_a_later_edition_rests_on_and_what_came_with_the_system_stay(bloc: Bloc) -> None:
    row = add_edition(bloc, certificate_months=sourced(59))
    add_edition(bloc, certificate_months=sourced(58))
    with nothing_written(), pytest.raises(regulations.InUse, match="Remove that one first"):
        remove(bloc, row)
    seeded = Regulation.objects.get(code="45-QĐ/TW")
    with nothing_written(), pytest.raises(regulations.InUse, match="came with the system"):
        remove(bloc, seeded)


@pytest.mark.parametrize("used_by", [Decision, Deadline])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE admission_flow_regulation SET parameters = '{}' WHERE id = %s",
        "UPDATE admission_flow_regulation SET why = 'x' WHERE id = %s",
        "DELETE FROM admission_flow_regulation WHERE id = %s",
    ],
)
def test_the_table_refuses_it_too(bloc: Bloc, statement: str, used_by: type[Decision | Deadline]) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    row = used_by.objects.filter(case=journey.case)[0].regulation
    if used_by is Deadline:
        row = add_edition(bloc, introducers=sourced(3))
        Deadline.objects.filter(case=journey.case).update(regulation=row)
    with nothing_written(), pytest.raises(DatabaseError, match="is used"), transaction.atomic():
        connection.cursor().execute(statement, [row.pk])


def test_an_unused_row_may_be_mended_by_a_release(bloc: Bloc) -> None:
    row = Regulation.objects.get(code="45-QĐ/TW")
    row.why = "-"
    row.save()
    row.refresh_from_db()
    assert row.why == "-"


def test_by_form_the_unused_one_only(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.administrator)
    Journey(bloc).to("cell_vote")
    used = Regulation.on(timezone.localdate())
    address = reverse("admin:admission_flow_regulation_delete", args=[used.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    change = reverse("admin:admission_flow_regulation_change", args=[used.pk])
    assert client.post(change, {"name": "x"}).status_code == 403
    row = add_edition(bloc, introducers=sourced(3))
    address = reverse("admin:admission_flow_regulation_delete", args=[row.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Regulation.objects.filter(pk=row.pk).exists()
