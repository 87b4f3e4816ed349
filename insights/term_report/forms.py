"""What begins a report, writes in it, hands it back and approves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow.queries.listing import Choice
from insights.models import TermReport
from insights.models.reports import LONGEST_TEXT
from insights.term_report.deciding import HEAD, Writing
from insights.term_report.paper import SECTIONS, Paper
from insights.term_report.papers import section_names
from insights.term_report.period import Period
from orgs.fields import DateField, text_area


class PeriodForm(forms.Form):
    """Of which unit and days."""

    unit = forms.ChoiceField(label=_("Unit"), error_messages={"invalid_choice": _("Choose a unit from the list.")})
    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))

    def __init__(self, *args: Any, units: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (one.value, "\N{EN SPACE}" * 2 * one.depth + str(one.label)) for one in units
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return cleaned

    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])


class WriteForm(forms.Form):
    """What stands around the text, the causes, and every section with what the figures propose for it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    superior = forms.CharField(
        label=_("Committee above"),
        max_length=200,
        required=False,
        help_text=_("It stands at the top of the paper, above the committee that reports; without dots."),
    )
    title = text_area(_("Title"), rows=2)
    place = forms.CharField(label=_("Place"), max_length=60, required=False)
    addressees = text_area(_("Addressees, one a line"), required=False, rows=4)
    signed_for = forms.CharField(
        label=_("Signed on behalf of"), max_length=100, required=False, help_text=_("Such as T/M BAN THƯỜNG VỤ.")
    )
    signed_role = forms.CharField(label=_("Office of who signs"), max_length=100, required=False)
    signed_by = forms.CharField(label=_("Who signs"), max_length=150, required=False)
    causes = forms.MultipleChoiceField(
        label=_("Causes of the shortfall"),
        choices=TermReport.Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, report: TermReport, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({column: getattr(report, column) for column in HEAD})
        self.initial.update({"causes": report.causes, "revision": report.revision})
        names = section_names()
        for section in SECTIONS:
            shown = paper.text(section)
            self.initial[section] = "\n".join(shown.paragraphs)
            self.fields[section] = forms.CharField(
                label=names[section], required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 5})
            )
            if shown.changed:
                self.fields[section].help_text = _("The figures have changed since; they say now: %(words)s") % {
                    "words": shown.proposal
                }
                self.fields[f"still-{section}"] = forms.BooleanField(label=_("Right as it stands"), required=False)
            elif shown.own and shown.proposal:
                self.fields[section].help_text = _("Leave it empty to have the system's own wording again.")

    @property
    def around(self) -> list[forms.BoundField]:
        return [self[name] for name in HEAD]

    @property
    def sections(self) -> list[forms.BoundField]:
        """Each with what confirms it, where its figures have changed."""
        return [self[name] for section in SECTIONS for name in (section, f"still-{section}") if name in self.fields]

    def given(self) -> Writing:
        data = self.cleaned_data
        return Writing(
            head={column: data[column] for column in HEAD},
            causes=data["causes"],
            texts={section: data[section] for section in SECTIONS},
            still=frozenset(section for section in SECTIONS if data.get(f"still-{section}")),
        )


class RevisionForm(forms.Form):
    """What the page was drawn from, and nothing else."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(RevisionForm):
    reason = text_area(_("Why it is handed back"))


class ApproveForm(RevisionForm):
    dated = DateField(label=_("Date of the report"))
    after = forms.IntegerField(
        label=_("Last number used on paper this year"),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 5}),
        error_messages={"invalid": _("Write a whole number."), "min_value": _("Write 0 or more.")},
        help_text=_("Only where the register of reports has not begun here this year; 0 if there was none."),
    )
