"""How a person wants to be told: by kind and way, and when not. One verb each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from journal.record import append
from notices import kinds
from notices.models import Choice, Hours, Mail
from notices.refusals import NotChoosable
from orgs.models import User


class Ways(NamedTuple):
    bell: bool
    mail: bool
    digest: bool


@dataclass(frozen=True)
class HoursGiven:
    """Local times; `quiet_from` and `quiet_until` alike mean that there are no quiet hours."""

    quiet_from: datetime.time
    quiet_until: datetime.time
    quiet_days_off: bool
    digest: bool
    digest_at: datetime.time


@transaction.atomic
def choose(ways: Mapping[str, Ways], hours: HoursGiven, *, acting_user: User, at: datetime.datetime) -> None:
    """Keeps what differs from the defaults of each kind, so that a default that changes later holds for who left it.

    Raises NotChoosable for a kind that nobody silences in the bell, or that doesn't exist.
    """
    rows = []
    for key, way in ways.items():
        kind = kinds.known(key)
        if kind is None:
            raise NotChoosable(_("There is no such kind of notice any more. Load the page anew."))
        if kind.stays and not way.bell:
            raise NotChoosable(_("“%(kind)s” can't be silenced in the bell.") % {"kind": kind.name})
        if way != defaults_of(kind):
            rows.append(Choice(recipient=acting_user, kind=key, **way._asdict()))
    # The account is the lock: two saves of one person, one after the other.
    User.objects.select_for_update(no_key=True).get(pk=acting_user.pk)
    Choice.objects.filter(recipient=acting_user).delete()
    Choice.objects.bulk_create(rows)
    Hours.objects.update_or_create(recipient=acting_user, defaults=vars(hours))
    _look_at_waiting_again(acting_user, at)
    refs = {"kinds": sorted(row.kind for row in rows)}
    append(f"user:{acting_user.pk}", "notices_chosen", acting_user=acting_user, at=at, refs=refs)


@transaction.atomic
def restore_defaults(*, acting_user: User, at: datetime.datetime) -> None:
    User.objects.select_for_update(no_key=True).get(pk=acting_user.pk)
    Choice.objects.filter(recipient=acting_user).delete()
    Hours.objects.filter(recipient=acting_user).delete()
    _look_at_waiting_again(acting_user, at)
    append(f"user:{acting_user.pk}", "notices_chosen", acting_user=acting_user, at=at, refs={"kinds": []})


def _look_at_waiting_again(person: User, at: datetime.datetime) -> None:
    """Letters that wait for the end of quiet hours are looked at as if they had just been gathered: who sends them asks
    once more whether these are quiet hours. One that is being sent is left."""
    gathered = at + datetime.timedelta(seconds=settings.MAIL_GATHER_SECONDS)
    waiting = Mail.objects.select_for_update(skip_locked=True, no_key=True).filter(
        recipient=person, sort=Mail.Sort.NOTICES, state=Mail.State.WAITING, attempts=0, due_at__gt=gathered
    )
    Mail.objects.filter(pk__in=[letter.pk for letter in waiting]).update(due_at=gathered)


def defaults_of(kind: kinds.Kind) -> Ways:
    return Ways(True, kind.mail, kind.digest)
