"""What the rooms above hold besides entries and facts, and have checked along with the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journal.findings import Failure

# Given the stream asked for, None for all: what does not hold, the first first.
Check = Callable[[str | None], Iterator[Failure]]

_CHECKS: list[Check] = []


def register(check: Check) -> None:
    """From the room's app configuration, once."""
    _CHECKS.append(check)


def check(stream: str | None) -> Failure | None:
    """The first thing that any of them finds."""
    for one in _CHECKS:
        failure = next(one(stream), None)
        if failure:
            return failure
    return None
