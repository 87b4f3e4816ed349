"""The estimate against a table that others published. `make mining` compares it with lifelines."""

from __future__ import annotations

from insights.waits.survival import curve, together

# Freireich et al. 1963, the 6-MP group of acute leukaemia, weeks of remission; the estimates are in many
# textbooks, such as Kleinbaum & Klein, Survival Analysis (2005), p. 61.
ENDED = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
CENSORED = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
PUBLISHED = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def test_a_published_table() -> None:
    found = curve(ENDED, CENSORED)
    assert dict(zip(found.days, [round(share, 4) for share in found.shares], strict=True)) == PUBLISHED
    assert (found.cases, found.ended, found.open, found.seen) == (21, 9, 12, 35)
    assert found.quantile(0.5) == 23
    assert found.quantile(0.9) is None, "so many were not seen to end"


def test_without_open_ones_it_is_the_plain_median() -> None:
    found = curve({1: 1, 2: 1, 5: 1, 9: 1, 30: 1}, {})
    assert [found.quantile(part) for part in (0.2, 0.5, 0.9)] == [1, 5, 30]


def test_open_ones_make_it_longer() -> None:
    ended = {5: 8}
    assert curve(ended, {}).quantile(0.9) == 5
    assert curve(ended, {40: 2}).quantile(0.9) is None


def test_who_is_open_on_the_day_of_an_end_was_still_waiting() -> None:
    assert curve({3: 1}, {3: 1}).shares == [0.5]


def test_nothing_at_all() -> None:
    empty = curve({}, {})
    assert (empty.cases, empty.quantile(0.5), empty.share_after(10)) == (0, None, 1.0)


def test_from_a_day_on() -> None:
    found = curve({2: 5, 10: 4, 20: 1}, {})
    assert found.quantile_from(0, 0.5) == 2
    assert found.quantile_from(2, 0.5) == 10
    assert found.quantile_from(12, 0.5) == 20
    assert found.quantile_from(20, 0.5) is None, "nobody waited longer"


def test_tables_are_added() -> None:
    assert together([{1: 2, 3: 1}, {3: 4}]) == {1: 2, 3: 5}


def test_how_many_would_have_ended_elsewhere() -> None:
    """By hand: of two who wait one ends on day 1, so 1/2 is risen; the other on day 2, 1/2 + 1/1."""
    usual = curve({1: 1, 2: 1}, {})
    assert usual.expected_of(curve({2: 1}, {1: 1})) == 1.5 + 0.5
    assert usual.expected_of(curve({}, {0: 3})) == 0
    assert usual.expected_of(curve({}, {90: 2})) == 3, "beyond the last end nothing rises"
    assert curve({}, {5: 2}).expected_of(usual) == 0, "where nobody has ended, nobody is expected to"


def test_of_oneself_as_many_are_expected_as_have_ended() -> None:
    """What the sum of hazards has to give for the very table that they were taken from."""
    found = curve(ENDED, CENSORED)
    assert abs(found.expected_of(found) - found.ended) < 1e-9
