"""People who never were: names, dates and particulars from a seeded generator.

Their citizen IDs begin with 099, which is the code of no province, so that they can be nobody's.
"""

# ruff: noqa: SIM905  (lists of words are read as sentences)

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

AS_OF = datetime.date(2015, 12, 31)
DAY = datetime.timedelta(days=1)

_FAMILIES = {
    **{"Nguyễn": 36, "Trần": 12, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Vũ": 4, "Đặng": 3, "Bùi": 3, "Đỗ": 3, "Hồ": 2},
    **{"Ngô": 2, "Dương": 2, "Lý": 1, "Phan": 3, "Võ": 2, "Đinh": 2, "Trịnh": 1, "Mai": 1, "Đoàn": 1, "Lương": 1},
    **{"Tạ": 1, "Hà": 1, "Cao": 1, "Lưu": 1, "Chu": 1, "Tô": 1, "Nông": 1, "Hứa": 1, "Triệu": 1, "Quách": 1},
}
_MIDDLES = {
    "m": "Văn Văn Văn Hữu Đức Quốc Minh Công Xuân Đình Anh Ngọc Thanh Trọng Quang Mạnh Duy Hồng Tiến Viết".split(),
    "f": "Thị Thị Thị Thị Thị Thu Ngọc Thanh Minh Hồng Bích Kim Phương Thùy Mai Lan Hoài Thúy Diệu Khánh".split(),
}
_GIVENS = {
    "m": (
        "An Anh Bảo Bình Bách Chiến Chính Công Cường Dũng Duy Dương Đạt Đông Đức Giang Hà Hải Hiếu Hiệp Hòa Hoàng Hùng"
        " Hưng Huy Khánh Khoa Kiên Lâm Lộc Long Lợi Lực Mạnh Minh Nam Nghĩa Nhân Phong Phú Phúc Phương Quân Quang Quý"
        " Sơn Sáng Tài Tân Thái Thắng Thành Thạch Thiện Thịnh Thọ Thông Thuận Tiến Toàn Trí Trung Trường Tú Tuấn Tùng"
        " Vinh Việt Vũ Vượng"
    ).split(),
    "f": (
        "An Anh Ánh Bích Châu Chi Cúc Dung Duyên Đào Giang Hà Hạnh Hằng Hiền Hiếu Hoa Hòa Hồng Huệ Huyền Hương Hường"
        " Khánh Lan Lệ Liên Linh Loan Ly Mai Minh My Nga Ngân Ngọc Nguyệt Nhung Oanh Phương Phượng Quyên Quỳnh Sen"
        " Tâm Thảo Thanh Thắm Thơm Thu Thủy Thúy Thư Trang Trâm Trinh Tú Tuyết Tươi Uyên Vân Vy Xuân Yến"
    ).split(),
}
_ETHNICITIES = {"Kinh": 880, "Tày": 35, "Mường": 25, "Thái": 20, "Nùng": 20, "Dao": 12, "Hoa": 8}
_RELIGIONS = {"Không": 960, "Phật giáo": 28, "Công giáo": 12}
_COMMUNES = (
    "Tân Lập|Minh Khai|Hòa Bình|Đông Phong|Quang Trung|Tân Tiến|Vĩnh Thịnh|An Khánh|Phú Lâm|Thanh Sơn|Hồng Thái|Yên Mỹ"
    "|Bình Minh|Đại Đồng|Xuân Hòa|Thọ Sơn|Long Xuyên|Mỹ Thành|Nam Cường|Đức Thắng"
).split("|")
_DISTRICTS = "Đông Hà|Phú Sơn|Thanh Giang|Yên Bình|Tân An|Vĩnh Hưng|Hòa Sơn|Nam Thành|Quế Lâm|Bình Xuyên".split("|")
_DEGREES = {
    "Đại học": (
        "Luật",
        "Kinh tế",
        "Hành chính",
        "Sư phạm",
        "Kỹ thuật",
        "Y",
        "Nông nghiệp",
        "Báo chí",
        "Công nghệ thông tin",
    ),
    "Thạc sĩ": ("Luật", "Quản lý công", "Kinh tế", "Quản lý giáo dục", "Y học"),
    "Cao đẳng": ("Kế toán", "Sư phạm", "Điều dưỡng", "Công nghệ thông tin"),
    "Trung cấp": ("Văn thư", "Kế toán", "Y sĩ"),
}
_BEFORE = {"Công chức": 40, "Viên chức": 30, "Bộ đội": 12, "Sinh viên": 10, "Giáo viên": 8}
_NOW = {"Chuyên viên": 55, "Chuyên viên chính": 15, "Phó trưởng phòng": 12, "Trưởng phòng": 8, "Nhân viên": 10}
_LANGUAGES = {"Anh A": 20, "Anh B": 45, "Anh C": 15, "Pháp B": 3, "Trung B": 4, "": 13}


@dataclass
class Stay:
    """One line of the register."""

    unit: str
    moved_in: tuple[datetime.date, str] | None = None
    # Column of the form, day and detail.
    ending: tuple[str, datetime.date, str] | None = None


@dataclass
class Member:
    citizen_id: str
    name: str
    sex: str
    birth_date: datetime.date
    joined_on: datetime.date
    official_on: datetime.date | None
    card: str
    biography: str
    badge: str
    particulars: dict[str, str]
    stays: list[Stay] = field(default_factory=list)

    @property
    def here_since(self) -> datetime.date:
        """When the last stay began."""
        moved = self.stays[-1].moved_in
        return moved[0] if moved else self.joined_on

    def may_sit(self, day: datetime.date, until: datetime.date) -> bool:
        """Official and here well before that day, and not of the age to retire before the term is half over."""
        half = day + (until - day) / 2
        official = self.official_on is not None and self.official_on <= day - 30 * DAY and self.here_since <= day
        return official and self.birth_date.year + 60 >= half.year and self.birth_date.year + 26 <= day.year


class Crowd:
    """Makes members one after the other; the same seed makes the same ones."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.made = 0
        self._names: set[str] = set()

    def veteran(self) -> Member:
        """Official well before 2010 and young enough for seats until 2030."""
        born = self._day(1969, 1981)
        joined = self._day(max(born.year + 21, 1988), 2007)
        return self.member(born, joined)

    def anyone(self) -> Member:
        """Of any working age at the register's date, having joined between 1975 and 2015."""
        rng = self.rng
        first, last = rng.choices(((1975, 1989), (1990, 1999), (2000, 2009), (2010, 2015)), (8, 22, 45, 25))[0]
        joined = self._day(first, last)
        age = min(max(round(rng.gauss(29, 5)), 20), 46)
        earliest = datetime.date(1956, 1, 1)
        born = max(
            datetime.date(joined.year - age, 1, 1) + rng.randrange(365) * DAY, earliest + rng.randrange(700) * DAY
        )
        return self.member(min(born, joined - 19 * 366 * DAY), joined)

    def member(self, born: datetime.date, joined: datetime.date) -> Member:
        rng = self.rng
        self.made += 1
        sex = rng.choices("mf", (54, 46))[0]
        # The ceremony some weeks after the decision, recognition a year after the ceremony.
        official = _year_later(joined + rng.randrange(10, 40) * DAY)
        years = AS_OF.year - joined.year
        badge = f"{years // 10 * 10} năm" if years >= 30 else ""
        return Member(
            citizen_id=f"099{0 if sex == 'm' else 1}{born:%y}{rng.randrange(1000):03d}{self.made % 1000:03d}",
            name=self._name(sex),
            sex=sex,
            birth_date=born,
            joined_on=joined,
            official_on=official if official <= AS_OF else None,
            card=f"99{self.made:06d}",
            biography=f"{self.made:06d}SH",
            badge=badge,
            particulars=self._particulars(born, sex),
        )

    def place(self) -> str:
        return f"Đảng bộ huyện {self.rng.choice(_DISTRICTS)}"

    def _day(self, first: int, last: int) -> datetime.date:
        start, end = datetime.date(first, 1, 1), datetime.date(last, 12, 20)
        return start + self.rng.randrange((end - start).days) * DAY

    def _name(self, sex: str) -> str:
        """Three or four words, no two the same: the register's readers look for people by name."""
        rng = self.rng
        while True:
            words = [_pick(rng, _FAMILIES), rng.choice(_MIDDLES[sex]), rng.choice(_GIVENS[sex])]
            if rng.random() < 0.35:
                words.insert(2, rng.choice(_GIVENS[sex]))
            name = " ".join(words)
            if name not in self._names and len(set(words)) == len(words):
                self._names.add(name)
                return name

    def _particulars(self, born: datetime.date, sex: str) -> dict[str, str]:
        rng = self.rng
        degree = rng.choices(tuple(_DEGREES), (70, 14, 8, 8))[0]
        theory = rng.choices(("Sơ cấp", "Trung cấp", "Cao cấp"), (62, 27, 11))[0]
        general = "10/10" if born.year < 1963 else "12/12"
        return {
            "sex": f"{'Nam' if sex == 'm' else 'Nữ'}; {_pick(rng, _ETHNICITIES)}; {_pick(rng, _RELIGIONS)}",
            "hometown": f"xã {rng.choice(_COMMUNES)}, huyện {rng.choice(_DISTRICTS)}",
            "education": f"{general}; {theory}; {degree} {rng.choice(_DEGREES[degree])}; {_pick(rng, _LANGUAGES)}",
            "occupation": f"{_pick(rng, _BEFORE)}; {_pick(rng, _NOW)}",
            "service": rng.choices(("", "Bộ đội chuyển ngành"), (95, 5))[0] if sex == "m" else "",
        }


def _pick(rng: random.Random, weighted: dict[str, int]) -> str:
    return rng.choices(tuple(weighted), tuple(weighted.values()))[0]


def _year_later(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return datetime.date(day.year + 1, 3, 1)
