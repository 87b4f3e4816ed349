"""The commands of docs/dossier.md, as somebody without our code would type them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.insights.conftest import Whole
from tests.insights.packing import ENTRIES, Pack

DOCS = (Path(settings.BASE_DIR) / "docs" / "dossier.md").read_text()
BY_HAND = DOCS.split("```sh\n")[1].split("```")[0]


def typed(pack: Pack, folder: Path) -> subprocess.CompletedProcess[str]:
    for name, content in pack.members.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    command = ["bash", "-euo", "pipefail", "-c", BY_HAND]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_all_of_them_hold(whole: Whole, tmp_path: Path) -> None:
    done = typed(whole.pack, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Signature Verified Successfully" in done.stdout


@pytest.mark.parametrize("name", [ENTRIES, "facts/admission_flow.decision.jsonl", "manifest.json", "manifest.sig"])
def test_a_change_is_found(whole: Whole, tmp_path: Path, name: str) -> None:
    pack = whole.pack
    pack.members[name] = pack.members[name].replace(b"1", b"2", 1)
    assert typed(pack, tmp_path).returncode != 0
    pack.listed()  # the sums made right again
    assert typed(pack, tmp_path).returncode != 0


def test_every_member_is_told(whole: Whole) -> None:
    table = DOCS.partition("## What is in it")[2].partition("**The salt.**")[0]
    folders = {"papers": "papers/SHA-256.pdf", "facts": "facts/TABLE.jsonl", "minutes": "minutes/MEETING-ITEM.json"}
    untold = [
        name
        for name in whole.pack.members
        if f"`{name}`" not in table and f"`{folders.get(name.split('/', maxsplit=1)[0], name)}`" not in table
    ]
    assert untold == []
