"""How many votes a second one secret ballot takes: everybody of a cell of 200 at once, beside one after the other.

`make bench`, or `.venv/bin/python bench/ballots.py [VOTERS …]`. It works on a database of its own, on the server of
DATABASE_URL or on a throwaway one. What is timed, from the lock to the commit, is the product's own verb; all votes of
a ballot take their numbers in its journal one after the other. Votes a second differ between machines; the ratio
between the two ways tells what waiting costs.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

SCENES = (15, 200)
THREADS = 60


def main(scenes: tuple[int, ...]) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        django.setup()
        from django.db import connection

        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            print(f"{'voters':>7} {'one by one':>14} {'all at once':>14} {'ratio':>6} {'counting':>11}")
            held = sitting(max(scenes), 2 * len(scenes))
            for voters in scenes:
                alone, together, counting = ballots_of(held, voters)
                print(
                    f"{voters:>7} {voters / alone:>10.0f} /s  {voters / together:>10.0f} /s  "
                    f"{alone / together:>5.2f} {counting * 1000:>8.1f} ms"
                )
            return 0
        finally:
            connection.close()
            connection.creation.destroy_test_db(before, verbosity=0)


def sitting(voters: int, ballots: int) -> Any:
    """A cell with so many official members, each with an account, all present."""
    from tests.meetings.ballots.polled import Polled
    from tests.people import add_members, build_bloc, make_person

    bloc = build_bloc()
    people = [make_person(f"Trần Văn Đông {number}") for number in range(max(0, voters - 12))]
    add_members(bloc.cell, people)
    held: Any = Polled(bloc, bloc.cell, bloc.cell_secretary).with_cases(ballots, "cell_vote").seated()
    for place in range(len(held.attendees)):
        held.account(place)
    return held


def ballots_of(held: Any, voters: int) -> tuple[float, float, float]:
    """Seconds of so many votes one after the other, of as many at once, and of closing the second ballot."""
    from django.db import connections
    from django.utils import timezone

    from meetings.ballots.casting import cast, new_receipt
    from orgs.models import User

    everybody = list(User.objects.filter(person__in=[one.person_id for one in held.attendees]))
    accounts, others = everybody[:voters], everybody[voters:]

    def vote(account: User) -> None:
        cast(held.ballot.pk, "for", new_receipt(), acting_user=account, at=timezone.now())

    def vote_apart(account: User) -> None:
        try:
            vote(account)
        finally:
            connections.close_all()

    held.polled(outcome="")
    began = time.perf_counter()
    for account in accounts:
        vote(account)
    alone = time.perf_counter() - began
    for account in others:  # not timed; a ballot in which few have voted isn't counted
        vote(account)
    held.counted()
    held.polled(outcome="")
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(vote_apart, accounts))
    together = time.perf_counter() - began
    for account in others:
        vote(account)
    began = time.perf_counter()
    held.counted()
    return alone, together, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(tuple(int(given) for given in sys.argv[1:]) or SCENES))
