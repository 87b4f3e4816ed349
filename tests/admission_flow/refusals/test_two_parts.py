"""Who introduced, verified or appraised doesn't decide; another holder of the seat does."""

import pytest
from django.utils import translation
from django.utils.html import escape

from admission_flow.models import Decision, Introduction
from admission_flow.refusals import RuleNotMet
from orgs import seating
from tests.admission_flow.journey import Journey

pytestmark = pytest.mark.django_db


def introduced_by(journey, user):
    """As a replacement or an old record may have it: the introducer is the holder of a seat above."""
    Introduction.objects.filter(case=journey.case, kind="member").first().delete()
    Introduction.objects.create(case=journey.case, kind="member", introducer=user.person, dated=journey.today)


def test_the_introducer_doesnt_verify(bloc):
    journey = Journey(bloc).to("verification")
    introduced_by(journey, bloc.committee_officer)
    with pytest.raises(RuleNotMet) as refused:
        journey.verification()
    assert [one.rule for one in refused.value.verdicts] == ["independence"]
    assert not Decision.objects.filter(step="verification").exists()
    with journey.acting_as(bloc.committee_secretary):
        journey.verification()
    assert journey.task("opinions")


def test_whoever_appraised_at_the_bloc_doesnt_decide_there(bloc):
    seating.appoint(
        bloc.organisation_board.person, bloc.unit, "standing_deputy", Journey(bloc).today, None,
        acting_user=bloc.administrator, at=Journey(bloc).at, reason="Kiêm nhiệm",
    )  # fmt: skip
    journey = Journey(bloc).to("bloc_decision")
    with journey.acting_as(bloc.organisation_board), pytest.raises(RuleNotMet):
        journey.bloc_decision()
    assert journey.open_steps() == ["bloc_decision"]
    journey.bloc_decision()
    decision = Decision.objects.get(case=journey.case, step="bloc_decision")
    assert decision.derivation[0]["rule"] == "independence"
    assert decision.derivation[0]["met"]


def test_the_page_says_why_and_offers_nothing(client, bloc):
    journey = Journey(bloc).to("verification")
    introduced_by(journey, bloc.committee_officer)
    client.force_login(bloc.committee_officer)
    page = client.get(f"/cases/{journey.case.pk}/")
    assert [action.verb for action in page.context["page"].actions] == []
    with translation.override("vi"):
        (bar,) = page.context["page"].barred
    assert "giới thiệu" in bar
    assert escape(bar) in page.content.decode()
    task = journey.task("verification")
    posted = client.post(f"/cases/{journey.case.pk}/tasks/{task.pk}/record_answers/", {})
    assert posted.status_code == 403
    assert escape(bar) in posted.content.decode()


def test_a_return_is_no_part(bloc):
    """Whoever sent the file back from the bloc's appraisal has appraised nothing yet."""
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    journey.to("bloc_decision")
    assert journey.bloc_decision().outcome == "admitted"


def test_with_delegated_authority_the_approval_is_the_decision(bloc):
    journey = Journey.in_unit(bloc, "delegated_cell").to("verification")
    with journey.acting_as(bloc.delegated_secretary):
        journey.verification()
    journey.to("grassroots_approval")
    with pytest.raises(RuleNotMet):
        journey.grassroots_approval()
