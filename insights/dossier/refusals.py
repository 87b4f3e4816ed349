"""Why a dossier was not issued, as a sentence for the person who asked. Nothing was written when one is raised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orgs.refusals import Refusal


class NotWhole(Refusal):
    """What the journal says of the case and what stands in the database differ; `what` names the first difference."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            _(
                "What the journal vouches for and what is stored of this case differ, so no dossier is issued. Tell "
                "the system's administrator, who finds it by verifying the journal."
            )
        )


class NotSigned(Refusal):
    """The journal's key or the folder of the checkpoints is not there; the sentence is the administrator's."""


class StillChanging(Refusal):
    """Each time a checkpoint was taken, somebody had recorded another act in the case meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Others are recording acts in this case at this moment. Ask for the dossier again shortly."))


class TooLarge(Refusal):
    """More than a plain ZIP holds: 2 GiB, or 65,535 files."""

    def __init__(self) -> None:
        super().__init__(
            _("The files of this case are more than one dossier holds (2 GB). Take the papers one by one instead.")
        )
