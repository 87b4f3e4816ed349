"""Forms of the acts on a whole case: transfer, cancellation of an admission, corrections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions import correctable
from admission_flow.decisions.given import CancellationGiven, CorrectionGiven, TransferGiven
from admission_flow.decisions.transfer import cells_to_move_to
from admission_flow.forms.fields import ActForm, PaperMixin
from admission_flow.models import Case
from admission_flow.models.case import LONGEST_TEXT
from admission_flow.queries.corrections import corrections_of
from admission_flow.wording.corrections import shown
from admission_flow.wording.sideways import GROUNDS
from orgs.fields import text_area
from orgs.members import official_members_of_organisation
from orgs.names import search_key


class TransferForm(PaperMixin, ActForm):
    note = _(
        "Course, declaration and verification stand. Before the decision the new cell asks for opinions, checks the "
        "file and votes; after it, only the ceremony moves. Whoever had the case here loses it."
    )
    note_of_a_recognition = _(
        "The member moves in the register from that day on, and the case goes along: the class and the review stand; "
        "the new cell asks for opinions and votes. Whoever had the case here loses it."
    )
    paper_code = papers.HELPED
    helper = forms.CharField(
        label=_("Helper whom the new organisation named"),
        max_length=100,
        required=False,
        help_text=_("Full name or citizen ID of an official member there. The months together are not asked for."),
    )
    outside = forms.CharField(
        label=_("Organisation outside the bloc"),
        max_length=200,
        required=False,
        help_text=_("Instead of a new cell: the case then ends here, as transferred."),
    )
    reason = text_area(_("Reason"))
    field_order = ("unit", "helper", "outside", "reason", "number", "dated", "signed_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.is_recognition:
            self.note, self.paper_code = self.note_of_a_recognition, papers.LETTER_OF_TRANSFER
        cells = cells_to_move_to(self.case, self.today).order_by("path")
        self.cells = {cell.pk: cell for cell in cells}
        self.fields["unit"] = forms.TypedChoiceField(
            label=_("New cell"),
            choices=[("", "—"), *((pk, f"{one.name} ({one.code})") for pk, one in self.cells.items())],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        cell = self.cells.get(data.get("unit"))
        if cell is not None and "helper" in data:
            wanted = data["helper"].strip()
            members = official_members_of_organisation([cell], self.today)
            found = {
                one.person_id
                for one in members
                if wanted and (one.person.citizen_id == wanted or one.person.search_name == search_key(wanted))
            }
            if len(found) == 1:
                data["helper"] = found.pop()
            elif found:
                self.add_error("helper", _("Several members there bear this name. Write the citizen ID instead."))
            else:
                self.add_error("helper", _("No official member of the new organisation is named so. Check the name."))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        helper = data["helper"] if data["unit"] else None
        given = TransferGiven(self.today, data["reason"], self.paper(), data["unit"], helper, data["outside"])
        return {"given": given}


class CancellationForm(PaperMixin, ActForm):
    note = _(
        "The decision on admission is cancelled, the name is struck from the register, and any other case open on this "
        "person ends. It can't be undone; a new nomination is possible. The history stays."
    )
    paper_code = papers.CANCELLATION
    ground = forms.ChoiceField(label=_("Ground"), choices=list(GROUNDS.items()), widget=forms.RadioSelect)
    reason = text_area(_("Reason"), help_text=_("The cell is told this reason."))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"given": CancellationGiven(self.paper(), data["ground"], data["reason"])}


class ProposeCorrectionForm(ActForm):
    note = _(
        "Nothing changes until somebody above, or the organisation board, has accepted it. Tallies, outcomes and days "
        "of votes are not corrected this way."
    )
    value = forms.CharField(
        label=_("What is correct"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A date as day/month/year; yes or no where it is one of both."),
    )
    reason = text_area(_("Why, and what shows it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"] = forms.ChoiceField(
            label=_("What is recorded wrongly"), choices=[("", "—"), *facts_for(self.case)]
        )
        self.order_fields(("fact", "value", "reason"))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"given": CorrectionGiven(data["fact"], data["value"], data["reason"])}


def facts_for(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    """What this person may say is wrong, by row: only what was recorded at a seat that he or she holds."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in correctable.all_of(case):
        if correctable.seat_of(case, one) in case.held:
            name = f"{one.label}: {shown(one.column, one.value)[:60]}"
            groups.setdefault(f"{correctable.title_of(one)}", []).append((one.key, name))
    return list(groups.items())


class DecideCorrectionForm(ActForm):
    note = _(
        "Accepted, the fact changes in the record, which keeps both values; what rests on it is done again. "
        "Who proposed a correction can't decide on it."
    )
    accepted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("Accept")), ("0", _("Refuse"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = text_area(_("Reason, if refused"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [line for line in corrections_of(self.case) if line["waits"]]
        self.fields["correction"] = forms.TypedChoiceField(
            label=_("Correction proposed"),
            choices=[(line["correction"].pk, self._told(line)) for line in waiting],
            coerce=int,
            widget=forms.RadioSelect,
        )
        self.order_fields(("correction", "accepted", "answer"))
        if len(waiting) == 1:
            self.initial["correction"] = waiting[0]["correction"].pk

    def _told(self, line: dict[str, Any]) -> str:
        row = line["correction"]
        return _("%(what)s: “%(old)s” → “%(new)s” (%(who)s, %(day)s: %(reason)s)") % {
            "what": " · ".join(filter(None, [line["title"], line["what"]])),
            "old": line["old"],
            "new": line["new"],
            "who": row.proposed_by.display_name,
            "day": date_format(row.proposed_at, "SHORT_DATE_FORMAT"),
            "reason": row.reason,
        }

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"correction_id": data["correction"], "accepted": data["accepted"], "answer": data["answer"]}
