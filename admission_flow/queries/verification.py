"""The verification as a ledger of persons, for the tab of the case page; and its letters, for the history."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from admission_flow.deadlines import parameters_of
from admission_flow.holding import Record
from admission_flow.models import Case, Regulation, Relative, Task, Verification, VerificationRequest
from admission_flow.rules import requests
from admission_flow.rules.values import Parameters, Verdict
from admission_flow.rules.verification import OWN_SIDE
from admission_flow.verifying import Ledger, ledger_of
from admission_flow.wording import source_line, verdict_sentence
from admission_flow.wording.verification import STATES
from journal.models import Entry
from orgs.calendar import ONE_DAY, Calendar, calendar_for, working_days_between


@dataclass
class LetterRow:
    """A request with what became of it. `waited` counts working days, while nothing came back."""

    request: VerificationRequest
    reply: Verification | None
    state: str
    word: str
    tone: str
    waited: int | None = None
    to_remind: bool = False
    may_escalate: bool = False

    @property
    def unanswered(self) -> bool:
        return self.waited is not None


@dataclass
class PersonRow:
    """A person in scope or waived; `value` is how forms name the person."""

    value: str
    name: str
    relative: Relative | None
    state: str
    word: str
    tone: str
    why: str
    letters: list[LetterRow] = field(default_factory=list)
    direct: Verification | None = None
    held_over: bool = False

    @property
    def is_outstanding(self) -> bool:
        return self.state not in requests.SETTLED

    @property
    def to_remind(self) -> bool:
        return any(letter.to_remind for letter in self.letters)


def verification_tab(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    """Where the last round stands, by the rules of its conclusion, or of today while it is open."""
    task = Task.objects.filter(process=case, step="verification").order_by("-pk").first()
    decided = next((one for one in record.decisions if task and one.task_id == task.pk), None)
    by = parameters_of(decided.regulation if decided else Regulation.on(today))
    ledger = ledger_of(case, task.pk if task else None, by)
    is_open = bool(task and task.is_open)
    persons = [*ledger.persons, *ledger.scope.waived] if ledger.relatives else []
    since = min((one.sent_on for one in ledger.requests), default=today)
    calendar = calendar_for(since, today + ONE_DAY)
    rows = [_person_row(ledger, one, is_open, today, calendar, by) for one in persons]
    return {
        "persons": rows,
        "is_open": is_open,
        "outstanding": sum(row.is_outstanding for row in rows),
        "verdicts": [_line(one) for one in _verdicts(ledger)] if rows else [],
        "reminder": _reminder_line(by) if is_open else None,
    }


def _verdicts(ledger: Ledger) -> list[Verdict]:
    """That the declaration is complete matters where a waiver could rest on it, or where it isn't."""
    scope = ledger.scope
    sides = [scope.own_side]
    if any(one.relation.startswith("spouse") for one in ledger.relatives):
        sides.append(scope.spouse_side)
    matters = scope.waived or not scope.complete.met
    return [scope.complete, *sides] if matters else sides


def _line(verdict: Verdict) -> dict[str, Any]:
    tone = "pass" if verdict.met else "warn" if verdict.rule.startswith(("incomplete", "declaration")) else "info"
    return {"tone": tone, "text": verdict_sentence(verdict), "source": source_line(verdict.derivation())}


def _reminder_line(by: Parameters) -> dict[str, Any]:
    verdict = requests.reminder(0, by)
    return {"days": verdict.numbers["most"], "source": source_line(verdict.derivation())}


def _person_row(
    ledger: Ledger, person: int | None, is_open: bool, today: datetime.date, calendar: Calendar, by: Parameters
) -> PersonRow:
    relative = next((one for one in ledger.relatives if one.pk == person), None)
    state = ledger.state(person)
    word, tone = STATES[state]
    letters = ledger.about(person)
    return PersonRow(
        value="candidate" if person is None else str(person),
        name=ledger.name(person),
        relative=relative,
        state=state,
        word=str(word),
        tone=tone,
        why=_why(ledger, relative),
        letters=[_letter_row(ledger, one, is_open, today, calendar, by) for one in letters],
        direct=None if letters and person in ledger.held_over else ledger.direct.get(person),
        held_over=person in ledger.held_over,
    )


def _letter_row(
    ledger: Ledger,
    request: VerificationRequest,
    is_open: bool,
    today: datetime.date,
    calendar: Calendar,
    by: Parameters,
) -> LetterRow:
    asked, state = ledger.asked[request.pk], ledger.state_of(request)
    word, tone = STATES[state]
    row = LetterRow(request, ledger.replies.get(request.pk), state, str(word), tone)
    if is_open and request in ledger.unanswered:
        row.waited = working_days_between(request.sent_on, today, calendar)
        row.to_remind = requests.reminder(working_days_between(asked.waits_since, today, calendar), by).met
    row.may_escalate = is_open and requests.may_escalate(asked, ledger.further)
    return row


def _why(ledger: Ledger, relative: Relative | None) -> str:
    """Why this person is in scope, or by whose membership the side is waived."""
    if relative is None:
        return _("always in scope")
    own = relative.relation in OWN_SIDE
    if relative.pk not in ledger.scope.waived:
        return _("in scope on the candidate's side") if own else _("in scope on the spouse's side")
    keys = ledger.scope.own_members if own else ledger.scope.spouse_members
    members = [f"{one.full_name} ({one.get_relation_display()})" for one in ledger.relatives if one.pk in keys]
    return _("waived, as a party member: %(who)s") % {"who": get_text_list(members, _("and"))}


def correspondence(entries: Iterable[Entry], candidate: str) -> dict[int, str]:
    """What was sent or came back in these entries, by entry. Two statements, none where there is nothing."""
    about = {entry.pk: entry.refs for entry in entries if entry.refs.keys() & {"requests", "answers"}}
    if not about:
        return {}
    wanted = [key for refs in about.values() for key in refs.get("requests", ())]
    letters = VerificationRequest.objects.select_related("relative").in_bulk(wanted)
    wanted = [key for refs in about.values() for key in refs.get("answers", ())]
    answers = Verification.objects.select_related("relative").in_bulk(wanted)
    found = {}
    for pk, refs in about.items():
        sent = [letters[key] for key in refs.get("requests", ()) if key in letters]
        heard = [answers[key] for key in refs.get("answers", ()) if key in answers]
        found[pk] = _sent_line(sent, candidate) if sent else _heard_line(heard, candidate)
    return found


def _sent_line(letters: list[VerificationRequest], candidate: str) -> str:
    numbers = {f"{one.authority}, {one.number}, {date_format(one.sent_on, 'SHORT_DATE_FORMAT')}" for one in letters}
    names = ", ".join(one.relative.full_name if one.relative else candidate for one in letters)
    reasons = [one.reason for one in letters if one.reason]
    return " · ".join([*sorted(numbers), names, *reasons])


def _heard_line(answers: list[Verification], candidate: str) -> str:
    lines = []
    for one in answers:
        name = one.relative.full_name if one.relative else candidate
        lines.append(" ".join(filter(None, [f"{name}: {one.get_status_display()} ({one.authority}).", one.note])))
    return " ".join(lines)
