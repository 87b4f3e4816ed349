"""Why an act on a report was refused, as a sentence for the person who tried. Nothing was written then."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.refusals import AlreadyHappened, Refused


class ReportChanged(AlreadyHappened):
    """Somebody has written in it, taken its figures, reviewed or approved it since the page was drawn."""

    def __init__(self) -> None:
        super().__init__(
            _("This report was changed since the page was opened; nothing was recorded. Look at it again.")
        )


class AlreadyDrafted(AlreadyHappened):
    def __init__(self) -> None:
        super().__init__(_("A report of this unit on this period is being written already. Open it from the list."))


class NotInThatState(AlreadyHappened):
    """It is no draft any more, not yet reviewed, or approved."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This report is in the state “%(state)s” now; this act is not for it. Look at it again.")
            % {"state": state}
        )


class ReportBusy(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else is working on this report right now. Try again in a moment."))


class NothingWritten(Refused):
    def __init__(self, sections: Collection[str]) -> None:
        super().__init__(
            _("Not written yet: %(sections)s. Write it first; then the report is reviewed.")
            % {"sections": ", ".join(sections)}
        )


class Outdated(Refused):
    """Sections of the author's say what their figures no longer do."""

    def __init__(self, sections: Collection[str]) -> None:
        super().__init__(
            _(
                "The figures have changed since these sections were written: %(sections)s. Write them again, or tick "
                "on the writing page that they are right as they stand."
            )
            % {"sections": ", ".join(sections)}
        )


class NoSuperior(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("The name of the committee above is not written yet. Write it on the writing page; then it is reviewed.")
        )


class OwnWork(Refused):
    def __init__(self) -> None:
        super().__init__(_("Who wrote in a report last does not review it. Ask somebody else of this unit."))


class FiguresChanged(Refused):
    def __init__(self, numbers: int) -> None:
        super().__init__(
            ngettext(
                "Since the figures were taken, %(numbers)s number has changed in the records. Hand the report back, "
                "and have the figures taken anew.",
                "Since the figures were taken, %(numbers)s numbers have changed in the records. Hand the report back, "
                "and have the figures taken anew.",
                numbers,
            )
            % {"numbers": numbers}
        )
