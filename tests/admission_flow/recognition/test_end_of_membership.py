"""A member on probation who dies or leaves the Party: the stay ends, and the case of recognition with it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from admission_flow.decisions import withdrawal
from admission_flow.refusals import CaseClosed, InvalidFacts, NotYours, WrongStep
from admission_flow.soundness.examine import examine
from journal.verify import verify
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc


def end(journey: Journey, ending: str = "died", reason: str = "Giấy chứng tử 12/2026", by=None):
    given = (journey.case.pk, journey.today, ending, reason)
    return withdrawal.end_membership(*given, acting_user=by or journey.secretary, at=journey.at)


def stay(journey: Journey) -> Member:
    return Member.objects.get(person=journey.case.candidate.person)


@pytest.mark.parametrize("ending", ["died", "left"])
@pytest.mark.parametrize("step", ["new_member_class", "recognition_vote", "recognition_decision"])
def test_stay_and_case_end_on_that_day(bloc: Bloc, ending: str, step: str) -> None:
    journey = recognising(bloc).to(step)
    end(journey, ending)
    journey.case.refresh_from_db()
    assert (journey.case.outcome, journey.open_steps()) == ("ended", [])
    assert (stay(journey).until, stay(journey).ending) == (journey.today, ending)
    assert list(examine([journey.case.pk], at=journey.at)) == []
    assert verify().holds


def test_also_while_it_is_on_hold_and_once(bloc: Bloc) -> None:
    journey = recognising(bloc)
    journey.hold()
    end(journey)
    journey.case.refresh_from_db()
    assert journey.case.held_since is None
    with nothing_written(), pytest.raises(CaseClosed):
        end(journey)


def test_what_the_register_says_already_is_left(bloc: Bloc) -> None:
    journey = recognising(bloc)
    Member.objects.filter(person=journey.case.candidate.person).update(until=journey.today, ending="left")
    end(journey, "died")
    assert stay(journey).ending == "left"


@pytest.mark.parametrize(("ending", "reason", "field"), [("moved", "x", "ending"), ("died", " ", "reason")])
def test_wrong_facts(bloc: Bloc, ending: str, reason: str, field: str) -> None:
    journey = recognising(bloc)
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        end(journey, ending, reason)
    assert set(refused.value.errors) == {field}


def test_by_the_cell_alone_and_never_in_an_admission(bloc: Bloc) -> None:
    journey = recognising(bloc)
    for user in (bloc.committee_secretary, bloc.organisation_board, bloc.sibling_secretary, bloc.auditor):
        with nothing_written(), pytest.raises(NotYours):
            end(journey, by=user)
    running = Journey.in_unit(bloc, "sibling_cell").to("course")
    with nothing_written(), pytest.raises(WrongStep):
        end(running)


def test_by_its_form_and_shown_in_list_and_history(bloc: Bloc, client: Client) -> None:
    journey = recognising(bloc)
    client.force_login(bloc.cell_secretary)
    address = f"/cases/{journey.case.pk}/end_membership/"
    form = {"dated": f"{journey.today:%d/%m/%Y}", "ending": "left", "reason": "Quyết định 05-QĐ/ĐU cho ra khỏi Đảng"}
    assert client.post(address, form | {"ending": ""}).status_code == 422
    assert client.post(address, form).status_code == 302
    page = client.get(f"/cases/{journey.case.pk}/?tab=decisions").content.decode()
    assert "Quyết định 05-QĐ/ĐU cho ra khỏi Đảng" in page
    assert "chấm dứt tư cách đảng viên" in client.get("/cases/?show=ended").content.decode()


def test_the_nights_look_names_one_whom_the_register_has_no_more(bloc: Bloc, capsys) -> None:
    journey = recognising(bloc)
    journey.hold()
    Member.objects.filter(person=journey.case.candidate.person).update(until=journey.today, ending="died")
    with pytest.raises(CommandError):
        call_command("fsck")
    assert journey.case.number in capsys.readouterr().out
