"""Why an act on a class was refused, as a sentence for the person who tried. Nothing was written when one is raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.refusals import AlreadyHappened, Refused
from training.models import TrainingClass


class ClassEnded(AlreadyHappened):
    """Closed or cancelled, perhaps by oneself with a second click."""

    def __init__(self, ended: TrainingClass) -> None:
        when = date_format(timezone.localtime(ended.ended_at), "DATETIME_FORMAT") if ended.ended_at else ""
        words = {"who": ended.ended_by.display_name if ended.ended_by else "", "when": when}
        if ended.state == TrainingClass.State.CANCELLED:
            sentence = _("This class was cancelled by %(who)s at %(when)s; nothing more is recorded in it.")
        else:
            sentence = _("This class was closed by %(who)s at %(when)s; nothing was recorded twice.")
        super().__init__(sentence % words)


class ClassFull(Refused):
    def __init__(self, left: int, asked: int) -> None:
        sentence = ngettext(
            "The class has %(left)d place left, and %(asked)d candidates were ticked. Untick some, or ask the training "
            "centre for more places.",
            "The class has %(left)d places left, and %(asked)d candidates were ticked. Untick some, or ask the "
            "training centre for more places.",
            left,
        )
        none = _("The class is full. Choose another class, or ask the training centre for more places.")
        super().__init__(sentence % {"left": left, "asked": asked} if left > 0 else none)


class NotEnrollable(Refused):
    """A case can't be enrolled as it is now: closed, on hold, or it doesn't wait for this class."""


class AlreadyEnrolled(AlreadyHappened):
    """In this class or in another one that is still open."""


class AlreadyTakenOut(AlreadyHappened):
    """By somebody else, or by oneself with a second click."""


class RowsChanged(Refused):
    """Others were enrolled or taken out while the form was being filled in."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody was enrolled or taken out meanwhile, so the list is no longer the one you filled in. Check it.")
        )


@dataclass(frozen=True)
class Obstacle:
    """What keeps a class from being closed because of one enrolled person."""

    enrolment_id: int
    name: str
    case_number: str
    sentence: str
    # Taking the person out of the class is what helps; otherwise something is still to be recorded.
    take_out: bool


class NotClosable(Refused):
    """Nothing of the class was closed; `obstacles` says because of whom."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = list(obstacles)
        listed = " ".join(f"{one.case_number}: {one.sentence}" for one in obstacles)
        super().__init__(_("The class can't be closed yet, and no certificate was issued. %(why)s") % {"why": listed})
