"""Return for supplement from an approval step, and the cell's supplement that brings the file back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall
from admission_flow.decisions.declaration import write_profile, write_relatives
from admission_flow.decisions.given import ReturnGiven, SupplementGiven
from admission_flow.flows import made_again, step_node
from admission_flow.models import Decision
from admission_flow.papers import CERTIFICATE
from admission_flow.refusals import InvalidFacts, RuleNotMet, WrongStep
from admission_flow.rules import validity
from orgs.models import User

RETURNED = "returned"


def return_for_supplement(
    case_id: int, task_id: int, step: str, given: ReturnGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The file goes back to the cell with a reason and a list; it will come back to this very step.

    `given.again` names inquiries to be made again; what rests on them falls only if their conclusion changes.
    """
    if RETURNED not in step_node(step).ways_back:
        raise WrongStep
    with transaction.atomic():
        act = begin(case_id, task_id, step, acting_user=acting_user, at=at, dated=given.dated)
        _refuse_incomplete(step, given)
        act.case.standing = [one for one in act.case.standing if one not in given.again]
        act.case.returned_from = step
        facts = {"items": list(given.items), "again": list(given.again)}
        decision = decide(act, RETURNED, reason=given.reason, facts=facts)
        return conclude(act, "return_for_supplement", decision, stands=False)


def _refuse_incomplete(step: str, given: ReturnGiven) -> None:
    if not given.reason.strip():
        raise InvalidFacts.of("reason", _("Say why the file goes back."))
    if not any(item.strip() for item in given.items):
        raise InvalidFacts.of("items", _("List what the cell is to supply."))
    if set(given.again) - set(made_again(step)):
        steps = ", ".join(str(step_node(one).task_title) for one in made_again(step))
        raise InvalidFacts.of("again", _("Only these can be asked for again: %(steps)s.") % {"steps": steps})


def _certificate_valid_to(act: Act, given: SupplementGiven) -> dict[str, datetime.date]:
    """Until when a new certificate among the papers supplied is valid; it takes the place of an expired one.

    Raises RuleNotMet for one that is not valid on the day it is supplied.
    """
    by = act.parameters
    supplied = [paper.dated for paper in given.papers if paper.code == CERTIFICATE]
    failed = [found for dated in supplied if not (found := validity.certificate(dated, act.dated, by)).met]
    if failed:
        raise RuleNotMet(failed)
    return {CERTIFICATE: validity.certificate_valid_to(max(supplied), by)} if supplied else {}


def supplement(
    case_id: int, task_id: int, given: SupplementGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """What the cell supplied. Steps that rested on a fact now changed are done again; the others stand."""
    with transaction.atomic():
        act = begin(case_id, task_id, "supplement", acting_user=acting_user, at=at, dated=given.dated)
        if not given.note.strip():
            raise InvalidFacts.of("note", _("Say what was supplied, point by point."))
        changed: set[str] = set()
        if given.profile is not None:
            changed |= write_profile(act, given.profile)
        if given.relatives is not None:
            changed |= write_relatives(act, given.relatives)
        add_papers(act, given.papers, _certificate_valid_to(act, given))
        fell = make_fall(act, changed)
        facts = {"changed": sorted(changed), "again": fell, "asked_by": act.case.returned_from}
        decision = decide(act, "supplemented", reason=given.note, facts=facts)
        act.case.returned_from = ""
        return conclude(act, "supplement", decision, stands=False)
