"""A notice of a step asks for nothing any more once the step is done, by whomever."""

from __future__ import annotations

from django.test import Client

from notices.models import Notice
from notices.queries import bell_of
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def waiting(person: User) -> list[str]:
    return list(
        Notice.objects.filter(recipient=person, kind="step_arrived", settled_at=None).values_list(
            "params__step", flat=True
        )
    )


def test_for_all_who_hold_the_seat(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    assert waiting(bloc.cell_secretary) == waiting(bloc.cell_deputy) == ["declaration"]
    journey.declaration()
    assert "declaration" not in waiting(bloc.cell_secretary) + waiting(bloc.cell_deputy)
    line = bell_of(bloc.cell_deputy).newest[-1]
    assert (line.settled, line.unread) == (True, False)


def test_with_the_case_withdrawn(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    assert waiting(bloc.organisation_board) == ["bloc_appraisal"]
    journey.withdraw()
    assert waiting(bloc.organisation_board) == []


def test_what_was_read_keeps_its_time(bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    Notice.objects.filter(recipient=bloc.cell_deputy).update(read_at=journey.at)
    journey.wait(1).declaration()
    notice = Notice.objects.get(recipient=bloc.cell_deputy, params__step="declaration")
    assert notice.read_at is not None
    assert notice.settled_at is not None
    assert notice.read_at < notice.settled_at


def test_the_list_says_done(client: Client, bloc: Bloc) -> None:
    Journey(bloc).to("opinions")
    client.force_login(bloc.cell_secretary)
    assert "đã xong" in client.get("/notices/").content.decode()
