import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from journal import checkpoints
from journal.models import Entry
from tests.journal.tampering import record


@pytest.fixture(scope="module")
def something_written(module_database: str) -> None:
    record("case:1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'vote'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "DELETE FROM journal_head",
        "TRUNCATE journal_head",
        "UPDATE journal_checkpoint SET entries = 0",
        "DELETE FROM journal_sealedhead",
        "DELETE FROM journal_checkpoint",
        "TRUNCATE journal_checkpoint, journal_sealedhead",
    ],
)
def test_the_database_refuses_to_change_what_was_written(something_written: None, statement: str) -> None:
    checkpoints.take(at=timezone.now())
    with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.get().verb == "look"
