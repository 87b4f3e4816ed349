import pytest
from django.db.transaction import TransactionManagementError

from journal.models import Head
from journal.record import append
from tests.journal.tampering import AT


def test_an_entry_outside_the_transaction_of_its_act_is_refused(own_database: str) -> None:
    with pytest.raises(TransactionManagementError):
        append("case:1", "look", acting_user=None, at=AT, refs={})

    assert not Head.objects.exists()
