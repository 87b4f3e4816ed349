"""The programme that a new class starts from: a draft, to be changed on the page. Data with its source."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.models import TrainingClass


@dataclass(frozen=True)
class Programme:
    """Sessions as (subject, periods), one a half-day; where it was read, and whether that is still to be confirmed."""

    sessions: tuple[tuple[Promise, int], ...]
    source: Promise
    to_confirm: bool = False


# Of the attendance that a certificate asks no source was found (domain, 2.1): each class says it, 80 % to begin with.
ASKS_PERCENT = 80
PLACES = 50

PROGRAMMES: dict[str, Programme] = {
    # 50 periods, ten half-days (domain, 2.1, S91).
    TrainingClass.Kind.AWARENESS: Programme(
        (
            (_("Lesson 1"), 5),
            (_("Lesson 2, first part"), 5),
            (_("Lesson 2, second part"), 5),
            (_("Lesson 3"), 5),
            (_("Lesson 4"), 5),
            (_("Lesson 5"), 5),
            (_("Discussion"), 5),
            (_("Field visit or special report"), 5),
            (_("Questions and answers"), 5),
            (_("Final essay"), 5),
        ),
        _("61-HD/BTGTW of 16/06/2022: 50 periods in 10 half-days"),
    ),
    # Ten topics were seen of one province (domain, 2.1, S113); their periods were not.
    TrainingClass.Kind.NEW_MEMBER: Programme(
        tuple((_("Topic %(number)d"), 5) for _number in range(10)),
        _("10 topics, as one province held it in 2025; their periods are not known"),
        to_confirm=True,
    ),
}


def draft(kind: str) -> list[tuple[str, int]]:
    """The sessions of a new class of this kind, in the reader's language."""
    return [
        (str(title) % {"number": place} if "%(number)" in str(title) else str(title), periods)
        for place, (title, periods) in enumerate(PROGRAMMES[kind].sessions, 1)
    ]
