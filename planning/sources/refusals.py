"""Why an act on a source was refused, as a sentence for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _

from admission_flow.refusals import AlreadyHappened, AlreadyRecorded, Refused
from documents.entries import day_words
from planning.models import Source, SourceReview
from planning.sources.rules import has_failed


class SourceBusy(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else is recording something of this source right now. Try again in a moment."))


class SourceChanged(AlreadyHappened):
    """The page was drawn before somebody else changed what it shows, or before one's own first click."""

    def __init__(self) -> None:
        super().__init__(
            _("This source was changed since the page was opened; nothing was recorded. Look at it as it is now.")
        )


class NotOpen(AlreadyHappened):
    """The source is in a state in which this is not done with it."""

    def __init__(self, found: Source) -> None:
        words = {"day": day_words(found.state_on)}
        if found.state == Source.State.REMOVED:
            sentence = _("This source was removed on %(day)s; nothing more is recorded of it. Enter the person anew.")
        elif has_failed(found):
            sentence = _("The case of this source has ended. Watch the person again first, or remove the source.")
        elif found.state == Source.State.NOMINATED:
            sentence = _("This source was nominated on %(day)s; what follows is recorded in its case.")
        elif found.state == Source.State.LISTED:
            sentence = _("This source has been on the sympathiser list since %(day)s.")
        else:
            sentence = _("This source has been under watch since %(day)s.")
        super().__init__(sentence % words)


class AlreadyAssessed(AlreadyRecorded):
    def __init__(self, day: str) -> None:
        super().__init__(_("This task was assessed on %(day)s. Nothing was recorded twice.") % {"day": day})


class AlreadyASource(AlreadyRecorded):
    """Of the same cell."""

    def __init__(self) -> None:
        super().__init__(_("This person is a source of this cell already. Nothing was recorded twice."))


class AlreadyReviewed(AlreadyRecorded):
    def __init__(self, review: SourceReview) -> None:
        words = {"month": f"{review.month:%m/%Y}", "day": day_words(review.held_on)}
        super().__init__(
            _("The sources were reviewed for %(month)s already, on %(day)s. One review is held a month.") % words
        )


class NothingToReview(Refused):
    def __init__(self) -> None:
        super().__init__(_("This cell watches nobody at present; there is nothing to review."))
