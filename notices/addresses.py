"""Where an account gets its letters: asked for, proven by a code sent there, taken away. One verb each.

The address itself stands in its row only, never in the journal's references, an address of a page or a log.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from journal.facts import Fact, fact_of
from journal.record import append
from notices.models import Mail, MailAddress
from notices.outbox import Errand
from notices.proof import proves
from notices.refusals import AddressRefused, ProofRefused
from orgs.models import User
from orgs.refusals import NotYours

CODE_HOLDS = datetime.timedelta(hours=24)
WRONG_CODES = 5
# So many codes in a day: each is a letter to somebody who may never have asked for it.
CODES_A_DAY = 5
DAY = datetime.timedelta(days=1)


@transaction.atomic
def ask_for_address(address: str, *, acting_user: User, at: datetime.datetime) -> None:
    """Sends a code to the address that the person wants their own letters sent to; until it is typed, letters go where
    they went. Raises AddressRefused."""
    address = _sound(address)
    row = _locked(acting_user)
    asked = Mail.objects.filter(recipient=acting_user, sort=Mail.Sort.PROOF, made_at__gt=at - DAY).count()
    if asked >= CODES_A_DAY:
        raise AddressRefused(_("Five codes were sent today. Wait until tomorrow, or ask the system's administrator."))
    row.wanted, row.asked_at, row.tries = address, at, 0
    row.save(update_fields=["wanted", "asked_at", "tries"])
    key = f"proof-{acting_user.pk}-{at.timestamp():.6f}"
    Mail.objects.create(recipient=acting_user, sort=Mail.Sort.PROOF, key=key, made_at=at, due_at=at)
    transaction.on_commit(Errand().go, robust=True)
    _record("mail_address_asked", row, acting_user=acting_user, at=at)


def prove_address(code: str, *, acting_user: User, at: datetime.datetime) -> None:
    """From now on letters go to the address that the code was sent to. Raises ProofRefused; a wrong code counts."""
    with transaction.atomic():
        row = _locked(acting_user)
        if not row.wanted or row.asked_at is None or row.asked_at < at - CODE_HOLDS or row.tries >= WRONG_CODES:
            raise ProofRefused(_("This code holds no more. Ask for a new one."))
        right = proves(row, code)
        if right:
            row.address, row.proven_at, row.wanted, row.asked_at, row.tries = row.wanted, at, "", None, 0
            row.save(update_fields=["address", "proven_at", "wanted", "asked_at", "tries"])
            _record("mail_address_proven", row, acting_user=acting_user, at=at)
        else:
            row.tries += 1
            row.save(update_fields=["tries"])
    if not right:
        raise ProofRefused(_("This is not the code that was sent. Look at the letter again; after five tries it ends."))


@transaction.atomic
def remove_address(*, acting_user: User, at: datetime.datetime) -> None:
    """The person's own, and what was asked for. Nothing to do where there is none."""
    row = _locked(acting_user)
    if row.address or row.wanted:
        _empty(row)
        _record("mail_address_removed", row, acting_user=acting_user, at=at)


@transaction.atomic
def take_address_away(owner: User, *, acting_user: User, at: datetime.datetime) -> None:
    """By an administrator, such as when the mailbox is somebody else's by now. Raises NotYours."""
    if not (acting_user.is_active and acting_user.is_superuser):
        raise NotYours(_("Addresses of others are taken away by the system's administrator. Ask there."))
    row = _locked(owner)
    if row.address or row.wanted:
        _empty(row)
        _record("mail_address_taken_away", row, acting_user=acting_user, at=at)


def _sound(address: str) -> str:
    """The address as it is kept. Raises AddressRefused."""
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    # A quoted name may hold what ends a line of a letter's head; nobody at an office has one, nor a server's number.
    if not address or not address.isascii() or len(address) > 254 or set(address) & set('"['):
        raise AddressRefused(_("This is no address. Write it as name@office.vn, without accents."))
    domain = address.rpartition("@")[2].lower()
    if settings.MAIL_DOMAINS and domain not in settings.MAIL_DOMAINS:
        named = ", ".join(settings.MAIL_DOMAINS)
        raise AddressRefused(_("Letters go to addresses of the office only: %(domains)s.") % {"domains": named})
    return address


def _locked(owner: User) -> MailAddress:
    MailAddress.objects.bulk_create([MailAddress(recipient=owner)], ignore_conflicts=True)
    return MailAddress.objects.select_for_update(of=("self",)).select_related("recipient__person").get(pk=owner.pk)


def _empty(row: MailAddress) -> None:
    row.address, row.proven_at, row.wanted, row.asked_at, row.tries = "", None, "", None, 0
    row.save(update_fields=["address", "proven_at", "wanted", "asked_at", "tries"])


def _record(verb: str, row: MailAddress, *, acting_user: User, at: datetime.datetime) -> None:
    facts: list[Fact] = [fact_of(row)] if row.recipient.person_id else []
    append(f"user:{row.pk}", verb, acting_user=acting_user, at=at, refs={}, facts=facts)
