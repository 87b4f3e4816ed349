"""The digest of a row is the same from what was assigned and from what the database gives back."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from journal import facts
from journal.facts import FactKind, UnregisteredFactError, fact_of, plain
from notices.models import Notice
from orgs.models import DayOff, Person, Seat

HANOI = datetime.timezone(datetime.timedelta(hours=7))
MORNING = datetime.datetime(2026, 3, 2, 8, 30, tzinfo=HANOI)
DECIMAL = models.DecimalField(max_digits=6, decimal_places=2)


@pytest.mark.parametrize(
    ("field", "assigned", "read"),
    [
        (models.DateField(), "2015-12-31", datetime.date(2015, 12, 31)),
        (models.DateTimeField(), MORNING, MORNING.astimezone(datetime.UTC)),
        (models.TimeField(), "08:30", datetime.time(8, 30)),
        (models.DurationField(), datetime.timedelta(days=1), datetime.timedelta(hours=24)),
        (models.IntegerField(), "12", 12),
        (models.BooleanField(), 1, True),
        (models.CharField(), Seat.Role.SECRETARY, "secretary"),
        (models.UUIDField(), "12345678123456781234567812345678", uuid.UUID(int=0x12345678123456781234567812345678)),
        (models.BinaryField(), b"\x00\xff", memoryview(b"\x00\xff")),
        (models.FloatField(), "0.1", 0.1),
        (DECIMAL, "1.5", decimal.Decimal("1.50")),
        (DECIMAL, 100, decimal.Decimal("100.00")),
        (DECIMAL, decimal.Decimal("0.666"), decimal.Decimal("0.67")),
        (ArrayField(models.DateField()), ["2015-12-31"], [datetime.date(2015, 12, 31)]),
        (models.JSONField(), {"b": (1, 2.0), "a": 1e16}, {"a": 10**16, "b": [1, 2]}),
        (models.JSONField(encoder=DjangoJSONEncoder), {"on": datetime.date(2015, 12, 31)}, {"on": "2015-12-31"}),
        (models.IntegerField(null=True), None, None),
    ],
)
def test_a_value_has_one_form(field: models.Field[Any, Any], assigned: object, read: object) -> None:
    assert plain(field, assigned) == plain(field, read)


def test_a_row_just_saved_and_the_row_read_have_one_digest(seat: Seat) -> None:
    assert fact_of(seat) == fact_of(Seat.objects.get(pk=seat.pk))


def test_the_stored_row_holds_the_digest_until_a_column_changes(seat: Seat) -> None:
    kind, digest = facts.KINDS["orgs.seat"], fact_of(seat).digest
    assert next(kind.rows([seat.pk])).holds(digest)

    Seat.objects.filter(pk=seat.pk).update(ends="2020-06-01")

    assert not next(kind.rows([seat.pk])).holds(digest)


def test_the_same_values_of_two_people_have_two_digests(seat: Seat) -> None:
    assert fact_of(seat, salt=b"one").digest != fact_of(seat, salt=b"two").digest


def test_a_digest_asks_nothing_of_the_database_where_the_salt_is_given(
    seat: Seat, django_assert_num_queries: Any
) -> None:
    row, salt = Seat.objects.get(pk=seat.pk), seat.person.salt
    with django_assert_num_queries(0):
        assert fact_of(row, salt=salt) == fact_of(seat)


def test_a_row_whose_person_lost_the_salt_is_refused(seat: Seat) -> None:
    seat.person.salt = b""
    with pytest.raises(ValueError, match="no salt"):
        fact_of(seat)


def test_a_key_that_is_no_number_is_text() -> None:
    assert fact_of(DayOff(day=datetime.date(2026, 4, 30), name="30/4")).id == "2026-04-30"


def test_a_row_of_a_former_release_is_held_to_the_columns_of_then(seat: Seat) -> None:
    former = FactKind(Seat, ("person", "unit"), "person__salt")
    today = FactKind(Seat, ("person", "unit", "starts"), "person__salt", earlier=(former.fields,))
    written = former.digest(seat.pk, {"person": seat.person_id, "unit": seat.unit_id}, seat.person.salt)

    assert next(today.rows([seat.pk])).holds(written)
    Seat.objects.filter(pk=seat.pk).update(starts="2015-01-01")
    assert next(today.rows([seat.pk])).holds(written)
    assert not next(FactKind(Seat, today.fields, today.salt).rows([seat.pk])).holds(written)


def test_an_unregistered_row_is_refused() -> None:
    with pytest.raises(UnregisteredFactError):
        fact_of(Notice(pk=1))


def test_what_was_not_read_back_is_refused() -> None:
    with pytest.raises(TypeError):
        fact_of(DayOff(day=datetime.date(2026, 4, 30), name=Now()))


@pytest.mark.parametrize("fields", [("no_such",), ("seats",)])
def test_a_registration_must_name_columns(fields: tuple[str, ...]) -> None:
    with pytest.raises((ImproperlyConfigured, FieldDoesNotExist)):
        facts.register(Person, fields=fields)


def test_one_table_is_registered_in_one_way() -> None:
    with pytest.raises(ImproperlyConfigured):
        facts.register(DayOff, fields=("day",))
