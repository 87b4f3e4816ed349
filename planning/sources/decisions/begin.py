"""The shape that the verbs of sources share: take up the source under its lock, turn it, write the entry."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.engine import waiting
from admission_flow.refusals import Busy
from documents.entries import day_words
from orgs import roles
from orgs.calendar import local_day
from orgs.members import official_on
from orgs.models import Seat, Unit, User
from planning.models import Source, SourceChange
from planning.sources.refusals import NotOpen, SourceBusy, SourceChanged
from planning.sources.rules import open_to

COLUMNS = ("state", "state_on", "helper", "case", "revision")


def take_up(
    source_id: int, act: str, revision: int, *, acting_user: User, at: datetime.datetime
) -> tuple[Source, Seat]:
    """The source, locked, for who nominates at its cell.

    Raises NotYours, NotOpen, SourceChanged, SourceBusy, or Source.DoesNotExist.
    """
    rows = Source.objects.select_for_update(of=("self",), no_key=True).select_related("person", "unit", "case")
    with busy():
        found = rows.get(pk=source_id)
    seat = seat_for(acting_user, roles.NOMINATE, found.unit_id, at)
    if act not in open_to(found):
        raise NotOpen(found)
    if found.revision != revision:
        raise SourceChanged
    return found, seat


def turn(
    found: Source, kind: str, day: datetime.date, *, acting_user: User, at: datetime.datetime, **columns: Any
) -> SourceChange:
    """Saves the source as it is now, and what happened to it."""
    found.revision += 1
    found.save(update_fields=COLUMNS)
    return SourceChange.objects.create(
        source=found, kind=kind, state=found.state, day=day, made_by=acting_user, at=at, **columns
    )


def last_turns(sources: Collection[int]) -> dict[int, datetime.date]:
    """Source id -> the day on which it last changed its state. Whoever came back on the list stands on it since an
    earlier day. One statement."""
    turns = SourceChange.objects.filter(source__in=sources).exclude(kind=SourceChange.Kind.HELPER)
    return dict(turns.values_list("source").order_by().annotate(last=Max("day")))


def refs_of(found: Source, **more: object) -> dict[str, object]:
    """Of the entry in the journal: ids and numbers only."""
    return {"source": found.pk, "state": found.state, **more}


def fault_of_day(day: datetime.date, after: datetime.date | None, at: datetime.datetime) -> str | None:
    """Of something that has happened to a source: not in the future, and not before what came before."""
    if day > local_day(at):
        return _("The date lies in the future. Record it once it has taken place.")
    if after is not None and day < after:
        return _("The date lies before %(day)s, from which on the source is as it is. Check it.") % {
            "day": day_words(after)
        }
    return None


def fault_of_helper(helper: int, unit: Unit, day: datetime.date) -> str | None:
    """As of the helper of a case: an official member, on that day, of the cell's organisation. One statement."""
    if helper in official_on(unit, day, [helper]):
        return None
    return _("The helper must be an official member of the organisation on that day.")


@contextmanager
def busy() -> Iterator[None]:
    try:
        with waiting():
            yield
    except Busy as found:
        raise SourceBusy from found
