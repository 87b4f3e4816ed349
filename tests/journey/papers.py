"""What is written into the forms, by the names of their fields."""

from __future__ import annotations

from django.utils import timezone

from tests.people import Bloc

NAME = "Nguyễn Thị Thanh Xuân"


def today() -> str:
    return timezone.localdate().strftime("%d/%m/%Y")


def paper(number: str, signed_by: str = "Trần Quốc Bảo") -> dict[str, str]:
    return {"number": number, "dated": today(), "signed_by": signed_by}


def nomination(office: Bloc, *, full_name: str = NAME, citizen_id: str = "025194000147") -> dict[str, str]:
    return {
        "full_name": full_name,
        "citizen_id": citizen_id,
        "birth_date": "03/02/1994",
        "sex": "nữ",
        "citizen": "on",
        "education": "tốt nghiệp trung học phổ thông trở lên",
        "political_standard": "có",
        "introducers_not_disciplined": "có",
        "introducer_1": office.cell_secretary.display_name,
        "introducer_1_since": "05/01/2009",
        "introducer_2": office.cell_deputy.display_name,
        "introducer_2_since": "05/01/2009",
        "helper": office.cell_deputy.display_name,
        "resolution_number": "05-NQ/CB",
        "resolution_dated": today(),
        "resolution_signed_by": office.cell_secretary.display_name,
    }


def relative(row: int, relation: str, full_name: str, birth_year: str) -> dict[str, str]:
    told = {"relation": relation, "full_name": full_name, "birth_year": birth_year}
    return {f"rows-{row}-{name}": value for name, value in told.items()}


def declaration() -> dict[str, str]:
    return {
        "application_dated": today(),
        "biography_dated": today(),
        "birth_place": "Phường Trần Phú, thành phố Hà Giang",
        "hometown": "Xã Thuận Hòa, huyện Vị Xuyên",
        "ethnicity": "Kinh",
        "religion": "Không",
        "general_education": "12/12",
        "permanent_residence": "Tổ 5, phường Trần Phú",
        "life_history": "2012-2016 học đại học; từ 2016 công tác tại Sở Nội vụ",
        **relative(0, "cha đẻ", "Nguyễn Văn Thanh", "1962"),
        **relative(1, "mẹ đẻ", "Phạm Thị Hoa", "1964"),
    }


def opinions() -> dict[str, str]:
    residence = {"asked": "Chi bộ tổ dân phố 5", "answer": "đồng ý", "answered_on": today()}
    union = {"asked": "Công đoàn cơ sở Sở Nội vụ", "answer": "đồng ý", "answered_on": today()}
    rows = {f"rows-0-{name}": value for name, value in residence.items()}
    rows |= {f"rows-1-{name}": value for name, value in union.items()}
    return rows | paper("07-TH/CB")


def verification(persons: int) -> dict[str, str]:
    rows: dict[str, str] = {}
    for row in range(persons):
        rows |= {
            f"rows-{row}-clear": "rõ ràng",
            f"rows-{row}-authority": "Công an phường Trần Phú",
            f"rows-{row}-answered_on": today(),
        }
    return rows | {"conclusion": "rõ ràng"} | paper("12-BC/ĐU", "Bùi Thanh Tùng")


def vote(number: str, votes_for: int, votes_against: int = 0) -> dict[str, str]:
    return {
        "dated": today(),
        "voting": "biểu quyết bằng thẻ",
        "present": str(votes_for + votes_against),
        "votes_for": str(votes_for),
        "votes_against": str(votes_against),
        "number": number,
        "signed_by": "Trần Quốc Bảo",
    }
