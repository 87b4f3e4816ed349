"""Why an act on a register was refused, as a sentence for the person who tried. Nothing was written then."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from orgs.refusals import Refusal


class NotKeeper(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Only who acts for this unit keeps its registers: its secretary or deputy, at the bloc the "
                "organisation board too. Ask one of them for the entry."
            )
        )


class RegisterBusy(Refusal):
    """Another act, such as a large meeting being closed, holds the register for longer than `lock_timeout`."""

    def __init__(self) -> None:
        super().__init__(
            _("Numbers of this register are being given at this very moment. Nothing was recorded; send it again.")
        )


class EntryRefused(Refusal):
    """The entry is not in the state that this act needs: void already, forwarded already, drawn by a meeting."""


class AlreadyEntered(EntryRefused):
    """The same form has been sent before, perhaps by a second click."""


class FaultyEntry(Refusal):
    """What was typed can't be entered: `errors` maps a field of the form to its sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))
