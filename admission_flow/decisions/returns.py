"""Return from an approval step to any step before it, and the cell's supplement that brings the file back."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall
from admission_flow.decisions.declaration import write_profile, write_relatives
from admission_flow.decisions.given import PaperGiven, ReturnGiven, SupplementGiven
from admission_flow.decisions.validity import not_valid
from admission_flow.flows import step_node, steps_before, way_of
from admission_flow.models import Decision, Paper
from admission_flow.papers import CERTIFICATE, EACH_SIGNER
from admission_flow.refusals import InvalidFacts, RuleNotMet, WrongStep
from orgs.models import User
from orgs.names import search_key

RETURNED, SENT_BACK = "returned", "sent_back"
# The steps that refuse an expired certificate.
JUDGED_BY_CERTIFICATE = frozenset({"file_check", "cell_vote"})


def return_for_supplement(
    case_id: int, task_id: int, step: str, given: ReturnGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The file goes back with a reason; it will come back to this very step.

    What is to be supplied (`given.items`) is asked of the cell first. `given.again` names earlier steps to be done
    again: they stand no longer, nor what rests on them (rules/standing.py); what rests on an inquiry falls only if its
    conclusion changes. Everything else stands.
    """
    if RETURNED not in step_node(step).ways_back:
        raise WrongStep
    with transaction.atomic():
        act = begin(case_id, task_id, step, acting_user=acting_user, at=at, dated=given.dated)
        items = [item.strip() for item in given.items if item.strip()]
        _refuse_incomplete(step, given, items, steps_before(step, act.case))
        again = fall_again(act, given.again)
        if items:
            act.case.returned_from = step
        outcome = RETURNED if items else SENT_BACK
        decision = decide(act, outcome, reason=given.reason, facts={"items": items, "again": again})
        return conclude(act, "return_for_supplement" if items else "send_back", decision, stands=False)


def fall_again(act: Act, named: Collection[str]) -> list[str]:
    """The steps named stand no longer, nor does what rests on them, nor a certificate that has expired where the cell
    is to judge the file again; all of them, in the order of the procedure."""
    case = act.case
    case.standing = [one for one in case.standing if one not in named]
    fell = {*named, *make_fall(act, named)}
    if "course" in case.standing and not set(case.standing) >= JUDGED_BY_CERTIFICATE and _certificate_has_expired(act):
        case.standing = [one for one in case.standing if one != "course"]
        act.fell.append("course")
        fell.add("course")
    return [step for group in way_of(case) for step in group if step in fell]


def _certificate_has_expired(act: Act) -> bool:
    newest = Paper.objects.filter(case=act.case, code=CERTIFICATE).order_by("-dated", "-pk").first()
    return bool(newest and newest.valid_to and newest.valid_to < act.day)


def _refuse_incomplete(step: str, given: ReturnGiven, items: Collection[str], earlier: Collection[str]) -> None:
    if not given.reason.strip():
        raise InvalidFacts.of("reason", _("Say why the file goes back."))
    if set(given.again) - set(earlier):
        raise InvalidFacts.of("again", _("Only a step of this case that lies before this one can be done again."))
    if not items and SENT_BACK not in step_node(step).ways_back:
        raise InvalidFacts.of("items", _("List what the cell is to supply."))
    if not items and not given.again:
        raise InvalidFacts.of("items", _("List what the cell is to supply, or choose which step is to be done again."))


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


def _course_supplied(given: SupplementGiven) -> list[str]:
    """A valid certificate among the papers takes the place of the course."""
    return ["course"] if any(paper.code == CERTIFICATE for paper in given.papers) else []


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
        again = [] if "course" in act.case.standing else _course_supplied(given)
        act.case.standing = [*act.case.standing, *again]
        fell = make_fall(act, changed)
        facts = {"changed": sorted(changed), "again": fell, "asked_by": act.case.returned_from}
        facts |= {"stands": again} if again else {}
        decision = decide(act, "supplemented", reason=given.note, facts=facts)
        act.case.returned_from = ""
        return conclude(act, "supplement", decision, stands=False)
