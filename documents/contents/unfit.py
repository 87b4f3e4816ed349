"""Why the content of a file is not kept, as data; `documents.recognise` has the sentences."""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    OLD_WORD = "old_word"
    DAMAGED = "damaged"
    LOCKED = "locked"
    NO_PAGE = "no_page"
    MACROS = "macros"
    OUTSIDE = "outside"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_PIXELS = "too_many_pixels"


class Unfit(Exception):  # noqa: N818  (a finding, not a failure)
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)
