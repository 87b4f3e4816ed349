"""Where a vote that carried admits nobody, it was on not admitting, and the decision says so."""

from __future__ import annotations

from django.test import Client

from tests.admission_flow.journey import Journey
from tests.people import Bloc


def test_the_standing_committee(bloc: Bloc, client: Client) -> None:
    journey = Journey(bloc).to("bloc_decision")
    decision = journey.bloc_decision("not_admitted", 9, "Phát sinh vấn đề lịch sử chính trị")
    assert (decision.ratio_reached, decision.facts) == (True, {"put_to_vote": "not_admit"})
    client.force_login(bloc.auditor)
    page = client.get(f"/cases/{journey.case.pk}/?tab=decisions").content.decode()
    assert "Không kết nạp" in page


def test_a_committee_with_delegated_authority(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "delegated_cell").to("grassroots_approval")
    decision = journey.grassroots_approval(in_favour=5, outcome="not_admitted", reason="Chưa đủ điều kiện")
    assert decision.facts == {"put_to_vote": "not_admit"}


def test_a_vote_to_admit_that_failed_names_nothing_else(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    assert journey.bloc_decision("not_admitted", reason="Chưa đủ điều kiện").facts == {}
