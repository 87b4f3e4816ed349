"""What commands share: days typed behind their options, and the files that they write."""

from __future__ import annotations

import datetime
import os
import tempfile
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from orgs.calendar import LOCAL_ZONE

_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def day_of(text: str) -> datetime.date:
    """As `type=` of an option. Raises ArgumentTypeError with a sentence."""
    for form in _FORMS:
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=LOCAL_ZONE).date()
        except ValueError:
            continue
    raise ArgumentTypeError(_("“%(text)s” is not a date. Write year-month-day, as 2025-01-31.") % {"text": text})


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target, readable by its owner only, that takes its place once all is written. Raises
    CommandError where it can't be."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise CommandError(unwritable(target, error)) from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, target)
    except OSError as error:
        raise CommandError(unwritable(target, error)) from error
    finally:
        Path(name).unlink(missing_ok=True)


def unwritable(target: Path, error: OSError) -> str:
    return _("%(file)s can't be written: %(reason)s.") % {"file": target, "reason": error.strerror}
