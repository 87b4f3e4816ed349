from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.seating import grant_what_is_new


class Command(BaseCommand):
    help = "After an update: give the holders of seats what their roles have come to give."

    def handle(self, *args: Any, **options: Any) -> None:
        # Kept with every grant, so in the office's language, whatever this one speaks.
        with translation.override(settings.LANGUAGE_CODE):
            reason = _("new with an update")
        number = grant_what_is_new(at=timezone.now(), reason=reason)
        given = ngettext("%(number)d right was given.", "%(number)d rights were given.", number)
        self.stdout.write(given % {"number": number} if number else _("Every seat has what its role gives."))
