"""`make run`: what it refuses before it begins, and that nothing it started outlives it."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty

import pytest

from project.children import Children
from tests.project.conftest import CHECKOUT, PLAIN, Machine

DEAF = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"]


def test_a_port_in_use_is_one_sentence_and_starts_nothing(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = machine.python("-m", "project.run", PORT=str(port))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"Port {port} is in use; choose another one: make run PORT={port + 1}\n"
    assert not (machine.data_dir / "postgres").exists()


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_a_port_that_is_none(machine: Machine, port: str) -> None:
    refused = machine.python("-m", "project.run", PORT=port)
    assert refused.returncode == 1
    assert refused.stderr.startswith("PORT is ")
    assert len(refused.stderr.splitlines()) == 1


def test_an_address_that_does_not_answer_is_one_sentence(machine: Machine) -> None:
    wrong = "postgres://ad:hush@db.invalid/hoso"
    refused = machine.python("-m", "project.run", PORT="8765", DATABASE_URL=wrong)
    assert refused.returncode == 1
    assert refused.stderr == "DATABASE_URL: no machine is called db.invalid; correct DATABASE_URL.\n"
    assert "hush" not in refused.stdout
    assert machine.services("status").stdout.splitlines()[1] == "Valkey: not running."


@pytest.fixture(scope="module")
def furnished() -> Iterator[Machine]:
    """A machine whose database has tables and a unit, so that no demo is loaded."""
    folder = Path(tempfile.mkdtemp(prefix="admission-test-"))
    folder.chmod(0o711)
    machine = Machine(folder / "data")
    machine.services("start")
    machine.manage("migrate", "-v0")
    bloc = "Unit(code='DUK', name='Đảng bộ Khối', kind=Unit.Kind.BLOC, valid_from='2000-01-01')"
    plant = f"from orgs.models import Unit; Unit.add_root(instance={bloc})"
    made = machine.manage("shell", "--no-imports", "-c", plant)
    assert made.returncode == 0, made.stderr
    machine.services("stop")
    yield machine
    machine.services("stop")
    shutil.rmtree(folder)


@contextmanager
def running(machine: Machine) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`project.run` once it serves, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "project.run"]
    variables = machine.variables({"PORT": str(port)})
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        assert run.stdout is not None
        said = list(itertools.takewhile(lambda line: not line.startswith("Ctrl-C"), run.stdout))
        assert run.poll() is None, said
        try:
            yield run, port
        finally:
            run.kill()


def processes_of(machine: Machine) -> list[int]:
    """Every process that was started with this data folder: web, worker, beat and their own; not the servers."""
    mark = f"DATA_DIR={machine.data_dir}\0".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # ended meanwhile
            if mark in environ.read_bytes():
                found.append(int(environ.parent.name))
    return found


def all_end(machine: Machine) -> bool:
    deadline = time.monotonic() + 20
    while processes_of(machine) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not processes_of(machine)


def test_it_serves_and_ctrl_c_stops_all_that_it_started(furnished: Machine) -> None:
    with running(furnished) as (run, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
            assert "<form" in page.read().decode()
        assert len(processes_of(furnished)) >= 4  # itself, web, worker, beat; the worker's own come when they come
        run.send_signal(signal.SIGINT)
        assert run.wait(30) == 0
    assert processes_of(furnished) == []
    assert furnished.services("status").returncode == 3


def test_a_second_one_on_the_same_folder_is_refused_and_harms_nothing(furnished: Machine) -> None:
    with running(furnished) as (run, port):
        refused = furnished.python("-m", "project.run", PORT="8766")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.startswith(f"The demo of {furnished.data_dir} is being served already; ")
        assert len(refused.stderr.splitlines()) == 1
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
            assert page.status == 200
        run.send_signal(signal.SIGINT)
        assert run.wait(30) == 0


def test_servers_that_ran_before_are_left_running(furnished: Machine) -> None:
    furnished.services("start")
    with running(furnished) as (run, _port):
        run.terminate()
        assert run.wait(30) == 0
    assert furnished.services("stop").stdout == "PostgreSQL: stopped.\nValkey: stopped.\n"


@pytest.mark.parametrize(("name", "mark"), [("web server", "uvicorn"), ("worker", "\0worker\0"), ("beat", "\0beat\0")])
def test_when_a_child_ends_all_end_and_it_is_named(furnished: Machine, name: str, mark: str) -> None:
    with running(furnished) as (run, _port):
        child = min(pid for pid in processes_of(furnished) if mark in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(child, signal.SIGKILL)
        assert run.wait(30) == 1
        assert run.stdout is not None
        assert f"The {name} ended by itself with status -9; all is stopped." in run.stdout.read()
    assert processes_of(furnished) == []


@pytest.mark.parametrize("name", ["PostgreSQL", "Valkey"])
def test_when_a_server_is_gone_all_end_and_it_is_named(furnished: Machine, name: str) -> None:
    pids = {"PostgreSQL": "postgres/postmaster.pid", "Valkey": "valkey/valkey.pid"}
    with running(furnished) as (run, _port):
        pid = int((furnished.data_dir / pids[name]).read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        assert run.wait(30) == 1
        assert run.stdout is not None
        assert f"The embedded {name} does not answer any more; all is stopped." in run.stdout.read()
    assert processes_of(furnished) == []
    assert furnished.services("status").returncode == 3


def test_killed_outright_it_leaves_no_child(furnished: Machine) -> None:
    with running(furnished) as (run, _port):
        run.kill()
    assert all_end(furnished)
    furnished.services("stop")


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("project.children.STOP_SECONDS", 0.5)
    children = Children()
    children.start("deaf", DEAF, PLAIN)
    with pytest.raises(Empty):
        children.wait(seconds=0.5)
    children.stop()
    assert children.wait(seconds=5) == ("deaf", -signal.SIGKILL)
