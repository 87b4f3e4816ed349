"""Words for the ways back and sideways: returns, transfers, cancelled admissions, corrections."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, Promise] = {
    "sent_back": _("sent back to be done again"),
    "moved": _("moved to another cell"),
    "transferred": _("transferred out of the bloc"),
    "cancelled": _("admission cancelled"),
    "ended": _("membership ended"),
    "received": _("decision received"),
    "proposed": _("correction proposed"),
    "accepted": _("correction accepted"),
    "refused": _("correction refused"),
}

# What a journal entry says of its act, after the name of who did it.
ACTS: dict[str, Promise] = {
    "send_back": _("sent the file back: steps are to be done again"),
    "transfer": _("transferred the candidate: %(outcome)s"),
    "record_receipt": _("recorded the receipt of the decision"),
    "end_membership": _("recorded that the membership has ended; the case is closed"),
    "cancel_admission": _("cancelled the admission and struck the name from the register"),
    "propose_correction": _("proposed a correction of a recorded fact"),
    "move_ceremony": _("moved the probation: the day of the ceremony was corrected"),
    "decide_correction": _("decided on a proposed correction: %(outcome)s"),
}
# The titles of decisions that belong to no step.
BESIDE_STEPS: dict[str, Promise] = {
    "withdrawal": _("Withdrawal"),
    "transfer": _("Transfer"),
    "cancellation": _("Cancellation of the admission"),
    "correction": _("Correction"),
    "membership": _("End of the membership"),
    "receipt": _("Receipt of the decision"),
}
GROUNDS: dict[str, Promise] = {
    "condition": _("a standard or condition was not met"),
    "procedure": _("wrong authority or procedure; to be done again properly"),
}
