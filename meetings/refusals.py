"""Why an act on a meeting was refused, as a sentence for the person who tried. Nothing was written then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from admission_flow.refusals import Refused, Sentence


class NotConvener(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only who may call this body runs its meetings: its secretary, or a deputy who holds that right today.")
        )


class Overtaken(Refused):
    """Somebody else changed the meeting after the page was drawn."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed this meeting since your page was drawn. Look at it as it is now; what you "
                "typed is still below."
            )
        )


class NotNow(Refused):
    """The meeting is not in the state that this act needs: not called yet, open already, closed, cancelled."""


class AlreadyClosed(NotNow):
    def __init__(self) -> None:
        super().__init__(_("This meeting was closed already. Nothing was recorded twice."))


@dataclass(frozen=True)
class Obstacle:
    """What keeps a meeting from being closed; `item` is the place on the agenda, None for the meeting itself."""

    sentence: Sentence
    item: int | None = None
    case: str = ""


class NotReady(Refused):
    """The meeting can't be closed: every obstacle, for the page to list."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = list(obstacles)
        super().__init__(_("The meeting can't be closed yet. Nothing was recorded; see what is missing."))
