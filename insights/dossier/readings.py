"""What a dossier says in words: the decisions with their derivations, the index of the papers, the cover page.

In the office's language, whoever takes it. Every function is given what it draws; only names of people are looked up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from admission_flow import papers
from admission_flow.holding import Record
from admission_flow.models import Case, Paper, PaperFile, Task
from admission_flow.queries.derivations import Line
from admission_flow.queries.tabs import TABS, step_title
from admission_flow.wording import act_sentence, acted_by
from admission_flow.wording.outcomes import outcome_mark
from insights.dossier.proof import Proof
from journal import canonical
from meetings.extracts import Extract
from orgs.models import User

_ENDINGS = {"JPEG": "jpg"}


def member_of(file: PaperFile) -> str:
    """Where the bytes of a paper's file lie in the dossier: the same content once, under its SHA-256."""
    kind = file.file.get_kind_display()
    return f"papers/{file.file.sha256}.{_ENDINGS.get(kind, kind.lower())}"


def decisions_json(case: Case, record: Record, proof: Proof, today: datetime.date) -> list[dict[str, Any]]:
    """Each decision as its row is vouched for, and `in_words` what a person reads of it; in their order."""
    vouched_for = proof.values_of("admission_flow.decision")
    with translation.override(settings.LANGUAGE_CODE):
        rows = reversed(TABS["decisions"](case, record, today)["decisions"])
        return [
            {**vouched_for[row["decision"].pk], "id": row["decision"].pk, "in_words": _decision_in_words(row)}
            for row in rows
        ]


def papers_json(record: Record, files: Mapping[int, Sequence[PaperFile]]) -> list[dict[str, Any]]:
    """Each paper with its files, the first version first. `holds`: no later act took its place."""
    holds = {paper.pk for paper in record.holding.papers}
    with translation.override(settings.LANGUAGE_CODE):
        return [
            {
                "id": paper.pk,
                "code": paper.code,
                "title": papers.title(paper.code, record.names),
                "number": paper.number,
                "dated": paper.dated.isoformat(),
                "signed_by": paper.signed_by,
                "valid_to": paper.valid_to.isoformat() if paper.valid_to else None,
                "holds": paper.pk in holds,
                "files": [_file_json(file) for file in reversed(files.get(paper.pk, ()))],
            }
            for paper in record.papers
        ]


def extract_json(extract: Extract) -> dict[str, Any]:
    told = {name: getattr(extract, name) for name in Extract.__dataclass_fields__}
    return told | {"dated": extract.dated.isoformat(), "starts_at": canonical.moment(extract.starts_at)}


def cover(
    case: Case,
    record: Record,
    proof: Proof,
    extracts: Sequence[Extract],
    paper_rows: Sequence[Any],
    classification: str,
) -> bytes:
    """The page that a person opens first: how the case stands, what was decided, every act in its order."""
    involved = {pk for entry in proof.entries for pk in (entry.actor_id, entry.on_behalf_of_id)}
    people = User.objects.select_related("person").in_bulk(involved)
    open_tasks = [task for task in Task.objects.filter(process=case).order_by("pk") if task.is_open]
    with translation.override(settings.LANGUAGE_CODE):
        acts = [
            {
                "seq": entry.seq,
                "at": timezone.localtime(entry.at),
                "who": _who(people.get(entry.actor_id), people.get(entry.on_behalf_of_id)),
                "what": act_sentence(entry.verb, entry.refs),
                "hash": entry.hash[:16],
            }
            for entry in proof.entries
        ]
        context = {
            "case": case,
            "classification": PaperFile.Classification(classification).label,
            "outcome": "" if case.is_open else outcome_mark(case.outcome).word,
            "open_steps": [(step_title(task.step), task.due_on) for task in open_tasks],
            "decisions": TABS["decisions"](case, record, case.opened_at.date())["decisions"][::-1],
            "papers": [{**row, "day": datetime.date.fromisoformat(row["dated"])} for row in paper_rows],
            "extracts": extracts,
            "acts": acts,
        }
        return render_to_string("dossier/cover.html", context).encode()


def _who(actor: User | None, absent: User | None) -> str:
    return acted_by(actor.display_name, absent.display_name if absent else "") if actor else ""


def _decision_in_words(row: Mapping[str, Any]) -> dict[str, Any]:
    decision = row["decision"]
    return {
        "step": row["step"],
        "outcome": row["outcome"],
        "recorded_by": acted_by(decision.decided_by.display_name, decision.on_behalf_of),
        "regulation": decision.regulation.name,
        "overtaken": row["overtaken"],
        "tally": [[str(what), str(how_many)] for what, how_many in row["tally"]],
        "facts": [str(one) for one in row["facts"]],
        "rules": [_rule_in_words(line) for line in (*row["lines"], *row["as_usual"])],
    }


def _rule_in_words(line: Line) -> dict[str, Any]:
    return {
        "rule": str(line.rule),
        "found": str(line.text),
        "source": str(line.source),
        "to_confirm": line.to_confirm,
        "values": [{"name": str(one.label), "value": str(one.text), "source": str(one.source)} for one in line.used],
    }


def _file_json(file: PaperFile) -> dict[str, Any]:
    return {
        "id": file.pk,
        "version": file.version,
        "name": file.name,
        "kind": file.file.kind,
        "size": file.file.size,
        "sha256": file.file.sha256,
        "member": member_of(file),
        "classification": file.classification,
        "why": file.why,
        "attached_by": file.attached_by.display_name,
        "at": canonical.moment(file.at),
    }


def classification_of(files: Iterable[PaperFile]) -> str:
    """Of the whole: that of its most secret file, and as a member's file at least confidential (domain, S59)."""
    degrees = PaperFile.Classification.values
    found = [PaperFile.Classification.CONFIDENTIAL.value, *(file.classification for file in files)]
    return max(found, key=degrees.index)


def papers_without_entry(record: Record, proof: Proof) -> list[Paper]:
    vouched_for = proof.values_of("admission_flow.paper")
    return [paper for paper in record.papers if paper.pk not in vouched_for]
