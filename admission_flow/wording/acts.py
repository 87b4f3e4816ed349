"""Acts, outcomes and deadlines in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow import papers
from admission_flow.wording import clock, recognition, sideways
from admission_flow.wording.verification import VERIFICATION_ACTS

_OUTCOMES: dict[str, Promise] = {
    "forward": gettext_lazy("nominated"),
    "done": gettext_lazy("certificate recorded"),
    "declared": gettext_lazy("declared"),
    "clear": gettext_lazy("clear"),
    "not_clear": gettext_lazy("not clear"),
    "agreed": gettext_lazy("all agree"),
    "mixed": gettext_lazy("opinions differ"),
    "fit": gettext_lazy("fit"),
    "returned": gettext_lazy("returned for supplement"),
    "voted": gettext_lazy("result reported up"),
    "reported": gettext_lazy("reported up"),
    "admitted": gettext_lazy("admitted"),
    "not_admitted": gettext_lazy("not admitted"),
    "put_up": gettext_lazy("put before the standing committee"),
    "opinion_asked": gettext_lazy("opinion asked"),
    "answered": gettext_lazy("answered"),
    "supplemented": gettext_lazy("supplemented"),
    "held": gettext_lazy("ceremony held"),
    "withdrawn": gettext_lazy("withdrawn"),
    "supplied": gettext_lazy("paper supplied"),
    "judged": gettext_lazy("judged"),
    "replaced": gettext_lazy("introducer replaced"),
    **recognition.OUTCOMES,
    **clock.OUTCOMES,
}

# What a journal entry says of its act, after the name of who did it.
_ACTS: dict[str, Promise] = {
    "reassign": gettext_lazy("gave the step to another holder of the seat"),
    "nominate": gettext_lazy("nominated the candidate and opened the case"),
    "record_certificate": gettext_lazy("recorded the certificate of the awareness course"),
    "present_certificate": gettext_lazy("presented a valid certificate of the awareness course"),
    "declare": gettext_lazy("recorded the application and the biography"),
    "record_verification": gettext_lazy("concluded the verification: %(outcome)s"),
    **VERIFICATION_ACTS,
    "record_opinions": gettext_lazy("recorded the opinions: %(outcome)s"),
    "check_file": gettext_lazy("checked the file: fit"),
    "record_cell_vote": gettext_lazy("recorded the vote of the cell"),
    "appraise_department": gettext_lazy("reported the departmental appraisal up"),
    "approve_grassroots": gettext_lazy("recorded the vote of the grassroots committee: %(outcome)s"),
    "appraise_bloc": gettext_lazy("appraised the file and put it before the standing committee"),
    "decide_bloc": gettext_lazy("recorded the decision of the standing committee: %(outcome)s"),
    "ask_opinion": gettext_lazy("asked for an opinion"),
    "answer_consultation": gettext_lazy("recorded the answer to the opinion asked"),
    "return_for_supplement": gettext_lazy("returned the file for supplement"),
    "supplement": gettext_lazy("supplemented the file"),
    "hold_ceremony": gettext_lazy("recorded the ceremony; the case is closed"),
    "withdraw": gettext_lazy("withdrew the case"),
    "take": gettext_lazy("took the step"),
    "propose_repair": gettext_lazy("proposed a repair of the case"),
    "apply_repair": gettext_lazy("applied a repair of the case"),
    "decline_repair": gettext_lazy("declined a repair of the case"),
    "supply_paper": gettext_lazy("supplied a paper that was needed"),
    "judge": gettext_lazy("judged what was to be judged"),
    "replace_introducer": gettext_lazy("replaced an introducer"),
    "attach_file": gettext_lazy("attached a file to a paper: %(paper)s, version %(version)s"),
    "comment": gettext_lazy("wrote in the conversation"),
    "answer": gettext_lazy("answered in the conversation"),
    "ask_holder": gettext_lazy("asked the holders of the step in the conversation"),
    "edit_comment": gettext_lazy("changed what they had written in the conversation"),
    "withdraw_comment": gettext_lazy("withdrew what they had written in the conversation"),
    **recognition.ACTS,
    **clock.ACTS,
}

_DEADLINES: dict[str, Promise] = {
    "decide_admission": gettext_lazy("Decision on admission"),
    "hold_ceremony": gettext_lazy("Ceremony"),
    **recognition.DEADLINES,
}

_OUTCOMES |= sideways.OUTCOMES
_ACTS |= sideways.ACTS


def outcome_label(outcome: str) -> str:
    return str(_OUTCOMES.get(outcome, outcome))


def act_sentence(verb: str, refs: Mapping[str, Any]) -> str:
    told = {
        "outcome": outcome_label(str(refs.get("outcome", ""))),
        "paper": papers.title(str(refs.get("form", ""))),
        "version": refs.get("version", ""),
    }
    return str(_ACTS.get(verb, verb)) % told


def act_names() -> dict[str, str]:
    """Every act that the history of a case may tell of, without its particulars."""
    return {verb: capfirst(str(words).partition(": %(")[0]) for verb, words in _ACTS.items()}


def outcome_labels() -> dict[str, str]:
    return {outcome: str(words) for outcome, words in _OUTCOMES.items()}


def done_sentence(verb: str, outcome: str) -> str:
    """What the page says to whoever has just done it."""
    # Translators: an act in the past tense as a sentence of its own, "Checked the file: fit."
    verb = "send_back" if outcome == "sent_back" else verb
    return capfirst(_("%(act)s.") % {"act": act_sentence(verb, {"outcome": outcome})})


def deadline_label(rule: str) -> str:
    return str(_DEADLINES[rule])


def acted_by(name: str, absent: str) -> str:
    """Whose act it was; where they stood in for somebody away, for whom."""
    return _("%(name)s (on behalf of %(absent)s)") % {"name": name, "absent": absent} if absent else name
