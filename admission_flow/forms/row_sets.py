"""Rows in a form. They work without script: a form shows a few empty ones, and its "more rows" button draws it again
with more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from admission_flow.forms.fields import ActForm
from admission_flow.models import Relative
from orgs.models import Person

MOST_ROWS, MORE_ROWS = 40, 3


class Row(forms.Form):
    """One row, about `person` where that is known; what is `given_beforehand` fills no row."""

    person: Relative | Person | None = None
    given_beforehand: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        return any(name not in self.given_beforehand for name in self.changed_data)

    @property
    def heading(self) -> str:
        return self.person.full_name if self.person else ""

    @property
    def cells(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not isinstance(field.field, forms.BooleanField)]

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if isinstance(field.field, forms.BooleanField)]


class Rows(BaseFormSet):
    """The first `required` rows have to be filled; of the others, one that is left empty is no row."""

    required = 0
    title: Any = ""
    css = ""
    growing = True
    default_error_messages = BaseFormSet.default_error_messages | {
        "too_many_forms": _("This form holds at most %(num)d rows. Send no more than these."),
    }

    def initial_form_count(self) -> int:
        return self.required

    def is_full(self) -> bool:
        """Whether no more rows fit than are shown."""
        return len(self.forms) >= MOST_ROWS

    def filled(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self if row.has_changed() and row.cleaned_data]


@dataclass(frozen=True)
class RowSet:
    """A kind of rows in a form; `prefix` begins the names of their fields. `growing`: more may be asked for."""

    prefix: str
    row_form: type[Row]
    title: Any
    css: str = ""
    growing: bool = True

    def draw(self, data: Any, first: list[dict[str, Any]], blank: int, required: int = 0) -> Rows:
        """The rows as posted, or those that are known already and some blank ones; the first `required` are known."""
        rows: type[Rows] = formset_factory(  # type: ignore[assignment]  # of the formset given
            self.row_form,
            formset=Rows,
            extra=max(0, len(first) - required) + blank,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )
        rows.required, rows.title, rows.css, rows.growing = required, self.title, self.css, self.growing
        return rows(data, prefix=self.prefix) if data is not None else rows(initial=first, prefix=self.prefix)


class RowsForm(ActForm):
    """A form with one set of rows, `rows`; "more" in the data asks for more empty ones."""

    template = "cases/rows.html"
    row_set: RowSet
    extra = 2

    def __init__(self, *args: Any, typed_rows: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.first_rows() if typed_rows is None else typed_rows
        blank = self.extra if typed_rows is None else MORE_ROWS
        self.rows = self.row_set.draw(self.data if self.is_bound else None, first, blank, self.required_rows())

    def first_rows(self) -> list[dict[str, Any]]:
        return []

    def required_rows(self) -> int:
        return 0

    def wants_more(self) -> bool:
        return self.is_bound and "more" in self.data

    def with_more_rows(self) -> Self:
        """What was typed so far, not judged yet, with more empty rows."""
        form = type(self)(case=self.case, task=self.task, today=self.today, initial=typed(self), **self.typed_sets())
        form.holds_typed = True
        return form

    def typed_sets(self) -> dict[str, list[dict[str, Any]]]:
        """What was typed into the rows, by the argument that takes it."""
        return {"typed_rows": [typed(row) for row in self.rows]}

    def is_complete(self) -> bool:
        return bool(self.is_valid() & self.rows.is_valid())


def typed(form: forms.Form) -> dict[str, Any]:
    return {name: form[name].data for name in form.fields}
