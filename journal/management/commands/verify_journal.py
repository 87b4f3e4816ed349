import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from journal.keys import KeyFileError
from journal.seals import CheckpointFileError
from journal.verify import verify

T = TypeVar("T")


class Command(BaseCommand):
    help = "Prove that the journal was not altered, or name the first entry that does not hold and exit with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint's file kept elsewhere")
        parser.add_argument(
            "--public-key", type=Path, metavar="FILE", help="public keys (PEM) to trust besides this machine's"
        )
        parser.add_argument("--stream", metavar="STREAM", help="only this stream, such as case:12")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = verify(
                stream=options["stream"],
                checkpoint=options["checkpoint"],
                public_key=options["public_key"],
                watch=watched,
            )
        except (CheckpointFileError, KeyFileError) as error:
            raise CommandError(str(error)) from error
        if not found.holds:
            raise CommandError(str(found))
        self.stdout.write(str(found))
        if not found.checkpoints:
            self.stdout.write(
                _("There is no checkpoint yet, so a chain written anew is not noticed. Make one: manage.py checkpoint")
            )


def watched(items: Iterable[T], *, total: int | None) -> Iterable[T]:
    """A progress bar on a terminal, nothing elsewhere."""
    return tqdm(items, total=total, leave=False, disable=not sys.stderr.isatty())
