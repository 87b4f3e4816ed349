"""Why an act on a ballot was refused, as a sentence for the person who tried. Nothing was written then."""

from __future__ import annotations

from django.utils.translation import gettext as _

from admission_flow.refusals import Refused


class NotPresent(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("You are not recorded as present at this meeting. Tell its chair, who keeps the roll; then vote.")
        )


class BallotOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("This ballot is over; nothing was recorded. Look at the meeting as it is now."))


class AlreadyVoted(Refused):
    """The vote before stands."""

    def __init__(self) -> None:
        super().__init__(_("You have voted in this ballot already. Your vote stands; nothing was recorded twice."))


class NoChoice(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose one of the three, then cast your vote."))


class UnknownCode(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("This code opens no ballot. Check each letter and digit, or ask the meeting's chair for a new one.")
        )


class NoBallotNow(Refused):
    """The code is right, and nothing is being voted on."""

    def __init__(self) -> None:
        super().__init__(_("No ballot is open at your meeting at this moment. Wait for the chair, then try again."))


class NotSecret(Refused):
    """The database would write the choices into its log."""

    def __init__(self, settings: str) -> None:
        sentence = _(
            "The database is set to write statements into its log (%(settings)s), and so would write who chose what. "
            "Vote on paper, or have the administrator change it: docs/ballots.md says how."
        )
        super().__init__(sentence % {"settings": settings})
