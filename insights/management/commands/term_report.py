from __future__ import annotations

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from admission_flow.refusals import InvalidFacts
from insights.models import TermReport
from insights.term_report.deciding import refuse_period
from insights.term_report.files import KINDS, file_of, file_of_unit
from insights.term_report.numbers import count
from insights.term_report.papers import bodies_of, head_of_unit, paper_of, paper_of_unit
from insights.term_report.period import Period
from insights.term_report.taken import take
from orgs.command_line import day_of, written_whole
from orgs.models import Unit
from orgs.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Write the report of a unit on a period as DOCX, or as PDF where LibreOffice is installed. A report of that "
        "unit and period that the office keeps is written as it stands there, an approved one as it was approved; else "
        "the figures of today's records, with room for what only an author can write. It names nobody but who signs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--from", dest="first", type=day_of, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day_of, required=True, metavar="DATE")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="ending in .docx or .pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["out"]
        kind = target.suffix.removeprefix(".").lower()
        if kind not in KINDS:
            raise CommandError(_("Name a file that ends in .docx or .pdf."))
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(_("There is no unit with the code %(code)s.") % {"code": options["unit"]})
        period = _period(options["first"], options["last"])
        kept = TermReport.objects.filter(unit=unit, first_day=period.first, last_day=period.last)
        rows = kept.select_related("unit", "number", "file").order_by("pk")
        report = rows.filter(state=TermReport.State.APPROVED).last() or rows.last()
        paper = paper_of(report) if report else paper_of_unit(take(unit, period), bodies_of(unit)[0])
        try:
            with written_whole(target) as out:
                made = file_of(report, paper, kind) if report else file_of_unit(head_of_unit(unit, period), paper, kind)
                out.write(made.read())
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        figures = paper.figures
        self.stdout.write(
            _("%(members)s members, %(admitted)s admitted, %(recognised)s recognised: %(file)s")
            % {
                "members": count(figures.taken.members),
                "admitted": count(figures.admitted.number),
                "recognised": count(figures.recognised.number),
                "file": target,
            }
        )


def _period(first: datetime.date, last: datetime.date) -> Period:
    period = Period(first, last)
    try:
        refuse_period(period, timezone.now())
    except InvalidFacts as refusal:
        raise CommandError(refusal.sentence) from refusal
    return period
