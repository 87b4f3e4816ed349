"""Whether the numbers of a plan fit together. Pure: the standard library only.

A plan's numbers stand by part and group: part 0 is the whole time, the others are quarters of its year or years of its
term; the group "all" is everybody, the others are parts of everybody that may overlap.
"""

from __future__ import annotations

from collections.abc import Mapping

ALL = "all"
WHOLE = 0
TERM = 5  # years from one congress to the next, as 2010-2015
LONGEST_TERM = 6  # calendar years that a term of five touches
MOST = 100_000

# Part, group.
Cell = tuple[int, str]
# Keys of what is wrong; the forms have the sentences.
MISSING, ABOVE_TOTAL, WITHOUT_TOTAL, PARTS_ABOVE, PARTS_DIFFER, TOO_MANY = (
    "missing", "above_total", "without_total", "parts_above", "parts_differ", "too_many",
)  # fmt: skip


def parts_of(first_year: int, last_year: int) -> tuple[int, ...]:
    """Quarters of one year, years of a term; without the whole."""
    return (1, 2, 3, 4) if first_year == last_year else tuple(range(first_year, last_year + 1))


def terms_of(year: int) -> tuple[tuple[int, int], ...]:
    """The terms that the year lies in, from one congress to the next; two in the year of a congress."""
    first = year - year % TERM
    return ((first, first + TERM),) if year > first else ((first - TERM, first), (first, first + TERM))


def faults(numbers: Mapping[Cell, int], parts: tuple[int, ...]) -> dict[Cell, str]:
    """The first thing wrong with each cell; empty where all fit."""
    found: dict[Cell, str] = {}
    if (WHOLE, ALL) not in numbers:
        found[WHOLE, ALL] = MISSING
    for (part, group), number in numbers.items():
        if number > MOST:
            found[part, group] = TOO_MANY
        elif group != ALL:
            total = numbers.get((part, ALL))
            if total is None:
                found.setdefault((part, ALL), WITHOUT_TOTAL)
            elif number > total:
                found[part, group] = ABOVE_TOTAL
    for group in {group for _part, group in numbers}:
        whole = numbers.get((WHOLE, group))
        given = [numbers[part, group] for part in parts if (part, group) in numbers]
        if whole is None or not given:
            continue
        if sum(given) > whole:
            found.setdefault((WHOLE, group), PARTS_ABOVE)
        elif len(given) == len(parts) and sum(given) != whole:
            found.setdefault((WHOLE, group), PARTS_DIFFER)
    return found
