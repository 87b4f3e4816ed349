"""Whatever is done to a dossier behind the office's back is found, each by its own sentence.

Each change is tried twice: left as it is, and with manifest and hashes made right again and signed by somebody else,
whose key then lies inside. With the office's key both are found; without it, the second only where the parts
contradict each other, and what only the office's signature vouches for is told in docs/dossier.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from journal import canonical
from tests.insights.conftest import Whole
from tests.insights.packing import ENTRIES, HEADS, Pack, checked

FACTS = "facts/admission_flow."
FORGER = Ed25519PrivateKey.generate()
HEADS_DIFFER = "The heads are not those that checkpoint 2 signed."
SIGNATURE = "The office's signature on manifest.json is not right"
CHANGED = "The content was changed: it is not the file that manifest.json names."


def byte_of_a_paper(pack: Pack, _whole: Whole) -> None:
    content = bytearray(pack.members[pack.paper])
    content[len(content) // 2] ^= 1
    pack.members[pack.paper] = bytes(content)


def paper_under_its_new_name(pack: Pack, _whole: Whole) -> None:
    content = pack.members[pack.paper] + b"\n%"
    named = f"papers/{hashlib.sha256(content).hexdigest()}.pdf"
    pack.members = {
        (named if name == pack.paper else name): (content if name == pack.paper else one)
        for name, one in pack.members.items()
    }


def paper_added(pack: Pack, _whole: Whole) -> None:
    pack.members = {f"papers/{'0' * 64}.pdf": b"%PDF-1.4", **pack.members}


def paper_removed(pack: Pack, _whole: Whole) -> None:
    del pack.members[pack.paper]


def paper_reclassified(pack: Pack, _whole: Whole) -> None:
    def change(rows: list[dict]) -> None:
        next(row["files"][0] for row in rows if row["files"])["classification"] = "ordinary"

    pack.edit("papers/index.json", change)


def value_of_a_fact(pack: Pack, _whole: Whole) -> None:
    pack.edit_line(f"{FACTS}case.jsonl", 1, lambda row: row["values"].update(outcome="not_admitted"))


def fact_removed(pack: Pack, _whole: Whole) -> None:
    pack.write(f"{FACTS}relative.jsonl", pack.lines(f"{FACTS}relative.jsonl")[1:])


def fact_added(pack: Pack, _whole: Whole) -> None:
    name = f"{FACTS}opinion.jsonl"
    more = canonical.to_bytes({**json.loads(pack.lines(name)[0]), "id": 4711})
    pack.write(name, [*pack.lines(name), more])


def decision_altered(pack: Pack, _whole: Whole) -> None:
    pack.edit("decisions.json", lambda rows: rows[-2].update(number="99-QĐ/ĐUK"))


def derivation_altered(pack: Pack, _whole: Whole) -> None:
    def change(rows: list[dict]) -> None:
        next(row for row in rows if row["step"] == "cell_vote")["derivation"][-1]["numbers"]["needed"] = 3

    pack.edit("decisions.json", change)


def decision_left_out(pack: Pack, _whole: Whole) -> None:
    pack.edit("decisions.json", lambda rows: rows.pop(3))


def minutes_altered(pack: Pack, _whole: Whole) -> None:
    (name,) = (name for name in pack.members if name.startswith("minutes/"))
    pack.edit(name, lambda told: told.update(votes_for=5, votes_against=4))


def entry_edited(pack: Pack, _whole: Whole) -> None:
    pack.edit_line(ENTRIES, 5, lambda entry: entry.update(verb="withdraw"))


def entry_edited_and_its_hash(pack: Pack, whole: Whole) -> None:
    entry_edited(pack, whole)
    pack.with_hashes()


def chain_written_anew(pack: Pack, whole: Whole) -> None:
    entry_edited(pack, whole)
    pack.chained_anew()


def entries_reordered(pack: Pack, _whole: Whole) -> None:
    lines = pack.lines(ENTRIES)
    lines[4], lines[5] = lines[5], lines[4]
    pack.write(ENTRIES, lines)
    pack.with_hashes()


def entry_removed(pack: Pack, _whole: Whole) -> None:
    lines = pack.lines(ENTRIES)
    del lines[4]
    pack.write(ENTRIES, lines)
    pack.with_hashes()


def entry_added(pack: Pack, _whole: Whole) -> None:
    lines = pack.lines(ENTRIES)
    last = json.loads(lines[-1])
    before = hashlib.sha256(lines[-1]).hexdigest()
    more = {**last, "seq": last["seq"] + 1, "id": last["id"] + 9, "prev_hash": before, "facts": []}
    pack.write(ENTRIES, [*lines, canonical.to_bytes(more)])
    pack.with_hashes()


def entry_not_canonical(pack: Pack, _whole: Whole) -> None:
    lines = pack.lines(ENTRIES)
    lines[2] = lines[2].replace(b'{"actor"', b'{"verb":"nominate","actor"', 1)
    pack.write(ENTRIES, lines)


def tail_cut(pack: Pack, _whole: Whole) -> None:
    pack.write(ENTRIES, pack.lines(ENTRIES)[:-1])
    pack.with_hashes()


def tail_cut_and_the_manifest(pack: Pack, whole: Whole) -> None:
    tail_cut(pack, whole)
    pack.chained_anew()


def tail_cut_and_the_head_of_the_checkpoint(pack: Pack, whole: Whole) -> None:
    tail_cut_and_the_manifest(pack, whole)
    lines = pack.lines(ENTRIES)
    head = canonical.to_bytes([f"case:{whole.case_id}", len(lines), hashlib.sha256(lines[-1]).hexdigest()])
    stream = f'["case:{whole.case_id}",'.encode()
    pack.write(HEADS, [head if line.startswith(stream) else line for line in pack.lines(HEADS)])


def older_checkpoint(pack: Pack, whole: Whole) -> None:
    """Signed by the office, but from before the last act."""
    *heads, seal = whole.earlier.splitlines()
    pack.write(HEADS, heads)
    pack.write("journal/checkpoint.json", [seal])


def older_checkpoint_named(pack: Pack, whole: Whole) -> None:
    older_checkpoint(pack, whole)
    seal = json.loads(pack.members["journal/checkpoint.json"])["seal"]
    named = {"number": seal["number"], "hash": hashlib.sha256(canonical.to_bytes(seal)).hexdigest()}
    pack.edit_manifest(lambda told: told.update(checkpoint=named))


def checkpoint_edited(pack: Pack, _whole: Whole) -> None:
    pack.edit_line("journal/checkpoint.json", 1, lambda told: told["seal"].update(entries=99))


def other_case_in_the_manifest(pack: Pack, _whole: Whole) -> None:
    pack.edit_manifest(lambda told: told["case"].update(number="HS 2026-9999"))


def moved_within_the_zip(pack: Pack, _whole: Whole) -> None:
    pack.members = dict(reversed(pack.members.items()))


# What was done; its own sentence, as a pattern; what is said once manifest and hashes were made right and signed anew.
TAMPERED: list[tuple[Callable[[Pack, Whole], None], str, str]] = [
    (byte_of_a_paper, CHANGED, "has not the SHA-256 that its name says"),
    (paper_under_its_new_name, "Added: manifest.json does not name", "No fact names this file of a paper."),
    (paper_added, "Added: manifest.json does not name this file.", "No fact names this file of a paper."),
    (paper_removed, "Removed: manifest.json names this file.", "The file of a paper that fact"),
    (paper_reclassified, f"papers/index.json: {CHANGED}", "is not as its fact says: classification."),
    (value_of_a_fact, "The fact admission_flow.case", "was altered: its digest is not the one that entry 13 names."),
    (fact_removed, f"facts/admission_flow.relative.jsonl: {CHANGED}", "that entry 3 names is missing."),
    (fact_added, f"facts/admission_flow.opinion.jsonl: {CHANGED}", "The fact admission_flow.opinion 4711 was added"),
    (decision_altered, f"decisions.json: {CHANGED}", "is not as its fact says: number."),
    (derivation_altered, f"decisions.json: {CHANGED}", "is not as its fact says: derivation."),
    (decision_left_out, f"decisions.json: {CHANGED}", "not list the very rows that the facts admission_flow.decision"),
    (minutes_altered, CHANGED, "The extract of the minutes is not as decision"),
    (
        entry_edited,
        f"{ENTRIES}: {CHANGED}",
        rf"{ENTRIES}, line 5: Entry 5 \(row \d+\) was altered: its hash is not that of its content",
    ),
    (
        entry_edited_and_its_hash,
        f"{ENTRIES}: {CHANGED}",
        rf"{ENTRIES}, line 6: Entry 6 \(row \d+\) does not follow the entry before it",
    ),
    (chain_written_anew, SIGNATURE, "saw entry 13 with another hash"),
    (entries_reordered, f"{ENTRIES}: {CHANGED}", "line 5: Here stands entry 6 where entry 5 should"),
    (entry_removed, f"{ENTRIES}: {CHANGED}", "line 5: Entry 5 is missing."),
    (entry_added, f"{ENTRIES}: {CHANGED}", "Entries stand after entry 13"),
    (entry_not_canonical, f"{ENTRIES}: {CHANGED}", "line 3: Not in the canonical form"),
    (tail_cut, f"{ENTRIES}: {CHANGED}", "manifest.json names entry 13 as the last."),
    (
        tail_cut_and_the_manifest,
        "The office's signature",
        "The stream ends with entry 12, but checkpoint 2 saw entry 13",
    ),
    (
        tail_cut_and_the_head_of_the_checkpoint,
        f"{HEADS}: {CHANGED}",
        HEADS_DIFFER,
    ),
    (older_checkpoint, f"{HEADS}: {CHANGED}", "This is checkpoint 1, not number 2 that manifest.json names."),
    (older_checkpoint_named, f"{HEADS}: {CHANGED}", "checkpoint 1 saw entry 12 with another hash"),
    (checkpoint_edited, f"journal/checkpoint.json: {CHANGED}", "The signature of the checkpoint is not right."),
    (other_case_in_the_manifest, SIGNATURE, "The case or stream named is not that of this dossier."),
]
NAMES = [change.__name__ for change, _sentence, _again in TAMPERED]


@pytest.mark.parametrize(("change", "sentence", "_again"), TAMPERED, ids=NAMES)
def test_found_as_it_is(whole: Whole, change: Callable[[Pack, Whole], None], sentence: str, _again: str) -> None:
    pack = whole.pack
    change(pack, whole)
    code, said = checked(pack.packed(), whole.office_pub)
    assert code == 1
    assert re.search(sentence, said), said
    # Nobody needs the key to see it.
    assert checked(pack.packed())[0] == 1


@pytest.mark.parametrize(("change", "_sentence", "again"), TAMPERED, ids=NAMES)
def test_found_when_made_right_and_signed_anew(
    whole: Whole, change: Callable[[Pack, Whole], None], _sentence: str, again: str
) -> None:
    pack = whole.pack
    change(pack, whole)
    forged = pack.signed_by(FORGER).packed()
    code, said = checked(forged)
    assert code == 1
    assert re.search(again, said), said
    code, said = checked(forged, whole.office_pub)
    assert (code, "this dossier is not from that office" in said) == (1, True), said


def test_put_in_another_order(whole: Whole) -> None:
    pack = whole.pack
    moved_within_the_zip(pack, whole)
    code, said = checked(pack.packed(), whole.office_pub)
    assert (code, "not in the order in which manifest.json names them" in said) == (1, True)


def test_only_the_signature_of_the_office_vouches_for_words(whole: Whole) -> None:
    """Signed anew by somebody else, it is consistent in itself; with the office's key it is found."""
    pack = whole.pack
    pack.edit("decisions.json", lambda rows: rows[-2]["in_words"].update(recorded_by="Nguyễn Văn Giả"))
    forged = pack.signed_by(FORGER).packed()
    code, said = checked(forged)
    assert (code, "Consistent in itself; origin not proven" in said) == (2, True)
    forger = json.loads(pack.members["manifest.json"])["key"]
    assert f"The key inside has the fingerprint {forger}." in said
    code, said = checked(forged, whole.office_pub)
    assert (code, f"Signed with the key {forger}, which is none of those given" in said) == (1, True)


def test_a_signature_of_another_purpose_is_none(whole: Whole) -> None:
    """The office's key signs checkpoints too: what it signed without the purpose is no manifest."""
    pack = whole.pack
    pack.edit_manifest(lambda told: told.update(issued={**told["issued"], "name": "Kẻ khác"}))
    pack.signed_by(FORGER)
    pack.members["manifest.sig"] = FORGER.sign(pack.members["manifest.json"]).hex().encode() + b"\n"
    code, said = checked(pack.packed())
    assert (code, "The office's signature on manifest.json is not right" in said) == (1, True)


def test_of_very_many_findings_the_first_are_told(whole: Whole) -> None:
    pack = whole.pack
    pack.members = {**{f"added/{number}": b"" for number in range(100)}, **pack.members}
    code, said = checked(pack.packed(), whole.office_pub)
    assert (code, len(said.splitlines())) == (1, 42)
    assert said.endswith("And 60 more.")
