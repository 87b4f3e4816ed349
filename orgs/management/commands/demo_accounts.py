from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs.demo import prepare_demo_accounts
from orgs.refusals import AccountRefused


class Command(BaseCommand):
    help = "Give today's holders of some seats of the demo bloc a password, and print their accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = prepare_demo_accounts()
        except AccountRefused as refused:
            raise CommandError(refused.sentence) from refused
        width = max(len(account.username) for account in accounts)
        for account in accounts:
            self.stdout.write(f"{account.username:<{width}}  {account.password}  {account.who}")
