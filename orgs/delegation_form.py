"""The form of a delegation: to whom, what, from when until when, and why."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.delegating import DelegationGiven, delegable, eligible_delegates
from orgs.fields import DateField, TimeField
from orgs.models import Person, Seat
from orgs.rights import in_force
from orgs.wording import capability_words, seat_words

# How many seats of somebody are named beside their name, so that those of one name are told apart.
_SEATS_NAMED = 2


class DelegateField(forms.ModelChoiceField):
    """Somebody of those who may stand in, with the seat by which one knows them."""

    def __init__(self, seat: Seat, at: datetime.datetime) -> None:
        people = eligible_delegates(seat, at)
        super().__init__(people, label=_("Who stands in"), empty_label=_("Choose…"))
        self._seats: dict[int, list[str]] = {}
        held = Seat.objects.filter(in_force(timezone.localdate(at)), person__in=people.values("pk"))
        for one in held.select_related("unit").order_by("unit__path", "pk"):
            self._seats.setdefault(one.person_id, []).append(seat_words(one))

    def label_from_instance(self, obj: Any) -> str:
        assert isinstance(obj, Person)
        return " · ".join([obj.full_name, *self._seats.get(obj.pk, [str(_("member of the cell"))])[:_SEATS_NAMED]])


class DelegationForm(forms.Form):
    starts_on = DateField(label=_("Begins on"))
    starts = TimeField(label=_("At"))
    ends_on = DateField(label=_("Ends on"))
    ends = TimeField(label=_("Until"), help_text=_("From that minute on nothing can be done by it."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Leave, a journey, a course."))
    paper = forms.CharField(label=_("By which paper"), max_length=100)

    def __init__(self, data: QueryDict | None = None, *, seat: Seat, own: bool, at: datetime.datetime) -> None:
        now = timezone.localtime(at)
        initial = {"starts_on": now.date(), "starts": now.time(), "ends": datetime.time(17)}
        offered = delegable(seat)
        super().__init__(data, initial=initial | {"capabilities": offered})
        self.fields["delegate"] = DelegateField(seat, at)
        self.fields["capabilities"] = forms.MultipleChoiceField(
            label=_("What is delegated"),
            choices=[(name, capability_words(name)) for name in offered],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Seeing the cases and files that this needs goes along."),
            error_messages={"required": _("Choose what is delegated.")},
        )
        self.fields["paper"].required = not own
        self.order_fields(["delegate", "capabilities", "starts_on", "starts", "ends_on", "ends", "reason", "paper"])

    def given(self) -> DelegationGiven:
        data = self.cleaned_data
        return DelegationGiven(
            data["delegate"],
            data["capabilities"],
            _moment(data["starts_on"], data["starts"]),
            _moment(data["ends_on"], data["ends"]),
            data["reason"],
            data["paper"],
        )


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))
