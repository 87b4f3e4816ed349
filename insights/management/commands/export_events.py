from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from insights.event_log.exporting import export_events
from insights.event_log.scope import FORMATS, Asked
from orgs.command_line import day_of, written_whole
from orgs.models import User
from orgs.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Write the event log of cases for process miners: XES (IEEE 1849-2016), or OCEL 2.0 as JSON. Without names: "
        "candidates, cases and accounts are pseudonyms of this one log. With --personal and --as, the names that this "
        "account may see; the administrator at the machine is given none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="replaced once the log is whole")
        parser.add_argument(
            "--unit",
            default="",
            metavar="CODE",
            help="the cases of its subtree (default: of the highest unit one sees)",
        )
        parser.add_argument("--from", dest="first", type=day_of, metavar="DATE", help="cases opened from this day on")
        parser.add_argument("--to", dest="last", type=day_of, metavar="DATE", help="cases opened up to this day")
        parser.add_argument("--personal", action="store_true", help="with names; needs --as")
        parser.add_argument("--as", dest="username", default="", metavar="USERNAME", help="whose right and whose act")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _user(options["username"])
        asked = Asked(options["format"], options["unit"], options["first"], options["last"], options["personal"])
        target: Path = options["out"]
        # No bar where nobody watches.
        with (
            written_whole(target) as out,
            tqdm(unit=f" {_('cases')}", leave=False, disable=None, file=sys.stderr) as bar,
        ):

            def progress(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            try:
                found = export_events(asked, out, acting_user=user, at=timezone.now(), by="command", progress=progress)
            except Refusal as refusal:
                raise CommandError(refusal.sentence) from refusal
        said = _("%(cases)s cases, %(events)s events: %(file)s. SHA-256: %(digest)s")
        written = {"cases": found.written.cases, "events": found.written.events, "file": target, "digest": found.sha256}
        self.stdout.write(said % written)


def _user(username: str) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no account %(name)s that may sign in.") % {"name": username})
    return user
