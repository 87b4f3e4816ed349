"""Event logs of two histories, read by pm4py in an environment of its own: `make mining`.

Here, with the product, the logs are written and plain SQL says what they have to say; `with_pm4py.py` reads the files
without the product and compares. It works on databases of its own, on the server of DATABASE_URL or on a throwaway one.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

SIMULATED = 250


def main(miner: str) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        django.setup()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mining-")))
        for name, happen in (("everything once", _everything), (f"{SIMULATED} simulated cases", _simulated)):
            print(f"== {name}", flush=True)
            _on_a_database(lambda happen=happen: _write(folder, happen))  # type: ignore[misc]
            reader = Path(__file__).with_name("with_pm4py.py")
            if subprocess.run([miner, str(reader), str(folder)], check=False).returncode:
                return 1
    return 0


def _on_a_database(work: Callable[[], None]) -> None:
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        work()
    finally:
        connection.close()
        connection.creation.destroy_test_db(before, verbosity=0)


def _write(folder: Path, happen: Callable[[], Any]) -> None:
    from django.core.management import call_command
    from django.utils import translation

    from admission_flow.queries.listing import step_title
    from insights.event_log.ocel import STEPS_AND_MOVES
    from tests.insights.event_log import by_sql

    with translation.override("en"):
        happen()
        for form, ending in (("xes", "xes"), ("ocel", "json")):
            call_command("export_events", "--format", form, "--out", str(folder / f"log.{ending}"), verbosity=0)
        titles = {step: step_title(step) for step in STEPS_AND_MOVES}
    expected = {
        "titles": titles,
        "follows": [[*pair, *found] for pair, found in by_sql.directly_follows().items()],
        "times": [[step, *found] for step, found in by_sql.step_times().items()],
        "durations": by_sql.case_durations(),
        "objects": by_sql.objects(),
    }
    (folder / "expected.json").write_text(json.dumps(expected))


def _everything() -> None:
    from tests.insights.event_log.history import happen
    from tests.people import build_bloc

    happen(build_bloc())


def _simulated() -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from admission_flow.simulation.simulate import simulate

    call_command("load_bloc", str(Path(__file__).parents[2] / "demo" / "bloc.xlsx"), verbosity=0)
    today = timezone.localdate()
    simulate(SIMULATED, today - datetime.timedelta(days=700), today, 1, now=timezone.now())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
