"""`manage.py measure_waits [--anew]`: bring the sums of waiting up to now."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from insights.waits import tallying


class Command(BaseCommand):
    help = "Measure the cases that were acted upon since, or all anew, and bring the sums of waiting up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="forget what was measured, and measure every case")

    def handle(self, *, anew: bool, **options: Any) -> None:
        number = tallying.forget_all() if anew else tallying.waiting()
        measured = 0
        with tqdm(total=number, unit=" cases", disable=not sys.stderr.isatty()) as bar:
            for done in tallying.roll_up_all(at=timezone.now()):
                measured += done
                bar.update(done)
        if tallying.waiting():
            self.stdout.write(_("Somebody else is measuring at this moment; the rest is theirs."))
        self.stdout.write(_("Cases measured: %(number)d.") % {"number": measured})
