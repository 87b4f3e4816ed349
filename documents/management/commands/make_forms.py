from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.forms.built_in import path_of
from documents.forms.layout import draw
from documents.forms.sheets import ADMISSION
from documents.forms.sheets_of_meetings import MEETINGS
from documents.forms.sheets_of_probation import PROBATION


class Command(BaseCommand):
    help = "Draws the built-in templates of the forms anew from documents/forms/sheets*.py."

    def handle(self, *args: Any, **options: Any) -> None:
        for sheet in (*ADMISSION, *PROBATION, *MEETINGS):
            path_of(sheet.code).write_bytes(draw(sheet))
            self.stdout.write(path_of(sheet.code).name)
