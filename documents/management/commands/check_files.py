import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.checking import check


class Command(BaseCommand):
    help = "Read every stored file and name those that are missing, altered or of no row; exit with 1 if there are any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove-orphans", action="store_true", help="remove files of no row that are older than a day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = check(remove_orphans=options["remove_orphans"], watch=watched)
        for sha256 in found.missing:
            self.stdout.write(_("missing: %(file)s") % {"file": sha256})
        for sha256 in found.altered:
            self.stdout.write(_("altered: %(file)s") % {"file": sha256})
        for path in found.orphans:
            self.stdout.write(self._orphan(path, removed=path in found.removed, young=path in found.young))
        if not found.holds:
            raise CommandError(_("Not every file is what it should be; see above, and docs/operation.md."))
        looked_at = ngettext("%(n)s file read, each as stored.", "%(n)s files read, each as stored.", found.files)
        self.stdout.write(looked_at % {"n": found.files})

    def _orphan(self, path: Path, *, removed: bool, young: bool) -> str:
        name = {"file": path.relative_to(settings.FILES_DIR)}
        if removed:
            return _("of no row, removed: %(file)s") % name
        if young:
            return _("of no row, less than a day old: %(file)s") % name
        return _("of no row: %(file)s") % name


def watched(items: Iterable[str], *, total: int | None) -> Iterable[str]:
    """A progress bar on a terminal, nothing elsewhere."""
    return tqdm(items, total=total, leave=False, disable=not sys.stderr.isatty())
