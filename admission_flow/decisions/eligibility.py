"""Eligibility in the verbs: the facts and judgements written down, and what stands against a step."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from django.utils.translation import gettext_lazy as _

from admission_flow import eligible
from admission_flow.decisions.act import Act
from admission_flow.decisions.given import EligibilityGiven, JudgementGiven
from admission_flow.local_rules import Asked, check_of
from admission_flow.models import Eligibility, Judgement, Paper
from admission_flow.refusals import InvalidFacts, RuleNotMet
from admission_flow.rules.values import FAILED, NEEDS_JUDGEMENT, NEEDS_PAPER, Verdict, verdict_of
from admission_flow.wording import verdict_sentence


def refuse_unsound(given: EligibilityGiven, day: datetime.date, born: datetime.date) -> None:
    """Facts that contradict each other or lack what a rule needs, `born` being the candidate's birth date.

    Raises InvalidFacts.
    """
    needed = {
        "education": (not given.education, _("Say which general education the candidate has completed.")),
        "left_on": (
            bool(given.left_because or given.expunged_on or given.readmitted_before) and not given.left_on,
            _("Give the day on which the person left."),
        ),
        "ethnic_chinese": (
            bool(given.generations) and not given.ethnic_chinese,
            _("Generations are counted for this case only. Tick it too, or leave the generations empty."),
        ),
        "left_because": (bool(given.left_on) and not given.left_because, _("Say why the membership ended.")),
        "child": (bool(given.child_born_on) and not given.child, _("Say which child it was.")),
        "child_born_on": (
            bool(given.child) and not given.child_born_on,
            _("Give the day on which the child was born."),
        ),
        "prestigious": (
            given.prestigious and not given.special_area,
            _("This holds only for people of a special area. Tick that too, or leave this empty."),
        ),
    }
    errors = {name: [sentence] for name, (wrong, sentence) in needed.items() if wrong}
    days = {"left_on": given.left_on, "expunged_on": given.expunged_on, "child_born_on": given.child_born_on}
    errors |= {name: [_("This day lies in the future.")] for name, one in days.items() if one and one > day}
    before = _("This day lies before the candidate was born. Check it.")
    errors |= {name: [before] for name, one in days.items() if one and one <= born}
    if given.left_on and given.expunged_on and given.expunged_on < given.left_on:
        errors.setdefault("expunged_on", [_("A record is expunged after the person left. Check both days.")])
    if errors:
        raise InvalidFacts(errors)


def refuse_unsound_judgements(given: Iterable[JudgementGiven], local: Iterable[str] = ()) -> None:
    """A judgement names its check, each once. `local`: the checks of the bloc's own rules that are asked."""
    given = list(given)
    names = [one.check for one in given]
    if set(names) - {*eligible.JUDGED, *local} or len(set(names)) != len(names):
        raise InvalidFacts.of("judgements", _("A judgement belongs to no check, or is given twice."))


def write_eligibility(act: Act, given: EligibilityGiven) -> Eligibility:
    row = Eligibility.objects.create(case=act.case, recorded_by=act.acting_user, at=act.at, **asdict(given))
    act.rows.append(row)
    return row


def write_judgements(act: Act, given: Sequence[JudgementGiven]) -> list[Judgement]:
    """Who judged what, in one statement; none where nothing was."""
    rows = [
        Judgement(
            case=act.case,
            task=act.task,
            check_name=one.check,
            met=one.met,
            note=one.note.strip(),
            judged_by=act.acting_user,
            at=act.at,
        )
        for one in given
    ]
    if rows:
        act.rows += Judgement.objects.bulk_create(rows)
    return rows


def refuse_unjudged(verdicts: Iterable[Verdict]) -> None:
    """What needs judgement asks for it, each at its own field. Raises InvalidFacts."""
    unjudged = [one for one in verdicts if one.answer == NEEDS_JUDGEMENT]
    if unjudged:
        raise InvalidFacts({check_of(one.rule, one.numbers): [verdict_sentence(one)] for one in unjudged})


def refuse_against(verdicts: Iterable[Verdict], step: str = "") -> None:
    """What failed blocks, and so does a paper that has to be there before this step. Raises RuleNotMet."""
    against = [
        one for one in verdicts if one.answer == FAILED or (step and one.answer == NEEDS_PAPER and one.before == step)
    ]
    if against:
        raise RuleNotMet(against)


def consider(
    act: Act,
    known: Eligibility | None,
    papers: Collection[Paper],
    asked: Asked,
    judgements: Sequence[JudgementGiven] = (),
) -> list[Verdict]:
    """The verdicts of a step of the cell on its day, with what is judged in this very act. Two statements.

    Raises RuleNotMet for what failed and for a paper due before this step; InvalidFacts for what nobody judged.
    """
    refuse_unsound_judgements(judgements, asked.judged())
    answers = eligible.answers(eligible.judged(act.case)) | {one.check: one.met for one in judgements}
    verdicts = eligible.considered(act.case, act.dated, act.parameters, papers, known, answers, asked)
    refuse_against(verdicts, act.step)
    refuse_unjudged(verdicts)
    return verdicts


def refuse_undocumented(act: Act) -> None:
    """The competent body admits only with the papers that the cell's consideration asked for. Two statements at most.

    Raises RuleNotMet with the very sentence that was shown since.
    """
    vote = eligible.newest_vote(act.case)
    wanted = eligible.wanted_papers(vote.derivation) if vote else {}
    if not wanted:
        return
    papers = Paper.objects.filter(case=act.case, code__in=wanted)
    missing = set(wanted) - eligible.held(papers, act.dated)
    if vote and missing:
        raise RuleNotMet([verdict_of(row) for row in vote.derivation if row.get("paper") in missing])
