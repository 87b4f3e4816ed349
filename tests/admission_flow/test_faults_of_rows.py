"""Faults in the rows of a form, as the summary above it tells them: the row, then what is wrong and what to do."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from admission_flow.forms.fields import ActForm
from admission_flow.views.verbs import VERBS
from project.templatetags.look import form_errors
from tests.admission_flow.journey import Journey
from tests.people import Bloc


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def told(form: ActForm) -> list[str]:
    return [problem["text"] for problem in form_errors(form, form.rows)["problems"]]


def filled(journey: Journey, verb: str, rows: int, **data: str) -> ActForm:
    sizes = {"rows-TOTAL_FORMS": str(rows), "rows-INITIAL_FORMS": "0"}
    return VERBS[verb].form(sizes | data, case=journey.case, task=None, today=timezone.localdate())


def test_what_is_left_empty_is_named_together(bloc: Bloc) -> None:
    form = filled(Journey(bloc).to("declaration"), "declare", 1, **{"rows-0-occupation": "nông dân"})
    assert "Relatives 1: not filled in: Relation, Full name" in told(form)


def test_what_is_written_wrongly_keeps_its_sentence(bloc: Bloc) -> None:
    given = {"rows-0-relation": "father", "rows-0-birth_year": "năm sáu mươi"}
    form = filled(Journey(bloc).to("declaration"), "declare", 1, **given)
    assert "Relatives 1: not filled in: Full name; Birth year: Enter a whole number" in told(form)


def test_a_row_about_a_person_bears_the_name(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    form = filled(journey, "record_answers", 4, **{"rows-0-note": "chưa rõ"})
    name = journey.case.candidate.person.full_name
    assert f"{name}: not filled in: Answer, Answered by, Answered on" in told(form)
