from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from orgs.loading.compare import Difference
from orgs.loading.load import FormRefused, Loading, Preview, load_bloc, preview, summary_line
from orgs.loading.more import more_sheets
from orgs.loading.progress import STAGE_WORDS
from orgs.loading.wording import in_words
from orgs.models import Member, Seat, Unit, User


class Command(BaseCommand):
    help = "Load units, seats and the member register from the office's form (.xlsx); see docs/loading.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--by", metavar="USERNAME", help="the account that loads, named in the journal")
        parser.add_argument("--preview", action="store_true", help="print what would change, and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        acting_user = _account(options["by"])
        try:
            with Progress(self.stderr) as tell:
                if options["preview"]:
                    self._show(preview(options["file"], at=timezone.now(), tell=tell))
                    return
                loading = _load(options["file"], acting_user, tell)
        except FormRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            sentence = _("%(number)s problems; nothing was loaded. Mend them in the file and load it again.")
            raise CommandError(sentence % {"number": len(refused.problems)}) from refused
        self._tell(loading)

    def _tell(self, loading: Loading) -> None:
        if loading.changes is None:
            day = f"{loading.register.as_of:%d/%m/%Y}"
            self.stdout.write(
                _("This file is loaded already, as the register of %(day)s. Nothing changed.") % {"day": day}
            )
        else:
            self.stdout.write(
                _("Loaded or changed: %(units)s units, %(members)s lines of the register, %(seats)s seats.")
                % {
                    "units": loading.changes.number(Unit),
                    "members": loading.changes.number(Member),
                    "seats": loading.changes.number(Seat),
                }
            )
            for one in more_sheets():
                if number := loading.changes.number(one.model):
                    self.stdout.write(f"{one.sheet.name}: {number}")
        self.stdout.write(summary_line(loading.figures))

    def _show(self, found: Preview) -> None:
        """A line for each row that is new or changes, and how many there are by sheet."""
        if found.before is not None:
            day = f"{found.as_of:%d/%m/%Y}"
            self.stdout.write(
                _("This file is loaded already, as the register of %(day)s. Nothing changed.") % {"day": day}
            )
            return
        new, changed = Counter[str](), Counter[str]()
        for one in found.differences:
            (new if one.new else changed)[one.sheet] += 1
            self.stdout.write(_line(one))
        for name, rows in found.rows.items():
            said = {"sheet": name, "new": new[name], "changed": changed[name]}
            said["stay"] = rows - new[name] - changed[name]
            self.stdout.write(_("%(sheet)s: %(new)s new, %(changed)s changed, %(stay)s as they are.") % said)
        self.stdout.write(_("This is what would change. Nothing was loaded."))


class Progress:
    """A bar on a terminal; elsewhere a line now and then, so that a small file says nothing."""

    EVERY = 5.0  # seconds between two lines

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out
        self._bar: tqdm[Any] | None = None
        self._stage = ""
        self._told = time.monotonic()
        self._stack = ExitStack()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._out.isatty():
            if stage != self._stage:
                self._stack.close()
                self._bar = self._stack.enter_context(tqdm(desc=str(STAGE_WORDS[stage]), file=self._out, leave=False))
                self._stage = stage
            assert self._bar is not None
            self._bar.total = total
            self._bar.update(done - self._bar.n)
        elif time.monotonic() - self._told >= self.EVERY:
            self._told = time.monotonic()
            said = {"stage": STAGE_WORDS[stage], "done": done, "total": total}
            self._out.write(_("%(stage)s: %(done)s of %(total)s rows") % said)


def _load(file: Path, acting_user: User | None, tell: Progress) -> Loading:
    # Kept with every grant, so in the office's language, whatever this one speaks.
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("loaded from the register")
    return load_bloc(file, acting_user=acting_user, at=timezone.now(), reason=reason, tell=tell)


def _line(one: Difference) -> str:
    where = f"{one.sheet}, {_('row %(row)s') % {'row': one.row}}: {one.label}"
    cells = [in_words(column) for column in one.columns]
    if one.new:
        said = [f"{cell.words} {cell.after}" for cell in cells]
        return f"+ {where}: {'; '.join(said)}"
    return f"~ {where}: " + "; ".join(f"{cell.words} {cell.before or '–'} → {cell.after or '–'}" for cell in cells)


def _account(username: str | None) -> User | None:
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no active account “%(name)s”.") % {"name": username})
    return user
