"""The generations of the rules as first known, with source and confidence (S-numbers: docs/sources.md).

Seeded into the Regulation table; from then on the table is what counts.
"""

from __future__ import annotations

import datetime
from typing import Any

Row = dict[str, Any]


def _row(value: Any, source: str, confidence: str = "sourced") -> Row:
    return {"value": value, "source": source, "confidence": confidence}


_KNOWN_2021: dict[str, Row] = {
    "min_age_years": _row(18, "24-QĐ/TW, S15, S16"),
    "max_age_years": _row(60, "24-QĐ/TW, S15, S16"),
    "introducers": _row(2, "Điều lệ Đảng, Điều 4(1), S33"),
    "certificate_months": _row(60, "01-HD/TW 2021, S46, S48"),
    "cell_ratio": _row("2/3", "S2, S9", "derived"),
    "committee_ratio": _row("2/3", "01-HD/TW 2021, 3.6c, S7"),
    "standing_committee_ratio": _row(">1/2", "", "unsourced"),
    "verification_waiver": _row(True, "01-HD/TW 2021, 3.4, S36, S37"),
    "decide_admission_working_days": _row(60, "29-QĐ/TW, 4.3, S1", "inherited"),
    "ceremony_working_days": _row(30, "24-QĐ/TW, S3, S4"),
    "probation_months": _row(12, "Điều lệ Đảng, Điều 5, S107b"),
}


def _inherited(known: dict[str, Row], **read: Row) -> dict[str, Row]:
    """Every value not read in this generation's own text is inherited, and so to confirm."""
    kept = {name: {**row, "confidence": "inherited" if row["source"] else "unsourced"} for name, row in known.items()}
    return {**kept, **read}


_CHARTER = {
    "introducers": _row(2, "Điều lệ Đảng, Điều 4(1), S33"),
    "probation_months": _row(12, "Điều lệ Đảng, Điều 5, S107b"),
}
_KNOWN_2016 = _inherited(
    _KNOWN_2021,
    **_CHARTER,
    min_age_years=_row(18, "29-QĐ/TW, S17"),
    max_age_years=_row(60, "29-QĐ/TW, S17"),
    certificate_months=_row(60, "S46, S48"),
    cell_ratio=_row("2/3", "29-QĐ/TW, S2", "derived"),
    decide_admission_working_days=_row(60, "29-QĐ/TW, 4.3, S1"),
    ceremony_working_days=_row(30, "29-QĐ/TW, 4.1, S2"),
)
_KNOWN_2011 = _inherited(_KNOWN_2016, **_CHARTER, min_age_years=_row(18, "Điều lệ Đảng, Điều 1, S33b"))

GENERATIONS: tuple[tuple[str, str, datetime.date, dict[str, Row]], ...] = (
    ("trước 45-QĐ/TW", "Trước Quy định 45-QĐ/TW", datetime.date(2010, 1, 1), _inherited(_KNOWN_2011)),
    ("45-QĐ/TW", "Quy định 45-QĐ/TW ngày 01/11/2011", datetime.date(2011, 11, 1), _KNOWN_2011),
    ("29-QĐ/TW", "Quy định 29-QĐ/TW ngày 25/07/2016", datetime.date(2016, 7, 25), _KNOWN_2016),
    ("24-QĐ/TW", "Quy định 24-QĐ/TW ngày 30/07/2021", datetime.date(2021, 7, 30), _KNOWN_2021),
    (
        "232-QĐ/TW",
        "Quy định 232-QĐ/TW ngày 20/01/2025",
        datetime.date(2025, 1, 20),
        _inherited(
            _KNOWN_2021,
            min_age_years=_row(18, "232-QĐ/TW, S27"),
            max_age_years=_row(60, "232-QĐ/TW, S27"),
            introducers=_row(2, "Điều lệ Đảng, Điều 4(1), S33", "derived"),
            decide_admission_working_days=_row(60, "232-QĐ/TW, 4.3, S5"),
            ceremony_working_days=_row(30, "232-QĐ/TW, 4.1, S5"),
            probation_months=_row(12, "Điều lệ Đảng, Điều 5, S107b"),
        ),
    ),
    (
        "294-QĐ/TW",
        "Quy định 294-QĐ/TW ngày 26/05/2025",
        datetime.date(2025, 7, 1),
        _inherited(
            _KNOWN_2021,
            introducers=_row(2, "Điều lệ Đảng, Điều 4(1), S33", "derived"),
            probation_months=_row(12, "Điều lệ Đảng, Điều 5, S107b"),
        ),
    ),
)
