"""What is to become of a probation. Each ends as it comes; the first few of a history show what can happen."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

# Whatever their chance: which ceremony of the history leads to it.
_SECOND_VOTE, _LATE, _STRUCK_OFF = 2, 4, 6


@dataclass(frozen=True)
class Probation:
    """How it ends. `late`: working days that the cell lets pass; `failed`: votes before the one that carries."""

    began: datetime.date
    late: int = 0
    failed: int = 0
    struck_off: bool = False


def usual(began: datetime.date, ceremony: int, *, registered: bool, rng: random.Random) -> Probation:
    """After the so-many-th ceremony. Whom the register knows is recognised: the register says so."""
    late = rng.random() < 0.12 or ceremony == _LATE
    failed = rng.random() < 0.04 or ceremony == _SECOND_VOTE
    struck_off = not registered and (rng.random() < 0.03 or ceremony == _STRUCK_OFF)
    return Probation(began, rng.randint(25, 70) if late else 0, int(failed), struck_off)
