"""What the verbs write holds: whole routes, returns, refusals, withdrawals, and a second case of the same person."""

from journal.models import Entry
from journal.verify import verify
from orgs.models import User
from tests.admission_flow.journey import PROFILE, RELATIVES, Journey
from tests.people import Bloc

ROUTES = ["cell", "departmental_cell", "grassroots_cell", "delegated_cell"]


def entries(journey: Journey) -> list[tuple[str, User | None]]:
    rows = Entry.objects.filter(stream=f"case:{journey.case.pk}").select_related("actor").order_by("seq")
    return [(row.verb, row.actor) for row in rows]


def test_whole_routes(bloc: Bloc) -> None:
    for unit in ROUTES:
        journey = Journey.in_unit(bloc, unit)
        journey.nominate()
        steps = journey.to_the_end()
        acts = entries(journey)
        assert len(acts) == len(steps) + 1
        assert [actor for _verb, actor in acts[1:]] == [journey.actor(step) for step in steps]
    found = verify()
    assert found.failure is None
    assert (found.streams, found.entries) == (2 * len(ROUTES), Entry.objects.count())


def test_ways_back_and_other_ends(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    journey.take(journey.task("bloc_decision"))
    journey.send_back("bloc_decision", again=("opinions",))
    journey.supplement(profile=PROFILE | {"aliases": "Thanh"}, relatives=RELATIVES[:2])
    journey.to("bloc_decision").ask_opinion()
    journey.consultation()
    journey.bloc_decision("not_admitted", 3, "Chưa đủ thời gian rèn luyện")
    again = Journey.in_unit(bloc, "sibling_cell")
    again.nominate(citizen_id=journey.case.candidate.person.citizen_id)
    again.to("verification").withdraw()
    found = verify()
    assert found.failure is None
    assert found.streams == 2
    verbs = [verb for verb, _actor in entries(journey)]
    assert verbs[-3:] == ["ask_opinion", "answer_consultation", "decide_bloc"]
    assert {"take", "return_for_supplement", "supplement"} < set(verbs)


def test_an_entry_names_no_person(bloc: Bloc) -> None:
    """Ids, numbers and steps only: neither names nor anything of the biography."""
    journey = Journey(bloc).to("bloc_decision")
    journey.send_back("bloc_decision")
    for entry in Entry.objects.filter(stream=f"case:{journey.case.pk}"):
        assert set(entry.refs) == {"case", "task", "step", "seat", "outcome", "decision", "opened"}
        assert all(type(fact["id"]) is int for fact in entry.facts)
        text = f"{entry.refs} {[fact['table'] for fact in entry.facts]}"
        person = journey.case.candidate.person
        for word in ("Xuân", "Trần Phú", person.citizen_id, person.birth_date.isoformat(), "xác nhận"):
            assert word not in text
