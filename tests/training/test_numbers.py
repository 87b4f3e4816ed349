"""Certificates are numbered from 1 in each year, after whatever was numbered by hand, and never with a gap."""

from __future__ import annotations

import pytest

from admission_flow.decisions import course
from admission_flow.decisions.given import PaperGiven
from admission_flow.refusals import InvalidFacts
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc
from tests.training.classes import Centre, waiting
from training.models import Certificate
from training.refusals import NotClosable


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    return Centre(bloc)


def by_hand(bloc: Bloc, number: str) -> None:
    journey = Journey(bloc).to("course")
    journey.do(course.record_certificate, "course", PaperGiven("CN-NTVĐ", journey.today, number, "Giám đốc"))


def numbers() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("number", flat=True))


def test_after_the_highest_written_by_hand(bloc: Bloc, centre: Centre) -> None:
    for number in ("30-CN/TTCT", "7-CN/TTCT", "99-CN/HUYEN", "118/CN", "4000-CN-ĐVM/TTCT"):
        by_hand(bloc, number)
    centre.held(waiting(bloc, 2))
    centre.close()
    assert numbers() == ["31-CN/TTCT", "32-CN/TTCT"]
    by_hand(bloc, "33-CN/TTCT")
    centre.held(waiting(bloc), number="02-2026")
    centre.close()
    assert numbers()[2:] == ["34-CN/TTCT"]
    assert verify().failure is None


def test_after_the_last_one_that_the_centre_tells(bloc: Bloc, centre: Centre) -> None:
    by_hand(bloc, "30-CN/TTCT")
    centre.held(waiting(bloc))
    for told, words in ((29, "30 is used"), (100_000, "no number")):
        with nothing_written(), pytest.raises(InvalidFacts, match=words):
            centre.close(last_used=told)
    centre.close(last_used=45)
    assert numbers() == ["46-CN/TTCT"]
    centre.held(waiting(bloc), number="02-2026")
    with nothing_written(), pytest.raises(InvalidFacts, match="up to 46"):
        centre.close(last_used=60)
    centre.close()
    assert numbers() == ["46-CN/TTCT", "47-CN/TTCT"]


def test_a_refused_closing_uses_no_number(bloc: Bloc, centre: Centre) -> None:
    journey = Journey(bloc).to("course")
    centre.held([journey.case, *waiting(bloc)])
    journey.hold()
    with nothing_written(), pytest.raises(NotClosable):
        centre.close()
    journey.resume()
    centre.close()
    assert numbers() == ["01-CN/TTCT", "02-CN/TTCT"]


def test_each_kind_and_each_year_has_its_own(bloc: Bloc, centre: Centre) -> None:
    centre.held(waiting(bloc))
    centre.close()
    later = Centre(bloc, centre.at.replace(year=centre.at.year + 1))
    later.held([Journey(bloc, at=later.at).to("course").case], number="01-2027")
    later.close()
    assert numbers() == ["01-CN/TTCT", "01-CN/TTCT"]
    assert sorted(Certificate.objects.values_list("year", flat=True)) == [centre.today.year, later.today.year]
