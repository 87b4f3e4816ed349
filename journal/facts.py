"""Digests of the rows that an act wrote, so that verification notices a row edited behind the journal.

A room registers its models when its app is ready:

    facts.register(Decision, fields=("case", "outcome", "decided_on"), salt="case__candidate__person__salt")

and hands `fact_of(decision)` to `record.append`. The digest is HMAC-SHA256 with the person's salt as key over the
canonical JSON of table, id and values, so that it tells nothing about the values once row and salt are erased. It is
the same computed from the instance just saved and from the database later: values are brought to one form first
(docs/journal.md has the list).
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.utils import format_number

from journal import canonical

ERASED = ""
# A value in the form that is digested, and how each Python type comes to it; the first that fits counts.
_Plain = str | int | bool | list[object] | dict[str, object] | None
_FORMS: tuple[tuple[type | tuple[type, ...], Callable[[Any], _Plain]], ...] = (
    ((bool, int), lambda value: value),
    ((str, uuid.UUID), str),
    (bytes, bytes.hex),
    (datetime.datetime, canonical.moment),
    ((datetime.date, datetime.time), lambda value: value.isoformat()),
    (datetime.timedelta, lambda value: value // datetime.timedelta(microseconds=1)),
    (float, repr),
)


class UnregisteredFactError(ImproperlyConfigured):
    """A row was named as a fact whose model no room has registered."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row as an act left it. `id` is the row's key: a number, or text where the key is no number."""

    table: str
    id: int | str
    digest: str

    def as_json(self) -> dict[str, object]:
        return {"table": self.table, "id": self.id, "digest": self.digest}


@dataclass(frozen=True)
class FactKind:
    """Which columns of a table are facts, and the lookup path to the salt of the person they are about.

    `earlier` lists the columns registered by former releases, newest first: a row written then is held to those.
    `at_first` lists the columns of a row that is not finished yet, where the others may still change without an act.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    salt: str | None = None
    earlier: tuple[tuple[str, ...], ...] = ()
    at_first: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.label_lower

    def column(self, name: str) -> models.Field:
        field = self.model._meta.get_field(name)
        if not isinstance(field, models.Field) or not field.concrete or field.many_to_many:
            raise ImproperlyConfigured(f"{self.table}.{name} is no column of the table.")
        return field

    def digest(self, key: object, values: dict[str, object], salt: bytes | memoryview | None) -> str:
        """HMAC-SHA256 in hexadecimal. `values` by field name; an unsalted kind has the empty key."""
        return hmac.new(bytes(salt or b""), self.document(key, values), hashlib.sha256).hexdigest()

    def document(self, key: object, values: dict[str, object]) -> bytes:
        """The bytes that are digested."""
        return canonical.to_bytes({"table": self.table, "id": self.key(key), "values": self.forms(values)})

    def forms(self, values: dict[str, object]) -> dict[str, object]:
        return {name: plain(self.column(name), value) for name, value in values.items()}

    def key(self, value: object) -> int | str:
        form = plain(self.model._meta.pk, value)
        return form if isinstance(form, int) else str(form)

    def rows(self, keys: Sequence[int | str]) -> Iterator[StoredRow]:
        """The rows with these keys as they stand in the database, by one query; a missing row is left out."""
        names = list(dict.fromkeys(name for names in (self.fields, self.at_first, *self.earlier) for name in names))
        columns = [self.column(name).attname for name in names]
        wanted = [*columns, *([self.salt] if self.salt else [])]
        for key, *values in self.model._base_manager.filter(pk__in=keys).values_list("pk", *wanted):
            salt = values.pop() if self.salt else None
            yield StoredRow(self, key, dict(zip(names, values, strict=True)), salt)


@dataclass(frozen=True)
class StoredRow:
    kind: FactKind
    key: object
    values: dict[str, object]
    salt: bytes | memoryview | None

    @property
    def salt_is_gone(self) -> bool:
        return self.kind.salt is not None and not bytes(self.salt or b"")

    def holds(self, digest: str) -> bool:
        """Whether the row still has this digest, by the columns of today or of a former release."""
        return self.vouched_for(digest) is not None

    def vouched_for(self, digest: str) -> dict[str, object] | None:
        """The values that make this digest, by the columns of today or of a former release; None where none do."""
        for names in filter(None, (self.kind.fields, self.kind.at_first, *self.kind.earlier)):
            values = {name: self.values[name] for name in names}
            if hmac.compare_digest(digest, self.kind.digest(self.key, values, self.salt)):
                return values
        return None


KINDS: dict[str, FactKind] = {}


def register(
    model: type[models.Model],
    *,
    fields: Iterable[str],
    salt: str | None = None,
    earlier: Iterable[Iterable[str]] = (),
    at_first: Iterable[str] = (),
) -> FactKind:
    """Make rows of `model` nameable as facts. Called from AppConfig.ready; a second call for a model is an error."""
    kind = FactKind(model, tuple(fields), salt, tuple(tuple(former) for former in earlier), tuple(at_first))
    if kind.table in KINDS and KINDS[kind.table] != kind:
        raise ImproperlyConfigured(f"The facts of {kind.table} are registered twice, in different ways.")
    for names in (kind.fields, kind.at_first, *kind.earlier):
        for name in names:
            kind.column(name)
    KINDS[kind.table] = kind
    return kind


def fact_of(instance: models.Model, *, salt: bytes | memoryview | None = None, at_first: bool = False) -> Fact:
    """The fact of a row just saved, from its instance without a query where `salt` or its way is loaded.

    `at_first`: of a row not finished yet, by the columns registered for that.

    Raises UnregisteredFactError, and ValueError where the row has a salt to be found and none is.
    """
    kind = kind_of(instance)
    if salt is None and kind.salt is not None:
        salt = _follow(instance, kind.salt)
    if kind.salt is not None and not bytes(salt or b""):
        raise ValueError(f"{kind.table} {instance.pk} has no salt at {kind.salt}; its digest would tell its values.")
    names = kind.at_first if at_first else kind.fields
    values = {name: getattr(instance, kind.column(name).attname) for name in names}
    return Fact(kind.table, kind.key(instance.pk), kind.digest(instance.pk, values, salt))


def erased(instance: models.Model) -> Fact:
    """States, in the entry of the act that erases it, that this row or its salt is gone from now on and rightly so."""
    kind = kind_of(instance)
    return Fact(kind.table, kind.key(instance.pk), ERASED)


def kind_of(instance: models.Model) -> FactKind:
    label = instance._meta.concrete_model._meta.label_lower if instance._meta.concrete_model else ""
    if label not in KINDS:
        raise UnregisteredFactError(f"{instance._meta.label} is not registered with journal.facts.")
    return KINDS[label]


def plain(field: models.Field, value: object) -> _Plain:
    """One form for the value as assigned and as read back: what canonical.to_bytes accepts.

    Raises TypeError for an expression, a file, a range or anything else without a form.
    """
    if value is None:
        return None
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{value!r} is not a value yet; read the row back first")
    if isinstance(field, models.ForeignKey):
        return plain(field.target_field, value)
    if isinstance(field, ArrayField):
        return [plain(field.base_field, inner) for inner in value]  # type: ignore[attr-defined]
    if isinstance(field, models.JSONField):
        return _plain_json(json.loads(json.dumps(value, cls=field.encoder, allow_nan=False), cls=field.decoder))
    if isinstance(field, models.DecimalField):
        rounded = format_number(field.to_python(value), field.max_digits, field.decimal_places)
        return format(Decimal(rounded or "0").normalize() + 0, "f")
    value = bytes(value) if isinstance(field, models.BinaryField) else field.to_python(value)  # type: ignore[call-overload]
    for types, form in _FORMS:
        if isinstance(value, types):
            return form(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) has no form in which it could be a fact")


def _plain_json(value: object) -> _Plain:
    """JSON by value: PostgreSQL keeps 1e16 as 10000000000000000, so a whole float is its whole number."""
    if isinstance(value, dict):
        return {key: _plain_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain_json(inner) for inner in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else {"float": repr(value)}
    return value  # type: ignore[return-value]  # json.loads gives nothing else


def _follow(instance: models.Model, path: str) -> bytes | memoryview | None:
    step: object = instance
    for name in path.split("__"):
        if step is None:
            return None
        step = getattr(step, name)
    return step  # type: ignore[return-value]  # the last step of a registered salt is a BinaryField
