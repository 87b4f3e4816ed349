"""What stands under each tab of a file: its history, the profile, the papers, the decisions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow import papers
from admission_flow.attaching import is_theirs
from admission_flow.decisions.declaration import PERSON_FIELDS
from admission_flow.flows import step_node
from admission_flow.holding import Record, record_of
from admission_flow.models import (
    Candidate,
    Case,
    Decision,
    Introduction,
    Opinion,
    Relative,
    Task,
    Verification,
)
from admission_flow.queries.corrections import correction_sentence, corrections_of
from admission_flow.queries.derivations import line_of
from admission_flow.queries.paper_files import files_of
from admission_flow.queries.papers import checklist_of, horizon_of
from admission_flow.queries.tallies import tally_lines
from admission_flow.queries.verification import correspondence, verification_tab
from admission_flow.wording import act_sentence, clock, eligibility, outcome_label, rule_sentence, source_line
from admission_flow.wording.local import LOCAL_RULE, local_words
from admission_flow.wording.sideways import BESIDE_STEPS, GROUNDS
from journal.models import Entry
from orgs.models import Person, Seat, Unit, User

_MOVES = ("moved", "transferred", "cancelled", "ended")
# What the text of a decision is, where it is more than a remark.
REASONS: dict[str, Promise] = {
    **dict.fromkeys(
        ("returned", "sent_back", "not_admitted", "withdrawn", "struck_off", "put_on_hold", "resumed", "extended"),
        gettext_lazy("Reason"),
    ),
    **dict.fromkeys(_MOVES, gettext_lazy("Reason")),
    "not_clear": gettext_lazy("What is not clear"),
    "opinion_asked": gettext_lazy("What is asked"),
    "answered": gettext_lazy("What was answered"),
    "supplemented": gettext_lazy("What was supplied"),
}
# The facts that a supplement may change; see decisions/declaration.py.
_CHANGED: dict[str, Promise] = {
    "biography": gettext_lazy("the biography"),
    "relatives": gettext_lazy("the relatives"),
    "residence": gettext_lazy("the residence"),
    "organisations": gettext_lazy("the organisations"),
}
PROPOSALS: dict[str, Promise] = {
    "admit": gettext_lazy("Admit"),
    "not_admit": gettext_lazy("Do not admit"),
    "recognised": gettext_lazy("Recognise as official member"),
    "struck_off": gettext_lazy("Strike off the list"),
}
_TONES = {
    **dict.fromkeys(("returned", "sent_back", "moved", "failed", "escalated", "put_on_hold"), "soon"),
    **dict.fromkeys(("not_admitted", "not_clear", "struck_off"), "late"),
    **dict.fromkeys(("withdrawn", "transferred", "cancelled", "ended"), "late"),
}


def _history(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    # One history: what came before the recognition stands below it.
    before = record_of(case.admission) if case.admission else Record()
    decisions = {decision.pk: decision for decision in (*before.decisions, *record.decisions)}
    overtaken = before.holding.overtaken | record.holding.overtaken
    streams = [f"case:{pk}" for pk in (case.pk, case.admission_id) if pk]
    entries = list(Entry.objects.filter(stream__in=streams).order_by("-pk"))
    involved = {pk for entry in entries for pk in (entry.actor_id, entry.on_behalf_of_id)}
    people = User.objects.select_related("person").in_bulk(involved)
    seats = Seat.objects.select_related("unit").in_bulk({entry.refs.get("seat") for entry in entries})
    letters = correspondence(entries, case.candidate.person.full_name)
    corrections = {line["correction"].pk: line for line in corrections_of(case)} if _has_any(entries) else {}
    lines = []
    for entry in entries:
        decision = decisions.get(entry.refs.get("decision"))
        line = _history_line(entry, decision, people, seats.get(entry.refs.get("seat")))
        line["detail"] = line["detail"] or letters.get(entry.pk, "")
        if correction := corrections.get(entry.refs.get("correction")):
            line["detail"] = correction_sentence(correction, entry.verb)
        lines.append(line | {"overtaken": decision is not None and decision.pk in overtaken})
    return {"entries": lines}


def _has_any(entries: Iterable[Entry]) -> bool:
    return any("correction" in entry.refs for entry in entries)


def _history_line(
    entry: Entry, decision: Decision | None, people: Mapping[int | None, User], seat: Seat | None
) -> dict[str, Any]:
    actor, absent = people.get(entry.actor_id), people.get(entry.on_behalf_of_id)
    line = {
        "entry": entry.pk,
        "at": entry.at,
        "who": actor.display_name if actor else "",
        "seat": f"{seat.get_role_display()}, {seat.unit.name}" if seat else "",
        "for_whom": absent.display_name if absent else "",
        "what": act_sentence(entry.verb, entry.refs),
        "hash": f"{entry.hash[:4]}…{entry.hash[-3:]}",
        "tone": "done",
        "detail": "",
    }
    if decision:
        line["tone"] = _TONES.get(decision.outcome, "done")
        line["detail"] = decision_detail(decision)
    return line


def decision_detail(decision: Decision) -> str:
    parts = [_("No. %(number)s") % {"number": decision.number}] if decision.number else []
    parts += [_told(row) for row in decision.derivation if _is_telling(row)]
    if decision.reason:
        parts.append(decision.reason)
    parts += asked_of(decision)
    parts += recorded_facts(decision)
    return " · ".join(part.rstrip(".") for part in parts)


def _told(row: dict[str, Any]) -> str:
    """A verdict in one line, with what it was judged by."""
    sentence = rule_sentence(row["rule"], row["met"], row["numbers"], row.get("answer", ""))
    return f"{sentence.rstrip('.')} ({source_line(row)})"


# Of these only what was not met is said in one line of the history; the decisions show all.
_AS_USUAL = ("age", "introducers", "independence", "certificate", "paper_valid", "ceremony_in_time", LOCAL_RULE)


def _is_as_usual(row: dict[str, Any]) -> bool:
    """Whether it passed, as it does of nearly every candidate."""
    return bool(row["met"] and row["rule"] in (*eligibility.SENTENCES, *_AS_USUAL))


def _is_telling(row: dict[str, Any]) -> bool:
    """Whether a line of the history should say it: not what of eligibility passed, which the card of the case shows,
    nor that a paper is valid or a side verified as usual."""
    if row["rule"] in (*eligibility.SENTENCES, *_AS_USUAL):
        return not row["met"]
    return bool(row["met"] or not row["rule"].startswith("waiver_"))


def recorded_facts(decision: Decision) -> list[str]:
    """What the step recorded beside its paper and its vote, as sentences."""
    facts = decision.facts
    lines = []
    if "proposal" in facts:
        proposal = PROPOSALS[facts["proposal"]]
        lines.append(_("Proposal to the standing committee: %(proposal)s") % {"proposal": proposal})
    if "put_to_vote" in facts:
        lines.append(_("Put to the vote: %(proposal)s") % {"proposal": PROPOSALS[facts["put_to_vote"]]})
    if "official_on" in facts:
        day = date_format(datetime.date.fromisoformat(facts["official_on"]), "SHORT_DATE_FORMAT")
        lines.append(_("Official member from %(day)s, the end of the probation") % {"day": day})
    if "place" in facts:
        received = date_format(datetime.date.fromisoformat(facts["received_on"]), "SHORT_DATE_FORMAT")
        lines.append(
            _("Decision received on %(day)s, ceremony held at %(place)s") % {"day": received, "place": facts["place"]}
        )
    if "course" in facts:
        course = facts["course"]
        days = {
            key: date_format(datetime.date.fromisoformat(course[key]), "SHORT_DATE_FORMAT") for key in ("from", "to")
        }
        lines.append(_("%(name)s, %(from)s to %(to)s; result: %(grade)s") % (course | days))
    if "late_consent" in facts:
        consent = facts["late_consent"]
        lines.append(_("Consent to a later ceremony: No. %(number)s. Reason: %(reason)s") % consent)
    if facts.get("changed"):
        words = ", ".join(str(_CHANGED[one]) for one in facts["changed"])
        lines.append(_("Corrected: %(what)s") % {"what": words})
    if "paper" in facts:
        lines.append(_("Paper supplied: %(paper)s") % {"paper": papers.title(facts["paper"], facts.get("names"))})
    for check, met in facts.get("checks", {}).items():
        answer = _("yes") if met else _("no")
        lines.append(_("%(check)s: %(answer)s") % {"check": _check(check, facts), "answer": answer})
    if facts.get("again"):
        lines.append(again_sentence(facts["again"]))
    if "certified_on" in facts:
        day = date_format(datetime.date.fromisoformat(facts["certified_on"]), "SHORT_DATE_FORMAT")
        certified = _("Biography 2-KNĐ certified on %(day)s by %(name)s")
        lines.append(certified % {"day": day, "name": facts["certified_by"]})
    lines += _moved_facts(facts)
    if "checklist" in facts:
        lines.append(
            _("Papers checked: %(papers)s") % {"papers": papers.titles(facts["checklist"], facts.get("names"))}
        )
    return lines


def _moved_facts(facts: dict[str, Any]) -> list[str]:
    """Of a transfer, and of a cancellation: where to, on what ground, with which other case."""
    lines = []
    if "to" in facts or "outside" in facts:
        place = facts.get("outside") or str(Unit.objects.get(pk=facts["to"]))
        lines.append(_("New organisation: %(place)s") % {"place": place})
    if "ground" in facts:
        lines.append(_("Ground: %(ground)s") % {"ground": GROUNDS[facts["ground"]]})
    if "with" in facts:
        lines.append(_("Ended with case %(case)s") % {"case": facts["with"]})
    return lines


def _check(check: str, facts: Mapping[str, Any]) -> str:
    """In words: those of the bloc's own rule as it was then, or of the rules everywhere."""
    own = facts.get("local", {}).get(check)
    return local_words(own)["name"] if own else str(eligibility.JUDGEMENT_LABELS[check])


def again_sentence(steps: Iterable[str]) -> str:
    """Which steps a supplement, a return or a changed conclusion made fall."""
    return _("To be done again: %(steps)s") % {"steps": ", ".join(step_title(step) for step in steps)}


def asked_of(decision: Decision) -> list[str]:
    """What a return asks the cell to supply, or whom an opinion was asked."""
    return [*decision.facts.get("items", []), *filter(None, [decision.facts.get("whom")])]


def _profile(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    introductions = Introduction.objects.filter(case=case.admission_id or case.pk)
    asked_at = "probation_opinions" if case.is_recognition else "opinions"
    return {
        "relatives": Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=True).order_by("pk"),
        "former_relatives": Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=False).order_by("pk"),
        "introductions": introductions.select_related("introducer").order_by("pk"),
        "opinions": Opinion.objects.filter(task=_last_time(asked_at, record)).order_by("pk"),
        "verifications": Verification.objects.filter(task=_last_time("verification", record))
        .select_related("relative")
        .order_by("pk"),
        "again": [step_title(step) for step in ("verification", asked_at) if _is_overtaken(step, record)],
    }


def _last_time(step: str, record: Record) -> int | None:
    """The task at which the step was concluded last."""
    return next((one.task_id for one in reversed(record.decisions) if one.step == step), None)


def _is_overtaken(step: str, record: Record) -> bool:
    last = next((one.pk for one in reversed(record.decisions) if one.step == step), None)
    return last in record.holding.overtaken


def _papers(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    holds = {paper.pk for paper in record.holding.papers}
    tasks = list(Task.objects.filter(process=case))
    made_at = {task.pk: task.step for task in tasks}
    horizon = horizon_of(case, [task for task in tasks if task.is_open], today)
    files = files_of(case)
    return {
        "checklist": checklist_of(case, record, horizon),
        "papers": [
            {
                "paper": paper,
                "title": papers.title(paper.code, record.names),
                "state": horizon.state(paper) if paper.pk in holds else "present",
                "flag": horizon.note(paper) if paper.pk in holds else "",
                "overtaken": paper.pk not in holds,
                "files": files.get(paper.pk, []),
                "is_mine": (mine := is_theirs(case, paper.code, made_at.get(paper.task_id, ""), case.held)),
                "may_attach": mine and case.is_open and case.held_since is None,
            }
            for paper in record.papers
        ],
    }


def _decisions(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    return {
        "decisions": [
            {
                "decision": one,
                "overtaken": one.pk in record.holding.overtaken,
                "step": step_title(one.step),
                "reason_is": REASONS.get(one.outcome, _("Noted")),
                "facts": [*asked_of(one), *recorded_facts(one), *_helper_line(case, one)],
                "outcome": outcome_label(one.outcome),
                "tally": tally_lines(one),
                "lines": [line_of(row) for row in one.derivation if not _is_as_usual(row)],
                "as_usual": [line_of(row) for row in one.derivation if _is_as_usual(row)],
            }
            for one in reversed(record.decisions)
        ]
    }


def _helper_line(case: Case, decision: Decision) -> list[str]:
    named = decision.step == "ceremony" and case.helper
    return [_("Assigned helper: %(name)s") % {"name": case.helper.full_name}] if named and case.helper else []


# Acts on the whole case, which no step of the flow is.
_BESIDE: dict[str, Promise] = {
    "withdrawal": gettext_lazy("Withdrawal"),
    "extra_paper": gettext_lazy("Paper of a special path"),
    "judgement": gettext_lazy("Judgement"),
    "introducer": gettext_lazy("Introducer"),
}


def step_title(step: str) -> str:
    beside = _BESIDE | clock.STEPS | BESIDE_STEPS
    return str(beside[step]) if step in beside else str(step_node(step).task_title)


def profile_label(name: str) -> str:
    model = Person if name in PERSON_FIELDS else Candidate
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # columns only


# The tabs of the file, in their order.
TABS: dict[str, Callable[[Case, Record, datetime.date], dict[str, Any]]] = {
    "history": _history,
    "profile": _profile,
    "verification": verification_tab,
    "papers": _papers,
    "decisions": _decisions,
}
