"""What the rooms above hold besides entries and facts, and have checked along with the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from journal.findings import Failure

# Given one stream, None for all: what does not hold, the first first.
Check = Callable[[str | None], Iterator[Failure]]

_CHECKS: list[Check] = []


def register(check: Check) -> None:
    """From the room's app configuration, once."""
    _CHECKS.append(check)


def check(only: Sequence[str] | None) -> Failure | None:
    """The first thing that any of them finds, in all or in these streams."""
    for one in _CHECKS:
        for stream in (None,) if only is None else only:
            failure = next(one(stream), None)
            if failure:
                return failure
    return None
