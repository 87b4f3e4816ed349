"""Present adds up and never exceeds what is due; 100 % is said of nothing less."""

from __future__ import annotations

import datetime

import pytest

from planning.resolutions.counting import Share, Standing, total

AUDIENCES = ("leaders", "members")


@pytest.mark.parametrize(
    ("present", "due", "sessions", "share", "whole", "percent"),
    [
        (30, 40, 2, (30, 40), False, 75),
        (45, 40, 2, (40, 40), True, 100),  # some came twice
        (199, 200, 1, (199, 200), False, 99),
        (0, 0, 1, (0, 0), True, None),  # nobody of this kind here
        (0, 0, 0, (0, 0), False, None),
        (0, 12, 1, (0, 12), False, 0),
    ],
)
def test_a_share(
    present: int, due: int, sessions: int, share: tuple[int, int], whole: bool, percent: int | None
) -> None:
    found = Share.of(present, due, sessions)
    assert ((found.present, found.due), found.is_whole, found.percent) == (share, whole, percent)


def test_what_a_unit_lacks() -> None:
    standing = Standing(AUDIENCES, {"leaders": Share.of(3, 3, 1)}, asks_programme=True, adopted=False)
    assert (standing.missing, standing.lacks_programme, standing.is_done) == (["members"], True, False)
    done = Standing(AUDIENCES, {one: Share.of(3, 3, 1) for one in AUDIENCES}, asks_programme=True, adopted=True)
    assert (done.missing, done.lacks_programme, done.is_done) == ([], False, True)
    unasked = Standing(AUDIENCES, done.shares, asks_programme=False, adopted=False)
    assert unasked.is_done


def test_units_together() -> None:
    one = Standing(AUDIENCES, {"members": Share.of(8, 10, 1)}, False, False)
    other = Standing(AUDIENCES, {"members": Share.of(10, 10, 2)}, False, False)
    silent = Standing(AUDIENCES, {}, False, False)
    assert total([one, other, silent], "members") == (Share(18, 20, 3), 1)
    # A unit that has recorded nothing owes as many as the records have there.
    known = silent.with_records({"members": 15, "leaders": None})
    assert total([other, known], "members") == (Share(10, 25, 2), 1)
    assert (known.share("members").is_unknown, known.share("leaders").is_unknown) == (False, True)
    assert (known.missing, known.share("members").differs) == (["leaders", "members"], False)


def test_days_late() -> None:
    until, later, today = (datetime.date(2026, 3, day) for day in (1, 10, 15))
    reached = {one: Share.of(3, 3, 1) for one in AUDIENCES}
    for shares, adopted, late in ((reached, True, 0), (reached, False, 5), ({}, True, 14), ({}, False, 14)):
        assert Standing(AUDIENCES, shares, True, adopted).days_late(until, later, today) == late
    assert Standing(AUDIENCES, {}, True, False).days_late(today, today, today) == 0
