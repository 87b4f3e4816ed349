from __future__ import annotations

import datetime
import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from admission_flow.flows import step_node
from admission_flow.models import Case
from admission_flow.queries.listing import STEPS
from admission_flow.simulation.pace import LEAST_TIMES, MOST_TIMES, USUAL_TIMES, Slow
from admission_flow.simulation.planner import SimulationRefusedError
from admission_flow.simulation.simulate import Summary, simulate
from orgs.command_line import day_of
from orgs.models import Unit

_FOURTEEN_MONTHS = datetime.timedelta(days=425)


class Command(BaseCommand):
    help = "Give the demo bloc a believable history: invented cases driven through the real verbs. Not for production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True, metavar="N", help="how many cases are nominated")
        parser.add_argument(
            "--from", dest="first", type=day_of, metavar="DATE", help="first day (default: 14 months before the last)"
        )
        parser.add_argument("--to", dest="last", type=day_of, metavar="DATE", help="last day (default: today)")
        parser.add_argument("--slow-unit", default="", metavar="CODE", help="this unit and those under it are slow")
        parser.add_argument(
            "--slow-step", default="", choices=STEPS, metavar="STEP", help="this step is slow everywhere"
        )
        parser.add_argument(
            "--slow-times",
            type=float,
            metavar="N",
            help=f"how slow, from {LEAST_TIMES} to {MOST_TIMES} times (default: {USUAL_TIMES} times)",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same history (default: 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        last = options["last"] or timezone.localdate(now)
        first = options["first"] or last - _FOURTEEN_MONTHS
        with tqdm(unit=f" {_('days')}", leave=False, disable=not sys.stderr.isatty()) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                summary = simulate(
                    options["cases"], first, last, options["seed"], now=now, slow=_slow(options), progress=progress
                )
            except SimulationRefusedError as refused:
                raise CommandError(str(refused)) from refused
        self.stdout.write(summary_line(summary))


def _slow(options: dict[str, Any]) -> Slow:
    """Raises CommandError where it would make nothing slow, or where nobody could tell how slow."""
    unit, step, times = options["slow_unit"], options["slow_step"], options["slow_times"]
    if unit and not Unit.objects.filter(code=unit).exists():
        raise CommandError(_("No unit has the code “%(code)s”.") % {"code": unit})
    if times is None:
        return Slow(unit, step, USUAL_TIMES)
    if not unit and not step:
        raise CommandError(_("Say what is to be slow: give --slow-unit or --slow-step beside --slow-times."))
    # Neither holds of what is no number.
    if not LEAST_TIMES <= times <= MOST_TIMES:
        least, most = number_format(LEAST_TIMES), number_format(MOST_TIMES)
        sentence = _("--slow-times says how many times as long: give a number from %(least)s to %(most)s.")
        raise CommandError(sentence % {"least": least, "most": most})
    return Slow(unit, step, times)


def summary_line(summary: Summary) -> str:
    """How many cases, with which outcome, and at which steps the others wait."""
    number, steps = summary.outcomes.total(), summary.open_steps
    line = ngettext("%(number)s case: %(parts)s", "%(number)s cases: %(parts)s", number) % {
        "number": number,
        "parts": _counted(summary.outcomes),
    }
    waiting = [f"{step_node(step).task_title} {steps[step]}" for step in STEPS if steps[step]]
    if summary.recognitions:
        number = summary.recognitions.total()
        told = ngettext("%(number)s recognition: %(parts)s", "%(number)s recognitions: %(parts)s", number)
        line = f"{line}; " + told % {"number": number, "parts": _counted(summary.recognitions)}
    return f"{line} ({', '.join(waiting)})." if waiting else f"{line}."


def _counted(outcomes: Counter[str]) -> str:
    counted = [(outcomes[outcome.value], outcome.label) for outcome in Case.Outcome]
    return ", ".join(f"{count} {label}" for count, label in counted if count)
