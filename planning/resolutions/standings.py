"""How far each unit is, read from what it recorded. Two statements for any number of units."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Max, Sum

from planning.models import ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.counting import Share, Standing

AUDIENCES: tuple[str, ...] = tuple(RollOutSession.Audience.values)


def standings_of(parts: Sequence[ResolutionUnit]) -> dict[int, Standing]:
    """Part id -> its standing. Each part comes with its resolution."""
    keys = [one.pk for one in parts]
    rows = RollOutSession.objects.filter(of__in=keys, struck_at__isnull=True).order_by().values_list("of", "audience")
    shares: dict[int, dict[str, Share]] = {}
    for part, audience, present, due, sessions in rows.annotate(Sum("present"), Max("due"), Count("pk")):
        shares.setdefault(part, {})[audience] = Share.of(present, due, sessions)
    adopted = set(
        UnitProgramme.objects.filter(of__in=keys, state=UnitProgramme.State.ADOPTED).values_list("of", flat=True)
    )
    return {
        one.pk: Standing(AUDIENCES, shares.get(one.pk, {}), one.resolution.asks_programme, one.pk in adopted)
        for one in parts
    }
