"""Fields and small groups that several forms share."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.given import PaperGiven
from admission_flow.models import Case, Task
from orgs.names import seen


class DateInput(forms.DateInput):
    """Typed as day/month/year whatever the browser's language: its own picker would show an English one's order."""

    def __init__(self) -> None:
        shown = {"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
        super().__init__(format="%d/%m/%Y", attrs=shown)


class DateField(forms.DateField):
    widget = DateInput
    default_error_messages = {"invalid": _("Write the date as day/month/year, such as 05/09/2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"], **kwargs)


def legible(posted: QueryDict) -> QueryDict:
    """What was typed, without what nobody can see: a text of such characters only is an empty one."""
    found = posted.copy()
    for name, values in posted.lists():
        found.setlist(name, [seen(value) if isinstance(value, str) else value for value in values])
    return found


class ActForm(forms.Form):
    """A form of one act on one case; `given` are the cleaned values for its verb.

    `note` says below the title what the act means. `on_the_day` are dates of what is done at the desk and recorded
    there and then: they start with today. Those of meetings and papers lie before it, and start empty. `holds_typed`:
    what it is drawn with was typed and is not yet recorded, so that a live page must not replace it. `from_address`
    are fields that the address of the page may fill in.
    """

    template = "cases/fields.html"
    note: Any = ""
    on_the_day: tuple[str, ...] = ()
    # Fields that are judgements, by the name of their rule.
    checks: tuple[str, ...] = ()
    from_address: tuple[str, ...] = ()

    def __init__(self, *args: Any, case: Case, task: Task | None, today: datetime.date, **kwargs: Any) -> None:
        self.case, self.task, self.today = case, task, today
        super().__init__(*args, **kwargs)
        for name in self.on_the_day:
            self.initial.setdefault(name, today)
        self.holds_typed = self.is_bound

    def given(self) -> dict[str, Any]:
        """Arguments for the verb, after the case and the task."""
        raise NotImplementedError

    def is_complete(self) -> bool:
        """Valid, with every formset in it."""
        return self.is_valid()


PAPER_FIELDS = ("number", "dated", "signed_by")


class PaperMixin(forms.Form):
    """Number, date and signer of the paper that this act makes."""

    paper_code = ""
    number = forms.CharField(label=_("Number"), max_length=50)
    dated = DateField(label=_("Date"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=150)

    def paper(self) -> PaperGiven:
        data = self.cleaned_data
        return PaperGiven(self.paper_code, data["dated"], data["number"], data["signed_by"])

    @property
    def paper_title(self) -> str:
        return f"{papers.title(self.paper_code)} ({self.paper_code})"

    @property
    def paper_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in PAPER_FIELDS]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in PAPER_FIELDS]


def text_area(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )
