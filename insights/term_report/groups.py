"""By what those admitted are told apart, each with the words of a party report. Pure.

Education and occupation are kept as they were written; a word at their beginning decides. What is not written counts as
not recorded, and is told as such, so that the rows of every table add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

UNKNOWN = "unknown"
OTHER = "other"
UNKNOWN_WORDS = "Chưa ghi nhận"

_EDUCATION = (
    ("postgraduate", ("tiến sĩ", "thạc sĩ", "sau đại học", "chuyên khoa", "bác sĩ nội trú")),
    ("university", ("đại học", "cử nhân", "kỹ sư", "kiến trúc sư", "bác sĩ", "dược sĩ")),
    ("college", ("cao đẳng",)),
    ("vocational", ("trung cấp", "sơ cấp", "công nhân kỹ thuật")),
)
_OCCUPATION = (
    ("civil_servant", ("công chức", "chuyên viên", "cán bộ")),
    ("public_employee", ("viên chức", "giáo viên", "giảng viên", "bác sĩ", "điều dưỡng", "y sĩ", "nghiên cứu viên")),
    ("business", ("nhân viên", "kế toán", "kinh doanh", "doanh nhân")),
    ("worker", ("công nhân",)),
    ("farmer", ("nông dân",)),
    ("armed_forces", ("bộ đội", "quân nhân", "công an", "sĩ quan")),
    ("student", ("sinh viên", "học sinh")),
)
_AGES = ((30, "to_30"), (40, "to_40"), (50, "to_50"))


@dataclass(frozen=True)
class Grouping:
    """`kinds`: each code of it with its words, in the order of a table; UNKNOWN stands last, where there are such."""

    key: str
    words: str
    kinds: Sequence[tuple[str, str]]

    @property
    def shown(self) -> Sequence[tuple[str, str]]:
        return (*self.kinds, (UNKNOWN, UNKNOWN_WORDS))


GROUPINGS = (
    Grouping("sex", "Giới tính", (("m", "Nam"), ("f", "Nữ"))),
    Grouping(
        "age",
        "Tuổi khi được kết nạp",
        (("to_30", "Từ 18 đến 30"), ("to_40", "Từ 31 đến 40"), ("to_50", "Từ 41 đến 50"), ("over_50", "Trên 50")),
    ),
    Grouping("ethnicity", "Dân tộc", (("majority", "Kinh"), ("minority", "Dân tộc thiểu số"))),
    Grouping("religion", "Tôn giáo", (("none", "Không"), ("some", "Có đạo"))),
    Grouping(
        "education",
        "Trình độ chuyên môn",
        (
            ("postgraduate", "Sau đại học"),
            ("university", "Đại học"),
            ("college", "Cao đẳng"),
            ("vocational", "Trung cấp, sơ cấp"),
            (OTHER, "Trình độ khác"),
        ),
    ),
    Grouping(
        "occupation",
        "Nghề nghiệp",
        (
            ("civil_servant", "Công chức"),
            ("public_employee", "Viên chức hoạt động sự nghiệp"),
            ("business", "Nhân viên doanh nghiệp"),
            ("worker", "Công nhân"),
            ("farmer", "Nông dân"),
            ("armed_forces", "Lực lượng vũ trang"),
            ("student", "Học sinh, sinh viên"),
            (OTHER, "Nghề nghiệp khác"),
        ),
    ),
    Grouping(
        "union",
        "Đoàn thể",
        (("youth", "Đoàn viên thanh niên"), ("trade", "Đoàn viên công đoàn"), (OTHER, "Đoàn thể khác")),
    ),
)
BY_KEY = {one.key: one for one in GROUPINGS}


def age_kind(years: int) -> str:
    return next((kind for most, kind in _AGES if years <= most), "over_50")


def ethnicity_kind(text: str) -> str:
    return UNKNOWN if not text.strip() else "majority" if text.strip().casefold() == "kinh" else "minority"


def religion_kind(text: str) -> str:
    return UNKNOWN if not text.strip() else "none" if text.strip().casefold() == "không" else "some"


def education_kind(text: str) -> str:
    return _begins(text, _EDUCATION)


def occupation_kind(text: str) -> str:
    return _begins(text, _OCCUPATION)


def union_kind(text: str) -> str:
    """The Youth Union counts before the trade union, which nearly everybody in an office belongs to."""
    plain = text.casefold()
    if not plain.strip():
        return UNKNOWN
    return "youth" if "thanh niên" in plain else "trade" if "công đoàn" in plain else OTHER


def _begins(text: str, kinds: Sequence[tuple[str, Sequence[str]]]) -> str:
    plain = text.strip().casefold()
    if not plain:
        return UNKNOWN
    return next((kind for kind, words in kinds if plain.startswith(tuple(words))), OTHER)
