"""What the verbs of this sub-room share: the locks in their order, faults of what was typed, the entry in the journal.

Locks: the resolution, then its units in the order of their ids, then the issuing unit, where a number is given, then
journal heads. What a unit records locks its own
row only, so that units don't wait for each other; what ends a resolution locks all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import models
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.engine import waiting
from admission_flow.refusals import Busy, InvalidFacts
from documents.entries import day_words, faults_of_texts
from journal import record
from journal.facts import Fact
from orgs import access
from orgs.calendar import local_day
from orgs.models import Seat, User
from planning.models import Resolution, ResolutionUnit
from planning.resolutions.refusals import AlreadyIssued, NotInForce, ResolutionBusy, StalePage

# So that no year typed wrong sets a day that never comes.
LAST_DAY = datetime.date(2100, 1, 1)


def lock_resolution(resolution_id: int) -> Resolution:
    """Locked until the end of the transaction. Raises ResolutionBusy, or Resolution.DoesNotExist."""
    rows = Resolution.objects.select_for_update(of=("self",), no_key=True)
    with _busy():
        return rows.select_related("unit", "file", "programme_file", "issued_by__person", "ended_by__person").get(
            pk=resolution_id
        )


def take_up_draft(
    resolution_id: int, revision: int, capabilities: Sequence[str], *, acting_user: User, at: datetime.datetime
) -> tuple[Resolution, Seat]:
    """The draft, locked, for who holds one of the rights at its unit.

    Raises NotYours, AlreadyIssued, NotInForce, StalePage or ResolutionBusy.
    """
    found = lock_resolution(resolution_id)
    seat = one_of_seats(capabilities, found.unit_id, acting_user, at)
    if found.state == Resolution.State.ISSUED:
        raise AlreadyIssued(found)
    if found.state != Resolution.State.DRAFT:
        raise NotInForce(found)
    refuse_stale(found.revision, revision)
    return found, seat


def take_up_part(
    part_id: int, capability: str, *, acting_user: User, at: datetime.datetime
) -> tuple[ResolutionUnit, Seat]:
    """A unit's part in a resolution in force, locked, for who holds the right at the unit.

    Raises NotYours, NotInForce, ResolutionBusy, or ResolutionUnit.DoesNotExist.
    """
    rows = ResolutionUnit.objects.select_for_update(of=("self",), no_key=True)
    with _busy():
        part = rows.select_related("unit", "resolution__ended_by__person").get(pk=part_id)
    seat = seat_for(acting_user, capability, part.unit_id, at)
    if not part.resolution.is_in_force:
        raise NotInForce(part.resolution)
    return part, seat


def lock_parts(found: Resolution) -> list[ResolutionUnit]:
    """Every unit of the scope, so that nothing is recorded meanwhile."""
    rows = ResolutionUnit.objects.select_for_update(of=("self",), no_key=True).filter(resolution=found)
    with _busy():
        return list(rows.order_by("pk"))


def one_of_seats(capabilities: Sequence[str], unit_id: int, acting_user: User, at: datetime.datetime) -> Seat:
    """By the first of these rights that is held. Raises NotYours."""
    for capability in capabilities[:-1]:
        seat = access.seat_behind(acting_user, capability, unit_id, at)
        if seat is not None:
            return seat
    return seat_for(acting_user, capabilities[-1], unit_id, at)


def refuse_stale(now: int, drawn: int) -> None:
    if now != drawn:
        raise StalePage


def refuse_faults(row: models.Model, texts: Mapping[str, tuple[str, str]], more: Mapping[str, str | None]) -> None:
    """`texts` as faults_of_texts has them, `more` by field. All that is wrong is told at once. Raises InvalidFacts."""
    faults = {**faults_of_texts(row, texts), **{field: fault for field, fault in more.items() if fault}}
    if faults:
        raise InvalidFacts({field: [sentence] for field, sentence in faults.items()})


def fault_of_day(day: datetime.date, earliest: datetime.date | None, at: datetime.datetime) -> str | None:
    """Of something that has happened: not before the resolution that it follows, nor in the future."""
    if day > local_day(at):
        return _("The date lies in the future. Record it once it has taken place.")
    if earliest is not None and day < earliest:
        return _("The date lies before the resolution, which is of %(day)s.") % {"day": day_words(earliest)}
    return None


def write_entry(
    unit_id: int,
    verb: str,
    seat: Seat,
    facts: Sequence[Fact],
    *,
    acting_user: User,
    at: datetime.datetime,
    refs: Mapping[str, object],
) -> None:
    """The last statement of an act: its entry in the stream of the unit that acts."""
    record.append(
        f"unit:{unit_id}",
        verb,
        acting_user=acting_user,
        on_behalf_of=access.absent(seat),
        at=at,
        refs={**refs, **access.grounds(seat)},
        facts=facts,
    )


@contextmanager
def _busy() -> Iterator[None]:
    try:
        with waiting():
            yield
    except Busy as busy:
        raise ResolutionBusy from busy
