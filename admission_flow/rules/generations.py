"""The generations of the rules as first known, with source and confidence (S-numbers: docs/sources.md).

Seeded into the Regulation table; from then on the table is what counts. Not a rule's value stands anywhere else.
"""

from __future__ import annotations

import datetime
from typing import Any

Row = dict[str, Any]

BEFORE, Q45, Q29, Q24, Q232, Q294 = "trước 45-QĐ/TW", "45-QĐ/TW", "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW"

# What a generation's own text was not found to say is taken from these, in this order, and is to be confirmed
# (domain, section 5): what came before 45 has everything from it.
_INHERITS: dict[str, tuple[str, ...]] = {
    Q24: (Q29,),
    Q29: (Q24,),
    Q45: (Q29, Q24),
    BEFORE: (Q45, Q29, Q24),
    Q232: (Q24, Q29),
    Q294: (Q24, Q29),
}


def _row(value: Any, source: str = "", confidence: str = "") -> Row:
    """Sourced where a source is given and nothing else is said."""
    return {"value": value, "source": source, "confidence": confidence or ("sourced" if source else "unsourced")}


def _in_all(value: Any, source: str, confidence: str = "") -> dict[str, Row]:
    """What the Charter says, or what nobody says, in every generation from 45 on."""
    return {code: _row(value, source, confidence) for code in (Q45, Q29, Q24, Q232, Q294)}


_CHARTER_4 = "Điều lệ Đảng, Điều 4(1), S33"
_UNION = "Điều lệ Đảng, Điều 4(1), S32, S33"

# Name of the value -> generation -> what was read of it there.
_READ: dict[str, dict[str, Row]] = {
    "citizenship_required": _in_all(True, "Điều lệ Đảng, Điều 1(2), S33b, S60e"),
    "min_age_years": {
        Q45: _row(18, "Điều lệ Đảng, Điều 1, S33b"),
        Q29: _row(18, "29-QĐ/TW, S17"),
        Q24: _row(18, "24-QĐ/TW, S15, S16"),
        Q232: _row(18, "232-QĐ/TW, S27"),
    },
    "max_age_years": {
        Q29: _row(60, "29-QĐ/TW, S17"),
        Q24: _row(60, "24-QĐ/TW, S15, S16"),
        Q232: _row(60, "232-QĐ/TW, S27"),
    },
    "over_age_with_consent": {
        Q29: _row(True, "01-HD/TW 2016, S20"),
        Q24: _row(True, "01-HD/TW 2021, S18, S19"),
        Q294: _row(True, "06-HD/TW 2025, S22"),
    },
    "education_least": {
        Q29: _row("lower_secondary", "29-QĐ/TW, S17"),
        Q24: _row("lower_secondary", "24-QĐ/TW, S14"),
        Q232: _row("lower_secondary", "232-QĐ/TW, S27"),
    },
    "education_equivalent_accepted": {
        Q29: _row(True, "29-QĐ/TW, S17"),
        Q24: _row(False, "24-QĐ/TW, S14"),
        Q232: _row(False, "232-QĐ/TW, S27"),
    },
    "education_least_special_area": {
        Q29: _row("primary", "01-HD/TW 2016, S21"),
        Q24: _row("primary", "01-HD/TW 2021, S18, S19"),
    },
    "education_least_prestigious": {
        Q29: _row("literacy", "01-HD/TW 2016, S21"),
        Q24: _row("literacy", "01-HD/TW 2021, S19, S91b"),
    },
    "third_child_months": {Q29: _row(24, "05-QĐi/TW 2018, S89a"), Q24: _row(24, "05-QĐi/TW 2018, S89a")},
    "fourth_child_months": {Q29: _row(36, "05-QĐi/TW 2018, S89a"), Q24: _row(36, "05-QĐi/TW 2018, S89a")},
    "ethnic_chinese_generations": {code: _row(3, "06-TT/TW 2004, 42-HD/BTCTW 2005, S109") for code in (Q45, Q29, Q24)},
    # 58 is of 08/02/2022 and 126 of 28/02/2018, neither a day on which a generation begins: both to confirm.
    "political_standard": {
        Q29: _row(["126-QĐ/TW"], "126-QĐ/TW 2018, S104", "derived"),
        Q24: _row(["58-QĐ/TW"], "58-QĐ/TW 2022, S83, S104", "derived"),
    },
    # That each special case needs a paper of its own is the office's reading; no text was found that names the paper.
    "special_case_paper": _in_all(True, ""),
    "introducers": _in_all(2, _CHARTER_4)
    | {Q232: _row(2, _CHARTER_4, "derived"), Q294: _row(2, _CHARTER_4, "derived")},
    "introducers_beside_union": _in_all(1, _UNION)
    | {Q232: _row(1, _UNION, "derived"), Q294: _row(1, _UNION, "derived")},
    "introducer_months_together": {
        Q45: _row(12, "Điều lệ Đảng, S31"),
        Q29: _row(12, "29-QĐ/TW, 4, S29"),
        Q24: _row(12, "24-QĐ/TW, 3, S14, S30, S34"),
    },
    "introducer_same_residence_counts": {
        Q29: _row(False, "29-QĐ/TW, 4, S29"),
        Q24: _row(True, "24-QĐ/TW, 3, S14, S30, S34"),
    },
    "replacement_introducer_exempt": {
        Q29: _row(True, "29-QĐ/TW, 4, S29"),
        Q24: _row(True, "24-QĐ/TW, 3, S30"),
    },
    "readmission_months": {Q29: _row(36, "29-QĐ/TW, 3.5, S110"), Q294: _row(36, "294-QĐ/TW, S25")},
    "readmission_expunged_months": {Q29: _row(60, "29-QĐ/TW, 3.5, S110"), Q294: _row(60, "294-QĐ/TW, S25")},
    "readmission_most_times": {Q29: _row(1, "29-QĐ/TW, 3.5, S110"), Q294: _row(1, "294-QĐ/TW, S25")},
    "readmission_barred": {
        Q29: _row(["abandoned", "asked_to_leave", "disunity", "corruption", "serious_crime"], "29-QĐ/TW, 3.5, S110"),
        Q294: _row(["abandoned", "asked_to_leave", "disunity", "corruption", "serious_crime"], "294-QĐ/TW, S25"),
    },
    # Who was removed for population policy comes back by the Secretariat's own rule, not by the waiting time.
    "readmission_population_own_rule": {
        Q29: _row(False, "29-QĐ/TW, 3.5, S110", "derived"),
        Q24: _row(True, "24-QĐ/TW, S14b"),
        Q294: _row(True, "294-QĐ/TW, S25"),
    },
    "readmission_agreement": {Q29: _row(True, "29-QĐ/TW, 3.5, S110"), Q294: _row(True, "294-QĐ/TW, S25")},
    "verification_waiver": {Q24: _row(True, "01-HD/TW 2021, 3.4, S36, S37")},
    "verification_reminder_working_days": _in_all(15, ""),
    "certificate_months": {Q29: _row(60, "S46, S48"), Q24: _row(60, "01-HD/TW 2021, S46, S48b")},
    "stale_paper_months": {Q29: _row(12, "01-HD/TW 2016, S45")},
    # The list was read incompletely; a local one has more papers (S47).
    "stale_papers": {Q29: _row(["3-KNĐ", "4-KNĐ", "4A-KNĐ"], "01-HD/TW 2016, S45")},
    "cell_ratio": {Q29: _row("2/3", "29-QĐ/TW, S2, S9", "derived"), Q24: _row("2/3", "S2, S9", "derived")},
    "committee_ratio": {Q29: _row("2/3", "S7", "derived"), Q24: _row("2/3", "01-HD/TW 2021, 3.6c, S7")},
    "standing_committee_ratio": _in_all(">1/2", ""),
    "recognition_cell_ratio": {Q29: _row("2/3", "29-QĐ/TW, 4.2, S2"), Q24: _row("2/3", "24-QĐ/TW, 4, S4")},
    "recognition_committee_ratio": {Q29: _row("2/3", "29-QĐ/TW, 4.2, S2"), Q24: _row("2/3", "24-QĐ/TW, 4, S4")},
    # The rule of elections lets four groups out (S11); that it holds for these votes was not found.
    "excused_members_subtracted": _in_all(False, ""),
    "recognition_votes": {Q29: _row(3, "29-QĐ/TW, 4.2, S2"), Q24: _row(3, "24-QĐ/TW, 4, S4")},
    "event_day_counted": _in_all(False, "S1, S2", "derived"),
    "decide_admission_working_days": {
        Q29: _row(60, "29-QĐ/TW, 4.3, S1"),
        Q232: _row(60, "232-QĐ/TW, 4.3, S5"),
    },
    "decide_recognition_working_days": {Q29: _row(30, "29-QĐ/TW, 4.3, S1")},
    "extension_working_days": {Q29: _row(30, "29-QĐ/TW, 4.3, S1")},
    "most_extensions": {Q29: _row(1, "29-QĐ/TW, 4.3, S1", "derived")},
    "ceremony_working_days": {
        Q29: _row(30, "29-QĐ/TW, 4.1, S2"),
        Q24: _row(30, "24-QĐ/TW, 4, S3, S4"),
        Q232: _row(30, "232-QĐ/TW, 4.1, S5"),
    },
    "probation_months": _in_all(12, "Điều lệ Đảng, Điều 5, S107b"),
    "cell_review_working_days": {Q29: _row(30, "29-QĐ/TW, 4.2, S2"), Q24: _row(30, "24-QĐ/TW, 4, S3, S4")},
    "transfer_working_days": {
        Q24: _row(60),
        Q232: _row(60, "232-QĐ/TW, S117"),
        Q294: _row(60, "294-QĐ/TW, S26"),
    },
    # No text was found; see rules/independence.py.
    "independent_pairs": _in_all(
        ["introduced/verified", "introduced/decided", "verified/decided", "appraised/decided"], ""
    ),
}


def _known(code: str) -> dict[str, Row]:
    """Every value in this generation, read or inherited."""
    return {name: _value(rows, code) for name, rows in _READ.items()}


def _value(rows: dict[str, Row], code: str) -> Row:
    if code in rows:
        return rows[code]
    row = next(rows[other] for other in _INHERITS[code] if other in rows)
    return {**row, "confidence": "inherited" if row["source"] else "unsourced"}


GENERATIONS: tuple[tuple[str, str, datetime.date, dict[str, Row]], ...] = (
    (BEFORE, "Trước Quy định 45-QĐ/TW", datetime.date(2010, 1, 1), _known(BEFORE)),
    (Q45, "Quy định 45-QĐ/TW ngày 01/11/2011", datetime.date(2011, 11, 1), _known(Q45)),
    (Q29, "Quy định 29-QĐ/TW ngày 25/07/2016", datetime.date(2016, 7, 25), _known(Q29)),
    (Q24, "Quy định 24-QĐ/TW ngày 30/07/2021", datetime.date(2021, 7, 30), _known(Q24)),
    (Q232, "Quy định 232-QĐ/TW ngày 20/01/2025", datetime.date(2025, 1, 20), _known(Q232)),
    (Q294, "Quy định 294-QĐ/TW ngày 26/05/2025", datetime.date(2025, 7, 1), _known(Q294)),
)
