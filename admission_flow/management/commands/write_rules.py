from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from admission_flow.rules_page import PAGE, rules_page


class Command(BaseCommand):
    help = "Write docs/rules.md anew from the seeds of the rules."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(rules_page())
        self.stdout.write(f"Wrote {PAGE}.")
