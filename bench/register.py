"""A register of 10,000 and of 100,000 members read, checked, compared and loaded: how long, and in how much memory.

`make bench`, or `.venv/bin/python bench/register.py [MEMBERS …]`. Each size has a process and a database of its own, on
the server of DATABASE_URL or on a throwaway one, so that the most memory that the process held is that of this file.
Seconds differ between machines; memory may grow with the rows by what is kept of each until it is compared, and by
the facts that the journal vouches for.
"""

from __future__ import annotations

import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

from project.services import lifecycle
from project.services.throwaway import throwaway_servers

SIZES = (10_000, 100_000)
MEMBERS_OF_A_CELL = 40
AS_OF = datetime.date(2020, 12, 31)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLES = ("Văn", "Thị", "Hữu", "Minh", "Thanh", "Đức", "Ngọc")
GIVEN = ("Anh", "Bình", "Cường", "Dũng", "Đông", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nam", "Phúc", "Quân", "Tâm")


def main(sizes: tuple[int, ...]) -> int:
    with ExitStack() as stack:
        if lifecycle.wanted():
            os.environ |= stack.enter_context(throwaway_servers())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print(f"{'members':>8} {'file':>8} {'seconds':>9} {'rows a second':>14}   memory at the most", flush=True)
        for number in sizes:
            file = folder / f"{number}.xlsx"
            write(file, number)
            child = subprocess.run([sys.executable, __file__, "--load", str(file), str(number)], check=False)
            if child.returncode != 0:
                return child.returncode
    return 0


def write(file: Path, members: int) -> None:
    """A bloc of so many members, in cells of forty under one committee for every twenty cells. Rows aren't kept."""
    from openpyxl import Workbook

    from orgs.loading.form import AS_OF_LABEL, REGISTER, SEATS, UNITS

    cells = -(-members // MEMBERS_OF_A_CELL)
    book = Workbook(write_only=True)
    units = book.create_sheet(UNITS.name)
    units.append([AS_OF_LABEL, AS_OF])
    units.append(UNITS.headers)
    founded = datetime.date(2004, 1, 1)
    units.append(["B", "Đảng bộ Khối", "Đảng bộ khối", None, None, None, founded])
    for number in range(-(-cells // 20)):
        units.append([f"C{number}", f"Đảng bộ cơ sở {number}", "Đảng bộ cơ sở", "B", None, None, founded])
    for number in range(cells):
        units.append([f"X{number}", f"Chi bộ {number}", "Chi bộ", f"C{number // 20}", None, None, founded])
    seats = book.create_sheet(SEATS.name)
    seats.append(SEATS.headers)
    for number in range(cells):
        first = number * MEMBERS_OF_A_CELL
        seats.append([_citizen_id(first), _name(first), f"X{number}", "Bí thư", datetime.date(2015, 1, 1), None, None])
    register = book.create_sheet(REGISTER.name)
    register.append(REGISTER.headers)
    for line in _lines(members):
        register.append(line)
    book.save(file)


def _lines(members: int) -> Iterator[list[object]]:
    for number in range(members):
        born = datetime.date(1950, 1, 1) + datetime.timedelta(days=number * 37 % 14_000)
        joined = born.replace(year=born.year + 25, day=min(born.day, 28))
        yield [
            f"X{number // MEMBERS_OF_A_CELL}",
            born,
            _citizen_id(number),
            number + 1,
            _name(number),
            f"{('Nam', 'Nữ')[number % 2]}; Kinh; Không",
            f"Xã số {number % 900}, huyện số {number % 12}",
            "12/12; Trung cấp; Đại học Luật; Anh B",
            "Bộ đội; Chuyên viên",
            f"{joined:%d/%m/%Y}; {joined.replace(year=joined.year + 1):%d/%m/%Y}",
            f"99{number:06}; {number:06}SH; 30 năm",
            *(None,) * 5,
            None,
        ]


def _citizen_id(number: int) -> str:
    return f"0{number:011}"


def _name(number: int) -> str:
    family, middle, given = FAMILIES[number % 10], MIDDLES[number // 10 % 7], GIVEN[number // 70 % 14]
    return f"{family} {middle} {given}"


class Stages:
    """Hands on how far it is, and notes when each stage ended and how much memory the process had held by then."""

    def __init__(self, tell: Any) -> None:
        self._tell = tell
        self.began = time.perf_counter()
        self.ended: dict[str, tuple[float, float]] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.ended[stage] = (time.perf_counter() - self.began, most_held())
        self._tell(stage, done, total)


def most_held() -> float:
    """MB of this process at its most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load(file: Path, members: int) -> int:
    import django

    django.setup()
    from django.core.management.base import OutputWrapper
    from django.db import connection
    from django.utils import timezone

    from orgs.loading.load import load_bloc
    from orgs.management.commands.load_bloc import Progress

    database = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        before = most_held()
        with Progress(OutputWrapper(sys.stderr)) as tell:
            stages = Stages(tell)
            loading = load_bloc(file, acting_user=None, at=timezone.now(), reason="bench", tell=stages)
        seconds = time.perf_counter() - stages.began
        assert loading.figures.headcount.members == members
        size, grown = file.stat().st_size / 1e6, most_held() - before
        print(
            f"{members:>8} {size:>6.1f}MB {seconds:>8.1f}s {members / seconds:>14,.0f}   {most_held():.0f} MB, of "
            f"which {before:.0f} before it began; {grown * 1024 / members:.1f} kB a row",
            flush=True,
        )
        for stage, (at, memory) in stages.ended.items():
            print(f"{'':>8} {stage} through after {at:.1f}s, {memory:.0f} MB", flush=True)
        return 0
    finally:
        connection.close()
        connection.creation.destroy_test_db(database, verbosity=0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--load"]:
        sys.exit(load(Path(sys.argv[2]), int(sys.argv[3])))
    sys.exit(main(tuple(int(given) for given in sys.argv[1:]) or SIZES))
