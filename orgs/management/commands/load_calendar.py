from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.public_holidays import FIRST_YEAR, LAST_YEAR, seed_calendar


class Command(BaseCommand):
    help = f"Put Vietnam's public holidays of {FIRST_YEAR} to {LAST_YEAR} into the office's calendar."

    def handle(self, *args: Any, **options: Any) -> None:
        seeded = seed_calendar(timezone.localdate())
        sentence = _("%(added)s days added, %(known)s known already; %(to_confirm)s of future years are to confirm.")
        self.stdout.write(sentence % {"added": seeded.added, "known": seeded.known, "to_confirm": seeded.to_confirm})
