"""What a step costs: statements from the lock to the commit, whatever the number of people told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from tests.admission_flow.journey import Journey
from tests.people import Bloc, make_seat, make_user, new_person

STEPS = ["course", "declaration", "opinions", "verification", "file_check", "cell_vote", "grassroots_approval",
         "bloc_appraisal", "bloc_decision"]  # fmt: skip
JOINING = "verification"


@pytest.mark.parametrize("more_people", [0, 30])
def test_statements_of_each_step(
    bloc: Bloc, more_people: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for number in range(more_people):
        person = new_person(f"Trần Văn Năm {number}")
        person.save()
        make_user(person)
        make_seat(bloc.unit, "organisation_board", person)
    journey = Journey(bloc).to("course")
    for step in STEPS:
        with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks():
            getattr(journey, step)()
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        lock = next(place for place, sql in enumerate(statements) if "FOR UPDATE" in sql)
        assert len(statements[lock:]) <= (24 if step == JOINING else 20), (step, len(statements[lock:]))
