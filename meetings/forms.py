"""The forms of a meeting: calling it, its agenda, its roll, its results, cancelling it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from admission_flow.forms.votes import Count
from admission_flow.wording.votes import ABSENCES as ABSENCE_WORDS
from meetings.bodies import OUTCOME_WORDS, absences_at
from meetings.calling import MeetingGiven
from meetings.models import Attendee, Ballot, Item, Meeting
from meetings.queries import AgendaRow, Waiting
from meetings.sitting import ResultGiven, RollGiven
from orgs.fields import DateField, TimeField, text_area

R = Item.Result


class MeetingForm(forms.Form):
    """When, where and how the body meets."""

    starts_on = DateField(label=_("Day"))
    begins = TimeField(label=_("Begins"))
    place = forms.CharField(label=_("Place"), max_length=200)
    voting = forms.ChoiceField(
        label=_("Form of voting"),
        choices=Meeting.Voting.choices,
        help_text=_("Each item may be voted on otherwise, as the meeting chooses."),
    )

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingForm:
        starts = timezone.localtime(meeting.starts_at)
        known = {"starts_on": starts.date(), "begins": starts.time(), "place": meeting.place, "voting": meeting.voting}
        return cls(initial=known)

    def meeting(self, tasks: Sequence[int] = ()) -> MeetingGiven:
        data = self.cleaned_data
        starts = timezone.make_aware(datetime.datetime.combine(data["starts_on"], data["begins"]))
        return MeetingGiven(starts, data["place"], data["voting"], tuple(tasks))


class AgendaForm(forms.Form):
    """Which of the cases that wait are taken, in the order in which they are shown. `rows` are drawn by the page."""

    def __init__(self, data: QueryDict | None, *, rows: Sequence[Waiting], chosen: Sequence[int]) -> None:
        super().__init__(data)
        self.rows = list(rows)
        self.fields["tasks"] = forms.TypedMultipleChoiceField(
            label=_("Agenda"),
            required=False,
            coerce=int,
            choices=[(row.task, row.name) for row in rows],
            error_messages={"invalid_choice": _("A case no longer waits for this body. Choose again.")},
        )
        self.chosen = set(chosen)
        self.sent = set(data.getlist("tasks")) if data is not None else set()

    @cached_property
    def ticks(self) -> list[tuple[Waiting, bool]]:
        """Each row, and whether it is ticked."""
        wanted = self.sent if self.is_bound else {str(task) for task in self.chosen}
        return [(row, str(row.task) in wanted) for row in self.rows]

    def tasks(self) -> list[int]:
        wanted = set(self.cleaned_data["tasks"])
        return [row.task for row in self.rows if row.task in wanted]


class CancelForm(forms.Form):
    reason = text_area(_("Reason"), rows=2)
    reason.max_length = 300


class RollForm(forms.Form):
    """The roll: for each person present or why not, and whether a teller; then chair and secretary of the meeting."""

    chair = forms.TypedChoiceField(label=_("Chair"), coerce=int)
    secretary = forms.TypedChoiceField(label=_("Secretary of the meeting"), coerce=int)

    def __init__(self, *args: Any, meeting: Meeting, roll: Sequence[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roll = list(roll)
        people = [("", "—"), *((one.person_id, one.person.full_name) for one in roll)]
        first = roll[0].person_id if roll else None
        for name, known in (("chair", meeting.chair_id or first), ("secretary", meeting.secretary_id)):
            label = type(self).base_fields[name].label
            self.fields[name] = forms.TypedChoiceField(label=label, coerce=int, choices=people, initial=known)
        reasons = [("", _("Present")), *((key, ABSENCE_WORDS[key]) for key in absences_at(meeting.unit))]
        for one in roll:
            self.fields[f"absent-{one.person_id}"] = forms.ChoiceField(
                label=one.person.full_name, required=False, choices=reasons, initial=one.absence
            )
            self.fields[f"teller-{one.person_id}"] = forms.BooleanField(
                label=_("teller"), required=False, initial=one.teller
            )

    @property
    def rows(self) -> list[tuple[Attendee, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"absent-{one.person_id}"], self[f"teller-{one.person_id}"]) for one in self.roll]

    def given(self) -> RollGiven:
        data = self.cleaned_data
        people = [one.person_id for one in self.roll]
        absent = {person: data[f"absent-{person}"] for person in people if data[f"absent-{person}"]}
        tellers = [person for person in people if data[f"teller-{person}"]]
        return RollGiven(data["chair"], data["secretary"], absent, tellers)


COUNTS = ("votes_for", "votes_against", "votes_other")
BALLOTS = ("issued", "returned", "votes_invalid")


class ResultForm(forms.Form):
    """What became of one item. Whoever types a count without choosing means that it was voted on.

    Beside a ballot in the system there is only the reason to be typed, and what follows once it is counted.
    """

    result = forms.ChoiceField(
        label=_("What became of it"), choices=[(one.value, one.label) for one in R if one != R.OFF]
    )
    voting = forms.ChoiceField(label=_("Form of voting"), choices=Meeting.Voting.choices)
    votes_for = Count(label=_("For"), required=False)
    votes_against = Count(label=_("Against"), required=False)
    votes_other = Count(label=_("Other opinion"), required=False)
    issued = Count(label=_("Issued"), required=False)
    returned = Count(label=_("Returned"), required=False)
    votes_invalid = Count(label=_("Invalid"), required=False)
    reason = text_area(_("Reason"), required=False, rows=1)
    supply = text_area(
        _("What the cell is to supply"),
        required=False,
        rows=1,
        help_text=_("Of a file that goes back; one item a line."),
    )

    def __init__(self, data: Any, *, row: AgendaRow, meeting: Meeting) -> None:
        item, matter = row.item, row.matter
        known = {one: getattr(item, one) for one in (*COUNTS, *BALLOTS, "reason", "supply")}
        known |= {
            "result": item.result,
            "voting": item.voting or meeting.voting,
            "outcome": item.outcome or next(iter(matter.outcomes), ""),
        }
        super().__init__(data, prefix=f"item-{item.pk}", initial=known)
        self.row, self.item = row, item
        if len(matter.outcomes) > 1:
            choices = [(one, OUTCOME_WORDS[one]) for one in matter.outcomes]
            self.fields["outcome"] = forms.ChoiceField(label=_("Put to the vote"), choices=choices)
        if matter.rule is None:
            self._drop("voting", *COUNTS, *BALLOTS)
            self.fields["reason"].label = _("Appraisal, or reason")
        if row.ballot is not None:
            self._drop("result", "voting", "supply", *COUNTS, *BALLOTS)
            if row.ballot.status == Ballot.Status.OPEN:
                self._drop("outcome")
            elif "outcome" in self.fields:
                self.fields["outcome"].label = _("What follows")

    def _drop(self, *names: str) -> None:
        for one in names:
            self.fields.pop(one, None)

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[one] for one in COUNTS if one in self.fields]

    @property
    def ballots(self) -> list[forms.BoundField]:
        return [self[one] for one in BALLOTS if one in self.fields]

    @property
    def shows_more(self) -> bool:
        """Whether what is folded away holds something, or something to be mended."""
        folded = [self[one] for one in (*BALLOTS, "reason", "supply") if one in self.fields]
        secret = "voting" in self.fields and self["voting"].value() == Meeting.Voting.SECRET
        report = self.row.matter.rule is None
        return secret or report or any(field.errors or field.value() not in (None, "") for field in folded)

    def given(self) -> ResultGiven:
        data: dict[str, Any] = {**self.cleaned_data}
        if self.row.ballot is not None:
            given = {"outcome": data.get("outcome", ""), "reason": data["reason"]}
            return ResultGiven(self.item.pk, self.item.result, **given)
        if data["result"] == R.PENDING and data.get("votes_for") is not None:
            data["result"] = R.VOTED
        for one in ("votes_against", "votes_other", "votes_invalid"):
            if one in data and data[one] is None:
                data[one] = 0
        return ResultGiven(self.item.pk, **data)


class ResultForms:
    """One form an item, sent together."""

    def __init__(self, data: Any, *, meeting: Meeting, rows: Sequence[AgendaRow]) -> None:
        self.forms = [ResultForm(data, row=row, meeting=meeting) for row in rows]

    def is_valid(self) -> bool:
        """Each is asked, so that every fault is told at once."""
        faulty = [form for form in self.forms if not form.is_valid()]
        return not faulty

    def given(self) -> list[ResultGiven]:
        return [form.given() for form in self.forms]

    def add_errors(self, errors: Mapping[str, Sequence[Any]]) -> None:
        """Those of the verb, named item-ID-FIELD."""
        by_prefix = {form.prefix: form for form in self.forms}
        for name, sentences in errors.items():
            prefix, _dash, field = name.rpartition("-")
            form = by_prefix[prefix]
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, str(sentence))
