"""What a database and a folder need before the demo can be served: tables, static files, the demo bloc."""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation

from admission_flow.models import Case
from orgs.demo import DemoAccount, demo_accounts, prepare_demo_accounts
from orgs.models import Unit

DEMO_CASES = 150
DEMO_DAYS = 800  # the history that they are spread over: long enough for a probation to end in it

Say = Callable[[str], None]


def prepare(say: Say) -> list[DemoAccount]:
    """Each step is skipped where it is done already. The accounts to sign in with, none if the bloc is not the demo."""
    migrate(say)
    collect_static(say)
    make_journal_key(say)
    load_demo(say)
    return demo_accounts()


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Migrating the database ({len(plan)} steps)…")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(say: Say) -> None:
    """Compressed and named by content; skipped while no file has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("Collecting static files…")
    call_command("collectstatic", interactive=False, verbosity=0, clear=stamp.parent.exists())
    stamp.write_text(state)


def make_journal_key(say: Say) -> None:
    if not Path(settings.JOURNAL_KEY_FILE).exists():
        say("Making the key that signs the journal…")
        call_command("journal_key", stdout=io.StringIO(), stderr=io.StringIO())


def load_demo(say: Say) -> None:
    """Only into an empty database: a bloc that is there already keeps its people and passwords.

    A start that was interrupted leaves its mark in the data folder, and the next one goes on where it stopped.
    """
    unfinished = Path(settings.DATA_DIR) / "demo-unfinished"
    if not Unit.objects.exists():
        unfinished.touch()
        say("Loading the demo bloc…")
        _run("load_bloc", str(settings.BASE_DIR / "demo" / "bloc.xlsx"))
    if unfinished.exists():
        _run("load_calendar")
        prepare_demo_accounts()
        _simulate(say)
        unfinished.unlink()
    elif demo_accounts():
        prepare_demo_accounts()  # the holders of its seats may have changed since


def _simulate(say: Say) -> None:
    """All cases or none: the command is one transaction."""
    if Case.objects.exists():
        return
    today = timezone.localdate()
    first = today - datetime.timedelta(days=DEMO_DAYS)
    say(f"Simulating {DEMO_CASES} cases of the last {DEMO_DAYS // 30} months…")
    _run("simulate", "--cases", str(DEMO_CASES), "--from", str(first), "--to", str(today), "--seed", "1")


def _run(command: str, *arguments: str) -> None:
    """In English, as all else that `make run` says."""
    if command in get_commands():
        with translation.override("en"):
            call_command(command, *arguments)


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
