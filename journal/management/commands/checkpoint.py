from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from journal import checkpoints
from journal.keys import KeyFileError


class Command(BaseCommand):
    help = "Sign where every stream of the journal stands, and write the file to keep on another machine."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = checkpoints.take(at=timezone.now())
        except (KeyFileError, checkpoints.CheckpointDirError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Checkpoint written: %(file)s. Keep a copy on another machine.") % {"file": file})
