"""Numbers as a Vietnamese paper writes them. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def count(number: int) -> str:
    """01, 61, 3.918."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """With one place, half of it up: 32,4; 66,3 of 66.25."""
    return str(_rounded(number)).replace(".", ",")


def percent(share: float | None) -> str:
    """Of a hundred, with one place where it is not whole: 86,5%, 100%. Empty where there is nothing to share."""
    if share is None:
        return ""
    return f"{decimal(share).removesuffix(',0')}%"


def part_of(number: int, whole: int) -> str:
    """Percent of a whole; empty of nothing."""
    return percent(100 * number / whole) if whole else ""


def _rounded(number: float) -> Decimal:
    return Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)
