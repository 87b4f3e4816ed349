"""Write demo/bloc.xlsx: the register of 31/12/2015 of a bloc that never was, always the same.

    .venv/bin/python -m demo.generate

61 grassroots organisations: 36 committees with 234 cells, four of them under one departmental committee, and 25
grassroots cells; 3,918 members present.
"""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from demo.people import AS_OF, DAY, Crowd, Member, Stay
from demo.places import BLOC, COMMITTEES, GRASSROOTS_CELLS, OWN_OFFICE, REGULATIONS
from demo.seats import BLOC as BLOC_CONGRESS
from demo.seats import CELL, COMMITTEE, DEPARTMENT, Seating
from orgs.loading.form import AS_OF_LABEL, KIND_WORDS, REGISTER, ROLE_WORDS, SEATS, UNITS, Sheet

FILE = Path(__file__).parent / "bloc.xlsx"
SEED = 2015
MEMBERS = 3918
FOUNDED = datetime.date(2004, 1, 1)

# Who each cell has at least: enough for its own seats and some of the committee's, until 2030.
VETERANS = 5
OWN_OFFICE_MEMBERS, OWN_OFFICE_VETERANS = 28, 24
# The cell that the guided tour of the demo begins in.
TOUR_CELL, TOUR_MEMBERS = "SNV.01", 14

DELEGATED = {
    "SYT": ("87-QĐ/ĐUK", datetime.date(2011, 12, 20), datetime.date(2012, 1, 1), datetime.date(2020, 12, 31)),
    "STC": ("112-QĐ/ĐUK", datetime.date(2015, 12, 15), datetime.date(2016, 1, 1), None),
    "CTH": ("113-QĐ/ĐUK", datetime.date(2015, 12, 15), datetime.date(2016, 1, 1), None),
}


@dataclass
class Place:
    code: str
    name: str
    kind: str
    parent: str = ""
    category: str = ""


def places() -> list[Place]:
    units = [Place(*BLOC, "bloc")]
    for organisation in COMMITTEES:
        code = organisation.code
        units.append(
            Place(code, f"Đảng bộ {organisation.name}", "grassroots_committee", BLOC[0], organisation.category)
        )
        department = f"{code}.BP"
        if organisation.departmental:
            name = f"Đảng bộ bộ phận {organisation.departmental_name}"
            units.append(Place(department, name, "departmental_committee", code, organisation.category))
        for number, name in enumerate(organisation.departments, start=1):
            above = department if name in organisation.departmental else code
            units.append(Place(f"{code}.{number:02d}", f"Chi bộ {name}", "cell", above, organisation.category))
    units += [
        Place(cell.code, f"Chi bộ {cell.name}", "grassroots_cell", BLOC[0], cell.category) for cell in GRASSROOTS_CELLS
    ]
    return units


def sizes(units: list[Place], rng: random.Random) -> dict[str, int]:
    """Members of each cell, 3,918 in all; a grassroots cell under 30, a committee's cells 30 or more together."""
    fixed = {OWN_OFFICE: OWN_OFFICE_MEMBERS, TOUR_CELL: TOUR_MEMBERS}
    found = {
        unit.code: fixed.get(unit.code) or min(max(round(rng.gauss(14, 4)), 8), 28)
        for unit in units
        if unit.kind in ("cell", "grassroots_cell")
    }
    free = [unit.code for unit in units if unit.kind == "cell" and unit.code not in fixed]
    while (missing := MEMBERS - sum(found.values())) != 0:
        found[rng.choice(free)] += 1 if missing > 0 else -1
    return found


def members(counts: dict[str, int], rng: random.Random) -> list[Member]:
    crowd = Crowd(rng)
    found: list[Member] = []
    for code, count in counts.items():
        veterans = OWN_OFFICE_VETERANS if code == OWN_OFFICE else VETERANS
        for number in range(count):
            member = crowd.veteran() if number < veterans else crowd.anyone()
            member.stays.append(Stay(code))
            if rng.random() < 0.12:
                _move_in(member, crowd, rng, before_2010=number < veterans)
            found.append(member)
    _move_inside(found, list(counts), rng)
    found += _gone(list(counts), crowd, rng)
    return sorted(found, key=lambda member: member.stays[-1].unit)


def _move_in(member: Member, crowd: Crowd, rng: random.Random, *, before_2010: bool) -> None:
    latest = datetime.date(2009, 6, 30) if before_2010 else AS_OF - 60 * DAY
    span = (latest - member.joined_on).days
    if span > 400:
        day = member.joined_on + rng.randrange(365, span) * DAY
        member.stays[-1].moved_in = (day, crowd.place())


def _move_inside(found: list[Member], codes: list[str], rng: random.Random) -> None:
    """Some came from another cell of the bloc between 2011 and 2015; the register has a line for both."""
    able = [member for member in found if member.official_on and member.official_on.year in (2008, 2009, 2010)]
    for member in rng.sample([member for member in able if not member.stays[-1].moved_in], 18):
        here = member.stays[-1]
        there = rng.choice([code for code in codes if code != here.unit])
        day = datetime.date(2011, 3, 1) + rng.randrange(1600) * DAY
        here.moved_in = (day, f"Chi bộ {there}")
        member.stays.insert(0, Stay(there, ending=("moved_out", day, f"Chi bộ {here.unit}")))


def _gone(codes: list[str], crowd: Crowd, rng: random.Random) -> list[Member]:
    """Members who moved away, died or left before the register's date: lines that don't count."""
    found = []
    kinds = (
        ("moved_out", 44, "Đảng bộ huyện {}"),
        ("died", 9, "bệnh"),
        ("left", 7, "xóa tên"),
    )
    for column, number, detail in kinds:
        for _nth in range(number):
            member = crowd.member(
                datetime.date(1960, 1, 1) + rng.randrange(8000) * DAY,
                datetime.date(2002, 1, 1) + rng.randrange(2000) * DAY,
            )
            day = datetime.date(2011, 1, 15) + rng.randrange(1750) * DAY
            place = crowd.place().removeprefix("Đảng bộ huyện ")
            member.stays.append(Stay(rng.choice(codes), ending=(column, day, detail.format(place))))
            found.append(member)
    return found


def seats(units: list[Place], everybody: list[Member], rng: random.Random) -> Seating:
    seating = Seating(rng)
    present = [member for member in everybody if member.stays[-1].ending is None]
    by_unit: dict[str, list[Member]] = {}
    for member in present:
        by_unit.setdefault(member.stays[-1].unit, []).append(member)

    def below(code: str) -> list[Member]:
        people = list(by_unit.get(code, []))
        return people + [member for unit in units if unit.parent == code for member in below(unit.code)]

    for unit in units:
        people = below(unit.code)
        if unit.kind in ("cell", "grassroots_cell"):
            issuer = "ĐUK" if unit.kind == "grassroots_cell" else "ĐU"
            seating.fill(unit.code, ("secretary", "deputy"), people, CELL, issuer)
        elif unit.kind == "departmental_committee":
            seating.fill(unit.code, ("secretary", "deputy", *["committee_member"] * 3), people, DEPARTMENT, "ĐU")
        elif unit.kind == "grassroots_committee":
            cells = sum(other.parent.startswith(unit.code) for other in units)
            others = ["committee_member"] * min(max(cells - 1, 3), 9)
            seating.fill(unit.code, ("secretary", "deputy", *others), people, COMMITTEE, "ĐUK")
            seating.fill(unit.code, ("officer",), people, COMMITTEE, "ĐU")
    for unit in [unit for unit in units if unit.kind == "grassroots_committee"][::4]:
        seating.fill(unit.code, ("inspection",), below(unit.code), COMMITTEE, "ĐUK")
    _seat_the_bloc(seating, by_unit[OWN_OFFICE], present)
    return seating


def _seat_the_bloc(seating: Seating, office: list[Member], present: list[Member]) -> None:
    bloc = BLOC[0]
    leaders, board, centre, clerks, inspectors = office[:8], office[8:13], office[13:17], office[17:20], office[20:24]
    seating.fill(bloc, ("secretary", "standing_deputy", "deputy"), leaders, BLOC_CONGRESS, "TU")
    heads = {held.member.citizen_id for held in seating.held if held.role == "secretary" and "." not in held.unit}
    able = [member for member in present if member.citizen_id in heads and member not in office]
    seating.fill(bloc, ["standing_member"] * 7, able, BLOC_CONGRESS, "TU")
    seating.fill(bloc, ["organisation_board"] * 3, board, BLOC_CONGRESS, "ĐUK")
    seating.fill(bloc, ["training_centre"] * 2, centre, BLOC_CONGRESS, "ĐUK")
    seating.fill(bloc, ["office"], clerks, BLOC_CONGRESS, "ĐUK")
    # Who inspects decides nothing, so from people of their own.
    seating.fill(bloc, ["inspection"] * 2, inspectors, BLOC_CONGRESS, "ĐUK")


def unit_rows(units: list[Place]) -> list[list[Any]]:
    rows = []
    for unit in units:
        authority = DELEGATED.get(unit.code, ("", None, None, None))
        regulation = REGULATIONS.get(unit.category, "")
        rows.append(
            [
                unit.code,
                unit.name,
                KIND_WORDS[unit.kind],
                unit.parent,
                unit.category,
                regulation,
                FOUNDED,
                None,
                *authority,
            ]
        )
    return rows


def seat_rows(seating: Seating) -> list[list[Any]]:
    return [
        [held.member.citizen_id, held.member.name, held.unit, ROLE_WORDS[held.role], held.starts, held.ends, held.paper]
        for held in seating.held
    ]


def register_rows(everybody: list[Member]) -> list[list[Any]]:
    lines = [(stay.unit, member, stay) for member in everybody for stay in member.stays]
    numbers: dict[str, int] = {}
    rows = []
    for unit, member, stay in sorted(lines, key=lambda line: line[0]):
        numbers[unit] = numbers.get(unit, 0) + 1
        official = f"{member.official_on:%d/%m/%Y}" if member.official_on else ""
        ending = {stay.ending[0]: f"{stay.ending[1]:%d/%m/%Y}; {stay.ending[2]}"} if stay.ending else {}
        values = {
            **member.particulars,
            "unit": unit,
            "birth_date": member.birth_date,
            "citizen_id": member.citizen_id,
            "number": numbers[unit],
            "names": member.name,
            "dates": f"{member.joined_on:%d/%m/%Y}; {official}" if official else f"{member.joined_on:%d/%m/%Y}",
            "numbers": "; ".join(part for part in (member.card, member.biography, member.badge) if part),
            "moved_in": f"{stay.moved_in[0]:%d/%m/%Y}; {stay.moved_in[1]}" if stay.moved_in else None,
            **ending,
        }
        rows.append([values.get(key) or None for key in REGISTER.keys])
    return rows


NOTES = {
    UNITS.name: "Mỗi dòng một tổ chức, cấp trên ghi trước hay sau đều được. Ngày ghi ngày/tháng/năm.",
    SEATS.name: "Mỗi dòng một chức danh trong một nhiệm kỳ. Người giữ chức danh phải có trong sổ.",
    REGISTER.name: (
        "Ba cột đầu của hệ thống, tiếp theo là 14 cột của mẫu 7-HSĐV. "
        "Cột ghép: các phần cách nhau bằng dấu chấm phẩy (;) hoặc xuống dòng trong ô, "
        "phần không có thì để trống, ví dụ “Nam; Kinh; Không”. "
        "Dòng đã chuyển đi, từ trần hoặc ra khỏi Đảng không tính là có mặt."
    ),
}


def write(sheets: dict[Sheet, list[list[Any]]], file: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet, rows in sheets.items():
        page = workbook.create_sheet(sheet.name)
        page.append([sheet.name.upper()])
        page.append([AS_OF_LABEL, AS_OF] if sheet is UNITS else [])
        page.append([NOTES[sheet.name]])
        page.append(list(sheet.headers))
        for row in rows:
            page.append(row)
        _dress(page, len(sheet.columns))
    buffer = io.BytesIO()
    workbook.save(buffer)
    file.write_bytes(_without_clock(buffer.getvalue()))


def _dress(page: Any, columns: int) -> None:
    page["A1"].font = Font(bold=True, size=14)
    page["A3"].font = Font(italic=True)
    page["B2"].number_format = "dd/mm/yyyy"
    for cell in page[4]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FBECEB")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in page.iter_rows(min_row=5):
        for cell in row:
            if isinstance(cell.value, datetime.date):
                cell.number_format = "dd/mm/yyyy"
    for number in range(1, columns + 1):
        page.column_dimensions[get_column_letter(number)].width = 22
    page.freeze_panes = "A5"


def _without_clock(content: bytes) -> bytes:
    """The same workbook without the time of saving, so that the same rows make the same file."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2016-01-04T08:00:00Z", data)
            entry = zipfile.ZipInfo(name, (2016, 1, 4, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return fixed.getvalue()


def generate(file: Path = FILE) -> None:
    rng = random.Random(SEED)  # noqa: S311  (people who never were need no secrecy)
    units = places()
    everybody = members(sizes(units, rng), rng)
    seating = seats(units, everybody, rng)
    write({UNITS: unit_rows(units), SEATS: seat_rows(seating), REGISTER: register_rows(everybody)}, file)


if __name__ == "__main__":
    generate()
