"""A ceremony after its last day needs the superior committee's consent of before it (S2, S3)."""

import datetime

import pytest
from django.utils import timezone

from admission_flow.decisions.given import LateConsent, PaperGiven
from admission_flow.models import Deadline, Paper
from admission_flow.refusals import InvalidFacts
from tests.admission_flow.journey import Journey
from tests.people import Bloc

AT = datetime.datetime(2026, 2, 2, 3, tzinfo=datetime.UTC)
RECEIVED, LAST = datetime.date(2026, 2, 2), datetime.date(2026, 3, 23)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc, at=AT).to("ceremony").wait(60)


def consent(dated: datetime.date, number: str = "5-CV/ĐU", reason: str = "Đi công tác xa") -> LateConsent:
    return LateConsent(reason, PaperGiven("ĐY-LKN", dated, number, "Bí thư"))


def test_on_its_last_day_without(journey: Journey) -> None:
    decision = journey.ceremony(RECEIVED, LAST)
    assert decision.derivation[0]["met"]
    assert "late_consent" not in decision.facts


def test_a_day_later_it_is_refused_without(journey: Journey) -> None:
    with pytest.raises(InvalidFacts) as refused:
        journey.ceremony(RECEIVED, LAST + ONE_DAY)
    assert "by 23/03/2026, 30 working days after the decision was received" in refused.value.sentence
    assert list(refused.value.errors) == ["consent_reason"]
    assert Deadline.objects.get(case=journey.case, rule="hold_ceremony").met_on is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (consent(LAST, reason=" "), "consent_reason"),
        (consent(LAST, number=""), "consent_reason"),
        (consent(LAST + 2 * ONE_DAY), "consent_dated"),
    ],
)
def test_a_consent_that_is_none(journey: Journey, given: LateConsent, field: str) -> None:
    with pytest.raises(InvalidFacts) as refused:
        journey.ceremony(RECEIVED, LAST + ONE_DAY, late_consent=given)
    assert list(refused.value.errors) == [field]


def test_with_it_the_reason_and_the_paper_are_kept(journey: Journey) -> None:
    decision = journey.ceremony(RECEIVED, LAST + ONE_DAY, late_consent=consent(LAST))
    assert decision.facts["late_consent"] == {"reason": "Đi công tác xa", "number": "5-CV/ĐU"}
    assert not decision.derivation[0]["met"]
    assert Paper.objects.get(case=journey.case, code="ĐY-LKN").dated == LAST


def test_by_the_page(client, bloc: Bloc) -> None:
    today = timezone.localdate()
    journey = Journey(bloc, at=timezone.now() - 90 * ONE_DAY).to("ceremony")
    client.force_login(bloc.cell_secretary)
    address = f"/cases/{journey.case.pk}/tasks/{journey.task('ceremony').pk}/hold_ceremony/"
    given = {
        "received_on": f"{journey.today:%d/%m/%Y}",
        "held_on": f"{today:%d/%m/%Y}",
        "place": "Hội trường",
        "helper": str(journey.case.helper_id),
    }
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert 'disclose" open' in refused.content.decode(), "the part that is wanted stands open"
    paper = {"consent_reason": "Đi xa", "consent_number": "5-CV", "consent_dated": f"{today:%d/%m/%Y}"}
    assert client.post(address, given | paper | {"consent_signed_by": "Bí thư"}).status_code == 302
    assert Paper.objects.filter(case=journey.case, code="ĐY-LKN").exists()
