"""Forms of the acts of a verification. Persons and requests are chosen among those of its ledger."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.deadlines import parameters_of
from admission_flow.decisions.given import AnswerGiven, ConclusionGiven, LetterGiven
from admission_flow.forms.fields import PAPER_FIELDS, ActForm, PaperMixin
from admission_flow.forms.row_sets import Row, RowSet, RowsForm
from admission_flow.models import Regulation, Relative, VerificationRequest
from admission_flow.verifying import CLEAR, NOT_CLEAR, Ledger, ledger_of
from orgs.fields import DateField, text_area

CANDIDATE = "candidate"


class LedgerForm(ActForm):
    """A form over the verification's ledger as it stands."""

    @cached_property
    def ledger(self) -> Ledger:
        task = self.task.pk if self.task else None
        return ledger_of(self.case, task, parameters_of(Regulation.on(self.today)))

    def person_choices(self) -> list[tuple[str, str]]:
        return [(_value(one), self.told(one)) for one in self.ledger.persons]

    def request_choices(self, requests: list[VerificationRequest]) -> list[tuple[str, str]]:
        return [(str(one.pk), f"{one.authority}: {self.told(one.relative_id)} ({_letter(one)})") for one in requests]

    def told(self, person: int | None) -> str:
        relative = self.relative(person)
        relation = relative.get_relation_display() if relative else _("the candidate")
        return f"{self.ledger.name(person)}, {relation}"

    def relative(self, person: int | None) -> Relative | None:
        return next((one for one in self.ledger.relatives if one.pk == person), None)


class AnswerRow(Row):
    given_beforehand = ("relative", "request", "authority")
    relative = forms.IntegerField(widget=forms.HiddenInput, required=False)
    request = forms.IntegerField(widget=forms.HiddenInput, required=False)
    clear = forms.ChoiceField(label=_("Answer"), choices=[("", "—"), ("1", _("clear")), ("0", _("not clear"))])
    authority = forms.CharField(label=_("Answered by"), max_length=200)
    answered_on = DateField(label=_("Answered on"))
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class AnswersForm(PaperMixin, LedgerForm, RowsForm):
    note = _(
        "Record the answers that have come; leave the others empty. The last answer comes with the conclusion, and "
        "ends the step."
    )
    template = "cases/verification_answers.html"
    paper_code = "BC-TTLL"
    row_set = RowSet("rows", AnswerRow, _("Persons in scope"), "rows-answers", growing=False)
    extra = 0
    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[("", _("not yet")), (CLEAR, _("clear")), (NOT_CLEAR, _("not clear"))],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = text_area(_("What is not clear"), required=False)
    certified_on = DateField(
        label=_("Biography certified on"),
        required=False,
        help_text=_("On form 2-KNĐ. Left empty: the day of the report."),
    )
    certified_by = forms.CharField(
        label=_("Certified by"), max_length=150, required=False, help_text=_("Left empty: who signed the report.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PAPER_FIELDS:
            self.fields[name].required = False
        for row in self.rows:
            row.person = self.relative(_key(row["relative"].value())) or self.case.candidate.person

    def first_rows(self) -> list[dict[str, Any]]:
        """One for each letter that waits for its answer, and for each person nobody was asked about."""
        ledger, rows = self.ledger, []
        for person in ledger.outstanding:
            waiting = [one for one in ledger.unanswered if one.relative_id == person]
            rows += [{"relative": person, "request": one.pk, "authority": one.authority} for one in waiting]
            if not waiting:
                rows.append({"relative": person})
        return rows

    def clean(self) -> dict[str, Any]:
        """The report comes with the conclusion, and not without one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("conclusion"):
            for name in PAPER_FIELDS:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        elif any(data.get(name) for name in (*PAPER_FIELDS, "reason", "certified_on", "certified_by")):
            self.add_error("conclusion", _("Choose the conclusion, or leave the report empty."))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        answers = [
            AnswerGiven(
                row["relative"],
                row["clear"] == "1",
                row["authority"],
                row["answered_on"],
                row["note"],
                row["request"],
            )
            for row in self.rows.filled()
        ]
        concluded = None
        if data["conclusion"]:
            certificate = (data["certified_on"], data["certified_by"])
            concluded = ConclusionGiven(data["conclusion"], self.paper(), data["reason"], *certificate)
        return {"answers": answers, "concluded": concluded}


class LetterForm(LedgerForm):
    on_the_day = ("sent_on",)
    authority = forms.CharField(label=_("Authority asked"), max_length=200)
    number = forms.CharField(label=_("Number of the letter"), max_length=50)
    sent_on = DateField(label=_("Sent on"))

    def letter(self) -> LetterGiven:
        data = self.cleaned_data
        return LetterGiven(data["authority"], data["number"], data["sent_on"])


class RequestForm(LetterForm):
    note = _("One letter to one authority may ask about several persons.")
    from_address = ("persons",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"] = forms.MultipleChoiceField(
            label=_("About whom"), choices=self.person_choices(), widget=forms.CheckboxSelectMultiple
        )
        nobody_asked = [one for one in self.ledger.outstanding if not self.ledger.about(one)]
        self.initial.setdefault("persons", [_value(one) for one in nobody_asked])
        self.order_fields(["persons", "authority", "number", "sent_on"])

    def given(self) -> dict[str, Any]:
        persons = [None if one == CANDIDATE else int(one) for one in self.cleaned_data["persons"]]
        return {"letter": self.letter(), "persons": persons}


class ReminderForm(LedgerForm):
    on_the_day = ("reminded_on",)
    from_address = ("asked",)
    reminded_on = DateField(label=_("Reminded on"))
    number = forms.CharField(label=_("Number of the letter"), max_length=50, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.request_choices(self.ledger.unanswered)
        self.fields["asked"] = forms.MultipleChoiceField(
            label=_("Requests without an answer"), choices=choices, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["asked", "reminded_on", "number"])

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        asked = [int(one) for one in data["asked"]]
        return {"asked": asked, "reminded_on": data["reminded_on"], "number": data["number"]}


class RequestChoiceForm(LedgerForm):
    """Of one request, chosen by a list or by the address."""

    from_address = ("request",)

    def choose_among(self, requests: list[VerificationRequest]) -> None:
        choices = [("", "—"), *self.request_choices(requests)]
        self.fields["request"] = forms.TypedChoiceField(label=_("Request"), choices=choices, coerce=int)
        asked = self.initial.get("request")
        self.initial["request"] = asked[0] if isinstance(asked, list) else asked
        self.order_fields(["request"])


class RefusalForm(RequestChoiceForm):
    note = _("The person stays outstanding until the request is escalated and answered, or somebody else answers.")
    on_the_day = ("refused_on",)
    refused_on = DateField(label=_("Refused on"))
    reason = text_area(_("Reason of the refusal"))
    improper = forms.BooleanField(
        label=_("Refused because of a person outside the list: improper, and may be escalated"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_among(self.ledger.unanswered)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EscalationForm(LetterForm, RequestChoiceForm):
    note = _("To the organisation board of the committee immediately above the one that was asked.")
    reason = text_area(_("Why it is escalated"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].label = _("Organisation board asked")
        self.choose_among(self.ledger.escalable)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"request": data["request"], "letter": self.letter(), "reason": data["reason"]}


def _value(person: int | None) -> str:
    return CANDIDATE if person is None else str(person)


def _letter(request: VerificationRequest) -> str:
    return f"{request.number}, {date_format(request.sent_on, 'SHORT_DATE_FORMAT')}"


def _key(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
