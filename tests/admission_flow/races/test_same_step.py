"""The same step, done by a double click and by a second secretary at once: one does it, the others are told who."""

from admission_flow.models import Decision, Task
from admission_flow.refusals import AlreadyDone
from journal.models import Entry
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press
from tests.databases import at_once, rounds
from tests.people import build_bloc


def test_one_does_it(own_database: str) -> None:
    bloc = build_bloc()
    for _round in rounds():
        journey = Journey(bloc)
        journey.nominate(certificate=journey.paper("CN-NTVĐ"))
        calls = [press(journey, "declaration", by=user) for user in (bloc.cell_secretary, None, bloc.cell_deputy)]
        outcomes = at_once(*calls)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyDone", "AlreadyDone", "Decision"]
        (decision,) = Decision.objects.filter(case=journey.case, step="declaration")
        who = decision.decided_by.display_name
        assert all(who in outcome.sentence for outcome in outcomes if isinstance(outcome, AlreadyDone))
        assert journey.open_steps() == ["opinions", "verification"]
        assert Task.objects.filter(process=journey.case).count() == 4
        assert list(Entry.objects.filter(verb="declare", refs__case=journey.case.number).values_list("seq")) == [(2,)]
