"""Throwaway servers vanish with whoever asked for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.project.conftest import CHECKOUT, PLAIN, Machine

ASK = "import os; print(os.environ['DATA_DIR'], flush=True); import time; time.sleep(60)"


def asker(*command: str) -> subprocess.Popen[str]:
    keeper = [sys.executable, "-m", "project.services.throwaway", *command]
    return subprocess.Popen(keeper, cwd=CHECKOUT, env=PLAIN, stdout=subprocess.PIPE, text=True, start_new_session=True)


def gone(folder: Path) -> bool:
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not folder.exists()


def test_a_command_finds_them_running_and_its_status_is_passed_on(machine: Machine) -> None:
    ask = "import sys; from project.services import lifecycle; sys.exit(40 + len(lifecycle.running()))"
    done = machine.python("-m", "project.services.throwaway", sys.executable, "-c", ask)
    assert done.returncode == 42, done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_they_vanish_however_the_asker_ends(number: signal.Signals) -> None:
    with asker(sys.executable, "-c", ASK) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert (folder / "postgres" / "postmaster.pid").exists()
        os.killpg(process.pid, number)
    assert gone(folder)
