"""The coming year's page, for a bloc with one nomination a day and for one with two: five and ten times the demo's.

`make bench`, or `.venv/bin/python bench/what_if.py [--cases N]`. What is loaded is what bench/board.py loads, up
to 7,300 cases one a day back from today. Printed are the seconds of the whole page, of the bloc
and of one committee, and how many runs the bound of work left.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from board import build_house, load

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

FIVE_TIMES, TEN_TIMES = 1_400, 14_000
TURNS = 5
ASKED = {"runs": "300", "sittings": "2", "step": "verification", "share": "50"}


def main(most: int) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        import django

        os.environ["STATIC_ROOT"] = stack.enter_context(tempfile.TemporaryDirectory())
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import setup_test_environment

        # So that a page tells what it was drawn from.
        setup_test_environment()
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        call_command("collectstatic", interactive=False, verbosity=0)
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            report(most)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)
    return 0


def report(most: int) -> None:
    user, units = build_house()
    for cases in (FIVE_TIMES, most):
        load(cases, units)
        for words, unit in (("the bloc", units["bloc"]), ("one committee", units["committees"][0])):
            print(f"{cases:>9,} cases, {words}: {measure(user, unit)}")


def measure(user: Any, unit: int) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    asked = ASKED | {"unit": str(unit)}
    page = client.get("/board/what-if/", asked)
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        client.get("/board/what-if/", asked)
        times.append(time.perf_counter() - began)
    seconds = f"{statistics.median(times):.2f} s"
    if page.status_code != 200:
        return f"too many cases, refused in {seconds}"
    year = round(page.context["known"].learnt.cases)
    return f"{seconds}, {page.context['answer'].runs} runs of {year} cases"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=TEN_TIMES)
    sys.exit(main(parser.parse_args().cases))
