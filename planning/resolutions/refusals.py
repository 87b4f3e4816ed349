"""Why an act on a resolution was refused, as a sentence for the person who tried."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow.refusals import AlreadyHappened, Refused
from planning.models import Resolution


class ResolutionBusy(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else is recording something of this resolution right now. Try again in a moment."))


class StalePage(AlreadyHappened):
    """The page was drawn before somebody else changed what it shows, or before one's own first click."""

    def __init__(self) -> None:
        super().__init__(
            _("This has changed since the page was opened. Nothing was recorded; look at it as it is now.")
        )


class NotInForce(AlreadyHappened):
    """A draft, or a resolution that ended: nothing is recorded of it."""

    def __init__(self, found: Resolution) -> None:
        if found.state == Resolution.State.DRAFT:
            sentence = _("This resolution is a draft; its roll-out is recorded once it is issued.")
        else:
            when = date_format(timezone.localtime(found.ended_at), "DATETIME_FORMAT") if found.ended_at else ""
            words = {"who": found.ended_by.display_name if found.ended_by else "", "when": when}
            ended = _("This resolution was ended by %(who)s at %(when)s; nothing more is recorded of it.")
            given_up = _("This draft was given up by %(who)s at %(when)s; nothing more is done with it.")
            sentence = (given_up if found.was_given_up else ended) % words
        super().__init__(sentence)


class AlreadyIssued(AlreadyHappened):
    def __init__(self, found: Resolution) -> None:
        when = date_format(timezone.localtime(found.issued_at), "DATETIME_FORMAT") if found.issued_at else ""
        words = {"who": found.issued_by.display_name if found.issued_by else "", "when": when}
        sentence = _("This resolution was issued by %(who)s at %(when)s; from then on nothing of it is changed.")
        super().__init__(sentence % words)


class NobodyToRemind(Refused):
    """Nobody is missing, or all who are were reminded today."""


def why_not(found: Resolution) -> Refused:
    """Why what asks for a draft, or for a resolution in force, is not done with this one."""
    return AlreadyIssued(found) if found.is_in_force else NotInForce(found)
