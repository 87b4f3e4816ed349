"""Eight nominations at once: numbers of the year without a gap or a double, though some are refused after all."""

import datetime
from collections import Counter

from admission_flow.models import Case, CaseCounter
from admission_flow.refusals import RuleNotMet
from tests.admission_flow.journey import Journey
from tests.databases import at_once, rounds
from tests.people import build_bloc

YEARS = range(2013, 2033)  # in each the first round finds no counter yet


def test_without_gap_or_double(own_database: str) -> None:
    bloc = build_bloc()
    given: Counter[int] = Counter()
    for number in rounds():
        year = YEARS[number % len(YEARS)]
        journeys = [Journey(bloc, at=datetime.datetime(year, 6, 1, 3, tzinfo=datetime.UTC)) for _hand in range(8)]
        nominations = [journey.nomination() for journey in journeys]
        for refused in (2, 5):
            nominations[refused] = journeys[refused].nomination(introducers=())
        calls = zip(journeys, nominations, strict=True)
        outcomes = at_once(*(lambda j=j, n=n: j.nominate(n) for j, n in calls))
        assert Counter(type(outcome) for outcome in outcomes) == {Case: 6, RuleNotMet: 2}
        given[year] += 6
        numbers = Case.objects.filter(number__startswith=f"HS {year}-").order_by("number")
        assert list(numbers.values_list("number", flat=True)) == [
            f"HS {year}-{n:04d}" for n in range(1, given[year] + 1)
        ]
        assert CaseCounter.objects.get(year=year).last == given[year]
