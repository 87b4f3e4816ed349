import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from admission_flow.models import Case
from documents.store import PIECE
from insights.dossier.issuing import Issued, issue_dossier
from orgs.command_line import unwritable
from orgs.models import User
from orgs.refusals import Refusal


class Command(BaseCommand):
    help = "Issue the dossier of a case to somebody who sees its file, as a ZIP that can be checked elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", metavar="CASE_NUMBER", help='such as "HS 2026-0147"')
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="whose right and whose act it is")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(_("There is no account %(name)s that may sign in.") % {"name": options["by"]})
        target: Path = options["file"]
        with _claimed(target) as out:
            issued = self._issued(options["case"], user)
            with issued.file as source:
                while piece := source.read(PIECE):
                    out.write(piece)
        written = _("Dossier written: %(file)s. SHA-256 of its manifest: %(digest)s")
        self.stdout.write(written % {"file": options["file"], "digest": issued.manifest_sha256})

    def _issued(self, number: str, user: User) -> Issued:
        case = Case.objects.filter(number=number).values_list("pk", flat=True).first()
        try:
            return issue_dossier(case or 0, acting_user=user, at=timezone.now())
        except Http404 as error:
            sentence = _("There is no case %(number)s whose file %(name)s sees.")
            raise CommandError(sentence % {"number": number, "name": user.username}) from error
        except Refusal as error:
            raise CommandError(error.sentence) from error


@contextmanager
def _claimed(target: Path) -> Iterator[IO[bytes]]:
    """A new file, readable by its owner only; taken before anything is issued, and gone if nothing is."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise CommandError(_("There is a file %(file)s already. Name another.") % {"file": target}) from error
    except OSError as error:
        raise CommandError(unwritable(target, error)) from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
    except OSError as error:
        target.unlink(missing_ok=True)
        raise CommandError(unwritable(target, error)) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
