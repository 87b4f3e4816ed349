"""Showing how far a long verification has come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from journal.findings import Reached

T = TypeVar("T")


class Watch(Protocol):
    """Hands the items on and shows progress through them; `total` is how many are expected, None if not known."""

    def __call__(self, items: Iterable[T], *, total: int | None) -> Iterable[T]: ...


def unwatched(items: Iterable[T], *, total: int | None) -> Iterable[T]:
    return items


def untold(reached: Reached) -> None:
    """For who needs not go on from there."""
