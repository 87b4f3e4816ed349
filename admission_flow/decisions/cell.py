"""The cell: the check of the file before the meeting, and the vote."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.act import add_papers, begin, conclude, decide
from admission_flow.decisions.eligibility import consider, write_judgements
from admission_flow.decisions.given import JudgementGiven, VoteGiven
from admission_flow.decisions.validity import judged
from admission_flow.holding import papers_of
from admission_flow.local_rules import asked_of
from admission_flow.models import Decision, Eligibility
from admission_flow.refusals import InvalidFacts, Refused, RuleNotMet
from admission_flow.rules import thresholds
from admission_flow.rules.deadlines import DECIDE_ADMISSION
from admission_flow.rules.tallies import Tally
from admission_flow.rules.values import Verdict
from orgs.members import count_official
from orgs.models import User


def check_file(
    case_id: int,
    task_id: int,
    dated: datetime.date,
    checked: Collection[str],
    note: str = "",
    judgements: Sequence[JudgementGiven] = (),
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The file is fit for the cell's meeting: every paper there, checked, and valid on that day, and the candidate and
    the introducers still eligible.

    `checked` holds the form codes that were checked, `judgements` what nobody had judged yet. Refused while the
    verification is not clear.
    """
    with transaction.atomic():
        known, asked = _recorded(case_id), asked_of(case_id, dated)
        act = begin(case_id, task_id, "file_check", acting_user=acting_user, at=at, dated=dated)
        if "verification" not in act.case.standing:
            raise Refused(
                _("The verification did not end clear, so the file is not fit. Return it for supplement, or withdraw.")
            )
        in_file = papers_of(act.case)
        held = dict.fromkeys(paper.code for paper in in_file)
        _refuse_incomplete_file(held, checked, asked.names())
        valid = judged(in_file, dated, act.parameters)
        refuse_unmet(valid)
        verdicts = [*consider(act, known, in_file, asked, judgements), *valid]
        write_judgements(act, judgements)
        names = {code: name for code, name in asked.names().items() if code in held}
        facts = {"checklist": sorted(held)} | ({"names": names} if names else {})
        decision = decide(act, "fit", verdicts=verdicts, reason=note, facts=facts)
        return conclude(act, "check_file", decision)


def _recorded(case_id: int) -> Eligibility | None:
    """Read before the case is locked: these rows are never edited, and no act beside this one adds another."""
    return Eligibility.objects.filter(case=case_id).order_by("-pk").first()


def _refuse_incomplete_file(held: Collection[str], checked: Collection[str], names: Mapping[str, str]) -> None:
    missing = papers.missing_for_meeting(held)
    if missing:
        raise InvalidFacts.of("checked", _("The file lacks: %(papers)s.") % {"papers": papers.titles(missing)})
    unchecked = [code for code in held if code not in checked]
    if unchecked:
        raise InvalidFacts.of(
            "checked", _("Not checked yet: %(papers)s.") % {"papers": papers.titles(unchecked, names)}
        )


def record_cell_vote(
    case_id: int, task_id: int, vote: VoteGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """The cell's vote and resolution 6-KNĐ. Below the ratio the full result goes up all the same.

    Raises RuleNotMet where on the day of the meeting, which may have been put off since the file check, the candidate
    or an introducer is not eligible, a paper has expired, or a special path lacks the paper due before the vote;
    InvalidFacts where something is to be judged.

    The roll is the number of official members of the cell on the day of the meeting, from the register.
    """
    with transaction.atomic():
        known, asked = _recorded(case_id), asked_of(case_id, vote.paper.dated)
        act = begin(case_id, task_id, "cell_vote", acting_user=acting_user, at=at, dated=vote.paper.dated)
        in_file = papers_of(act.case)
        tally = vote.tally(count_official(act.case.unit, act.dated))
        refuse_faults(tally)
        valid = judged(in_file, act.dated, act.parameters)
        refuse_unmet(valid)
        still = [*consider(act, known, in_file, asked), *valid]
        carried = thresholds.cell_vote(tally, act.parameters)
        add_papers(act, [vote.paper])
        decision = decide(act, "voted", verdicts=[*still, carried], **vote_columns(vote, tally, carried))
        act.terms.start(DECIDE_ADMISSION, act.dated, act.regulation)
        return conclude(act, "record_cell_vote", decision)


def refuse_unmet(verdicts: Sequence[Verdict]) -> None:
    failed = [one for one in verdicts if not one.met]
    if failed:
        raise RuleNotMet(failed)


def refuse_faults(tally: Tally) -> None:
    faults = tally.faults()
    if faults:
        raise InvalidFacts.of_tally(faults)


def vote_columns(vote: VoteGiven, tally: Tally, carried: Verdict) -> dict[str, object]:
    """The Decision's columns of a vote."""
    return {
        "number": vote.paper.number,
        "signed_by": vote.paper.signed_by,
        "body_size": tally.entitled,
        "present": tally.present,
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "votes_other": tally.votes_other,
        "votes_invalid": tally.votes_invalid,
        "issued": tally.issued,
        "returned": tally.returned,
        "absent": dict(tally.absent),
        "excused": carried.numbers["excused"],
        "voting": vote.voting,
        "ratio_reached": carried.met,
    }
