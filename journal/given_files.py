"""Files that somebody names on the command line, and why one can't be read: a sentence, not the system's own words."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _


def why_unreadable(file: Path, error: OSError) -> str:
    """What is wrong with the file, and what to do. For reading only."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        sentence = _("There is no file %(file)s. Check its folder and its name.")
    elif isinstance(error, IsADirectoryError):
        sentence = _("%(file)s is a folder. Name the file in it.")
    elif isinstance(error, PermissionError):
        sentence = _("%(file)s is closed to the account that runs this command. Give it the right to read the file.")
    else:
        sentence = _("%(file)s can't be read from its disk. Take another copy of the file.")
    return sentence % {"file": file}
