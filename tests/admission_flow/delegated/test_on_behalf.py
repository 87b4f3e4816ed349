"""A delegate acts on behalf of somebody away: so it is kept, so it is shown, and no longer than it lasts."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from admission_flow.access import case_for
from admission_flow.models import Decision
from admission_flow.refusals import NotYours, RuleNotMet
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs import roles
from orgs.delegating import end_delegation_of_seat
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written

FILE = (roles.NOMINATE, roles.PREPARE_FILE, roles.RECORD_VOTE)


def test_a_step_is_done_on_behalf(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    delegation = lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=journey.at)
    with journey.acting_as(bloc.seatless):
        journey.file_check()
    decision = Decision.objects.get(case=journey.case, step="file_check")
    assert (decision.decided_by, decision.delegation) == (bloc.seatless, delegation)
    entry = Entry.objects.filter(stream=f"case:{journey.case.pk}").latest("pk")
    assert (entry.actor, entry.on_behalf_of) == (bloc.seatless, bloc.cell_secretary)
    assert entry.refs["delegation"] == delegation.pk
    assert verify().holds


def test_a_delegation_altered_behind_the_journal_is_found(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=journey.at)
    with journey.acting_as(bloc.seatless):
        journey.file_check()
    Decision.objects.filter(case=journey.case, step="file_check").update(delegation=None)
    assert not verify().holds


def test_only_what_was_delegated(bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=journey.at)
    with journey.acting_as(bloc.seatless), nothing_written(), pytest.raises(NotYours):
        journey.cell_vote()


def test_up_to_its_very_end_and_not_a_moment_longer(bloc) -> None:
    journey = Journey(bloc).to("file_check")
    journey.at = journey.at.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
    delegation = lend(bloc.cell_secretary, bloc.seatless, *FILE, at=journey.at)
    journey.at = delegation.ends_at
    with journey.acting_as(bloc.seatless), nothing_written(), pytest.raises(NotYours):
        journey.file_check()
    journey.at = delegation.ends_at - datetime.timedelta(microseconds=1)
    with journey.acting_as(bloc.seatless):
        assert journey.file_check().outcome == "fit"


def test_ended_while_the_page_was_open(bloc) -> None:
    """The right is asked at the moment of acting, not when the page was drawn."""
    journey = Journey(bloc).to("file_check")
    delegation = lend(bloc.cell_secretary, bloc.seatless, *FILE, at=journey.at)
    assert case_for(bloc.seatless, journey.case.pk, at=journey.at)
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.cell_secretary, at=journey.at)
    with journey.acting_as(bloc.seatless), nothing_written(), pytest.raises(NotYours):
        journey.file_check()


def test_the_delegate_is_told_of_steps_that_arrive(bloc) -> None:
    journey = Journey(bloc).to("declaration")
    lend(bloc.cell_secretary, bloc.seatless, *FILE, at=journey.at)
    journey.declaration()
    assert Notice.objects.filter(recipient=bloc.seatless, kind="step_arrived").exists()


def test_the_delegate_who_introduced_does_not_verify_for_another(bloc) -> None:
    """The delegate's own part counts."""
    introducer = bloc.committee_member
    journey = Journey(bloc).to("verification", introducers=(introducer.person_id, bloc.cell_deputy.person_id))
    lend(bloc.committee_officer, introducer, roles.VERIFY, at=journey.at)
    with journey.acting_as(introducer), nothing_written(), pytest.raises(RuleNotMet) as refused:
        journey.verification()
    assert [one.rule for one in refused.value.verdicts] == ["independence"]


def test_nor_does_a_delegate_of_who_introduced(bloc) -> None:
    """Independence looks through a delegation: the part of the one away counts as the delegate's."""
    bloc_secretary = bloc.person("committee_secretary")
    journey = Journey(bloc).to("verification", introducers=(bloc_secretary.pk, bloc.cell_deputy.person_id))
    lend(bloc.committee_secretary, bloc.committee_deputy, roles.VERIFY, at=journey.at)
    with journey.acting_as(bloc.committee_deputy), nothing_written(), pytest.raises(RuleNotMet):
        journey.verification()
    journey.verification()
    assert Decision.objects.filter(step="verification").exists()


def test_what_was_done_for_somebody_is_their_part_afterwards(bloc) -> None:
    """Verified by a delegate on behalf of the officer: neither of the two decides it, nor a delegate of either."""
    journey = Journey(bloc).to("bloc_appraisal")
    lend(bloc.organisation_board, bloc.standing_deputy, roles.APPRAISE_BLOC, at=journey.at)
    with journey.acting_as(bloc.standing_deputy):
        journey.bloc_appraisal()
    journey.case.refresh_from_db()
    with nothing_written(), pytest.raises(RuleNotMet):
        journey.bloc_decision()
    lend(bloc.bloc_secretary, bloc.organisation_board, roles.DECIDE_BLOC, at=journey.at)
    with journey.acting_as(bloc.organisation_board), nothing_written(), pytest.raises(RuleNotMet):
        journey.bloc_decision()
    with journey.acting_as(bloc.bloc_secretary):
        assert journey.bloc_decision().outcome == "admitted"


def test_the_page_offers_the_acts_and_says_for_whom(client, bloc) -> None:
    journey = Journey(bloc).to("file_check")
    lend(bloc.cell_secretary, bloc.seatless, *FILE, at=journey.at)
    client.force_login(bloc.seatless)
    page = client.get(f"/cases/{journey.case.pk}/")
    assert page.status_code == 200
    assert "check_file" in [action.verb for action in page.context["page"].actions]
    assert [action.for_whom for action in page.context["page"].actions if action.task] == ["Trần Quốc Bảo"] * 2
    assert "thay mặt <b>Trần Quốc Bảo</b>" in page.content.decode()
    with journey.acting_as(bloc.seatless):
        journey.file_check()
    for tab in ("history", "decisions"):
        shown = client.get(f"/cases/{journey.case.pk}/?tab={tab}").content.decode()
        assert "thay mặt Trần Quốc Bảo" in shown, tab


def test_it_is_in_my_work_while_it_lasts(client, bloc) -> None:
    journey = Journey(bloc).to("file_check")
    client.force_login(bloc.seatless)
    assert journey.case.number not in client.get("/").content.decode()
    delegation = lend(bloc.cell_secretary, bloc.seatless, *FILE, at=journey.at)
    with translation.override("vi"):
        assert journey.case.number in client.get("/").content.decode()
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.seatless, at=journey.at)
    assert journey.case.number not in client.get("/").content.decode()
    assert client.get(f"/cases/{journey.case.pk}/").status_code == 404


def test_a_case_is_nominated_on_behalf(bloc) -> None:
    journey = Journey(bloc)
    lend(bloc.cell_secretary, bloc.seatless, roles.NOMINATE, at=journey.at)
    journey.nominate(by=bloc.seatless)
    assert journey.case.decisions.get().delegation is not None


def test_a_step_costs_one_statement_more_at_the_most(bloc) -> None:
    """For the part that the one away took in the case."""
    own, lent = Journey(bloc).to("bloc_decision"), Journey.in_unit(bloc, "sibling_cell").to("bloc_decision")
    lend(bloc.standing_deputy, bloc.bloc_deputy, roles.DECIDE_BLOC, at=lent.at)
    with CaptureQueriesContext(connection) as by_the_holder:
        own.bloc_decision()
    with lent.acting_as(bloc.bloc_deputy), CaptureQueriesContext(connection) as by_the_delegate:
        lent.bloc_decision()
    assert len(by_the_delegate) <= len(by_the_holder) + 1
