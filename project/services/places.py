"""Where the embedded servers keep their data and sockets, and under which account they run."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

DATABASE = ROLE = "admission"
SOCKET_PATH_BYTES = 107  # what a Linux socket address holds, its closing zero left out
POSTGRES_SOCKET, VALKEY_SOCKET = ".s.PGSQL.5432", "valkey.sock"


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


@dataclass(frozen=True)
class Place:
    """The servers' folder, the folder of their sockets, and the account that owns both and runs them."""

    folder: Path
    sockets: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.folder / "postgres"

    @property
    def valkey(self) -> Path:
        return self.folder / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / VALKEY_SOCKET

    @property
    def elsewhere(self) -> bool:
        """Whether the servers' account could not enter the data folder, so that they live beside it."""
        return self.folder != data_dir()


def data_dir() -> Path:
    """`DATA_DIR`, or `.data` in the checkout. It need not exist yet: see `make_data_dir`."""
    given = os.environ.get("DATA_DIR", "").strip()
    return Path(given).expanduser().absolute() if given else Path(__file__).resolve().parents[2] / ".data"


def make_data_dir() -> Path:
    path = data_dir()
    # Root's servers run as another account, which must pass through; the secrets inside are files of mode 0600.
    before = os.umask(0o066 if os.geteuid() == 0 else 0o077)
    try:
        path.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(before)
    return path


def servers_place() -> Place:
    """The data folder; for root, whose servers run as `nobody`, a folder of /var/lib if `nobody` cannot enter it."""
    folder = data_dir()
    account = _account(folder)
    if os.geteuid() == 0 and not can_enter(account, folder):
        folder = Path("/var/lib") / f"admission-{_digest(folder)}"
        account = _account(folder)
    return Place(folder, _sockets(folder, account), account)


def _account(folder: Path) -> Account:
    """Who runs the servers. PostgreSQL refuses root: for root it is the owner of the data, or `nobody`."""
    if os.geteuid() != 0:
        return Account(os.getuid(), os.getgid())
    try:
        owner = (folder / "postgres").stat()
    except OSError:
        return nobody()
    return nobody() if owner.st_uid == 0 else Account(owner.st_uid, owner.st_gid)


def nobody() -> Account:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(65534, 65534)
    return Account(entry.pw_uid, entry.pw_gid)


def can_enter(account: Account, folder: Path) -> bool:
    """Whether the mode bits let the account through every folder on the way; what does not exist yet will."""
    for step in (folder, *folder.parents):
        try:
            found = step.stat()
        except FileNotFoundError:
            continue
        if found.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def _sockets(folder: Path, account: Account) -> Path:
    """`run` in the servers' folder; where that is too long, or has a comma (libpq's list of hosts), one in /tmp.

    Never `TMPDIR` or `XDG_RUNTIME_DIR`: they differ between a terminal and a timer job, and both must find the server.
    """
    usual = folder / "run"
    longest = len(os.fsencode(usual / POSTGRES_SOCKET))
    if longest <= SOCKET_PATH_BYTES and "," not in str(usual):
        return usual
    # Anybody may know this name: starting refuses a folder that is not the account's own.
    return Path("/tmp") / f"admission-{account.uid}-{_digest(folder)}"  # noqa: S108


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
