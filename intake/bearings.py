"""What this room tells the rooms below: the rows of its own that the journal vouches for, and its sheet of the form."""

from __future__ import annotations

from intake.models import Upload
from intake.past_sheet import SHEET
from journal import facts
from orgs.loading import more


def register() -> None:
    # What was uploaded, which never changes; how far it is, the worker says without an act.
    facts.register(Upload, fields=("uploaded_by", "uploaded_at", "sha256", "size"))
    more.register(SHEET)
