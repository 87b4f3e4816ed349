"""Numbers as a Vietnamese paper writes them. Pure."""

from __future__ import annotations


def count(number: int) -> str:
    """01, 61, 3.918."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """With one place: 32,4."""
    return f"{number:.1f}".replace(".", ",")


def percent(share: float | None) -> str:
    """Of a hundred, with one place where it is not whole: 86,5%, 100%. Empty where there is nothing to share."""
    if share is None:
        return ""
    rounded = round(share, 1)
    return f"{rounded:.0f}%" if rounded == int(rounded) else f"{decimal(rounded)}%"


def part_of(number: int, whole: int) -> str:
    """Percent of a whole; empty of nothing."""
    return percent(100 * number / whole) if whole else ""
