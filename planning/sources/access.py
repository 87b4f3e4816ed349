"""Who gets a source, and how deep. To everybody else it does not exist.

Written by who nominates at the very cell. Seen in the subtree of a seat that sees lists: name, unit, state and days.
What is thought of a person (tasks and their assessment, reasons, remarks) and the identity card need the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.http import Http404

from notices.models import Notice
from orgs import access, roles
from orgs.models import Unit, User
from planning import reading
from planning.models import Source


class Reader(reading.Reader):
    """At the cells of `keeps` one acts."""

    @property
    def keeps(self) -> frozenset[int]:
        return self.units_of(roles.NOMINATE)


def source_for(reader: Reader, pk: int) -> Source:
    """Raises Http404. One statement."""
    rows = Source.objects.select_related("person", "unit", "helper", "case", "entered_by__person")
    found = rows.filter(access.under_roots(reader.roots), pk=pk).first()
    if found is None:
        raise Http404
    return found


def cell_for(reader: Reader, pk: int) -> Unit:
    """A cell whose sources this person sees. Raises Http404. One statement."""
    found = Unit.objects.filter(access.under_roots(reader.roots, "path"), pk=pk, kind__in=Unit.CELLS).first()
    if found is None:
        raise Http404
    return found


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> Mapping[int, str]:
    """Notices of reviews in cells whose sources this account still sees. Two statements."""
    cells = {notice.params.get("unit") for notice in notices}
    seen = set(access.visible_units(person, roles.SEE_LIST, at).filter(pk__in=cells).values_list("pk", flat=True))
    return {notice.pk: "" for notice in notices if notice.params.get("unit") in seen}
