"""How far a loading is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")
# The stages in their order; each goes through all rows once.
READING, CHECKING, COMPARING, WRITING = "reading", "checking", "comparing", "writing"
STAGES = (READING, CHECKING, COMPARING, WRITING)
STAGE_WORDS: dict[str, Promise] = {
    READING: _("Reading the rows"),
    CHECKING: _("Checking them against what is loaded"),
    COMPARING: _("Finding what is new and what changes"),
    WRITING: _("Writing"),
}
EVERY = 500  # rows


class Tell(Protocol):
    """So many rows of so many are through this stage; `total` is 0 where the file doesn't say how many it has."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silently(stage: str, done: int, total: int) -> None:
    """Nobody waits."""


def told(items: Iterable[T], stage: str, tell: Tell, *, total: int, before: int = 0) -> Iterator[T]:
    """The items, with a word now and then. `before`: how many of the total are through already."""
    number = before
    for number, item in enumerate(items, start=before + 1):
        yield item
        if number % EVERY == 0:
            tell(stage, number, max(total, number))
    tell(stage, number, max(total, number))
