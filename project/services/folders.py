"""Folders and programs that the servers' account can use."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from project.services import ServiceError
from project.services.places import Account, Place, can_enter


def make_folders(place: Place) -> None:
    """Raises ServiceError when a folder belongs to somebody else."""
    if place.elsewhere:
        _make(place.folder, 0o755, Account(os.getuid(), os.getgid()))
    for folder in (place.cluster.parent / "logs", place.valkey, place.sockets):
        _make(folder, 0o700, place.account)


def _make(folder: Path, mode: int, owner: Account) -> None:
    try:
        folder.mkdir(mode=mode, parents=True)
    except FileExistsError:
        pass
    except OSError as error:
        raise ServiceError(f"{folder} cannot be made ({error.strerror}); choose another DATA_DIR.") from None
    else:
        folder.chmod(mode)  # whatever the umask
        if os.geteuid() == 0:
            os.chown(folder, owner.uid, owner.gid)
    # Not following a link: a folder of /tmp may have been put there by anybody.
    found = folder.lstat()
    if found.st_uid != owner.uid or folder.is_symlink() or not folder.is_dir():
        raise ServiceError(
            f"{folder} belongs to {Account(found.st_uid, found.st_gid).name}, not to {owner.name}; "
            "run this as its owner or as root, or choose another DATA_DIR."
        )


def run_as(place: Place, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a short program as the servers' account, with nothing of our environment: it holds secrets."""
    root = os.geteuid() == 0
    return subprocess.run(
        [str(part) for part in command],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        umask=0o077,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        user=place.account.uid if root else None,
        group=place.account.gid if root else None,
        extra_groups=[] if root else None,
    )


def program_folder(place: Place, installed: Path, version: str) -> Path:
    """The installed programs, or a copy in the servers' folder where their account cannot reach the installed ones."""
    if os.geteuid() != 0 or can_enter(place.account, installed):
        return installed
    copy = place.folder / f"{installed.name}-{version}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installed, draft)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
        draft.rename(copy)
    return copy


def write_anew(file: Path, text: str) -> None:
    """Never through a link: the folder belongs to the servers' account, and root may be writing."""
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w") as out:
        out.write(text)
    file.chmod(0o644)  # whatever the umask: the folder is closed, and the servers' account must read it


def last_line(log: Path) -> str:
    """The last line of a log, for an error's sentence."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""
