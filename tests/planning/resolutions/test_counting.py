"""Present adds up and never exceeds what is due; 100 % is said of nothing less."""

from __future__ import annotations

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
    assert total([one, other, Standing(AUDIENCES, {}, False, False)], "members") == (Share(18, 20, 3), 1)
