"""The card of eligibility on the page of a case: each check with its answer, its sentence, its rule and its source."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow.deadlines import parameters_of
from admission_flow.eligible import OTHER_RULES, Wanting, before_the_vote, findings, wanted_by
from admission_flow.holding import Record
from admission_flow.local_rules import check_of
from admission_flow.models import Case, Judgement, Regulation, Task
from admission_flow.papers import title
from admission_flow.rules.values import FAILED, NEEDS_JUDGEMENT, NEEDS_PAPER, PASSED
from admission_flow.wording import rule_sentence, source_line

_TONES = {PASSED: "pass", FAILED: "fail", NEEDS_PAPER: "warn", NEEDS_JUDGEMENT: "warn"}
_WORDS: dict[str, Promise] = {
    FAILED: gettext_lazy("Not met"),
    NEEDS_PAPER: gettext_lazy("Needs a paper"),
    NEEDS_JUDGEMENT: gettext_lazy("To be judged"),
}


@dataclass(frozen=True)
class Check:
    """One verdict as it is drawn. `by` says who judged, where somebody did."""

    tone: str
    word: str
    sentence: str
    source: str
    by: str = ""
    paper: str = ""


@dataclass(frozen=True)
class EligibilityCard:
    """Checks that stand against something come first and are always seen; `beside`: acts open by what they ask for."""

    against: list[Check] = field(default_factory=list)
    passed: list[Check] = field(default_factory=list)
    beside: tuple[str, ...] = ()


def eligibility_card(case: Case, record: Record, open_tasks: Sequence[Task], today: datetime.date) -> EligibilityCard:
    """As of today while the cell is to consider the case, then as of its vote. Seven statements at most.

    Empty for a recognition: whoever was admitted was found eligible.
    """
    open_steps = {task.step for task in open_tasks}
    if case.is_recognition:
        return EligibilityCard()
    if not case.is_open:
        return _drawn(_last_derivation(record), {})
    by = parameters_of(Regulation.on(today))
    rows = findings(case, today, by, record.papers)
    newest = {
        one.check_name: one
        for one in Judgement.objects.filter(case=case).select_related("judged_by__person").order_by("pk")
    }
    return _drawn(rows, newest, _beside(wanted_by(rows), before_the_vote(case, open_steps)))


def _last_derivation(record: Record) -> list[dict[str, Any]]:
    """Of a closed case, what its last consideration found."""
    last = next((one for one in reversed(record.decisions) if one.step in ("cell_vote", "nominate")), None)
    rows: list[dict[str, Any]] = last.derivation if last else []
    return [row for row in rows if row["rule"] not in OTHER_RULES]


def _beside(wanting: Wanting, before_vote: bool) -> tuple[str, ...]:
    found = ["supply_paper"] if wanting.papers else []
    if before_vote:
        found += [*(["judge"] if wanting.judgeable else []), "replace_introducer"]
    return tuple(found)


def _drawn(
    rows: Iterable[Mapping[str, Any]], judged: Mapping[str, Judgement], beside: tuple[str, ...] = ()
) -> EligibilityCard:
    checks = [(_answer(row), _check(row, judged.get(check_of(row["rule"], row["numbers"])))) for row in rows]
    return EligibilityCard(
        against=[check for answer, check in checks if answer != PASSED],
        passed=[check for answer, check in checks if answer == PASSED],
        beside=beside,
    )


def _answer(row: Mapping[str, Any]) -> str:
    """Decisions kept before answers were more than met or not have none."""
    return str(row.get("answer") or (PASSED if row["met"] else FAILED))


def _check(row: Mapping[str, Any], judgement: Judgement | None) -> Check:
    answer = _answer(row)
    return Check(
        tone=_TONES[answer],
        word=str(_WORDS.get(answer, "")),
        sentence=rule_sentence(row["rule"], answer == PASSED, row["numbers"], answer),
        source=source_line(row),
        by=_who(judgement) if judgement else "",
        paper=f"{row['numbers'].get('paper_name') or title(row['paper'])} ({row['paper']})"
        if answer == NEEDS_PAPER
        else "",
    )


def _who(judgement: Judgement) -> str:
    told = _("judged by %(who)s on %(day)s") % {
        "who": judgement.judged_by.display_name,
        "day": date_format(timezone.localdate(judgement.at), "SHORT_DATE_FORMAT"),
    }
    return f"{told}: {judgement.note}" if judgement.note else told
