"""Both inquiries concluded at once: both stand, and the join opens one file check."""

from admission_flow.models import Case, Decision, Task
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import press
from tests.databases import at_once, rounds
from tests.people import build_bloc


def test_the_join_opens_one_step(own_database: str) -> None:
    bloc = build_bloc()
    for _round in rounds():
        journey = Journey(bloc).to("declaration", certificate=Journey(bloc).paper("CN-NTVĐ"))
        journey.declaration()
        outcomes = at_once(press(journey, "opinions"), press(journey, "verification"))
        assert [type(outcome) for outcome in outcomes] == [Decision, Decision]
        (following,) = Task.objects.filter(process=journey.case, status="NEW")
        assert following.step == "file_check"
        last = Decision.objects.filter(case=journey.case).latest("pk")
        assert following.cause == last.task
        assert set(Case.objects.get(pk=journey.case.pk).standing) >= {"opinions", "verification"}
