"""The whole story of one act: how the case came to it, what was decided by which rules and papers, who had the right
then, what became of it, and what vouches for the entry."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.utils import timezone

from admission_flow import papers
from admission_flow.holding import Record, record_of
from admission_flow.models import Case, PaperFile, Task
from admission_flow.queries.paper_files import files_of
from admission_flow.queries.tabs import TABS
from admission_flow.queries.why import Answer, Asked, acts_of, answer
from insights.audit.access import Reach, audited_case
from insights.audit.acts import ActRow, rows_of
from insights.audit.streams import acts_in, parts_of
from journal.canonical import NotCanonicalError
from journal.facts import ERASED, KINDS
from journal.models import Checkpoint, Entry
from journal.sealed_heads import first_that_saw
from orgs.explaining import Ground, everything_of
from orgs.models import Person, User

# Just before the act: at its own moment its step is done.
_BEFORE = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class OnFile:
    """A paper that was on file at that moment, with the versions of its file up to then, the newest first."""

    title: str
    paper: Any
    of_this_act: bool
    overtaken: bool
    files: list[PaperFile]


@dataclass(frozen=True)
class Vouched:
    """A row that the entry names. `holds`: it still has the digest; None where a later act wrote it anew or erased it,
    or the table is not known."""

    table: str
    id: Any
    digest: str
    holds: bool | None


@dataclass(frozen=True)
class Story:
    """`before` and `after` are lines of the history in order of time. `decision` is as the tab of decisions draws it;
    None for an act that decides nothing. `right` says by what the capability could be had, where the act
    asks for one that is known; `seats` is then empty, and else the seat or delegation that the act was done from."""

    case: Case
    row: ActRow
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    decision: dict[str, Any] | None
    papers: list[OnFile]
    right: Answer | None
    seats: list[Ground]
    acted_from: tuple[int | None, int | None]
    own_hash: bool
    facts: list[Vouched]
    checkpoint: Checkpoint | None


def story_of(reach: Reach, pk: int) -> Story:
    """Raises Http404 for an entry of no case, and of a case whose file this auditor does not read now. As many
    statements for a long case as for a short one."""
    entry = acts_in(reach).filter(pk=pk).first()
    if entry is None:
        raise Http404
    case = audited_case(reach, parts_of(entry)[1])
    record = record_of(case)
    (row,) = rows_of(reach, [entry])
    today = timezone.localdate(reach.at)
    lines = list(reversed(TABS["history"](case, record, today)["entries"]))
    place = next(number for number, line in enumerate(lines) if line["entry"] == entry.pk)
    decisions = TABS["decisions"](case, record, today)["decisions"]
    actor = User.objects.select_related("person").filter(pk=entry.actor_id or 0).first()
    person = actor.person if actor else None
    right = _right(case, entry, row, person) if person else None
    return Story(
        case=case,
        row=row,
        before=lines[:place],
        after=lines[place + 1 :],
        decision=next((one for one in decisions if one["decision"].pk == entry.refs.get("decision")), None),
        papers=_on_file(case, record, entry),
        right=right,
        seats=_acted_from(entry, person) if person and right is None else [],
        acted_from=(entry.refs.get("seat"), entry.refs.get("delegation")),
        own_hash=_is_own_hash(entry),
        facts=_vouched(entry),
        checkpoint=first_that_saw(entry.stream, entry.seq),
    )


def _on_file(case: Case, record: Record, entry: Entry) -> list[OnFile]:
    """In the order in which they were recorded."""
    own = {fact["id"] for fact in entry.facts if fact["table"] == "admission_flow.paper"}
    gone = {paper.pk for paper in record.holding.overtaken_papers}
    files = files_of(case)
    return [
        OnFile(
            papers.title(one.code, record.names),
            one,
            one.pk in own,
            one.pk in gone,
            [file for file in files.get(one.pk, []) if file.at <= entry.at],
        )
        for one in record.papers
        if one.at <= entry.at
    ]


def _right(case: Case, entry: Entry, row: ActRow, person: Person) -> Answer | None:
    """Of whoever acted, as of just before the act. An act that the explanation doesn't know by its name asks for what
    its step was seated at; what of the case would have kept somebody from it is then not said."""
    at = entry.at - _BEFORE
    step = str(entry.refs.get("step") or "")
    keys = (f"{step}.{entry.verb}", entry.verb)
    asked = next((one for one in acts_of(case, entry.at) if one.key in keys), None)
    if asked is not None:
        return answer(person, case, asked, at=at)
    task = Task.objects.filter(process=case, pk=entry.refs.get("task") or 0).first()
    if task is None:
        return None
    seated = Asked(entry.verb, row.what, "", ((task.capability, task.unit_id),))
    return replace(answer(person, case, seated, at=at), missing=[])


def _acted_from(entry: Entry, person: Person) -> list[Ground]:
    named = (entry.refs.get("seat"), entry.refs.get("delegation"))
    grounds = everything_of(person, entry.at)
    return [one for one in grounds if named == (one.seat.pk, one.delegation.pk if one.delegation else None)]


def _is_own_hash(entry: Entry) -> bool:
    try:
        return entry.hash == entry.computed_hash()
    except NotCanonicalError:
        return False


def _vouched(entry: Entry) -> list[Vouched]:
    """One statement a table, and one more for a row that differs: it may be another act that wrote it since."""
    named: dict[str, list[Mapping[str, Any]]] = {}
    for fact in entry.facts:
        named.setdefault(fact["table"], []).append(fact)
    later = _written_later(entry)
    found = []
    for table, facts in named.items():
        rows = {str(row.key): row for row in KINDS[table].rows([one["id"] for one in facts])} if table in KINDS else {}
        for one in facts:
            row = rows.get(str(one["id"]))
            holds = row is not None and one["digest"] != ERASED and row.holds(one["digest"])
            since = not holds and ((table, str(one["id"])) in later or _settled(entry, one))
            found.append(Vouched(table, one["id"], one["digest"], None if since else holds))
    return found


def _written_later(entry: Entry) -> set[tuple[str, str]]:
    """Rows that later acts of the same stream wrote."""
    later = Entry.objects.filter(stream=entry.stream, seq__gt=entry.seq).values_list("facts", flat=True)
    return {(fact["table"], str(fact["id"])) for facts in later for fact in facts}


def _settled(entry: Entry, fact: Mapping[str, Any]) -> bool:
    """Whether the digest needn't hold: erased, of a table that is no longer known, or written by another stream."""
    if fact["digest"] == ERASED or fact["table"] not in KINDS:
        return True
    same = [{"table": fact["table"], "id": fact["id"]}]
    return Entry.objects.filter(pk__gt=entry.pk, facts__contains=same).exclude(stream=entry.stream).exists()
