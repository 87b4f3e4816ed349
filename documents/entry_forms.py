"""The forms of the registers: a number taken, an arrival, forwarding, and a number made void."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.entries import MOST_ON_PAPER
from documents.incoming import ArrivalGiven
from documents.models import Register
from documents.outgoing import PaperGiven
from orgs.fields import DateField


class _EntryForm(forms.Form):
    """A new entry. `after` is asked once the verb has said that the register has not begun."""

    after = forms.IntegerField(
        label=_("Last number used on paper that year"),
        required=False,
        min_value=0,
        max_value=MOST_ON_PAPER,
        help_text=_("Asked once, since this register begins with this entry. 0 if there was none."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", uuid.uuid4())
        if not self.data.get("after"):
            self.asked_for_end = self.fields.pop("after")

    def ask_for_end(self) -> None:
        """Draw the field of the last number on paper, as the verb asked."""
        if "after" not in self.fields:
            self.fields["after"] = self.asked_for_end

    def shared(self) -> dict[str, Any]:
        return {"after": self.cleaned_data.get("after"), "once": self.cleaned_data["once"]}


class NumberForm(_EntryForm):
    kind = forms.ChoiceField(label=_("Kind of paper"))
    dated = DateField(label=_("Date of the paper"))
    about = forms.CharField(
        label=_("About"), max_length=200, help_text=_("A case by its number, never a person's name.")
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=150)
    field_order = ["kind", "dated", "about", "signed_by", "after", "once"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, f"{kind.value} · {kind.label}") for kind in Register.Kind]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of paper"), choices=[("", "—"), *kinds])
        self.order_fields(self.field_order)

    def given(self) -> PaperGiven:
        data = self.cleaned_data
        return PaperGiven(data["kind"], data["dated"], data["about"], data["signed_by"], **self.shared())


class ArrivalForm(_EntryForm):
    received_on = DateField(label=_("Received on"))
    sender = forms.CharField(label=_("From"), max_length=200)
    their_number = forms.CharField(label=_("Sender's number"), max_length=50, required=False)
    their_date = DateField(label=_("Sender's date"), required=False)
    about = forms.CharField(
        label=_("About"), max_length=200, help_text=_("A case by its number, never a person's name.")
    )
    forwarded_to = forms.CharField(
        label=_("Forwarded to"), max_length=200, required=False, help_text=_("Leave it empty if it isn't known yet.")
    )
    field_order = ["received_on", "sender", "their_number", "their_date", "about", "forwarded_to", "after", "once"]

    def given(self) -> ArrivalGiven:
        data = self.cleaned_data
        texts = {name: data[name] for name in ("sender", "about", "their_number", "their_date", "forwarded_to")}
        return ArrivalGiven(data["received_on"], **texts, **self.shared())


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Why the number is void"), max_length=300)


class ForwardForm(forms.Form):
    forwarded_to = forms.CharField(label=_("To whom the paper goes"), max_length=200)
