"""How far each unit is, read from what it recorded. A few statements for any number of units."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Max, Sum

from orgs.models import Unit
from planning.models import Resolution, ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.counting import Share, Standing
from planning.resolutions.due import due_at

AUDIENCES: tuple[str, ...] = tuple(RollOutSession.Audience.values)


def owed_by(units: Iterable[Unit], until: datetime.date) -> Mapping[int, list[ResolutionUnit]]:
    """Unit id -> the resolutions in force, of that day or before, that it has not wholly rolled out, the newest first;
    units in no scope are left out. Three statements."""
    rows = ResolutionUnit.objects.filter(
        unit__in=units, resolution__state=Resolution.State.ISSUED, resolution__dated__lte=until
    )
    parts = list(rows.select_related("resolution").order_by("-resolution__dated", "-pk"))
    standings = standings_of(parts)
    owed: dict[int, list[ResolutionUnit]] = {}
    for part in parts:
        owed.setdefault(part.unit_id, []).extend([] if standings[part.pk].is_done else [part])
    return owed


def standings_of(parts: Sequence[ResolutionUnit], *, until: datetime.date | None = None) -> dict[int, Standing]:
    """Part id -> its standing, by what is of the day `until` or before. Each part comes with its resolution. Two
    statements."""
    keys = [one.pk for one in parts]
    sessions = RollOutSession.objects.filter(of__in=keys, struck_at__isnull=True)
    programmes = UnitProgramme.objects.filter(of__in=keys, state=UnitProgramme.State.ADOPTED)
    if until is not None:
        sessions, programmes = sessions.filter(held_on__lte=until), programmes.filter(dated__lte=until)
    rows = sessions.order_by().values_list("of", "audience")
    shares: dict[int, dict[str, Share]] = {}
    numbers = (Sum("present"), Max("due"), Count("pk"), Max("due_known"))
    for part, audience, present, due, held, known in rows.annotate(*numbers):
        shares.setdefault(part, {})[audience] = Share.of(present, due, held, known)
    adopted = set(programmes.values_list("of", flat=True))
    return {
        one.pk: Standing(AUDIENCES, shares.get(one.pk, {}), one.resolution.asks_programme, one.pk in adopted)
        for one in parts
    }


def owing(
    parts: Sequence[ResolutionUnit], standings: Mapping[int, Standing], day: datetime.date
) -> dict[int, Standing]:
    """As `standings`, where a unit that has recorded nothing owes as many as the records of the day have due there.
    Each part comes with its unit. Two statements, none where everybody has recorded something."""
    silent = [one for one in parts if any(audience not in standings[one.pk].shares for audience in AUDIENCES)]
    known = due_at([one.unit for one in silent], day)
    return {**standings, **{one.pk: standings[one.pk].with_records(known[one.unit_id]) for one in silent}}
