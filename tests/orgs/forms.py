"""A small form of the office to write, spoil and load: a bloc, a committee with a cell, a grassroots cell."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from orgs.loading.form import AS_OF_LABEL, REGISTER, SEATS, UNITS, Sheet

AS_OF = datetime.date(2015, 12, 31)
# Where rows begin: under title, date and header.
FIRST_ROW = 4
BINH, CUC, DUNG = "099075000001", "099180000002", "099085000003"


@dataclass
class Form:
    """Rows by the columns' keys; `FIRST_ROW` is the first of each list."""

    as_of: Any = AS_OF
    units: list[dict[str, Any]] = field(default_factory=list)
    seats: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)

    def write(self, path: Path) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.active)
        for sheet, rows in ((UNITS, self.units), (SEATS, self.seats), (REGISTER, self.members)):
            page = workbook.create_sheet(sheet.name)
            page.append([sheet.name.upper()])
            page.append([f"{AS_OF_LABEL}:", self.as_of] if sheet is UNITS else [])
            page.append(list(sheet.headers))
            for row in rows:
                page.append([row.get(key) for key in sheet.keys])
        workbook.save(path)
        return path


def column_of(sheet: Sheet, key: str) -> str:
    """As a problem names it: letter and words."""
    return f"{chr(ord('A') + sheet.keys.index(key))} ({dict(sheet.columns)[key]})"


def unit(code: str, kind: str, parent: str = "", **columns: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"{kind} {code}",
        "kind": kind,
        "parent": parent,
        "valid_from": datetime.date(2004, 1, 1),
        **columns,
    }


def member(citizen_id: str, name: str, cell: str, **columns: Any) -> dict[str, Any]:
    return {
        "unit": cell,
        "birth_date": datetime.date(1975, 3, 3),
        "citizen_id": citizen_id,
        "names": name,
        "sex": "Nam; Kinh; Không",
        "dates": "19/05/2000; 19/06/2001",
        **columns,
    }


def seat(citizen_id: str, name: str, at: str, role: str = "Bí thư", **columns: Any) -> dict[str, Any]:
    return {
        "citizen_id": citizen_id,
        "name": name,
        "unit": at,
        "role": role,
        "starts": datetime.date(2010, 1, 1),
        "ends": datetime.date(2015, 6, 30),
        **columns,
    }


def good_form() -> Form:
    return Form(
        units=[
            unit("DUK", "Đảng bộ khối"),
            unit("SNV", "Đảng bộ cơ sở", "DUK", category="Cơ quan hành chính", regulation="98-QĐ/TW"),
            unit("SNV.01", "Chi bộ", "SNV"),
            unit("HNB", "Chi bộ cơ sở", "DUK"),
        ],
        seats=[
            seat(BINH, "Trần Văn Bình", "SNV.01"),
            seat(BINH, "Trần Văn Bình", "SNV.01", starts=datetime.date(2015, 7, 1), ends=None),
            seat(CUC, "Lê Thị Cúc", "HNB"),
        ],
        members=[
            member(BINH, "Trần Văn Bình; Trần Văn Bính", "SNV.01"),
            member(CUC, "Lê Thị Cúc", "HNB", sex="Nữ; Tày; Phật giáo"),
            member(DUNG, "Phạm Anh Dũng", "SNV.01", birth_date=datetime.date(1985, 3, 3), dates="03/02/2015"),
        ],
    )
