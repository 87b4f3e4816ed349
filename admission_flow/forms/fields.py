"""Fields and small groups that several forms share."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.given import PaperGiven
from admission_flow.models import Case, Task
from orgs.fields import DateField


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
