from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orgs.loading.load import FormRefused, load_bloc, summary_line
from orgs.models import Member, Seat, Unit, User


class Command(BaseCommand):
    help = "Load units, seats and the member register from the office's form (.xlsx); see docs/loading.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--by", metavar="USERNAME", help="the account that loads, named in the journal")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        acting_user = _account(options["by"])
        try:
            # Kept with every grant, so in the office's language, whatever this one speaks.
            with translation.override(settings.LANGUAGE_CODE):
                reason = _("loaded from the register")
            loading = load_bloc(file, acting_user=acting_user, at=timezone.now(), reason=reason)
        except FormRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            sentence = _("%(number)s problems; nothing was loaded. Mend them in the file and load it again.")
            raise CommandError(sentence % {"number": len(refused.problems)}) from refused
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
        self.stdout.write(summary_line(loading.figures))


def _account(username: str | None) -> User | None:
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no active account “%(name)s”.") % {"name": username})
    return user
