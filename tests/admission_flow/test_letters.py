"""What letters say of cases: to who may see them at the moment of sending, an initial and a number, and no more."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from admission_flow import hearing
from admission_flow.decisions.conversation import ask_holder
from admission_flow.decisions.given import CommentGiven
from admission_flow.digest_part import waiting_part
from admission_flow.models import Task
from notices import kinds
from notices.models import Mail, Notice
from notices.routing import route_waiting
from notices.sending import send_due
from orgs import roles, seating
from orgs.delegating import end_delegation_of_seat
from orgs.models import Seat, User
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.notices.conftest import post_office
from tests.notices.post_office import PostOffice, address_of, body, reachable
from tests.people import Bloc

__all__ = ["post_office"]


def seat_of(person: User) -> Seat:
    return Seat.objects.get(person=person.person)


def post() -> None:
    route_waiting(at=timezone.now())
    send_due(at=timezone.now())


def all_texts(post_office: PostOffice) -> str:
    return " ".join(f"{letter['Subject']} {body(letter)} {body(letter, 'html')}" for _to, letter in post_office.letters)


def test_a_letter_names_the_case_and_an_initial_and_nobody(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.committee_officer, bloc.committee_secretary)
    journey = Journey(bloc).to("verification")
    post()
    (letter,) = post_office.to(address_of(bloc.committee_officer))
    case, person = journey.case, journey.case.candidate.person
    assert f"{case.number} ({person.full_name.split()[-1][0]}.)" in body(letter)
    for secret in (*person.full_name.split()[1:], person.citizen_id):
        assert secret not in all_texts(post_office)


def test_an_office_can_leave_the_initial_out(bloc: Bloc, post_office: PostOffice, settings: Any) -> None:
    settings.MAIL_INITIALS = False
    reachable(bloc.committee_officer)
    journey = Journey(bloc).to("verification")
    post()
    text = body(post_office.letters[0][1])
    assert journey.case.number in text
    assert "(" not in text


def test_whoever_lost_the_seat_gets_nothing_more(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.committee_officer, bloc.committee_secretary)
    Journey(bloc).to("verification")
    route_waiting(at=timezone.now())
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    seating.end_seat(seat_of(bloc.committee_officer), yesterday, acting_user=bloc.administrator, at=timezone.now(),
                     reason="moved")  # fmt: skip
    send_due(at=timezone.now())
    assert post_office.to(address_of(bloc.committee_officer)) == []
    assert len(post_office.to(address_of(bloc.committee_secretary))) == 1
    assert Mail.objects.get(recipient=bloc.committee_officer).why == "not seen"


def test_whoever_stood_in_hears_of_no_step_after_that(bloc: Bloc, post_office: PostOffice) -> None:
    """From a seat of their own they may see the case still."""
    reachable(bloc.committee_deputy, bloc.cell_secretary)
    capabilities = (roles.PREPARE_FILE, roles.RECORD_VOTE)
    lent = lend(bloc.cell_secretary, bloc.committee_deputy, *capabilities, at=timezone.now())
    journey = Journey(bloc).to("cell_vote")
    question = CommentGiven("Bao giờ họp?", ())
    task = journey.task("cell_vote").pk
    ask_holder(journey.case.pk, task, question, acting_user=bloc.bloc_deputy, at=timezone.now())
    route_waiting(at=timezone.now())
    told = Notice.objects.filter(recipient=bloc.committee_deputy, settled_at=None)
    assert {"step_arrived", "question_asked"} <= set(told.values_list("kind", flat=True))
    end_delegation_of_seat(lent, "Đồng chí đã về", acting_user=bloc.cell_secretary, at=timezone.now())
    send_due(at=timezone.now())
    (letter,) = post_office.to(address_of(bloc.committee_deputy))
    assert journey.case.number not in f"{letter['Subject']} {body(letter)}"
    assert journey.case.number in body(post_office.to(address_of(bloc.cell_secretary))[0])


def test_a_step_that_was_done_meanwhile_is_not_written_of(bloc: Bloc, post_office: PostOffice) -> None:
    reachable(bloc.committee_officer)
    journey = Journey(bloc).to("verification")
    route_waiting(at=timezone.now())
    journey.to("cell_vote")
    send_due(at=timezone.now())
    assert post_office.letters == []


def test_the_guard_costs_the_same_for_many(bloc: Bloc, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(4):
        Journey(bloc).to("verification")
    told = list(Notice.objects.filter(recipient=bloc.committee_officer))
    assert len(told) >= 4
    for some in (told[:1], told):
        with django_assert_num_queries(4):
            assert len(kinds.still_for(bloc.committee_officer, some, timezone.now())) == len(some)


def test_who_sees_no_case_hears_of_none(bloc: Bloc) -> None:
    Journey(bloc).to("verification")
    told = list(Notice.objects.filter(kind="step_arrived"))
    assert hearing.of_cases(bloc.sibling_secretary, told, timezone.now()) == {}
    assert hearing.of_cases_gone(bloc.seatless, told, timezone.now()) == {}
    assert len(hearing.of_cases_gone(bloc.sibling_secretary, told, timezone.now())) == len(told)
    assert hearing.of_administrators(bloc.cell_secretary, told, timezone.now()) == {}


def test_the_letter_of_the_day_says_what_waits_and_what_is_late(
    bloc: Bloc, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    journeys = [Journey(bloc).to("verification") for _ in range(7)]
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    late = Task.objects.get(process=journeys[3].case, step="verification", status="NEW")
    Task.objects.filter(pk=late.pk).update(due_on=yesterday)
    with translation.override("en"), django_assert_num_queries(3):
        part = waiting_part(bloc.committee_officer, timezone.now())
    assert part is not None
    assert part.sentence == "7 steps wait for you. 1 of them is late."
    assert len(part.lines) == 5
    assert part.lines[0].path == f"/cases/{late.process_id}/"
    assert part.lines[0].note == f"late, was due on {yesterday:%d/%m/%Y}"
    assert waiting_part(bloc.sibling_secretary, timezone.now()) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_has_its_name(db: None, language: str) -> None:
    with translation.override(language):
        names = [str(kind.name) for _group, table in kinds.groups() for kind in table]
    assert len(set(names)) == len(names)
