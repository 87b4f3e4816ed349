"""Numbers typed by hand beside those that the registers give: neither takes the other's."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow.models import Paper
from admission_flow.papers import NUMBERED_HERE
from admission_flow.refusals import InvalidFacts
from documents import registers
from documents.models import Outgoing
from orgs.models import Unit


def numbers_on_papers(unit: Unit, kind: str, year: int) -> list[int]:
    """The numbers of such papers of this unit in the files of that year. One statement."""
    return [number for _pk, number, its_kind in _numbered(unit, year) if its_kind == kind]


def refuse_given(unit: Unit, number: str, year: int, *, field: str = "number", row: Paper | None = None) -> None:
    """Raises InvalidFacts at that field where the unit's register has given this number to another paper, or where it
    is void. `row` is the paper that has or gets the number, where it is there already.

    A number that was taken by hand for this very paper is free until it stands on one. The register stays locked to the
    end of the transaction. No statement for what is no symbol of this unit; at most three.
    """
    read = registers.read_symbol(number, unit)
    entry = registers.given_number(unit, read[1], year, read[0]) if read else None
    if entry is None:
        return
    given = {"symbol": entry.symbol, "day": date_format(entry.dated, "SHORT_DATE_FORMAT"), "about": entry.about}
    if entry.voided_at is not None:
        raise InvalidFacts.of(
            field,
            _("Number %(symbol)s is void in the register and stands for no paper. Take the next number there.") % given,
        )
    if not entry.by_hand or _stands_elsewhere(unit, entry, year, row):
        raise InvalidFacts.of(
            field,
            _(
                "The register has given number %(symbol)s to another paper of %(day)s: %(about)s. Check the number, or "
                "take the next one in the register."
            )
            % given,
        )


def refuse_drawn(unit: Unit, number: str, year: int, *, field: str) -> None:
    """Raises InvalidFacts where a meeting drew this number: it stands on the meeting's papers. Two statements."""
    read = registers.read_symbol(number, unit)
    entry = registers.given_number(unit, read[1], year, read[0]) if read else None
    if entry is not None and not entry.by_hand:
        raise InvalidFacts.of(
            field,
            _("A meeting drew number %(symbol)s from the register, and its minutes name it. It is not corrected.")
            % {"symbol": entry.symbol},
        )


def _stands_elsewhere(unit: Unit, entry: Outgoing, year: int, row: Paper | None) -> bool:
    own = row.pk if row else None
    wanted = registers.read_symbol(entry.symbol, unit)
    return any((number, kind) == wanted and pk != own for pk, number, kind in _numbered(unit, year))


def _numbered(unit: Unit, year: int) -> Iterator[tuple[int, int, str]]:
    """Row, number and kind of each paper that this unit made in that year under a number of its own. One statement."""
    # A nomination and acts on the whole case have no step; which unit's number theirs is, the symbol tells.
    on_the_way = Q(case__unit=unit) | Q(case__department=unit) | Q(case__committee=unit) | Q(case__bloc=unit)
    made = Paper.objects.filter(Q(task__unit=unit) | Q(task__isnull=True) & on_the_way, code__in=NUMBERED_HERE)
    papers = made.filter(dated__year=year, number__regex=r"^\s*[0-9]")
    for pk, text in papers.values_list("pk", "number"):
        read = registers.read_symbol(text, unit)
        if read:
            yield pk, *read
