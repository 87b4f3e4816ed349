"""A number taken by hand for a paper that no meeting makes, and such a number made void."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from documents import entries
from documents.access import require_keeper
from documents.models import Outgoing, Register
from documents.refusals import AlreadyEntered, EntryRefused, FaultyEntry
from documents.registers import PaperToNumber, draw, numbers_on_papers
from orgs.models import Unit, User


@dataclass(frozen=True)
class PaperGiven:
    """The paper. `after`: the last number used on paper that year, where the register begins with this one and only
    there. `once`: the key of the form that asks."""

    kind: str
    dated: datetime.date
    about: str
    signed_by: str
    after: int | None = None
    once: uuid.UUID | None = None


@transaction.atomic
def issue_number(unit: Unit, given: PaperGiven, *, acting_user: User, at: datetime.datetime) -> Outgoing:
    """The next number of the unit's register of that kind and of the year of the paper's date.

    Raises NotKeeper, AlreadyEntered, and FaultyEntry, also where the date lies before that of the last number.
    """
    seat = require_keeper(acting_user, unit.pk, at)
    _refuse_entered(given.once)
    _refuse_faults(given, at)
    row = _drawn(unit, given, acting_user=acting_user, at=at)
    refuse_out_of_order(row, given.after)
    refs = {"number": row.number, "symbol": row.symbol}
    entries.append(unit, "issue_number", row, refs, seat=seat, acting_user=acting_user, at=at)
    return row


@transaction.atomic
def make_void(outgoing_id: int, reason: str, *, acting_user: User, at: datetime.datetime) -> Outgoing:
    """The number stands for no paper; it is not given again.

    Raises NotKeeper, EntryRefused for what a meeting numbered, what stands on a paper and what is void already,
    RegisterBusy, FaultyEntry.
    """
    row = _locked(outgoing_id)
    unit = row.register.unit
    seat = require_keeper(acting_user, unit.pk, at)
    if not row.by_hand:
        raise EntryRefused(
            _("A meeting gave this number, and it stands on the meeting's paper. Only numbers taken by hand are void.")
        )
    if row.voided_at is not None:
        raise EntryRefused(_("This number is void already. Nothing was recorded twice."))
    if row.number in numbers_on_papers(unit, row.register.kind, row.register.year):
        raise EntryRefused(
            _("This number stands on a paper of a case. Have the paper corrected first, then make the number void.")
        )
    fault = entries.fault_of_text(row, "void_reason", reason, _("Write why the number is void."))
    if fault:
        raise FaultyEntry({"reason": fault})
    row.voided_by, row.voided_at, row.void_reason = acting_user, at, reason.strip()
    row.save(update_fields=["voided_by", "voided_at", "void_reason"])
    refs = {"number": row.number, "symbol": row.symbol}
    entries.append(unit, "void_number", row, refs, seat=seat, acting_user=acting_user, at=at)
    return row


def _locked(outgoing_id: int) -> Outgoing:
    rows = Outgoing.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("register__unit").get(pk=outgoing_id)


def _refuse_faults(given: PaperGiven, at: datetime.datetime) -> None:
    faults = entries.faults_of_texts(
        Outgoing(),
        {
            "about": (given.about, _("Say what the paper is about.")),
            "signed_by": (given.signed_by, _("Say who signs the paper.")),
        },
    )
    if given.kind not in Register.Kind.values:
        faults["kind"] = _("Choose the kind of paper.")
    day = entries.fault_of_day(given.dated, at)
    if day:
        faults["dated"] = day
    if given.after is not None and not 0 <= given.after <= entries.MOST_ON_PAPER:
        # Asked before the draw too: the counter has no room for everything that can be typed.
        faults["after"] = entries.fault_of_beginning(False, "", given.after) or ""
    if faults:
        raise FaultyEntry(faults)


def _drawn(unit: Unit, given: PaperGiven, *, acting_user: User, at: datetime.datetime) -> Outgoing:
    paper = PaperToNumber(given.about.strip(), given.signed_by.strip(), by_hand=True, once=given.once)
    try:
        with transaction.atomic():
            after = given.after or 0
            return draw(unit, given.kind, given.dated, [paper], after=after, acting_user=acting_user, at=at)[0]
    except IntegrityError:
        _refuse_entered(given.once)
        raise


def refuse_out_of_order(row: Outgoing, after: int | None) -> None:
    """Asked once the register is locked by the draw; what is refused here is undone with the draw. `after` as of
    PaperGiven. Raises FaultyEntry, of the fields `after` and `dated`."""
    before = Outgoing.objects.filter(register=row.register_id, number__lt=row.number)
    last = before.order_by(F("voided_at").asc(nulls_first=True), "-number").first()
    faults = {
        "after": entries.fault_of_beginning(last is not None, last.symbol if last else "", after),
        # A void number's day binds nobody: it may be why it is void.
        "dated": entries.fault_of_order(row.dated, last.symbol, last.dated) if last and not last.voided_at else None,
    }
    found = {field: sentence for field, sentence in faults.items() if sentence}
    if found:
        raise FaultyEntry(found)


def _refuse_entered(once: uuid.UUID | None) -> None:
    entered = Outgoing.objects.filter(once=once).first() if once else None
    if entered:
        raise AlreadyEntered(
            _("This form has taken number %(symbol)s already. Nothing was recorded twice; open the form anew for more.")
            % {"symbol": entered.symbol}
        )
