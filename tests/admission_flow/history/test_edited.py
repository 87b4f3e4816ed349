"""A row of a case edited or removed behind the journal is named, with the entry that wrote it."""

from typing import Any

import pytest
from django.db import connection, models

from admission_flow.models import (
    Candidate,
    Case,
    Deadline,
    Decision,
    Eligibility,
    Introduction,
    Judgement,
    Opinion,
    Paper,
    Relative,
    Task,
    Verification,
)
from journal.models import Entry
from journal.verify import verify
from orgs.models import Person
from tests.admission_flow.journey import Journey
from tests.people import Bloc

EDITS: list[tuple[type[models.Model], str, dict[str, Any], str]] = [
    (Decision, "cell_vote", {"reason": "khác"}, "record_cell_vote"),
    (Decision, "cell_vote", {"outcome": "đạt"}, "record_cell_vote"),
    (Decision, "cell_vote", {"votes_for": 11, "votes_against": 1}, "record_cell_vote"),
    (Decision, "grassroots_approval", {"ratio_reached": False}, "approve_grassroots"),
    (Decision, "bloc_appraisal", {"derivation": [{}]}, "appraise_bloc"),
    (Task, "cell_vote", {"done_at": "2026-01-01T00:00:00Z"}, "record_cell_vote"),
    (Task, "verification", {"first_seen_at": "2026-01-01T00:00:00Z"}, "record_verification"),
    (Task, "grassroots_approval", {"due_on": "2030-01-01"}, "approve_grassroots"),
]


def first(model: type[models.Model], journey: Journey, step: str) -> Any:
    case = "process" if model is Task else "case"
    return model._default_manager.filter(**{case: journey.case, "step": step}).get()


def named(row: models.Model, verb: str, what: str) -> None:
    """The verification fails at this row, by the entry of that verb."""
    failure = verify().failure
    assert failure is not None
    assert f"{row._meta.label_lower} {row.pk}" in failure.what
    assert what in failure.what
    assert Entry.objects.get(pk=failure.entry_id or 0).verb == verb


@pytest.mark.parametrize(("model", "step", "edit", "verb"), EDITS)
def test_a_step(bloc: Bloc, model: type[models.Model], step: str, edit: dict[str, Any], verb: str) -> None:
    journey = Journey(bloc).to("bloc_decision")
    row = first(model, journey, step)
    assert verify().holds
    assert model._default_manager.filter(pk=row.pk).update(**edit) == 1
    named(row, verb, "was altered since")


FILE: list[tuple[type[models.Model], dict[str, Any], str]] = [
    (Paper, {"number": "99"}, "nominate"),
    (Relative, {"is_member": True}, "declare"),
    (Introduction, {"dated": "2026-01-01"}, "nominate"),
    (Introduction, {"together_since": "2026-01-01"}, "nominate"),
    (Eligibility, {"education": "none"}, "nominate"),
    (Judgement, {"met": False}, "nominate"),
    (Opinion, {"answer": "disagrees"}, "record_opinions"),
    (Verification, {"note": "đã sửa"}, "record_verification"),
    (Candidate, {"life_history": "khác"}, "declare"),
    (Case, {"admitted_on": "2026-01-01"}, "record_cell_vote"),
    (Case, {"standing": []}, "record_cell_vote"),
    (Deadline, {"due_on": "2030-01-01"}, "record_cell_vote"),
]


@pytest.mark.parametrize(("model", "edit", "verb"), FILE)
def test_the_file(bloc: Bloc, model: type[models.Model], edit: dict[str, Any], verb: str) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    model._default_manager.filter(pk=row.pk).update(**edit)
    assert journey.decided()[-1] == "cell_vote"
    named(row, verb, "was altered since")


def test_the_person(bloc: Bloc) -> None:
    person = Journey(bloc).to("course").case.candidate.person
    Person.objects.filter(pk=person.pk).update(birth_date="1980-01-01")
    named(person, "nominate", "was altered since")


def test_a_term_that_was_kept(bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    decided = Deadline.objects.get(case=journey.case, rule="decide_admission")
    Deadline.objects.filter(pk=decided.pk).update(met_on=None)
    named(decided, "decide_bloc", "was altered since")


@pytest.mark.parametrize(("table", "verb"), [(Decision, "record_cell_vote"), (Paper, "record_cell_vote")])
def test_a_removed_row(bloc: Bloc, table: type[models.Model], verb: str) -> None:
    Journey(bloc).to("grassroots_approval")
    row = table._default_manager.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table._meta.db_table}" WHERE id = %s', [row.pk])
    named(row, verb, "is gone")


def test_what_is_still_open_may_be_seen_and_taken(bloc: Bloc) -> None:
    """Not every change is an act: an open step is first seen without an entry of its own."""
    journey = Journey(bloc).to("cell_vote")
    Task.objects.filter(process=journey.case, status="NEW").update(first_seen_at=journey.at)
    assert verify().holds
    journey.take(journey.task("cell_vote"))
    journey.cell_vote()
    assert verify().holds
