"""What the list of acts is asked for, as it stands in the address."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow.queries.listing import Filters
from admission_flow.wording import outcome_labels
from insights.audit.streams import CASES, EVERYTHING, KINDS
from insights.audit.wording import names_of
from orgs.fields import DateField

ALL, DECISIONS, BEHALF = "all", "decisions", "behalf"
SHOWN = (ALL, DECISIONS, BEHALF)
_LONGEST_ID = 18


class PeriodForm(forms.Form):
    """Both days belong to it."""

    since = DateField(label=_("From the day"), required=False)
    until = DateField(label=_("Up to the day"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The period ends before it begins. Check both days."))
        return given


@dataclass(frozen=True)
class Period(Filters):
    """Days as day/month/year. One that is none, or a period that ends before it begins, is told and passed over."""

    since: str = ""
    until: str = ""

    @property
    def form(self) -> PeriodForm:
        return PeriodForm({"since": self.since, "until": self.until})

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        form = self.form
        if not form.is_valid():
            return None, None
        return form.cleaned_data["since"], form.cleaned_data["until"]

    def refs(self) -> dict[str, object]:
        """For the journal: what was asked for, as its list has understood it, and of words only that there were some.

        Whatever else somebody wrote into the address stays out: it might be a name.
        """
        said: dict[str, object] = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name in self._said() and field.name not in ("find", "since", "until")
        }
        days = zip(("since", "until"), self.days, strict=True)
        said |= {name: str(day) for name, day in days if day is not None}
        return said | ({"words": True} if self.search else {})


@dataclass(frozen=True)
class ActFilters(Period):
    """`person` and `case` are ids, `unit` an id that means its subtree, `rules` the code of a generation, `odd` one of
    `unusual.KINDS`, which are all of cases; `what` one of `streams.KINDS`, or everything."""

    show: str = ALL
    person: str = ""
    unit: str = ""
    verb: str = ""
    outcome: str = ""
    rules: str = ""
    case: str = ""
    odd: str = ""
    what: str = CASES

    def sound(self) -> Self:
        case = as_id(self.case)
        what = self.what if self.what in (*KINDS, EVERYTHING) and not self.odd and not case else CASES
        return replace(
            self,
            what=what,
            show=self.show if self.show in SHOWN else ALL,
            page=as_id(self.page),
            person=as_id(self.person),
            case=case,
            unit=as_id(self.unit),
            verb=self.verb if self.verb in names_of(what) else "",
            outcome=self.outcome if self.outcome in outcome_labels() else "",
        )


@dataclass(frozen=True)
class AccessFilters(Period):
    """Of the list of who opened what: `verb` one of `files.VERBS`."""

    person: str = ""
    case: str = ""
    verb: str = ""

    def sound(self) -> Self:
        return replace(self, page=as_id(self.page), person=as_id(self.person), case=as_id(self.case))


def as_id(text: str) -> str:
    """A number that a row may have; "" for anything else."""
    return text if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else ""
