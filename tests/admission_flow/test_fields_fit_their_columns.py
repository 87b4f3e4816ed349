"""Whatever a form lets somebody type has room where it ends."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.db.models import JSONField, Model

from admission_flow.decisions.declaration import PERSON_FIELDS, PROFILE_FIELDS, declare
from admission_flow.decisions.given import DeclarationGiven
from admission_flow.decisions.identity import CITIZEN_ID
from admission_flow.forms import rows, verification
from admission_flow.forms.nomination import NominationForm
from admission_flow.models import (
    Candidate,
    Correction,
    DeadlineChange,
    Decision,
    Eligibility,
    Hold,
    Introduction,
    Judgement,
    Opinion,
    Paper,
    Relative,
    Verification,
    VerificationReminder,
    VerificationRequest,
)
from admission_flow.refusals import InvalidFacts
from admission_flow.views.verbs import VERBS
from orgs.models import Person
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.admission_flow.test_case_page import vote, vote_url
from tests.admission_flow.untouched import nothing_written

Columns = list[tuple[type[Model], str]]
NUMBER: Columns = [(Paper, "number"), (Decision, "number")]
SIGNED: Columns = [(Paper, "signed_by"), (Decision, "signed_by")]
TEXT: Columns = [(Decision, "reason")]
FACTS: Columns = [(Decision, "facts")]
# Field of a form -> the columns that what was typed into it ends in.
ENDS_IN: dict[str, Columns] = {
    "number": NUMBER,
    "signed_by": SIGNED,
    "resolution_number": NUMBER,
    "resolution_signed_by": SIGNED,
    "certificate_number": NUMBER,
    "certificate_signed_by": SIGNED,
    "union_organisation": [(Introduction, "organisation"), (Paper, "signed_by")],
    "union_number": [(Introduction, "number"), (Paper, "number")],
    "NominationForm.full_name": [(Person, "full_name")],
    "RelativeRow.full_name": [(Relative, "full_name")],
    "RelativeRow.occupation": [(Relative, "occupation")],
    "residence": [(Relative, "residence")],
    "asked": [(Opinion, "asked")],
    "summary": [(Opinion, "summary")],
    "AnswerRow.authority": [(Verification, "authority")],
    "authority": [(VerificationRequest, "authority"), (Verification, "authority")],
    "RequestForm.number": [(VerificationRequest, "number")],
    "EscalationForm.number": [(VerificationRequest, "number")],
    "ReminderForm.number": [(VerificationReminder, "number")],
    "RefusalForm.reason": [(Verification, "note")],
    "EscalationForm.reason": [(VerificationRequest, "reason")],
    "certified_by": FACTS,
    "AnswerRow.note": [(Verification, "note")],
    "other": [(Eligibility, "other")],
    "judgement_note": [(Judgement, "note")],
    "consent_number": [(Paper, "number")],
    "consent_signed_by": [(Paper, "signed_by")],
    "consent_reason": FACTS,
    "ExtensionForm.number": [*NUMBER, (DeadlineChange, "paper_number")],
    "ExtensionForm.signed_by": [*SIGNED, (DeadlineChange, "signed_by")],
    "ExtensionForm.reason": [*TEXT, (DeadlineChange, "reason")],
    "HoldForm.reason": [*TEXT, (Hold, "reason")],
    "whom": FACTS,
    "place": FACTS,
    "items": FACTS,
    "outside": FACTS,
    "TransferForm.helper": [],  # names somebody, and is kept nowhere
    "value": [(Correction, "new_value")],
    **dict.fromkeys(("reason", "remark", "opinion", "question", "answer"), TEXT),
    **{name: [(Person if name in PERSON_FIELDS else Candidate, name)] for name in PROFILE_FIELDS},
}
FORMS = {
    *(verb.form for verb in VERBS.values()),
    *(rows.RelativeRow, rows.OpinionRow, verification.AnswerRow, rows.PaperRow, NominationForm),
}


def typed() -> list[tuple[str, str, forms.CharField]]:
    """Form, name and field of every text."""
    fields = [(form.__name__, name, field) for form in FORMS for name, field in form.base_fields.items()]
    fields += [("BiographyForm", name, rows.profile_field(name)) for name in PROFILE_FIELDS]
    return [one for one in fields if type(one[2]) is forms.CharField and one[1] != "citizen_id"]


@pytest.mark.parametrize(
    ("form", "name", "field"), [pytest.param(*one, id=f"{one[0]}.{one[1]}") for one in sorted(typed(), key=str)]
)
def test_a_text_has_room(form: str, name: str, field: forms.CharField) -> None:
    assert field.max_length, "a text without a limit"
    columns = ENDS_IN[full] if (full := f"{form}.{name}") in ENDS_IN else ENDS_IN[name]
    for model, column in columns:
        ends: Any = model._meta.get_field(column)
        assert isinstance(ends, JSONField) or ends.max_length is None or field.max_length <= ends.max_length


def test_a_citizen_id_is_judged_whole() -> None:
    assert not CITIZEN_ID.fullmatch("1" * 13)


def test_the_longest_names_of_a_nomination(client, bloc):
    journey = Journey(bloc)
    given, day = journey.nomination(), journey.today.strftime("%d/%m/%Y")
    client.force_login(bloc.cell_secretary)
    form = {"unit": bloc.cell.pk, "full_name": "ß" * 100, "citizen_id": given.citizen_id, "sex": "f"}
    form |= {"birth_date": "03/02/1994", "introducer_1": given.introducers[0].person, "helper": given.helper}
    form |= {"introducer_1_since": "05/01/2009", "citizen": "on", "education": "upper_secondary"}
    form |= {"political_standard": "1", "introducers_not_disciplined": "1", "judgement_note": "Đ" * 500}
    form |= {"other": "Đ" * 300, "special_case": "1"}
    form |= {"union": "youth_union", "union_organisation": "Đ" * 200, "union_number": "1" * 50, "union_dated": day}
    form |= {"resolution_number": "1" * 50, "resolution_dated": day, "resolution_signed_by": "Đ" * 150}
    form |= {"certificate_number": "1" * 50, "certificate_dated": day, "certificate_signed_by": "Đ" * 150}
    response = client.post("/cases/nominate/", form)
    assert response.status_code == 302, response.content.decode()
    assert Paper.objects.get(code="4-KNĐ").signed_by == "Đ" * 200


def test_the_longest_name_below_a_paper(client, bloc):
    journey = Journey(bloc).to("cell_vote")
    client.force_login(bloc.cell_secretary)
    assert client.post(vote_url(journey), vote(signed_by="Đ" * 150)).status_code == 302
    assert Decision.objects.get(step="cell_vote").signed_by == "Đ" * 150


@pytest.mark.parametrize("name", list(PROFILE_FIELDS))
def test_a_longer_text_of_the_profile_is_refused_by_the_verb(bloc, name):
    journey = Journey(bloc).to("declaration")
    ((model, column),) = ENDS_IN[name]
    long = "Đ" * (model._meta.get_field(column).max_length + 1)
    given = DeclarationGiven(PROFILE | {name: long}, RELATIVES, (journey.paper("1-KNĐ"),))
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        journey.do(declare, "declaration", given)
    assert set(refused.value.errors) == {name}
