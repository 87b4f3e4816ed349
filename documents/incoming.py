"""What arrives from outside: its number and day, to whom it is forwarded, and an entry made void."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import entries
from documents.access import require_keeper
from documents.models import Incoming
from documents.refusals import AlreadyEntered, EntryRefused, FaultyEntry
from documents.registers import give_incoming
from orgs.models import Unit, User

# Nothing is dated before the Party was founded.
FOUNDED = datetime.date(1930, 2, 3)


@dataclass(frozen=True)
class ArrivalGiven:
    """The paper that arrived. `after` and `once` as of outgoing.PaperGiven; `forwarded_to` where that is known yet."""

    received_on: datetime.date
    sender: str
    about: str
    their_number: str = ""
    their_date: datetime.date | None = None
    forwarded_to: str = ""
    after: int | None = None
    once: uuid.UUID | None = None


@transaction.atomic
def record_incoming(unit: Unit, given: ArrivalGiven, *, acting_user: User, at: datetime.datetime) -> Incoming:
    """The paper with the next number of the unit's register of incoming papers of the year.

    Raises NotKeeper, AlreadyEntered, and FaultyEntry, also where the day lies before that of the last number.
    """
    seat = require_keeper(acting_user, unit.pk, at)
    _refuse_entered(given.once)
    _refuse_faults(given, at)
    row = _entered(unit, given, acting_user=acting_user, at=at)
    _refuse_out_of_order(row, given)
    entries.append(unit, "record_incoming", row, {"number": row.number}, seat=seat, acting_user=acting_user, at=at)
    return row


@transaction.atomic
def forward_incoming(incoming_id: int, to: str, *, acting_user: User, at: datetime.datetime) -> Incoming:
    """To whom the paper goes, as its stamp says. Raises NotKeeper, EntryRefused (void, forwarded), FaultyEntry."""
    row = _locked(incoming_id)
    seat = require_keeper(acting_user, row.register.unit_id, at)
    _refuse_void(row)
    if row.forwarded_at is not None:
        sentence = _("This paper was forwarded to %(to)s on %(day)s already. Nothing was recorded twice.")
        day = entries.day_words(timezone.localdate(row.forwarded_at))
        raise EntryRefused(sentence % {"to": row.forwarded_to, "day": day})
    fault = entries.fault_of_text(row, "forwarded_to", to, _("Say to whom the paper goes."))
    if fault:
        raise FaultyEntry({"forwarded_to": fault})
    row.forwarded_to, row.forwarded_by, row.forwarded_at = to.strip(), acting_user, at
    row.save(update_fields=["forwarded_to", "forwarded_by", "forwarded_at"])
    refs = {"number": row.number}
    entries.append(row.register.unit, "forward_incoming", row, refs, seat=seat, acting_user=acting_user, at=at)
    return row


@transaction.atomic
def void_incoming(incoming_id: int, reason: str, *, acting_user: User, at: datetime.datetime) -> Incoming:
    """The entry stands for no paper; its number is not given again. Raises NotKeeper, EntryRefused, FaultyEntry."""
    row = _locked(incoming_id)
    seat = require_keeper(acting_user, row.register.unit_id, at)
    _refuse_void(row)
    fault = entries.fault_of_text(row, "void_reason", reason, _("Write why the number is void."))
    if fault:
        raise FaultyEntry({"reason": fault})
    row.voided_by, row.voided_at, row.void_reason = acting_user, at, reason.strip()
    row.save(update_fields=["voided_by", "voided_at", "void_reason"])
    refs = {"number": row.number}
    entries.append(row.register.unit, "void_incoming", row, refs, seat=seat, acting_user=acting_user, at=at)
    return row


def _locked(incoming_id: int) -> Incoming:
    rows = Incoming.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("register__unit").get(pk=incoming_id)


def _refuse_void(row: Incoming) -> None:
    if row.voided_at is not None:
        raise EntryRefused(_("This number is void already. Nothing was recorded twice."))


def _refuse_faults(given: ArrivalGiven, at: datetime.datetime) -> None:
    faults = entries.faults_of_texts(
        Incoming(),
        {
            "sender": (given.sender, _("Say from whom the paper comes.")),
            "about": (given.about, _("Say what the paper is about.")),
            "their_number": (given.their_number, ""),
            "forwarded_to": (given.forwarded_to, ""),
        },
    )
    day = entries.fault_of_day(given.received_on, at)
    if day:
        faults["received_on"] = day
    elif given.their_date and given.their_date < FOUNDED:
        faults["their_date"] = _("The sender's date lies before 1930. Check the year.")
    elif given.their_date and given.their_date > given.received_on:
        faults["their_date"] = _("The paper is dated after the day on which it arrived. Check both dates.")
    if given.after is not None and not 0 <= given.after <= entries.MOST_ON_PAPER:
        # Asked before the draw too: the counter has no room for everything that can be typed.
        faults["after"] = entries.fault_of_beginning(False, "", given.after) or ""
    if faults:
        raise FaultyEntry(faults)


def _entered(unit: Unit, given: ArrivalGiven, *, acting_user: User, at: datetime.datetime) -> Incoming:
    forwarded_to = given.forwarded_to.strip()
    try:
        with transaction.atomic():
            register, number = give_incoming(unit, given.received_on.year, after=given.after or 0)
            return Incoming.objects.create(
                register_id=register,
                number=number,
                received_on=given.received_on,
                sender=given.sender.strip(),
                their_number=given.their_number.strip(),
                their_date=given.their_date,
                about=given.about.strip(),
                recorded_by=acting_user,
                at=at,
                once=given.once,
                forwarded_to=forwarded_to,
                forwarded_by=acting_user if forwarded_to else None,
                forwarded_at=at if forwarded_to else None,
            )
    except IntegrityError:
        _refuse_entered(given.once)
        raise


def _refuse_out_of_order(row: Incoming, given: ArrivalGiven) -> None:
    """Asked once the register is locked; what is refused here is undone with the number."""
    before = Incoming.objects.filter(register=row.register_id, number__lt=row.number)
    last = before.order_by(F("voided_at").asc(nulls_first=True), "-number").first()
    number, day = (str(last.number), last.received_on) if last else ("", None)
    faults = {
        "after": entries.fault_of_beginning(last is not None, number, given.after),
        "received_on": None if last is None or last.voided_at else entries.fault_of_order(row.received_on, number, day),
    }
    found = {field: sentence for field, sentence in faults.items() if sentence}
    if found:
        raise FaultyEntry(found)


def _refuse_entered(once: uuid.UUID | None) -> None:
    entered = Incoming.objects.filter(once=once).first() if once else None
    if entered:
        raise AlreadyEntered(
            _("This form has taken number %(symbol)s already. Nothing was recorded twice; open the form anew for more.")
            % {"symbol": entered.number}
        )
