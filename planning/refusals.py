"""Why an act on a plan was refused, as a sentence for the person who tried. Nothing was written when one is raised."""

from __future__ import annotations

from django.utils.translation import gettext as _

from admission_flow.refusals import AlreadyHappened, Busy, Refused


class PlanChanged(AlreadyHappened):
    """Somebody has proposed, adjusted, handed back or approved it since the page was drawn."""

    def __init__(self) -> None:
        super().__init__(_("This plan was changed since the page was opened; nothing was recorded. Look at it again."))


class PlanBusy(Busy):
    def __init__(self) -> None:
        Refused.__init__(
            self, _("Somebody else is changing the plans of this unit right now. Try again in a few seconds.")
        )


class NothingChanged(Refused):
    def __init__(self) -> None:
        super().__init__(_("These are the numbers that stand there already; nothing was recorded."))
