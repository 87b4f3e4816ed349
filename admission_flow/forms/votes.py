"""The fields of a vote: form of voting, roll and absences, ballots, votes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.given import VoteGiven
from admission_flow.forms.fields import PaperMixin
from admission_flow.models import Decision
from admission_flow.rules.tallies import ABSENCES
from admission_flow.wording.votes import ABSENCES as WORDS

BALLOTS = ("issued", "returned", "votes_invalid")
VOTES = ("votes_for", "votes_against", "votes_other")
# Why a committee's member may be absent: no activity elsewhere or exemption takes a seat in a committee away.
COMMITTEE_ABSENCES = ("suspended", "accepted", "unexcused")


def absence_field(reason: str) -> str:
    return f"absent_{reason}"


COUNTS = ("present", *(absence_field(reason) for reason in ABSENCES), *BALLOTS, *VOTES)


class Count(forms.IntegerField):
    """A number of persons or ballots; where it needn't be given, empty is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=999, **kwargs)


class VoteMixin(PaperMixin):
    """A vote's count and form, with its paper. `absences`: the reasons for absence that this body has."""

    absences: tuple[str, ...] = ABSENCES
    voting = forms.ChoiceField(label=_("Form of voting"), choices=[("", "—"), *Decision.Voting.choices])
    present = Count(label=_("Present"))
    absent_elsewhere = Count(label=WORDS["elsewhere"], required=False)
    absent_exempt = Count(label=WORDS["exempt"], required=False)
    absent_suspended = Count(label=WORDS["suspended"], required=False)
    absent_accepted = Count(label=WORDS["accepted"], required=False)
    absent_unexcused = Count(label=WORDS["unexcused"], required=False)
    issued = Count(label=_("Issued"), required=False)
    returned = Count(label=_("Returned"), required=False)
    votes_invalid = Count(label=_("Invalid"), required=False)
    votes_for = Count(label=_("For"))
    votes_against = Count(label=_("Against"), initial=0)
    votes_other = Count(label=_("Other opinion"), initial=0, required=False)

    def drop_other_absences(self) -> None:
        for reason in set(ABSENCES) - set(self.absences):
            del self.fields[absence_field(reason)]

    def vote(self) -> VoteGiven:
        data = self.cleaned_data
        return VoteGiven(
            self.paper(),
            data["voting"],
            data["present"],
            data["votes_for"],
            data["votes_against"],
            data["votes_other"] or 0,
            data["votes_invalid"] or 0,
            data["issued"],
            data["returned"],
            {reason: data[absence_field(reason)] or 0 for reason in self.absences},
        )
