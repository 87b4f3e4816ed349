"""The cases behind a number as a file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from insights.list_files import ListFile, Table, made
from insights.waits.behind import STAYS, WAITING, BehindFilters, Line, lines_of, rows_behind
from insights.waits.forecasts import forecasts_for
from insights.waits.scope import Scope
from orgs.models import User

BEHIND = "board_cases"


def behind_file(
    kind: str, scope: Scope, filters: BehindFilters, *, acting_user: User, at: datetime.datetime
) -> ListFile:
    """Every row that the number counts, in the order of its page. Raises TooMany."""
    refs = {"unit": scope.unit.code, "filters": filters.address(page="", find="")}
    return made(BEHIND, kind, _table(scope, filters), refs, acting_user=acting_user, at=at)


def _table(scope: Scope, filters: BehindFilters) -> Table:
    stays, waits = filters.show == STAYS, filters.state in WAITING
    parts = stays and scope.sees_file
    columns = [_("Candidate"), _("Case number"), _("Unit"), _("Committee")]
    columns += [_("Step")] if stays else []
    columns += [_("Arrived on"), _("Ended on"), _("Days waited")]
    columns += [_("Part of the wait"), _("Its days")] if parts else []
    columns += [_("Decision expected from"), _("Decision expected until")] if waits else []
    forecasts = forecasts_for(scope) if waits else None
    rows = rows_behind(scope, filters).iterator(chunk_size=1000)
    lines = lines_of(scope, filters, rows, forecasts)
    return _("Cases behind a number"), columns, (_row(line, stays=stays, parts=parts, waits=waits) for line in lines)


def _row(line: Line, *, stays: bool, parts: bool, waits: bool) -> Sequence[object]:
    row: list[object] = [line.name, line.number, line.unit, line.committee]
    row += [line.step] if stays else []
    row += [line.opened_on, line.ended_on, line.days]
    row += [line.part, round(line.part_days, 1)] if parts else []
    if waits:
        expected = line.forecast
        row += [expected.earliest, expected.latest] if expected else [_("decided") if line.decided else None, None]
    return row
