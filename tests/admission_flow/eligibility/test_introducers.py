"""Those who introduce: together for long enough, official again on the day of the vote, and replaced with a reason."""

from __future__ import annotations

import datetime

import pytest

from admission_flow.decisions import asides
from admission_flow.decisions.given import IntroducerGiven, PaperGiven
from admission_flow.models import Decision, Introduction, Task
from admission_flow.refusals import InvalidFacts, NotYours, RuleNotMet, WrongStep
from journal.verify import verify
from orgs.models import Member, User
from tests.admission_flow.eligibility.paths import NOW, journey
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

D = datetime.date


def named(bloc: Bloc, since: D, together: str = "unit") -> tuple[IntroducerGiven, ...]:
    first, second = bloc.person("cell_secretary").pk, bloc.person("cell_deputy").pk
    return IntroducerGiven(first, D(2009, 1, 5)), IntroducerGiven(second, since, together)


def replace(
    on: Journey,
    old: int,
    new: int,
    reason: str = "Chuyển công tác",
    not_disciplined: bool | None = True,
    *,
    by: User | None = None,
) -> Decision:
    row = Introduction.objects.get(case=on.case, introducer=old, replaced_at__isnull=True)
    given = (on.case.pk, row.pk, new, reason, PaperGiven("3-KNĐ", on.today), not_disciplined)
    return asides.replace_introducer(*given, acting_user=by or on.secretary, at=on.at)


def test_eleven_months_and_the_day_of_twelve(bloc: Bloc) -> None:
    on = journey(bloc)
    with nothing_written(), pytest.raises(RuleNotMet, match="11 months on 01/03/2026; at least 12"):
        on.nominate(introducers=named(bloc, D(2025, 3, 2)))
    on.nominate(introducers=named(bloc, D(2025, 3, 1)))
    kept = Introduction.objects.filter(case=on.case).order_by("pk").values_list("together_since", "together")
    assert list(kept) == [(D(2009, 1, 5), "unit"), (D(2025, 3, 1), "unit")]


@pytest.mark.parametrize(("year", "counts"), [(2020, False), (2026, True)])
def test_neighbours_introduce_under_24_and_not_under_29(bloc: Bloc, year: int, counts: bool) -> None:
    on = Journey(bloc, at=NOW.replace(year=year))
    given = named(bloc, D(2010, 1, 1), "residence")
    if counts:
        assert on.nominate(introducers=given).number
        return
    with nothing_written(), pytest.raises(RuleNotMet, match="only lives where the candidate lives"):
        on.nominate(introducers=given)


def test_without_a_day_there_is_no_together(bloc: Bloc) -> None:
    on = journey(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="Say since when"):
        on.nominate(introducers=(IntroducerGiven(bloc.person("cell_secretary").pk),))


def test_an_introducer_who_left_is_seen_at_the_vote_and_replaced(bloc: Bloc) -> None:
    """Whoever takes over needs no twelve months; the old row stays, marked; the file is checked again."""
    on = journey(bloc).to("cell_vote", introducers=named(bloc, D(2010, 1, 1)))
    old, new = bloc.person("cell_deputy").pk, bloc.person("committee_member").pk
    Member.objects.filter(person=old).update(until=on.today, ending="moved")
    with nothing_written(), pytest.raises(RuleNotMet, match="not an official member"):
        on.cell_vote()
    decision = replace(on, old, new)
    assert (decision.outcome, decision.facts["again"]) == ("replaced", ["file_check"])
    before = Introduction.objects.get(case=on.case, introducer=old)
    after = Introduction.objects.get(case=on.case, introducer=new)
    assert (before.replaced_at, after.replaces, after.together_since) == (on.at, before, None)
    assert on.case.papers.filter(code="3-KNĐ").count() == 3
    assert on.open_steps() == ["file_check"]
    assert Task.objects.filter(process=on.case, step="cell_vote").get().status == "CANCELED"
    on.file_check()
    assert on.cell_vote().outcome == "voted"
    on.case.refresh_from_db()
    on.to_the_end()
    assert verify().holds


@pytest.mark.parametrize("step", ["course", "declaration", "opinions", "file_check"])
def test_before_the_file_is_checked_nothing_falls(bloc: Bloc, step: str) -> None:
    on = journey(bloc).to(step)
    steps = on.open_steps()
    old = on.case.introductions.earliest("pk").introducer_id
    assert replace(on, old, bloc.person("committee_member").pk).facts["again"] == []
    assert on.open_steps() == steps


def test_back_for_supplement_the_cell_checks_and_votes_again(bloc: Bloc) -> None:
    on = journey(bloc).to("bloc_appraisal")
    old = on.case.introductions.earliest("pk").introducer_id
    new = bloc.person("committee_member").pk
    with nothing_written(), pytest.raises(WrongStep):
        replace(on, old, new)
    on.send_back("bloc_appraisal")
    again = replace(on, old, new).facts["again"]
    assert again == ["file_check", "cell_vote", "grassroots_approval"]
    on.supplement()
    assert on.open_steps() == ["file_check"]


def test_who_may_not_take_over(bloc: Bloc) -> None:
    on = journey(bloc).to("course", introducers=named(bloc, D(2010, 1, 1)))
    old, other = bloc.person("cell_deputy").pk, bloc.person("cell_secretary").pk
    probationary = bloc.cell.members.get(official_on=None).person_id
    for new in (old, other, probationary, bloc.person("delegated_secretary").pk, 10**9):
        with nothing_written(), pytest.raises(InvalidFacts) as refused:
            replace(on, old, new)
        assert set(refused.value.errors) == {"person"}
    with nothing_written(), pytest.raises(InvalidFacts, match="Say why"):
        replace(on, old, bloc.person("committee_member").pk, " ")


def test_not_by_who_verified_the_same_case(bloc: Bloc) -> None:
    on = journey(bloc).to("verification")
    with on.acting_as(bloc.committee_secretary):
        on.verification()
    old, verifier = on.case.introductions.earliest("pk").introducer_id, bloc.person("committee_secretary").pk
    with nothing_written(), pytest.raises(InvalidFacts, match="verified or decided in this case"):
        replace(on, old, verifier)


def test_that_nobody_is_under_discipline_is_judged_anew(bloc: Bloc) -> None:
    on = journey(bloc).to("course")
    old, new = on.case.introductions.earliest("pk").introducer_id, bloc.person("committee_member").pk
    for judged, sentence in ((None, "Say whether"), (False, "can't introduce")):
        with nothing_written(), pytest.raises(InvalidFacts, match=sentence) as refused:
            replace(on, old, new, not_disciplined=judged)
        assert set(refused.value.errors) == {"not_disciplined"}
    replace(on.wait(1), old, new)
    newest = on.case.judgements.filter(check_name="introducers_not_disciplined").latest("pk")
    assert (newest.met, newest.judged_by, newest.at) == (True, on.secretary, on.at)


def test_nobody_but_the_cell_replaces(bloc: Bloc) -> None:
    on = journey(bloc).to("course")
    old = on.case.introductions.earliest("pk").introducer_id
    with nothing_written(), pytest.raises(NotYours):
        replace(on, old, bloc.person("committee_member").pk, by=bloc.committee_secretary)


def test_a_row_that_no_longer_stands(bloc: Bloc) -> None:
    on = journey(bloc).to("course")
    row = on.case.introductions.earliest("pk")
    new = bloc.person("committee_member").pk
    replace(on, row.introducer_id, new)
    letter = PaperGiven("3-KNĐ", on.today)
    with nothing_written(), pytest.raises(InvalidFacts, match="no longer stands"):
        asides.replace_introducer(on.case.pk, row.pk, new, "Lý do", letter, True, acting_user=on.secretary, at=on.at)
