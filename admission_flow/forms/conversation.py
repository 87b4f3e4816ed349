"""The form by which something is said on a case: begun, answered, changed, withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow.decisions.conversation import NOT_TO_MENTION
from admission_flow.decisions.given import CommentGiven
from admission_flow.models import Case
from admission_flow.models.conversation import LONGEST_COMMENT
from admission_flow.queries.conversation import Conversation
from admission_flow.queries.file import CasePage

SAY, ANSWER, EDIT, WITHDRAW = "say", "answer", "edit", "withdraw"


class PlainText(forms.CharField):
    """Lines end as the browser counts them, not as it sends them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


@dataclass(frozen=True)
class Mentionable:
    """A line of the list of those who may be mentioned."""

    account: int
    label: str
    chosen: bool


class CommentForm(forms.Form):
    """`does` is one of SAY, ANSWER, EDIT; `about` the comment that is answered or changed, 0 for a new one."""

    text = PlainText(
        label=gettext_lazy("Text"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )
    asks = forms.ChoiceField(
        label=gettext_lazy("Ask who holds a step"),
        required=False,
        help_text=gettext_lazy("They are told, and the step is marked until one of them answers. No term stops."),
        error_messages={
            "invalid_choice": gettext_lazy("This step is no longer open. Choose another, or write without asking.")
        },
    )
    mentions = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": NOT_TO_MENTION}
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, talk: Conversation, does: str, about: int = 0, **kwargs: Any) -> None:
        self.does, self.about, self.case, self._people = does, about, case, talk.people
        kwargs["auto_id"] = "id_talk_%s"
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.mentions_field.choices = [(one, name) for _unit, people in talk.people for one, name in people]
        if does == SAY and talk.askable:
            nobody = ("", _("nobody in particular"))
            self.fields["asks"].choices = [nobody, *((str(pk), title) for pk, title in talk.askable)]  # type: ignore[attr-defined]
        else:
            del self.fields["asks"]

    @property
    def mentions_field(self) -> forms.TypedMultipleChoiceField:
        field = self.fields["mentions"]
        if not isinstance(field, forms.TypedMultipleChoiceField):
            raise TypeError("mentions are a choice of several")
        return field

    @property
    def people(self) -> list[tuple[str, list[Mentionable]]]:
        """Who may be mentioned, by unit, with what was chosen."""
        chosen = {str(one) for one in self["mentions"].value() or ()}
        return [
            (unit, [Mentionable(one, name, str(one) in chosen) for one, name in people])
            for unit, people in self._people
        ]

    @property
    def any_chosen(self) -> bool:
        return bool(self["mentions"].value())

    @property
    def action(self) -> str:
        if self.does == SAY:
            return reverse("say", args=[self.case.pk])
        return reverse("speak", args=[self.case.pk, self.about, self.does])

    @property
    def submit(self) -> str:
        return {SAY: _("Send"), ANSWER: _("Send the answer"), EDIT: _("Save the change")}[self.does]

    @property
    def title(self) -> str:
        return {SAY: _("Write"), ANSWER: _("Answer"), EDIT: _("Change what you wrote")}[self.does]

    def given(self) -> CommentGiven:
        data = self.cleaned_data
        return CommentGiven(data["text"], tuple(data["mentions"]), data["key"] or uuid.uuid4())


def talk_form(page: CasePage, asked: Mapping[str, str], posted: QueryDict | None = None) -> CommentForm | None:
    """The form that the address asks for, by default that of a new comment; None where this person may not write.

    An answer or a change that can't be (another's comment, one withdrawn) is as if it had not been asked for.
    """
    talk = page.talk
    if talk is None or not talk.writes:
        return None
    said = talk.said(asked.get(EDIT, ""))
    if said and said.may_change:
        known = {"text": said.text, "mentions": said.mentions, "number": said.number}
        return CommentForm(posted, case=page.case, talk=talk, does=EDIT, about=said.pk, initial=known)
    thread = talk.thread(asked.get(ANSWER, ""))
    if thread:
        return CommentForm(posted, case=page.case, talk=talk, does=ANSWER, about=thread.first.pk)
    return CommentForm(posted, case=page.case, talk=talk, does=SAY)


def to_withdraw(page: CasePage, asked: Mapping[str, str]) -> int | None:
    """The comment that the address asks to withdraw, where this person may."""
    said = page.talk.said(asked.get(WITHDRAW, "")) if page.talk and page.talk.writes else None
    return said.pk if said and said.may_change else None
