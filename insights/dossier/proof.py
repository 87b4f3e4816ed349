"""What proves a case: the entries of its stream, the rows they vouch for, and the checkpoint that saw them all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from admission_flow.models import Case
from admission_flow.queries.conversation import SAID, withdrawn_versions
from insights.dossier.refusals import NotWhole
from journal import canonical, keys
from journal.facts import ERASED, KINDS, StoredRow
from journal.models import Checkpoint, Entry
from journal.seals import Seal, seal_line


@dataclass(frozen=True)
class Proven:
    """A row as the newest entry of the case's stream left it; `document` is what was digested."""

    table: str
    id: int | str
    values: dict[str, object]
    document: bytes


@dataclass(frozen=True)
class Elsewhere:
    """A row that an act recorded in another stream wrote later: where, and its digest there, empty if it erased it."""

    table: str
    id: int | str
    stream: str
    seq: int
    digest: str


@dataclass
class Proof:
    """`salt` is the candidate's. `withheld` are rows about somebody else, whose salt and values stay where they are,
    and what was said in the conversation and withdrawn, which most who see the file may not read.

    `beside` are the streams of the same person's other cases.
    """

    stream: str
    beside: list[str]
    entries: list[Entry]
    salt: bytes
    rows: list[Proven] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    withheld: list[tuple[str, int | str]] = field(default_factory=list)

    def documents(self) -> Iterator[bytes]:
        """The entries in the canonical form, in their order."""
        return (entry.document() for entry in self.entries)

    def values_of(self, table: str) -> dict[int | str, dict[str, object]]:
        return {row.id: row.values for row in self.rows if row.table == table}


def proof_of(case: Case) -> Proof:
    """Raises NotWhole at the first thing that does not hold. One statement a table and three, and more for rows that
    acts of other streams wrote later."""
    stream = f"case:{case.pk}"
    others = Case.objects.filter(candidate=case.candidate_id).exclude(pk=case.pk).values_list("pk", flat=True)
    entries = list(Entry.objects.filter(stream=stream).order_by("seq"))
    _refuse_broken(entries, stream)
    withdrawn = withdrawn_versions(case)
    proof = Proof(stream, [f"case:{pk}" for pk in others], entries, bytes(case.candidate.person.salt))
    for table, named in sorted(_newest(entries).items()):
        if table not in KINDS:
            raise NotWhole(f"no facts of {table} are known")
        kind = KINDS[table]
        rows = {kind.key(row.key): row for row in kind.rows(list(named))}
        for key in sorted(named, key=lambda key: (isinstance(key, str), key)):
            if table == SAID and key in withdrawn:
                proof.withheld.append((table, key))
            else:
                _add(proof, table, key, named[key], rows.get(key))
    return proof


def public_keys(checkpoint: Checkpoint) -> list[bytes]:
    """In PEM: the key that signs now, then that of the checkpoint if it is a former one. Raises keys.KeyFileError."""
    now = keys.signing_key().public_key()
    known = {keys.fingerprint(now): now} | keys.known_keys()
    wanted = dict.fromkeys([keys.fingerprint(now), checkpoint.key])
    return [keys.pem(known[one]) for one in wanted if one in known]


def seal_document(checkpoint: Checkpoint) -> bytes:
    """The last line of the checkpoint's own file."""
    return seal_line(Seal.of(checkpoint), checkpoint.signature)


def as_lines(documents: Iterable[bytes]) -> bytes:
    return b"".join(document + b"\n" for document in documents)


def readable(value: object) -> bytes:
    """JSON for people: nothing is hashed from it but the file itself."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _refuse_broken(entries: list[Entry], stream: str) -> None:
    before = canonical.NOTHING_BEFORE
    for place, entry in enumerate(entries, 1):
        if (entry.seq, entry.prev_hash) != (place, before) or entry.computed_hash() != entry.hash:
            raise NotWhole(f"{stream}, entry {place}")
        before = entry.hash


def _newest(entries: list[Entry]) -> dict[str, dict[int | str, tuple[Entry, str]]]:
    """By table and key: the last entry that names the row, and the digest there."""
    found: dict[str, dict[int | str, tuple[Entry, str]]] = defaultdict(dict)
    for entry in entries:
        for fact in entry.facts:
            found[fact["table"]][fact["id"]] = (entry, fact["digest"])
    return found


def _add(proof: Proof, table: str, key: int | str, named: tuple[Entry, str], row: StoredRow | None) -> None:
    entry, digest = named
    if digest == ERASED:
        return
    if row is not None and _is_about_another(row, proof.salt):
        proof.withheld.append((table, key))
        return
    values = row.vouched_for(digest) if row else None
    if values is None:
        later, values = _later(proof, table, key, entry, row)
        proof.elsewhere.append(later)
    if row is not None and values is not None:
        proof.rows.append(Proven(table, key, row.kind.forms(values), row.kind.document(row.key, values)))


def _is_about_another(row: StoredRow, salt: bytes) -> bool:
    return row.kind.salt is not None and bytes(row.salt or b"") not in (b"", salt)


def _later(
    proof: Proof, table: str, key: int | str, entry: Entry, row: StoredRow | None
) -> tuple[Elsewhere, dict[str, object] | None]:
    """The newest entry of another stream that vouches for this row as it is, or says that it was erased.

    The person's other cases are asked first, since among all entries it is a search through the whole journal. Raises
    NotWhole where none does.
    """
    naming = Entry.objects.filter(pk__gt=entry.pk, facts__contains=[{"table": table, "id": key}])
    for entries in (naming.filter(stream__in=proof.beside), naming):
        found = max(entries, key=lambda one: one.pk, default=None)
        if found is None:
            continue
        digest = next(fact["digest"] for fact in found.facts if (fact["table"], fact["id"]) == (table, key))
        later = Elsewhere(table, key, found.stream, found.seq, digest)
        if digest == ERASED and (row is None or row.salt_is_gone):
            return later, None
        values = row.vouched_for(digest) if row and digest != ERASED else None
        if values is not None:
            return later, values
    raise NotWhole(f"{entry.stream}, entry {entry.seq}: {table} {key}")
