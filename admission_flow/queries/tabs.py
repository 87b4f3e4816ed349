"""What stands under each tab of a file: its history, the profile, the papers, the decisions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admission_flow import papers
from admission_flow.decisions.declaration import PERSON_FIELDS
from admission_flow.flows import step_node
from admission_flow.holding import Record
from admission_flow.models import (
    Candidate,
    Case,
    Decision,
    Introduction,
    Opinion,
    Paper,
    Relative,
    Verification,
)
from admission_flow.queries.corrections import correction_sentence, corrections_of
from admission_flow.wording import act_sentence, outcome_label, rule_sentence, source_line
from admission_flow.wording.sideways import BESIDE_STEPS, GROUNDS
from journal.models import Entry
from orgs.models import Person, Seat, Unit, User

_MOVES = ("moved", "transferred", "cancelled")
# What the text of a decision is, where it is more than a remark.
REASONS: dict[str, Promise] = {
    **dict.fromkeys(("returned", "sent_back", "not_admitted", "withdrawn", *_MOVES), gettext_lazy("Reason")),
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
# A paper that expires within so many days is flagged.
EXPIRES_SOON = 60


_TONES = {
    **dict.fromkeys(("returned", "sent_back", "moved"), "soon"),
    **dict.fromkeys(("not_admitted", "withdrawn", "not_clear", "transferred", "cancelled"), "late"),
}


def _history(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    decisions = {decision.pk: decision for decision in record.decisions}
    entries = list(Entry.objects.filter(stream=f"case:{case.pk}").order_by("-seq"))
    people = User.objects.select_related("person").in_bulk({entry.actor_id for entry in entries})
    seats = Seat.objects.select_related("unit").in_bulk({entry.refs.get("seat") for entry in entries})
    corrections = {line["correction"].pk: line for line in corrections_of(case)} if _has_any(entries) else {}
    lines = []
    for entry in entries:
        decision = decisions.get(entry.refs.get("decision"))
        line = _history_line(entry, decision, people.get(entry.actor_id), seats.get(entry.refs.get("seat")))
        if correction := corrections.get(entry.refs.get("correction")):
            line["detail"] = correction_sentence(correction, entry.verb)
        lines.append(line | {"overtaken": decision is not None and decision.pk in record.holding.overtaken})
    return {"entries": lines}


def _has_any(entries: Iterable[Entry]) -> bool:
    return any("correction" in entry.refs for entry in entries)


def _history_line(entry: Entry, decision: Decision | None, actor: User | None, seat: Seat | None) -> dict[str, Any]:
    line = {
        "at": entry.at,
        "who": actor.display_name if actor else "",
        "seat": f"{seat.get_role_display()}, {seat.unit.name}" if seat else "",
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
    parts += [rule_sentence(row["rule"], row["met"], row["numbers"]) for row in decision.derivation if _is_telling(row)]
    if decision.reason:
        parts.append(decision.reason)
    parts += asked_of(decision)
    parts += recorded_facts(decision)
    return " · ".join(part.rstrip(".") for part in parts)


def _is_telling(row: dict[str, Any]) -> bool:
    """Whether a line of the history should say it: not the age, and not that a side was verified as usual."""
    return bool(row["rule"] != "age" and (row["met"] or not row["rule"].startswith("waiver_")))


def recorded_facts(decision: Decision) -> list[str]:
    """What the step recorded beside its paper and its vote, as sentences."""
    facts = decision.facts
    lines = []
    if "proposal" in facts:
        proposal = _("Admit") if facts["proposal"] == "admit" else _("Do not admit")
        lines.append(_("Proposal to the standing committee: %(proposal)s") % {"proposal": proposal})
    if "place" in facts:
        received = date_format(datetime.date.fromisoformat(facts["received_on"]), "SHORT_DATE_FORMAT")
        lines.append(
            _("Decision received on %(day)s, ceremony held at %(place)s") % {"day": received, "place": facts["place"]}
        )
    if facts.get("changed"):
        words = ", ".join(str(_CHANGED[one]) for one in facts["changed"])
        lines.append(_("Corrected: %(what)s") % {"what": words})
    if facts.get("again"):
        lines.append(again_sentence(facts["again"]))
    if "to" in facts or "outside" in facts:
        place = facts.get("outside") or str(Unit.objects.get(pk=facts["to"]))
        lines.append(_("New organisation: %(place)s") % {"place": place})
    if "ground" in facts:
        lines.append(_("Ground: %(ground)s") % {"ground": GROUNDS[facts["ground"]]})
    if "with" in facts:
        lines.append(_("Ended with case %(case)s") % {"case": facts["with"]})
    if "checklist" in facts:
        lines.append(_("Papers checked: %(papers)s") % {"papers": papers.titles(facts["checklist"])})
    return lines


def again_sentence(steps: Iterable[str]) -> str:
    """Which steps a supplement, a return or a changed conclusion made fall."""
    return _("To be done again: %(steps)s") % {"steps": ", ".join(step_title(step) for step in steps)}


def asked_of(decision: Decision) -> list[str]:
    """What a return asks the cell to supply, or whom an opinion was asked."""
    return [*decision.facts.get("items", []), *filter(None, [decision.facts.get("whom")])]


def _profile(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    return {
        "relatives": Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=True).order_by("pk"),
        "former_relatives": Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=False).order_by("pk"),
        "introductions": Introduction.objects.filter(case=case).select_related("introducer").order_by("pk"),
        "opinions": Opinion.objects.filter(task=_last_time("opinions", record)).order_by("pk"),
        "verifications": Verification.objects.filter(task=_last_time("verification", record))
        .select_related("relative")
        .order_by("pk"),
        "again": [step_title(step) for step in ("verification", "opinions") if _is_overtaken(step, record)],
    }


def _last_time(step: str, record: Record) -> int | None:
    """The task at which the step was concluded last."""
    return next((one.task_id for one in reversed(record.decisions) if one.step == step), None)


def _is_overtaken(step: str, record: Record) -> bool:
    last = next((one.pk for one in reversed(record.decisions) if one.step == step), None)
    return last in record.holding.overtaken


def _papers(case: Case, record: Record, today: datetime.date) -> dict[str, Any]:
    holds = {paper.pk for paper in record.holding.papers}
    return {
        "papers": [
            {
                "paper": paper,
                "title": papers.title(paper.code),
                "state": paper_state(paper, today),
                "overtaken": paper.pk not in holds,
            }
            for paper in record.papers
        ]
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
                "lines": [
                    {
                        "tone": _tone_of(row),
                        "text": rule_sentence(row["rule"], row["met"], row["numbers"]),
                        "source": source_line(row),
                    }
                    for row in one.derivation
                ],
            }
            for one in reversed(record.decisions)
        ]
    }


def _helper_line(case: Case, decision: Decision) -> list[str]:
    named = decision.step == "ceremony" and case.helper
    return [_("Assigned helper: %(name)s") % {"name": case.helper.full_name}] if named and case.helper else []


def _tone_of(row: dict[str, Any]) -> str:
    """Of one line of a derivation. That a side is not waived is no fault: it is verified."""
    if row["rule"].startswith("waiver_"):
        return "info"
    return "pass" if row["met"] else "warn"


def step_title(step: str) -> str:
    return str(BESIDE_STEPS[step]) if step in BESIDE_STEPS else str(step_node(step).task_title)


def paper_state(paper: Paper, today: datetime.date) -> str:
    if paper.valid_to is None:
        return "present"
    left = (paper.valid_to - today).days
    return "expired" if left < 0 else "expiring" if left <= EXPIRES_SOON else "present"


def profile_label(name: str) -> str:
    model = Person if name in PERSON_FIELDS else Candidate
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # columns only


# The tabs of the file, in their order.
TABS: dict[str, Callable[[Case, Record, datetime.date], dict[str, Any]]] = {
    "history": _history,
    "profile": _profile,
    "papers": _papers,
    "decisions": _decisions,
}
