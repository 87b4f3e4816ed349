"""Why a form was not taken, read or loaded, as a sentence for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _

from intake.models import Upload
from orgs.refusals import Refusal


class StillRunning(Refusal):
    """One at a time is enough for one person."""

    def __init__(self, upload: Upload | None) -> None:
        super().__init__(
            _("A form that you uploaded is being read or loaded. Wait for it, or start it again if it fell silent.")
        )
        self.upload = upload


class NotSilent(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This form is through, or the worker still tells how far it is. Nothing was started."))


class NotShown(Refusal):
    """There is nothing to agree to, or it is another preview by now."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or _(
                "What you agreed to is not what this page shows by now. Nothing was loaded. Look at the preview again."
            )
        )


class AgreedAlready(NotShown):
    """A second click."""

    def __init__(self, upload: Upload) -> None:
        loaded = upload.state == Upload.State.LOADED
        super().__init__(
            _("It is loaded already; once is enough.")
            if loaded
            else _("You agreed to it already, and it is being loaded.")
        )
