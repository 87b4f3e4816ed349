"""A second pair of eyes is another person's, also through delegations."""

from __future__ import annotations

import pytest

from admission_flow.decisions.corrections import OwnProposal
from admission_flow.models import Correction, Paper
from journal.verify import verify
from orgs import roles
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written


def proposed(journey: Journey, by) -> Correction:
    paper = Paper.objects.filter(case=journey.case, code="6-KNĐ").latest("pk")
    return journey.propose(f"paper.{paper.pk}.number", "17-NQ/CB", by=by)


def test_the_delegate_of_who_proposed_does_not_decide(bloc) -> None:
    """The secretary of the committee stands in at the cell and proposes: then does not decide above it."""
    journey = Journey(bloc).to("bloc_decision")
    lend(bloc.cell_secretary, bloc.committee_secretary, roles.RECORD_VOTE, roles.PREPARE_FILE, at=journey.at)
    correction = proposed(journey, bloc.committee_secretary)
    assert correction.proposed_under is not None
    with nothing_written(), pytest.raises(OwnProposal):
        journey.decide(correction, by=bloc.committee_secretary)
    lend(bloc.committee_secretary, bloc.committee_member, roles.APPROVE_GRASSROOTS, at=journey.at)
    with nothing_written(), pytest.raises(OwnProposal):
        journey.decide(correction, by=bloc.committee_member)
    journey.decide(correction, by=bloc.committee_deputy)
    assert verify().holds


def test_nor_the_one_for_whom_it_was_proposed(bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    lend(bloc.cell_secretary, bloc.seatless, roles.RECORD_VOTE, roles.PREPARE_FILE, at=journey.at)
    correction = proposed(journey, bloc.seatless)
    lend(bloc.committee_secretary, bloc.committee_deputy, roles.APPROVE_GRASSROOTS, at=journey.at)
    assert journey.decide(correction, by=bloc.committee_deputy).accepted
