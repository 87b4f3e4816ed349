"""A row changed behind the journal is noticed, by the entry that wrote it last."""

from __future__ import annotations

import pytest
from django.db import transaction

from journal.facts import Fact, erased, fact_of
from journal.findings import Failure
from journal.record import append
from journal.verify import verify
from orgs.models import DayOff, Person, Seat
from tests.journal.tampering import AT, day_off, record

pytestmark = pytest.mark.django_db
TABLE = "orgs.dayoff 2026-04-30"


def failed() -> Failure:
    failure = verify().failure
    assert failure is not None
    return failure


def test_rows_as_they_were_written_hold() -> None:
    day_off("2026-04-30")
    day_off("2026-05-01")

    assert verify().holds
    assert verify().facts == 2


def test_an_edited_row_names_the_entry_that_wrote_it() -> None:
    row = day_off()
    DayOff.objects.filter(pk=row.pk).update(works=True)

    assert (failed().stream, failed().seq) == ("unit:1", 1)
    assert failed().what == f"the row that it wrote, {TABLE}, was altered since."


def test_a_row_written_again_is_held_to_the_last_entry_of_any_stream() -> None:
    row = day_off()
    row.works = True
    row.save(update_fields=["works"])
    (later,) = record("unit:0", facts=[fact_of(row)])
    assert verify().holds

    DayOff.objects.filter(pk=row.pk).update(works=False)

    assert failed().entry_id == later.pk
    assert verify(stream="unit:1").failure == failed()


def test_a_deleted_row_names_the_entry_that_wrote_it() -> None:
    day_off().delete()

    assert (failed().stream, failed().what) == ("unit:1", f"the row that it wrote, {TABLE}, is gone.")


def test_a_row_erased_by_a_recorded_act_is_not_missed() -> None:
    row = day_off()
    record("unit:1", facts=[erased(row)])
    row.delete()

    assert verify().holds


def test_a_row_said_to_be_erased_and_still_there_is_named() -> None:
    record("unit:1", facts=[erased(day_off())])

    assert (failed().seq, failed().what) == (2, f"it says that {TABLE} was erased, but the row is there.")


def test_a_salt_taken_away_behind_the_journal_is_named(seat: Seat) -> None:
    record("unit:1", facts=[fact_of(seat)])
    Person.objects.filter(pk=seat.person_id).update(salt=b"")

    assert "salt" in failed().what


@pytest.mark.parametrize(
    "fact", [Fact("orgs.nothing", 1, "ab"), Fact("orgs.unit", "not a number", "ab"), Fact("orgs.unit", 2**70, "ab")]
)
def test_a_fact_of_what_does_not_exist_is_named(fact: Fact) -> None:
    with transaction.atomic():
        append("unit:1", "look", acting_user=None, at=AT, refs={}, facts=[fact])

    assert (failed().stream, failed().seq) == ("unit:1", 1)


def test_the_number_of_queries_does_not_grow_with_the_facts(django_assert_max_num_queries: object) -> None:
    for day in range(1, 29):
        day_off(f"2026-02-{day:02d}")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert verify().facts == 28
