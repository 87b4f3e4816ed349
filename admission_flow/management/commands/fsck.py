import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from admission_flow.models import Case
from admission_flow.soundness.examine import LOT, examine, suspects
from admission_flow.wording import fault_title, found_sentence, remedy_sentence


class Command(BaseCommand):
    help = "Look for cases whose flow, facts, terms or seats disagree; name each fault with its repair and exit with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cases", nargs="*", type=int, metavar="CASE", help="only these cases, by their ids")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        case_ids = options["cases"] or suspects()
        lots = range(0, len(case_ids), LOT)
        found = 0
        for first in tqdm(lots, leave=False, disable=not sys.stderr.isatty()):
            for fault in examine(case_ids[first : first + LOT], at=now):
                found += 1
                self.stdout.write(
                    f"{fault.number}: {fault_title(fault.kind)}. {found_sentence(fault.kind, fault.told)} "
                    + _("Repair: %(remedy)s") % {"remedy": remedy_sentence(fault.kind)}
                )
        if found:
            raise CommandError(
                ngettext(
                    "%(n)s fault. A repair is proposed and applied in the administration, by two administrators.",
                    "%(n)s faults. A repair is proposed and applied in the administration, by two administrators.",
                    found,
                )
                % {"n": found}
            )
        looked_at = len(options["cases"]) or Case.objects.count()
        self.stdout.write(
            ngettext("%(n)s case looked at, no fault.", "%(n)s cases looked at, no fault.", looked_at)
            % {"n": looked_at}
        )
