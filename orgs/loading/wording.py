"""What a difference says, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from orgs.loading.compare import ABOVE, Column


@dataclass(frozen=True)
class Cell:
    """A column in words, and what stands there before and after."""

    words: str
    before: str
    after: str


def in_words(column: Column) -> Cell:
    table, name, before, after = column
    if name == ABOVE:
        return Cell(_("Unit above"), before, after)
    field = apps.get_model(table)._meta.get_field(name)
    assert isinstance(field, models.Field)
    return Cell(capfirst(str(field.verbose_name)), _value(field, before), _value(field, after))


def _value(field: models.Field[Any, Any], value: str) -> str:
    choices: Mapping[Any, Any] = dict(field.flatchoices or ())
    if value in choices:
        return capfirst(str(choices[value]))
    day = parse_date(value) if value and isinstance(field, models.DateField) else None
    return f"{day:%d/%m/%Y}" if day else value
