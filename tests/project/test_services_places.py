"""Where the servers live when the data folder is awkward."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from project.services.folders import program_folder
from project.services.places import SOCKET_PATH_BYTES, Place, can_enter, nobody, servers_place
from tests.project.conftest import Machine

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another account")


@pytest.mark.parametrize("name", ["d" * 90, "hồ sơ, 'của' tôi"], ids=["too long", "spaces, comma and quotes"])
def test_any_folder_will_do(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    machine = Machine(folder / name)
    monkeypatch.setenv("DATA_DIR", str(machine.data_dir))
    place = servers_place()
    try:
        started = machine.services("start")
        assert started.returncode == 0, started.stderr
        assert place.folder == machine.data_dir
        assert len(os.fsencode(place.sockets / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES
        assert machine.manage("check", "--database", "default").returncode == 0
    finally:
        machine.services("stop")
        shutil.rmtree(place.sockets)


def test_a_file_in_the_way_is_one_sentence(folder: Path) -> None:
    (folder / "taken").touch()
    refused = Machine(folder / "taken").services("start")
    assert refused.returncode == 1
    assert refused.stderr == f"{folder / 'taken'} cannot be used (File exists); choose another DATA_DIR.\n"


@as_root
def test_a_folder_of_sockets_made_by_somebody_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(folder / ("d" * 90))
    monkeypatch.setenv("DATA_DIR", str(machine.data_dir))
    sockets = servers_place().sockets
    sockets.mkdir(mode=0o777)
    try:
        refused = machine.services("start")
        assert refused.stderr.startswith(f"{sockets} belongs to root, not to nobody")
    finally:
        sockets.rmdir()


@as_root
def test_roots_servers_run_as_nobody(machine: Machine) -> None:
    machine.services("start")
    pid = int((machine.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    assert Path(f"/proc/{pid}").stat().st_uid == nobody().uid
    assert (machine.data_dir / "postgres").stat().st_uid == nobody().uid


@as_root
def test_where_nobody_cannot_enter_the_data_live_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o700)
    machine = Machine(folder / "data")
    monkeypatch.setenv("DATA_DIR", str(machine.data_dir))
    place = servers_place()
    try:
        started = machine.services("start")
        assert place.folder.parent == Path("/var/lib")
        assert f"Data: {place.folder} (nobody, who runs the servers, cannot enter {machine.data_dir})" in started.stdout
        assert machine.manage("check", "--database", "default").returncode == 0
    finally:
        machine.services("stop")
        shutil.rmtree(place.folder)


@as_root
def test_programs_out_of_nobodys_reach_are_copied(folder: Path) -> None:
    place = Place(folder / "data", folder / "data" / "run", nobody())
    installed = folder / "closed" / "programs"
    (installed / "bin").mkdir(parents=True)
    (installed / "bin" / "initdb").touch(mode=0o700)
    (folder / "closed").chmod(0o700)
    copy = program_folder(place, installed, "17")
    assert copy != installed
    assert can_enter(nobody(), copy / "bin")
    assert (copy / "bin" / "initdb").stat().st_mode & 0o005 == 0o005
