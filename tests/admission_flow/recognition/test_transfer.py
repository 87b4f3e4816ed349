"""A member on probation who moves: register and case go along, class and review stand, the new place asks and votes."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.refusals import NotYours, Refused
from admission_flow.soundness.examine import examine
from journal.verify import verify
from orgs.members import count_official
from orgs.models import Member
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

STEPS = ["new_member_class", "probation_opinions", "recognition_vote", "recognition_appraisal", "recognition_approval",
         "recognition_bloc_appraisal", "recognition_decision"]  # fmt: skip
AFTER = {"new_member_class": ["new_member_class", "probation_papers"]}


def sound(journey: Journey) -> bool:
    assert list(examine([journey.case.pk], at=timezone.now())) == []
    return True


@pytest.mark.parametrize("to", ["cell", "grassroots_cell", "delegated_cell"])
@pytest.mark.parametrize("step", STEPS)
def test_from_every_step_to_every_route(bloc: Bloc, step: str, to: str) -> None:
    journey = recognising(bloc, "departmental_cell").to(step)
    journey.transfer(to)
    assert sound(journey)
    assert journey.open_steps() == AFTER.get(step, ["probation_opinions"])
    assert journey.member_now.unit == getattr(bloc, to)
    journey.to_the_end()
    assert sound(journey)
    assert (journey.case.outcome, journey.member_now.official_on) == ("recognised", journey.over)
    assert verify().holds


def test_the_register_keeps_both_stays(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_vote")
    person, official = journey.case.candidate.person, count_official(bloc.cell, journey.today)
    journey.transfer("sibling_cell")
    old, new = Member.objects.filter(person=person).order_by("since")
    assert (old.until, old.ending, old.ending_detail) == (journey.today, "moved", bloc.sibling_cell.name)
    assert (new.since, new.joined_on, new.moved_in_from) == (journey.today, old.joined_on, bloc.cell.name)
    assert count_official(bloc.cell, journey.today) == official


def test_out_of_the_bloc_ends_case_and_stay(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_vote")
    journey.transfer(unit=None, helper=None, outside="Đảng bộ thành phố Huế")
    assert (journey.case.outcome, journey.open_steps()) == ("transferred", [])
    stay = Member.objects.get(person=journey.case.candidate.person)
    assert (stay.until, stay.ending, stay.ending_detail) == (journey.today, "moved", "Đảng bộ thành phố Huế")
    assert sound(journey)


def test_not_by_the_cell_nor_of_one_whom_the_register_has_no_more(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_vote")
    with nothing_written(), pytest.raises(NotYours):
        journey.transfer(by=bloc.cell_secretary)
    yesterday = journey.today - datetime.timedelta(days=1)
    Member.objects.filter(person=journey.case.candidate.person).update(until=yesterday, ending="left")
    with nothing_written(), pytest.raises(Refused, match="no stay of this member"):
        journey.transfer()


def test_the_page_offers_it_and_says_what_moves(bloc: Bloc, client: Client) -> None:
    journey = recognising(bloc).to("recognition_vote")
    client.force_login(bloc.committee_secretary)
    page = client.get(f"/cases/{journey.case.pk}/?do=transfer").content.decode()
    assert "đảng viên được chuyển trong danh sách và hồ sơ đi theo" in page


def test_a_paper_of_the_probation_is_corrected_and_nothing_opens_anew(bloc: Bloc) -> None:
    journey = recognising(bloc).to("recognition_decision")
    paper = journey.case.papers.get(code="13-KNĐ")
    journey.decide(journey.propose(f"paper.{paper.pk}.number", "17-NQ/CB"))
    paper.refresh_from_db()
    assert paper.number == "17-NQ/CB"
    assert journey.open_steps() == ["recognition_decision"]
    assert sound(journey)
    assert verify().holds
