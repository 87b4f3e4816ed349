"""A certificate that expired on the way is replaced by the supplement, and the file is fit again."""

import datetime

import pytest

from admission_flow.holding import papers_of
from admission_flow.models import Paper
from admission_flow.refusals import RuleNotMet
from tests.admission_flow.journey import TODAY, Journey, paper
from tests.admission_flow.untouched import nothing_written


def test_supplied_after_the_old_one_expired(bloc):
    journey = Journey(bloc).to("file_check")
    Paper.objects.filter(case=journey.case, code="CN-NTVĐ").update(dated=TODAY() - datetime.timedelta(days=61 * 31))
    journey.send_back("file_check")
    journey.supplement(papers=(paper("CN-NTVĐ", "77"),))
    assert journey.file_check().outcome == "fit"
    assert Paper.objects.get(case=journey.case, number="77").valid_to > TODAY()


def test_one_that_has_expired_itself_is_refused(bloc):
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    with nothing_written(), pytest.raises(RuleNotMet, match="was valid to"):
        journey.supplement(papers=(paper("CN-NTVĐ", "77", dated=datetime.date(2011, 1, 1)),))


def test_an_older_one_takes_no_newer_ones_place(bloc):
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    journey.supplement(papers=(paper("CN-NTVĐ", "77", dated=TODAY() - datetime.timedelta(days=300)),))
    journey.case.refresh_from_db()
    assert [one.number for one in papers_of(journey.case) if one.code == "CN-NTVĐ"] == ["01"]


def test_a_new_biography_takes_the_old_ones_place(bloc):
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    journey.supplement(papers=(paper("2-KNĐ", "mới"),))
    journey.case.refresh_from_db()
    held = [(one.code, one.number) for one in papers_of(journey.case)]
    assert [number for code, number in held if code == "2-KNĐ"] == ["mới"]
    assert sum(code == "3-KNĐ" for code, _number in held) == 2
