"""The last answers recorded by two officers at once: exactly one of them completes the verification."""

from functools import partial

from admission_flow.models import Decision, Verification
from admission_flow.refusals import AlreadyDone, InvalidFacts
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press
from tests.databases import at_once, rounds
from tests.people import build_bloc


def test_the_same_answers_twice(own_database: str) -> None:
    bloc = build_bloc()
    for _round in rounds():
        journey = Journey(bloc).to("verification", certificate=Journey(bloc).paper("CN-NTVĐ"))
        people = (bloc.committee_officer, bloc.committee_secretary)
        outcomes = at_once(*(press(journey, "verification", by=user) for user in people))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDone", "Decision"]
        assert Decision.objects.filter(case=journey.case, step="verification").count() == 1
        assert Verification.objects.filter(case=journey.case).count() == 4


def test_each_has_half_of_them(own_database: str) -> None:
    """Each concludes with the half that the other doesn't know of: too early for the first, or done for the second."""
    bloc = build_bloc()
    for _round in rounds():
        journey = Journey(bloc).to("verification", certificate=Journey(bloc).paper("CN-NTVĐ"))
        first, *others = journey.answers()
        journey.record_answers(*others[:2])
        last = others[2]

        outcomes = at_once(
            partial(journey.record_answers, first),
            partial(journey.record_answers, last, conclusion="clear"),
        )
        done = [one for one in outcomes if isinstance(one, Decision)]
        assert len(done) <= 1
        assert outcomes[0] is None or isinstance(outcomes[0], (AlreadyDone, InvalidFacts))
        if done:
            assert outcomes[0] is None
        else:
            assert isinstance(outcomes[1], InvalidFacts)
            assert journey.ledger().outstanding == [last.relative]
