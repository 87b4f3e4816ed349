"""Return for supplement from an approval step, and the cell's supplement that brings the file back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall
from admission_flow.decisions.declaration import write_profile, write_relatives
from admission_flow.decisions.given import PaperGiven, ReturnGiven, SupplementGiven
from admission_flow.decisions.validity import not_valid
from admission_flow.flows import made_again, step_node
from admission_flow.models import Decision, Paper
from admission_flow.papers import CERTIFICATE, EACH_SIGNER
from admission_flow.refusals import InvalidFacts, RuleNotMet, WrongStep
from orgs.models import User
from orgs.names import search_key

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


def _refuse_worthless(act: Act, supplied: Sequence[PaperGiven]) -> None:
    """A new paper takes the place of an expired one; of those a file has from each signer, of the same signer's.

    Raises RuleNotMet for one that is not valid on the day it is supplied, InvalidFacts for a signer who has no paper
    of that kind in the file.
    """
    proposed = "cell_vote" in act.case.standing
    in_use = [paper for paper in supplied if paper.code == CERTIFICATE or not proposed]
    failed = not_valid(in_use, act.dated, act.parameters)
    if failed:
        raise RuleNotMet(failed)
    again = [paper for paper in supplied if paper.code in EACH_SIGNER]
    if not again:
        return
    known = dict(Paper.objects.filter(case=act.case, code__in=EACH_SIGNER).values_list("signed_by", "code"))
    names = {search_key(name) for name in known}
    for paper in again:
        if search_key(paper.signed_by) not in names:
            sentence = _("%(paper)s: write who signed it as in the file: %(names)s.")
            raise InvalidFacts.of(
                "papers", sentence % {"paper": papers.title(paper.code), "names": get_text_list(sorted(known), _("or"))}
            )


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
        _refuse_worthless(act, given.papers)
        add_papers(act, given.papers)
        fell = make_fall(act, changed)
        facts = {"changed": sorted(changed), "again": fell, "asked_by": act.case.returned_from}
        decision = decide(act, "supplemented", reason=given.note, facts=facts)
        act.case.returned_from = ""
        return conclude(act, "supplement", decision, stands=False)
