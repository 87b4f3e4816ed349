"""The only door to a case: who gets it, how deep, and what they may do in it now.

Somebody else's case is 404, so that its existence isn't told; an act that one's seat doesn't give is refused by the
verb. `actions_for` lists the buttons; every verb asks the same table again under the lock.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions import sideways
from admission_flow.models import Case, Task
from admission_flow.nodes import Place
from orgs import access, roles
from orgs.access import Account

LIST, FILE = "list", "file"


@dataclass(frozen=True)
class Offer:
    """An act that a step offers. `by` and `at` replace the step's own seat where another seat may do it too."""

    verb: str
    label: str | Promise
    by: str | None = None
    at: Place | None = None


@dataclass(frozen=True)
class Action:
    """An act that this person may do now on this case; `task` is None for acts on the whole case."""

    verb: str
    label: str | Promise
    task: Task | None


_RETURN = Offer("return_for_supplement", _("Return for supplement"))

OFFERS: dict[str, tuple[Offer, ...]] = {
    "course": (
        Offer("record_certificate", _("Record the certificate")),
        Offer("present_certificate", _("Present a valid certificate"), by=roles.PREPARE_FILE, at=Place.CELL),
    ),
    "declaration": (Offer("declare", _("Record the declaration")),),
    "verification": (Offer("record_verification", _("Conclude the verification")),),
    "opinions": (Offer("record_opinions", _("Record the opinions")),),
    "file_check": (Offer("check_file", _("Confirm that the file is fit")), _RETURN),
    "cell_vote": (Offer("record_cell_vote", _("Close the result and report to the committee")), _RETURN),
    "departmental_appraisal": (Offer("appraise_department", _("Report up")), _RETURN),
    "grassroots_approval": (Offer("approve_grassroots", _("Record the committee's vote")), _RETURN),
    "bloc_appraisal": (Offer("appraise_bloc", _("Put before the standing committee")), _RETURN),
    "bloc_decision": (
        Offer("decide_bloc", _("Record the decision")),
        Offer("ask_opinion", _("Ask for an opinion")),
        _RETURN,
    ),
    "consultation": (Offer("answer_consultation", _("Record the answer")),),
    "supplement": (Offer("supplement", _("Send the supplement")),),
    "ceremony": (Offer("hold_ceremony", _("Record the ceremony")),),
}
WITHDRAW = Offer("withdraw", _("Withdraw the case"), by=roles.PREPARE_FILE, at=Place.CELL)


def case_for(person: Account, pk: int, *, at: datetime.datetime) -> Case:
    """The case, if this person may see it at least in lists; `case.depth` is LIST or FILE. Raises Http404."""
    case = (
        Case.objects.select_related("candidate__person", "unit", "department", "committee", "bloc", "helper")
        .filter(access.in_subtrees(person, roles.SEE_LIST, at), pk=pk)
        .first()
    )
    if case is None:
        raise Http404
    case.depth = FILE if access.sees(person, roles.SEE_FILE, case.unit, at) else LIST
    return case


def actions_for(person: Account, case: Case, tasks: list[Task], *, at: datetime.datetime) -> list[Action]:
    """What this person may do now with these open tasks of the case and with the whole case, in the order of the
    buttons. Four statements at the most, two for most. `case.held` keeps the seats for the forms."""
    case.held = held = access.capabilities(person, at)
    found: list[Action] = []
    for task in tasks if case.is_open else ():
        task.process = case
        for offer in OFFERS.get(task.step, ()):
            if _seat_of(offer, case, task) in held:
                found.append(Action(offer.verb, offer.label, task))
    if case.is_open and _seat_of(WITHDRAW, case, None) in held:
        found.append(Action(WITHDRAW.verb, WITHDRAW.label, None))
    return found + [Action(verb, label, None) for verb, label in sideways.offered(case, held, at)]


def _seat_of(offer: Offer, case: Case, task: Task | None) -> tuple[str, int | None]:
    if offer.by is not None and offer.at is not None:
        return offer.by, offer.at.unit_of(case)
    return (task.capability, task.unit_id) if task else ("", None)
