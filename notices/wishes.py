"""How each of many accounts wants to be told, in two statements for all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from notices.kinds import Kind
from notices.models import Choice, Hours, MailAddress
from notices.quiet_hours import DAYS_AHEAD, QuietHours
from orgs.calendar import ONE_DAY, Calendar, calendar_for, local_day
from orgs.models import User


@dataclass(frozen=True)
class Wishes:
    """`address` is "" for who has shown none. `chosen` holds what differs from the defaults of the kinds."""

    person: User
    address: str
    proven_at: datetime.datetime | None
    quiet: QuietHours
    digest: bool
    digest_at: datetime.time
    chosen: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def reachable(self) -> bool:
        return self.person.is_active and bool(self.address)

    def in_bell(self, kind: Kind) -> bool:
        return bool(kind.stays) or kind.key not in self.chosen or self.chosen[kind.key].bell

    def by_mail(self, kind: Kind) -> bool:
        return self.chosen[kind.key].mail if kind.key in self.chosen else kind.mail

    def in_digest(self, kind: Kind) -> bool:
        return self.chosen[kind.key].digest if kind.key in self.chosen else kind.digest


def wishes_of(users: Iterable[int]) -> dict[int, Wishes]:
    """By the id of each account."""
    chosen: dict[int, dict[str, Choice]] = {}
    ids = set(users)
    for choice in Choice.objects.filter(recipient__in=ids):
        chosen.setdefault(choice.recipient_id, {})[choice.kind] = choice
    accounts = User.objects.filter(pk__in=ids).select_related("mail_address", "notice_hours", "person")
    return {account.pk: _wishes(account, chosen.get(account.pk, {})) for account in accounts}


def _wishes(account: User, chosen: Mapping[str, Choice]) -> Wishes:
    address: MailAddress | None = getattr(account, "mail_address", None)
    hours: Hours = getattr(account, "notice_hours", None) or Hours()
    return Wishes(
        person=account,
        address=address.address if address else "",
        proven_at=address.proven_at if address else None,
        quiet=QuietHours(hours.quiet_from, hours.quiet_until, hours.quiet_days_off),
        digest=hours.digest,
        digest_at=hours.digest_at,
        chosen=chosen,
    )


def calendar_ahead(at: datetime.datetime) -> Calendar:
    """The office's days as far as quiet hours look. One statement."""
    today = local_day(at)
    return calendar_for(today, today + (DAYS_AHEAD + 1) * ONE_DAY)
