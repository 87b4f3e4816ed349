"""`python -m project.services`: the embedded servers of a data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.project.conftest import CHECKOUT, Machine


def postmaster(machine: Machine) -> int:
    return int((machine.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def test_started_twice_they_run_once(machine: Machine) -> None:
    assert "PostgreSQL: started." in machine.services("start").stdout
    first = postmaster(machine)
    assert "PostgreSQL: was running.\nValkey: was running." in machine.services("start").stdout
    assert postmaster(machine) == first


def test_manage_works_on_them_at_once(machine: Machine) -> None:
    machine.services("start")
    asked = machine.manage("shell", "--no-imports", "-c", "from project import reach; print(repr(reach.trouble()))")
    assert asked.stdout == "''\n", asked.stderr


def test_stopped_they_are_gone_and_start_again_with_their_data(machine: Machine) -> None:
    machine.services("start")
    machine.manage("migrate", "contenttypes", "-v0")
    assert machine.services("stop").stdout == "PostgreSQL: stopped.\nValkey: stopped.\n"
    assert machine.services("status").returncode == 3
    machine.services("start")
    assert machine.services("status").returncode == 0
    assert machine.manage("migrate", "contenttypes", "--check").returncode == 0
    assert machine.manage("migrate", "auth", "--check").returncode == 1


def test_stopping_what_does_not_run_says_so(machine: Machine) -> None:
    stopped = machine.services("stop")
    assert (stopped.returncode, stopped.stdout) == (0, "PostgreSQL: was not running.\nValkey: was not running.\n")


def test_of_two_starters_one_starts_and_the_other_waits(machine: Machine) -> None:
    command = [sys.executable, "-m", "project.services", "start"]
    starters = [
        subprocess.Popen(command, cwd=CHECKOUT, env=machine.variables(), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(starter.communicate(timeout=60)[0].splitlines()[0] for starter in starters)
    assert said == ["PostgreSQL: started.", "PostgreSQL: was running."]


def test_two_folders_run_side_by_side(machine: Machine, folder: Path) -> None:
    other = Machine(folder / "other")
    try:
        assert machine.services("start").returncode == other.services("start").returncode == 0
        other.services("stop")
        assert machine.services("status").returncode == 0
    finally:
        other.services("stop")


def test_after_a_power_cut_the_number_in_the_lock_may_be_somebody_elses(machine: Machine) -> None:
    machine.services("start")
    os.kill(postmaster(machine), signal.SIGKILL)
    neighbour = (machine.data_dir / "valkey" / "valkey.pid").read_text()
    lock = machine.data_dir / "postgres" / "postmaster.pid"
    lock.write_text("\n".join([neighbour.strip(), *lock.read_text().splitlines()[1:]]))
    started = machine.services("start")
    assert "PostgreSQL: started." in started.stdout, started.stderr


def test_the_application_is_no_superuser(machine: Machine) -> None:
    machine.services("start")
    ask = "from django.db import connection as c; x = c.cursor(); x.execute('SHOW is_superuser'); print(x.fetchone())"
    assert machine.manage("shell", "--no-imports", "-c", ask).stdout == "('off',)\n"


def test_a_failed_statement_leaves_no_personal_data_in_the_logs(machine: Machine) -> None:
    machine.services("start")
    fail = (
        "from django.db import connection as c; c.cursor().execute(\"SELECT nowhere FROM pg_class WHERE 'Lan' = ''\")"
    )
    assert machine.manage("shell", "--no-imports", "-c", fail).returncode != 0
    logs = "".join(log.read_text() for log in (machine.data_dir / "logs").iterdir())
    assert "nowhere" in logs
    assert "Lan" not in logs


def test_with_addresses_given_nothing_is_started(machine: Machine) -> None:
    started = machine.services("start", DATABASE_URL="postgres://x@127.0.0.1/x", REDIS_URL="redis://127.0.0.1")
    assert "DATABASE_URL is set; the embedded one is left alone." in started.stdout
    assert not (machine.data_dir / "postgres").exists()


def test_production_starts_none(machine: Machine) -> None:
    refused = machine.services("start", PRODUCTION="1")
    assert refused.returncode == 1
    assert refused.stderr.startswith("PRODUCTION is set, and the embedded servers are for the demo")
    assert len(refused.stderr.splitlines()) == 1
