"""What is undelivered and why, for who keeps the office's tools running; and trying it again."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from journal.record import OFFICE, append
from notices.models import Mail, MailAddress, Notice
from notices.outbox import Errand, layer
from orgs import access, roles
from orgs.models import User
from orgs.refusals import NotYours

# A worker that runs has looked at everything long before.
WORKER_LATE = datetime.timedelta(minutes=5)
GIVEN_UP, WAITING = "given_up", "waiting"
SHOWN = (WAITING, GIVEN_UP)


@dataclass(frozen=True)
class Channels:
    """How the ways out are. `server_why`: why the letter tried last didn't leave; "" where it did."""

    mail_on: bool
    last_sent: datetime.datetime | None
    server_why: str
    live: bool
    live_waiting: int
    live_since: datetime.datetime | None
    worker_late_since: datetime.datetime | None


def keeps_delivery(user: User, at: datetime.datetime) -> bool:
    """Administrators, and who keeps the organisation at its top. At most one statement."""
    if user.is_active and user.is_superuser:
        return True
    return any(capability == roles.MANAGE_UNITS for capability, _unit in access.capabilities(user, at))


def require_keeper(user: User, at: datetime.datetime) -> None:
    """Raises NotYours."""
    if not keeps_delivery(user, at):
        raise NotYours(_("What is undelivered is seen to by the administrator and the organisation board. Ask there."))


def undelivered(show: str) -> QuerySet[Mail]:
    """Letters that wait, or were given up, with their accounts. The caller has asked `require_keeper`."""
    rows = Mail.objects.select_related("recipient__person")
    if show == GIVEN_UP:
        return rows.filter(state=Mail.State.GIVEN_UP).order_by("-ended_at", "-pk")
    return rows.filter(state=Mail.State.WAITING).order_by("due_at", "pk")


def counts() -> dict[str, int]:
    """How many letters each of SHOWN finds. One statement."""
    waiting, given_up = Q(state=Mail.State.WAITING), Q(state=Mail.State.GIVEN_UP)
    found = Mail.objects.filter(waiting | given_up)
    return found.aggregate(waiting=Count("pk", filter=waiting), given_up=Count("pk", filter=given_up))


def channels(at: datetime.datetime) -> Channels:
    """How the ways out are. Five statements, and one question to Redis."""
    last_sent = Mail.objects.filter(state=Mail.State.SENT).aggregate(last=Max("ended_at"))["last"]
    tried = Mail.objects.filter(tried_at__isnull=False).order_by("-tried_at", "-pk").first()
    waiting = Notice.objects.filter(delivered_at=None).aggregate(number=Count("pk"), since=Min("recorded_at"))
    due = Mail.objects.filter(state=Mail.State.WAITING).aggregate(first=Min("due_at"))["first"]
    unrouted = Notice.objects.filter(routed_at=None).aggregate(first=Min("recorded_at"))["first"]
    oldest = min((moment for moment in (due, unrouted) if moment), default=None)
    late = settings.MAIL_SERVER is not None and oldest is not None and oldest < at - WORKER_LATE
    return Channels(
        mail_on=settings.MAIL_SERVER is not None,
        last_sent=last_sent,
        server_why=tried.why if tried and tried.state == Mail.State.WAITING else "",
        live=layer().answers(),
        live_waiting=waiting["number"],
        live_since=waiting["since"],
        worker_late_since=oldest if late else None,
    )


@transaction.atomic
def try_again(letters: list[int] | None, *, acting_user: User, at: datetime.datetime) -> int:
    """Makes these letters due now, or all that wait; those given up begin anew. Returns how many. Raises NotYours."""
    require_keeper(acting_user, at)
    rows = Mail.objects.filter(state__in=[Mail.State.WAITING, Mail.State.GIVEN_UP])
    rows = rows.filter(state=Mail.State.WAITING) if letters is None else rows.filter(pk__in=letters)
    ids = sorted(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if not ids:
        return 0
    # Three more days: the time before is over.
    Mail.objects.filter(pk__in=ids, state=Mail.State.GIVEN_UP, sort=Mail.Sort.NOTICES).update(made_at=at)
    Mail.objects.filter(pk__in=ids).update(state=Mail.State.WAITING, ended_at=None, due_at=at)
    transaction.on_commit(Errand().go, robust=True)
    append(OFFICE, "mail_tried_again", acting_user=acting_user, at=at, refs={"letters": ids})
    return len(ids)


def held_addresses() -> QuerySet[MailAddress]:
    """Accounts with an address that letters go to, by user name."""
    return MailAddress.objects.exclude(address="").select_related("recipient__person").order_by("recipient__username")


def why_words(why: str) -> str:
    """What went wrong, for people."""
    name, _space, number = why.partition(" ")
    if number.startswith("5") and name in ("SMTPRecipientsRefused", "SMTPDataError"):
        words = _("The mail server refuses this address or letter.")
    elif name in ("SMTPRecipientsRefused", "SMTPDataError"):
        words = _("The mail server does not take it at the moment.")
    elif name == "SMTPAuthenticationError":
        words = _("The mail server refuses our user name or password.")
    elif name == "SMTPSenderRefused":
        words = _("The mail server refuses the office's address as the sender.")
    elif re.fullmatch(r"SSL\w*", name):
        words = _("The mail server's certificate is not accepted.")
    elif name in ("ConnectionRefusedError", "TimeoutError", "gaierror", "OSError") or name.startswith("SMTP"):
        words = _("The mail server does not answer, or breaks off.")
    else:
        words = _("The letter could not be made.")
    return f"{words} ({why})"
