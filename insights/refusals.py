"""Why no file was made, as a sentence for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from orgs.refusals import Refusal


class TooMany(Refusal):
    """More rows than one page hands out."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("This is more than one file holds (%(most)s rows). Choose a shorter period or a smaller unit.")
            % {"most": f"{most:,}".replace(",", ".")}
        )
