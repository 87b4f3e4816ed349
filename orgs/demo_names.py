"""Names that belong to nobody, from a seeded generator: for the demo's register and for simulated candidates.

Standard library only. The same `random.Random` in the same state gives the same name.
"""

from __future__ import annotations

import random

MALE, FEMALE = "m", "f"

# Family names by how common they are, per thousand or so.
_FAMILIES = {
    "Nguyễn": 320, "Trần": 110, "Lê": 95, "Phạm": 70, "Hoàng": 40, "Phan": 40, "Vũ": 35, "Võ": 30, "Đặng": 28,
    "Bùi": 26, "Đỗ": 22, "Hồ": 18, "Ngô": 18, "Dương": 16, "Lý": 10, "Đinh": 12, "Trương": 12, "Lương": 10,
    "Mai": 9, "Cao": 8, "Tạ": 7, "Hà": 9, "Đoàn": 9, "Trịnh": 9, "Lâm": 7, "Phùng": 6, "Tô": 5, "Chu": 5,
    "Châu": 4, "Thái": 4, "Kiều": 3, "Nông": 4, "Triệu": 3, "Quách": 3, "Thân": 2, "Vương": 3, "La": 2, "Tống": 2,
}  # fmt: skip
_MIDDLES = {
    MALE: {
        "Văn": 40, "Hữu": 12, "Đức": 12, "Quốc": 10, "Minh": 10, "Xuân": 8, "Đình": 9, "Công": 7, "Thanh": 8, "Ngọc": 6,
        "Quang": 8, "Anh": 5, "Trọng": 4, "Mạnh": 5, "Tiến": 5, "Duy": 4, "Bá": 3, "Viết": 3, "Thế": 4, "Hoàng": 4,
    },
    FEMALE: {
        "Thị": 45, "Thị Thu": 9, "Thị Hồng": 9, "Thị Minh": 7, "Thị Thanh": 9, "Thị Kim": 7, "Thị Ngọc": 8,
        "Thị Bích": 6, "Thị Lan": 4, "Thị Mai": 4, "Thu": 5, "Ngọc": 5, "Thanh": 4, "Phương": 4, "Thị Phương": 5,
        "Thị Quỳnh": 3, "Hoài": 3, "Thị Diệu": 2, "Thị Mỹ": 3, "Thị Xuân": 3,
    },
}  # fmt: skip
_GIVEN = {
    MALE: (
        "An Anh Bách Bảo Bằng Bình Chiến Chính Cường Dũng Duy Dương Đạt Đăng Điệp Đông Đức Giang Hà Hải Hạnh Hậu Hiếu "
        "Hiệp Hiển Hòa Hoàn Hoàng Hùng Huy Hưng Khải Khánh Khiêm Khoa Khôi Kiên Lâm Linh Long Lộc Lợi Luân Lực Mạnh "
        "Minh Nam Nghĩa Nguyên Nhân Nhật Phong Phú Phúc Phước Quân Quang Quý Quyền Quyết Sang Sơn Tài Tân Tâm Thạch "
        "Thái Thành Thanh Thắng Thiện Thịnh Thông Thuận Tiến Tín Toàn Trí Triết Trung Trường Tú Tuấn Tùng Tường Vinh "
        "Việt Vũ Vương"
    ),
    FEMALE: (
        "An Anh Ánh Bích Bình Châu Chi Chung Cúc Diệp Dung Duyên Đào Điệp Giang Hà Hải Hạnh Hằng Hân Hiền Hiệp Hoa "
        "Hoài Hòa Hồng Huệ Huyền Hương Hường Khánh Lan Lành Lê Liên Linh Loan Lộc Ly Mai Mận Mơ My Nga Ngà Ngân "
        "Nghĩa Ngọc Nguyệt Nhàn Nhi Nhung Oanh Phương Phượng Quế Quyên Quỳnh Sen Tâm Thanh Thảo Thoa Thơ Thu Thủy Thúy "
        "Thư Thương Trang Trâm Trinh Trúc Tuyết Tươi Uyên Vân Vi Vinh Xuân Yên Yến"
    ),
}


def full_name(rng: random.Random, sex: str, *, family: str = "") -> str:
    """A full name for `sex` ("m" or "f"), of the given family or of any."""
    middles = _MIDDLES[sex]
    middle = rng.choices(list(middles), list(middles.values()))[0]
    given = rng.choice([name for name in _GIVEN[sex].split() if name not in middle.split()])
    return f"{family or family_name(rng)} {middle} {given}"


def family_name(rng: random.Random) -> str:
    return rng.choices(list(_FAMILIES), list(_FAMILIES.values()))[0]
