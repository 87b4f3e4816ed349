"""Everything that a dossier holds, read at one moment of the database."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.template.loader import render_to_string
from django.utils import timezone

from admission_flow.holding import Record, record_of
from admission_flow.models import Case, PaperFile
from admission_flow.queries.paper_files import files_of
from documents import store
from insights.dossier import readings
from insights.dossier.access import dossier_case
from insights.dossier.proof import Proof, as_lines, proof_of, public_keys, readable, seal_document
from insights.dossier.refusals import NotWhole
from journal.models import Checkpoint
from journal.sealed_heads import moved_lines, seen_to_its_end
from journal.snapshots import snapshot
from meetings.extracts import extracts_of
from orgs.models import User

Pieces = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Gathered:
    """`parts` are the members of the archive by name; what is large is read only when it is written."""

    case: Case
    proof: Proof
    checkpoint: Checkpoint
    parts: dict[str, Pieces]
    classification: str


def gather(person: User, pk: int, *, at: datetime.datetime) -> Gathered | None:
    """None where no checkpoint has seen the case's stream to its end. Raises Http404, NotWhole, keys.KeyFileError."""
    with snapshot():
        case = dossier_case(person, pk, at=at)
        checkpoint = seen_to_its_end(f"case:{case.pk}")
        if checkpoint is None:
            return None
        proof, record, files = proof_of(case), record_of(case), files_of(case)
        _refuse_unrecorded(record, proof)
        versions = [file for row in files.values() for file in row]
        degree = readings.classification_of(versions)
        small = dict(_small_parts(case, proof, record, files, degree, timezone.localdate(at)))
        small["journal/checkpoint.json"] = seal_document(checkpoint)
        small["office.pub"] = b"".join(public_keys(checkpoint))
        parts: dict[str, Pieces] = {name: partial(_once, content) for name, content in small.items()}
        parts |= {readings.member_of(file): partial(store.pieces, file.file) for file in versions}
        parts["journal/heads.jsonl"] = partial(moved_lines, checkpoint.number)
        return Gathered(case, proof, checkpoint, dict(sorted(parts.items())), degree)


def _refuse_unrecorded(record: Record, proof: Proof) -> None:
    """A decision or paper that no entry names was put into its table beside the journal."""
    vouched_for = proof.values_of("admission_flow.decision")
    for decision in record.decisions:
        if decision.pk not in vouched_for:
            raise NotWhole(f"admission_flow.decision {decision.pk} stands in no entry")
    for paper in readings.papers_without_entry(record, proof):
        raise NotWhole(f"admission_flow.paper {paper.pk} stands in no entry")


def _small_parts(
    case: Case, proof: Proof, record: Record, files: dict[int, list[PaperFile]], degree: str, today: datetime.date
) -> Iterator[tuple[str, bytes]]:
    extracts = extracts_of(case)
    paper_rows = readings.papers_json(record, files)
    yield "README.txt", render_to_string("dossier/readme.txt").encode()
    yield "case.css", render_to_string("dossier/cover.css").encode()
    yield "case.html", readings.cover(case, record, proof, extracts, paper_rows, degree)
    yield "decisions.json", readable(readings.decisions_json(case, record, proof, today))
    yield "papers/index.json", readable(paper_rows)
    for extract in extracts:
        yield f"minutes/{extract.meeting}-{extract.item}.json", readable(readings.extract_json(extract))
    documents = list(proof.documents())
    yield "journal/entries.jsonl", as_lines(documents)
    # As sha256sum writes what it read from its input.
    yield "journal/entries.sha256", as_lines(f"{hashlib.sha256(one).hexdigest()}  -".encode() for one in documents)
    yield "facts/index.json", readable(_index_of(case, proof))
    for table, rows in groupby(proof.rows, key=lambda row: row.table):
        yield f"facts/{table}.jsonl", as_lines(row.document for row in rows)


def _index_of(case: Case, proof: Proof) -> dict[str, object]:
    """What is needed beside the rows to compute their digests, and why a row that an entry names is not there."""
    later = [
        {"table": one.table, "id": one.id, "stream": one.stream, "seq": one.seq, "digest": one.digest}
        for one in proof.elsewhere
    ]
    withheld = [{"table": table, "id": key} for table, key in proof.withheld]
    salts = [{"person": case.candidate.person_id, "salt": proof.salt.hex()}]
    return {"salts": salts, "elsewhere": later, "withheld": withheld}


def _once(content: bytes) -> Iterator[bytes]:
    yield content
