"""A dossier checked on another machine: by the file alone, in a plain interpreter."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from insights.verify_dossier import keys_in
from insights.views import VERIFIER
from journal import keys
from tests.insights.conftest import Whole
from tests.insights.packing import checked


@pytest.fixture
def away(whole: Whole, tmp_path: Path) -> Path:
    """A folder elsewhere, with the dossier, the office's key, another office's, and the verifier."""
    (tmp_path / "dossier.zip").write_bytes(whole.content)
    (tmp_path / "office.pub").write_bytes(whole.office_pub)
    (tmp_path / "other.pub").write_bytes(keys.pem(Ed25519PrivateKey.generate().public_key()))
    (tmp_path / "verify_dossier.py").write_bytes(VERIFIER.read_bytes())
    return tmp_path


def run(away: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "verify_dossier.py", *arguments]
    environment = {"PATH": os.defpath, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=away, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_with_the_key_of_the_office_it_is_sound(away: Path, whole: Whole) -> None:
    code, said = run(away, "dossier.zip", "--key", "office.pub", "--lang", "en")
    assert code == 0
    assert said.startswith(f"Sound, and issued by the office: {whole.number} (confidential).\n")
    assert whole.auditor in said
    assert "Entries: 13; facts: 58; files of papers: 2; decisions: 11; minutes: 1." in said


def test_without_a_key_its_origin_is_not_proven(away: Path, whole: Whole) -> None:
    code, said = run(away, "dossier.zip")
    assert code == 2
    assert said.startswith(f"Nhất quán; chưa chứng minh được nguồn gốc: {whole.number} (mật).\n")
    (fingerprint,) = keys_in(whole.office_pub)
    assert fingerprint in said


def test_with_the_key_of_another_office_it_is_refused(away: Path) -> None:
    code, said = run(away, "dossier.zip", "--key", "other.pub", "--lang", "en")
    assert code == 1
    assert "which is none of those given: this dossier is not from that office." in said


def test_one_of_several_keys_is_enough(away: Path) -> None:
    assert run(away, "dossier.zip", "--key", "other.pub", "--key", "office.pub")[0] == 0
    (away / "both.pub").write_bytes((away / "other.pub").read_bytes() + (away / "office.pub").read_bytes())
    assert run(away, "dossier.zip", "--key", "both.pub")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "usage:"),
        (("gone.zip",), "gone.zip can't be read"),
        (("dossier.zip", "--key", "gone.pub"), "gone.pub can't be read"),
        (("dossier.zip", "--key", "verify_dossier.py"), "no Ed25519 public key"),
        # The key that lies inside would let every dossier vouch for itself.
        (("dossier.zip", "--key", "dossier.zip"), "no Ed25519 public key"),
        (("dossier.zip", "--lang", "fr"), "invalid choice"),
    ],
)
def test_used_wrongly(away: Path, arguments: tuple[str, ...], sentence: str) -> None:
    code, said = run(away, *arguments, *(() if "--lang" in arguments else ("--lang", "en")))
    assert code == 3
    assert sentence in said


def test_it_needs_python_3_9_and_cryptography_alone() -> None:
    tree = ast.parse(VERIFIER.read_text(), feature_version=(3, 9))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name) for node in imports for alias in node.names
    }
    roots = {str(name).split(".", maxsplit=1)[0] for name in names}
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_every_sentence_is_there_in_both_languages(whole: Whole) -> None:
    assert checked(whole.content, language="vi")[1] != checked(whole.content, language="en")[1]


def test_nothing_of_other_candidates_is_in_it(whole: Whole) -> None:
    """Of whom the same meeting decided."""
    texts = b"".join(content for name, content in whole.pack.members.items() if name != "README.txt")
    assert whole.number.encode() in texts
    assert whole.other_number.encode() not in texts
    assert len(json.loads(whole.pack.members["facts/index.json"])["salts"]) == 1


def test_the_cover_is_whole_and_runs_no_script(whole: Whole) -> None:
    page = whole.pack.members["case.html"].decode()
    assert '<html lang="vi">' in page
    assert "<script" not in page
    assert "kết nạp" in page
    assert f'href="{whole.pack.paper}"' in page
    assert page.count("<tr><td>") == 11 + 11 + 13  # decisions, papers, acts
