import pytest
from django.test import Client
from django.urls import reverse

from journal.models import Entry
from orgs.models import User
from tests.journal.tampering import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("quantri", must_change_password=False))
    return client


@pytest.mark.parametrize("page", ["entry", "head", "checkpoint"])
def test_the_administrator_reads_the_journal(administrator: Client, page: str) -> None:
    record("case:1")

    assert administrator.get(reverse(f"admin:journal_{page}_changelist")).status_code == 200


def test_the_administrator_changes_nothing_in_it(administrator: Client) -> None:
    (entry,) = record("case:1")
    change = reverse("admin:journal_entry_change", args=[entry.pk])

    assert administrator.get(change).status_code == 200
    assert administrator.post(change, {"verb": "loot"}).status_code == 403
    assert (
        administrator.post(reverse("admin:journal_entry_delete", args=[entry.pk]), {"post": "yes"}).status_code == 403
    )
    assert administrator.get(reverse("admin:journal_entry_add")).status_code == 403
    assert Entry.objects.get().verb == "look"
