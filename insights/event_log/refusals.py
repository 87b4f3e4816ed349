"""Why a file was not made, as a sentence for the person who asked. Nothing was written when one is raised."""

from __future__ import annotations

from django.utils.translation import gettext as _

from orgs.refusals import Refusal


class NoSuchUnit(Refusal):
    """The unit doesn't exist, or whoever asks sees no cases of it; the sentence doesn't say which."""

    def __init__(self, code: str) -> None:
        super().__init__(_("There is no unit %(code)s whose cases you see.") % {"code": code})


class NoUnit(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Cases are shown to those who hold a seat, and this account holds none today."))


class NotPersonal(Refusal):
    """Names were asked for by somebody who doesn't see the files there."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            _("Names are for those who see the files. Of %(unit)s you see the list only; take the log without names.")
            % {"unit": unit}
        )


class NobodyAsks(Refusal):
    """Names were asked for on the command line, without an account that sees the files."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Names are given to a person who sees the files, never to the machine. Add --as USERNAME, or leave "
                "out --personal."
            )
        )


class DatesReversed(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The first day lies after the last one. Exchange them."))
