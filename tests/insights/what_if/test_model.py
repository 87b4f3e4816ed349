"""The year against cases whose answer is known by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insights.waits.survival import curve
from insights.what_if.learning import way_on
from insights.what_if.model import (
    DECISION,
    DELEGATED,
    LEAVES,
    REFUSED,
    Answer,
    Arrivals,
    Asked,
    Learnt,
    Scenario,
    Sittings,
    Spread,
    Standing,
    Step,
    answer,
    spread,
)
from insights.what_if.pace import pace_of

MONTHS = [1, *range(31, 367, 30)]
YEAR = Asked(until=365, months=[*MONTHS, 391])
DAYS = {
    "course": 20,
    "declaration": 5,
    "verification": 30,
    "opinions": 10,
    "file_check": 2,
    "cell_vote": 8,
    "departmental_appraisal": 4,
    "grassroots_approval": 6,
    "grassroots_decision": 6,
    "bloc_appraisal": 4,
    "bloc_decision": 0,
    "ceremony": 10,
    "supplement": 7,
    "consultation": 3,
}
# From the vote on: 8 + 6 + 4 days to the bloc's decision.
FROM_THE_VOTE = ((("cell_vote", 0),), *way_on(False, True, False)[5:])
ORDINARY = Standing(False, FROM_THE_VOTE)


def exactly(days: int) -> Step:
    return Step(pace_of(curve({days: 10}, {})))


def learnt(*standing: Standing, **changes: Any) -> Learnt:
    """Everything takes just as long as DAYS says; a sitting was today, and one follows every 30.4375 days."""
    steps = {(0, name): exactly(days) for name, days in DAYS.items()}
    known = Learnt(steps, arrivals=[], known_arrivals=0, kinds=[], standing=standing)
    return replace(known, **changes)


def with_ends(step: str, *ends: tuple[str, float]) -> dict[tuple[int, str], Step]:
    steps = dict(learnt().steps)
    return steps | {(0, step): replace(steps[0, step], ends=ends)}


def asked(known: Learnt, scenario: Scenario = Scenario(), asked: Asked = YEAR, runs: int = 20, seed: int = 1) -> Answer:  # noqa: B008
    return answer(known, scenario, asked, runs=runs, seed=seed)


def new_cases(a_day: float = 0.5, **changes: Any) -> Learnt:
    """Ordinary cases that come all the year."""
    usual: dict[str, Any] = {
        "kinds": [(1.0, Standing(True, way_on(False, True, False)))],
        "arrivals": [Arrivals(0, 365, 365 * a_day)],
        "known_arrivals": 500,
    }
    return learnt(**(usual | changes))


def test_a_case_in_progress_waits_for_the_next_sitting() -> None:
    """Ready on day 18, decided on day 30.4, admitted on day 40.4: in the second of the months."""
    found = asked(learnt(ORDINARY))
    assert [one.median for one in found.base.by_month] == [0, 1, *[0] * (len(YEAR.months) - 3)]
    assert found.base.admitted == Spread(1, 1, 1)
    for until, number in ((39, 0), (40, 1)):
        assert asked(learnt(ORDINARY), asked=replace(YEAR, until=until)).base.admitted.median == number


def test_with_two_sittings_a_month_it_does_not_wait_so_long() -> None:
    """Ready on day 18, after the sitting of day 15.2: no gain. Ready on day 14: 15.2 days earlier."""
    late, early = ORDINARY, Standing(False, ((("cell_vote", 4),), *FROM_THE_VOTE[1:]))
    for case, gain in ((late, 0), (early, 1)):
        found = asked(learnt(case), Scenario(sittings_a_month=2), replace(YEAR, until=30))
        assert (found.base.admitted.median, found.more) == (0, Spread(gain, gain, gain))


def test_the_queue_for_the_sittings_by_hand() -> None:
    sittings = Sittings(last=-10, a_month=1)
    assert sittings.first == pytest.approx(20.4375)
    assert sittings.after(0) == pytest.approx(20.4375)
    assert sittings.after(20.4375) == pytest.approx(20.4375)
    assert sittings.after(21) == pytest.approx(50.875)
    assert Sittings(last=-10, a_month=4).first == pytest.approx(-10 + 2 * 7.609375)
    assert Sittings(last=0, a_month=1).first == pytest.approx(30.4375)


def test_what_has_waited_goes_on_from_there() -> None:
    waited = Standing(False, ((("ceremony", 7),),))
    for until, number in ((2, 0), (3, 1)):
        assert asked(learnt(waited), asked=replace(YEAR, until=until)).base.admitted.median == number


def test_of_steps_side_by_side_the_longer_one_counts() -> None:
    both = Standing(False, ((("verification", 0), ("opinions", 0)), (("ceremony", -1),)))
    for until, number in ((39, 0), (40, 1)):
        assert asked(learnt(both), asked=replace(YEAR, until=until)).base.admitted.median == number


def test_a_step_that_takes_half_the_time_moves_the_median_by_hand() -> None:
    """20 + 5 + 30 + 2 + 8 + 6 + 4 days, with no wait for a sitting where authority is delegated: 71."""
    delegated = [(1.0, Standing(True, way_on(False, True, True)))]
    known = new_cases(kinds=delegated)
    for step, gain in (("verification", 15), ("opinions", 0), ("cell_vote", 4), ("ceremony", 0)):
        found = asked(known, Scenario(step=step, share=0.5))
        assert found.base.days == Spread(71, 71, 71)
        assert found.slower == Spread(-gain, -gain, -gain), step


def test_only_cases_of_the_unit_asked_of_are_quicker() -> None:
    others, own = Standing(False, ((("ceremony", 0),),)), Standing(True, ((("ceremony", 0),),))
    within = replace(YEAR, until=5)
    found = asked(learnt(others, own), Scenario(step="ceremony", share=0.5), within)
    assert found.more == Spread(1, 1, 1)


def test_half_of_what_is_left_not_of_what_has_passed() -> None:
    waited = Standing(True, ((("ceremony", 6),),))
    for until, number in ((1, 0), (2, 1)):
        found = asked(learnt(waited), Scenario(step="ceremony", share=0.5), replace(YEAR, until=until))
        assert found.scenario.admitted.median == number


def test_where_authority_is_delegated_no_sitting_is_waited_for() -> None:
    """20 + 5 + 30 + 2 + 8 + 6 to the committee's own decision."""
    found = asked(new_cases(kinds=[(1.0, Standing(True, way_on(False, True, True)))]))
    assert found.base.days == Spread(71, 71, 71)
    usual = asked(new_cases()).base.days
    assert usual is not None
    assert usual.low >= 75, "where it is not, the bloc's appraisal and a sitting follow"


def test_a_return_costs_the_supplement_and_the_step_again() -> None:
    """The vote always returns: after so many rounds the way goes on, each of 8 + 7 days."""
    steps = with_ends("file_check", ("returned", 1.0))
    case = Standing(False, ((("file_check", 0),), (("ceremony", -1),)))
    once = asked(learnt(case), asked=replace(YEAR, until=12))
    assert once.base.admitted.median == 1
    rounds = 8 * (2 + 7) + 10
    for until, number in ((rounds - 1, 0), (rounds, 1)):
        assert asked(learnt(case, steps=steps), asked=replace(YEAR, until=until)).base.admitted.median == number


def test_half_are_returned_once_or_more() -> None:
    steps = with_ends("file_check", ("returned", 0.5))
    case = Standing(False, ((("file_check", 0),), (("ceremony", -1),)))
    found = asked(learnt(*[case] * 100, steps=steps), asked=replace(YEAR, until=12), runs=100)
    assert found.base.admitted.median == pytest.approx(50, abs=3)
    assert found.base.admitted.low == pytest.approx(50 - 1.28 * 5, abs=3)


@pytest.mark.parametrize("end", [LEAVES, REFUSED])
def test_who_leaves_or_is_refused_is_not_admitted(end: str) -> None:
    steps = with_ends(DECISION, (end, 1.0))
    found = asked(learnt(ORDINARY, steps=steps))
    assert found.base.admitted == Spread(0, 0, 0)
    new = asked(new_cases(steps=steps))
    assert (new.base.days is None) == (end == LEAVES), "a refusal is a decision"


def test_a_target_far_below_is_met_and_one_far_above_is_not() -> None:
    for target, met in ((1, 1.0), (10_000, 0.0)):
        found = asked(new_cases(), asked=replace(YEAR, target=target))
        assert (found.base.met, found.scenario.met) == (met, met)
    assert asked(new_cases()).base.met is None
    close = asked(new_cases(), asked=replace(YEAR, target=145), runs=200)
    assert close.base.met is not None
    assert 0 < close.base.met < 1


def test_what_is_admitted_already_counts() -> None:
    found = asked(learnt(ORDINARY), asked=replace(YEAR, already=30, target=31))
    assert (found.base.admitted.median, found.base.met) == (31, 1.0)


def test_as_many_come_as_are_expected() -> None:
    done = [(1.0, Standing(True, ((("ceremony", -1),),)))]
    found = asked(new_cases(kinds=done), runs=200)
    # 0.5 a day, and the last ten days' ceremonies lie behind the end.
    assert found.base.admitted.median == pytest.approx(0.5 * 355, rel=0.05)
    more = asked(new_cases(kinds=done), Scenario(arrivals=1.5), runs=200)
    assert more.more.median == pytest.approx(0.25 * 355, rel=0.1)
    fewer = asked(new_cases(kinds=done), Scenario(arrivals=0.5), runs=200)
    assert fewer.more.median == pytest.approx(-0.25 * 355, rel=0.1)
    assert fewer.more.high < 0, "run by run there are never more"


def test_the_fewer_are_known_the_wider_it_is() -> None:
    done = [(1.0, Standing(True, ((("ceremony", -1),),)))]
    wide, narrow = (asked(new_cases(kinds=done, known_arrivals=number), runs=200) for number in (3, 3000))
    assert wide.base.admitted.high - wide.base.admitted.low > 2 * (narrow.base.admitted.high - narrow.base.admitted.low)


def test_the_same_seed_gives_the_same_numbers_and_another_does_not() -> None:
    scenario = Scenario(sittings_a_month=2, arrivals=1.2)
    assert asked(new_cases(), scenario, seed=5) == asked(new_cases(), scenario, seed=5)
    assert asked(new_cases(), scenario, seed=5) != asked(new_cases(), scenario, seed=6)


def test_base_and_scenario_share_their_luck() -> None:
    """Without a change nothing differs in any run, and the base does not move with the scenario."""
    none = asked(new_cases(), Scenario(step="cell_vote", share=1.0))
    assert (none.more, none.slower) == (Spread(0, 0, 0), Spread(0, 0, 0))
    assert asked(new_cases()).base == asked(new_cases(), Scenario(step="cell_vote", share=0.5)).base


ENDS = (("returned", 0.2), (LEAVES, 0.1))


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(step="cell_vote", share=2.0),
        Scenario(arrivals=3.0),
        Scenario(arrivals=0.5),
        Scenario(sittings_a_month=4),
        Scenario(sittings_a_month=2, step="bloc_appraisal", share=0.1, arrivals=1.7),
    ],
)
def test_as_it_goes_is_the_same_whatever_is_asked(scenario: Scenario) -> None:
    known = new_cases(steps=with_ends("cell_vote", *ENDS), standing=[ORDINARY] * 20, without_course=0.3)
    found = asked(known, scenario)
    assert found.base == asked(known).base
    assert found.scenario != found.base


def test_whose_cases_are_asked_of_moves_nothing_by_itself() -> None:
    """A group has its own pace whether it is asked of or not."""
    steps = with_ends("cell_vote", *ENDS) | {(1, name): exactly(2 * days) for name, days in DAYS.items()}
    steps |= {(1, DELEGATED): exactly(9)}
    rows = way_on(False, True, False)

    def known(*, asked_of: int) -> Learnt:
        kinds = [(0.5, Standing(group == asked_of, rows, group)) for group in (0, 1)]
        standing = [Standing(group == asked_of, FROM_THE_VOTE, group) for group in (0, 1) for _time in range(10)]
        return new_cases(steps=steps, kinds=kinds, standing=standing)

    of_one, of_other = (asked(known(asked_of=group), Scenario(step="cell_vote", share=0.2)) for group in (0, 1))
    assert of_one.base == of_other.base
    assert of_one.scenario != of_other.scenario
    nothing = asked(known(asked_of=1), Scenario(step="cell_vote", share=1.0))
    assert nothing.scenario == nothing.base


def test_nothing_at_all_is_nothing() -> None:
    found = asked(learnt())
    assert (found.base.admitted, found.base.days, found.slower) == (Spread(0, 0, 0), None, None)


def test_eight_of_ten_runs() -> None:
    assert spread(list(range(1, 11))) == Spread(1, 5, 9)
    assert spread([7]) == Spread(7, 7, 7)
