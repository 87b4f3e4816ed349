"""The forms of a ballot: opening it, annulling it, the paper, the code, and who is given one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.ballots.queries import Row
from meetings.bodies import OUTCOME_WORDS
from meetings.models import Attendee, Choice, Meeting
from orgs.fields import text_area

# What is sent for each choice: of one length, so that the length of a request tells nothing.
SENT = dict(zip("123", Choice.values, strict=True))
PAPER = [(sent, Choice(choice).label) for sent, choice in SENT.items()]


class OpenForm(forms.Form):
    """Which item is voted on, how, and what is put to the vote."""

    item = forms.TypedChoiceField(label=_("Candidate"), coerce=int)
    voting = forms.ChoiceField(
        label=_("Form of voting"),
        choices=[(one.value, one.label) for one in Meeting.Voting if one in Meeting.IN_THE_SYSTEM],
    )

    def __init__(self, data: Any, *, rows: list[Row], meeting: Meeting) -> None:
        here = meeting.voting if meeting.voting in Meeting.IN_THE_SYSTEM else Meeting.Voting.SECRET_HERE
        super().__init__(data, initial={"voting": here}, auto_id="open_%s")
        choices = [(row.item.pk, f"{row.item.place}. {row.name}") for row in rows]
        self.fields["item"] = forms.TypedChoiceField(label=_("Candidate"), coerce=int, choices=choices)
        outcomes = list(dict.fromkeys(one for row in rows for one in row.matter.outcomes))
        if any(len(row.matter.outcomes) > 1 for row in rows):
            words = [(one, OUTCOME_WORDS[one]) for one in outcomes]
            self.fields["outcome"] = forms.ChoiceField(label=_("Put to the vote"), choices=words)


class AnnulForm(forms.Form):
    reason = text_area(_("Reason"), rows=2)
    reason.max_length = 300


class CodeForm(forms.Form):
    """A voter's code, as it was handed out."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )


class CodesForm(forms.Form):
    """Who of those present is given a code."""

    def __init__(self, data: Any, *, present: list[Attendee], without_account: set[int]) -> None:
        initial = [one.pk for one in present if one.person_id in without_account]
        super().__init__(data, initial={"attendees": initial})
        self.fields["attendees"] = forms.TypedMultipleChoiceField(
            label=_("Who gets a code"),
            coerce=int,
            choices=[(one.pk, one.person.full_name) for one in present],
            widget=forms.CheckboxSelectMultiple,
        )
