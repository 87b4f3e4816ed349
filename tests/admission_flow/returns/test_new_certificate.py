"""A certificate that expired on the way is replaced by the supplement, and the file is fit again."""

import datetime

from admission_flow.models import Paper
from tests.admission_flow.journey import TODAY, Journey, paper


def test_supplied_after_the_old_one_expired(bloc):
    journey = Journey(bloc).to("file_check")
    Paper.objects.filter(case=journey.case, code="CN-NTVĐ").update(dated=TODAY() - datetime.timedelta(days=61 * 31))
    journey.send_back("file_check")
    journey.supplement(papers=(paper("CN-NTVĐ", "77"),))
    assert journey.file_check().outcome == "fit"
    assert Paper.objects.get(case=journey.case, number="77").valid_to > TODAY()
