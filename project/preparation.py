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
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation

from admission_flow.decisions.local_rules import LocalRuleGiven, add_local_rule
from admission_flow.models import Case, LocalRule
from admission_flow.reminders.remind import remind
from admission_flow.reminders.week import MORNING, tell_the_week
from insights.term_report.demo import report_on_the_demos_term
from notices.tell import quiet
from orgs.calendar import LOCAL_ZONE, ONE_DAY, calendar_for, local_day
from orgs.demo import ADMINISTRATOR, DemoAccount, demo_accounts, prepare_demo_accounts
from orgs.models import Unit, User
from planning.plans.demo import plan_the_demo
from planning.sources.demo import watch_the_demo
from project.demo_classes import hold_demo_classes
from project.demo_resolutions import roll_out_demo_resolutions
from project.demo_talk import talk_in_the_demo

DEMO_CASES = 150
DEMO_DAYS = 800  # the history that they are spread over: long enough for a probation to end in it

Say = Callable[[str], None]


def prepare(say: Say) -> list[DemoAccount]:
    """Each step is skipped where it is done already. The accounts to sign in with, none if the bloc is not the demo."""
    migrate(say)
    collect_static(say)
    make_journal_key(say)
    load_demo(say)
    _run("grant_what_is_new")
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
        enter_local_rule()
        _simulate(say)
        _hold_classes()
        _roll_out()
        remind_of_the_demo(timezone.now())
        _talk()
        with translation.override("vi"):
            plan_the_demo(timezone.now())
            report_on_the_demos_term(timezone.now())
            watch_the_demo(timezone.now())
        _run("measure_waits")
        unfinished.unlink()
    elif demo_accounts():
        prepare_demo_accounts()  # the holders of its seats may have changed since


def enter_local_rule() -> None:
    """An example of what a bloc asks beside the regulation, as one bloc's guide has it (domain, section 1, S83)."""
    if LocalRule.objects.exists():
        return
    given = LocalRuleGiven(
        code="ld-tien-tien",
        name_vi="Danh hiệu lao động tiên tiến",
        name_en="Title of advanced worker",
        asks_vi="Năm trước liền kề đạt danh hiệu lao động tiên tiến trở lên.",
        asks_en="In the year before, the title of advanced worker or better.",
        source="Hướng dẫn của Đảng ủy Khối (ví dụ)",
        kind=LocalRule.Kind.JUDGEMENT,
        where=LocalRule.Where.CONSIDERATION,
        in_force_from=datetime.date(2020, 1, 1),
    )
    add_local_rule(given, acting_user=User.objects.get(username=ADMINISTRATOR), at=timezone.now())


def _simulate(say: Say) -> None:
    """All cases or none: the command is one transaction."""
    if Case.objects.exists():
        return
    today = timezone.localdate()
    first = today - datetime.timedelta(days=DEMO_DAYS)
    say(f"Simulating {DEMO_CASES} cases of the last {DEMO_DAYS // 30} months…")
    _run("simulate", "--cases", str(DEMO_CASES), "--from", str(first), "--to", str(today), "--seed", "1")


def _hold_classes() -> None:
    """In Vietnamese, as the rest of the demo's history; all of them or none."""
    with translation.override("vi"), transaction.atomic():
        hold_demo_classes()


def _roll_out() -> None:
    with translation.override("vi"), quiet(), transaction.atomic():
        roll_out_demo_resolutions(timezone.now())


def _talk() -> None:
    with translation.override("vi"), quiet(), transaction.atomic():
        talk_in_the_demo(timezone.now())


def remind_of_the_demo(now: datetime.datetime) -> None:
    """What the clock told on the last working morning; nobody hears it live. The next morning the worker goes on."""
    today = local_day(now)
    calendar = calendar_for(today - 60 * ONE_DAY, today)
    mornings = (datetime.datetime.combine(today - n * ONE_DAY, MORNING, LOCAL_ZONE) for n in range(60))
    last = next((one for one in mornings if one <= now and calendar.works(local_day(one))), None)
    if last:
        with quiet():
            remind(last)
            tell_the_week(last)


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
