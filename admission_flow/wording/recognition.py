"""What acts, outcomes, terms and verdicts of probation and recognition are called; merged into the others' tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a Promise that knows %

OUTCOMES: dict[str, Promise] = {
    "opened": gettext_lazy("probation begun"),
    "attended": gettext_lazy("class attended"),
    "reviewed": gettext_lazy("self-review and remarks recorded"),
    "failed": gettext_lazy("ratio not reached, to be voted again"),
    "escalated": gettext_lazy("ratio not reached, full result reported up"),
    "recognised": gettext_lazy("recognised as official member"),
    "struck_off": gettext_lazy("struck off the list"),
}

ACTS: dict[str, Promise] = {
    "open_recognition": gettext_lazy("opened the case of recognition; the probation began"),
    "record_new_member_class": gettext_lazy("recorded the certificate of the new-member class"),
    "record_probation_papers": gettext_lazy("recorded the self-review and the helper's remarks"),
    "record_probation_opinions": gettext_lazy("recorded the opinions on the probation: %(outcome)s"),
    "record_recognition_vote": gettext_lazy("recorded the vote of the cell on recognition: %(outcome)s"),
    "appraise_recognition": gettext_lazy("reported the departmental appraisal of the recognition up"),
    "approve_recognition": gettext_lazy("recorded the vote of the grassroots committee on recognition: %(outcome)s"),
    "appraise_recognition_bloc": gettext_lazy(
        "appraised the file of the recognition and put it before the standing committee"
    ),
    "decide_recognition": gettext_lazy("recorded the decision on recognition: %(outcome)s"),
    "supplement_recognition": gettext_lazy("supplemented the file of the recognition"),
}

DEADLINES: dict[str, Promise] = {
    "review_probation": gettext_lazy("Review by the cell after the probation"),
    "decide_recognition": gettext_lazy("Decision on recognition"),
}

VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "probation_complete": (
        gettext_lazy("The %(months)s months of probation from %(probation_from)s were complete on %(over)s."),
        gettext_lazy(
            "The %(months)s months of probation from %(probation_from)s are complete only on %(over)s; "
            "%(day)s is too early. Date it on that day or later."
        ),
    ),
    "failed_votes": (
        ngettext_lazy(
            "%(failed)s vote did not reach the ratio either way; the full result goes up for decision.",
            "%(failed)s votes did not reach the ratio either way; the full result goes up for decision.",
            "failed",
        ),
        ngettext_lazy(
            "%(failed)s vote of %(most)s did not reach the ratio. The cell votes again.",
            "%(failed)s votes of %(most)s did not reach the ratio. The cell votes again.",
            "failed",
        ),
    ),
}
