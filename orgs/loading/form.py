"""How the form looks: its sheets, columns and words. What reads the form and what writes one share them."""

from __future__ import annotations

from dataclasses import dataclass

from orgs.models import Seat, Unit

K, R = Unit.Kind, Seat.Role

# Between the parts of a joint column; a line break in the cell means the same.
SEPARATOR = ";"
AS_OF_LABEL = "Số liệu tính đến ngày"


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name, with its columns from left to right: key in the code, and words in the header."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _words in self.columns)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(words for _key, words in self.columns)


UNITS = Sheet(
    "Tổ chức",
    (
        ("code", "Mã tổ chức"),
        ("name", "Tên tổ chức"),
        ("kind", "Loại tổ chức"),
        ("parent", "Mã tổ chức cấp trên"),
        ("category", "Loại hình"),
        ("regulation", "Quy định chức năng, nhiệm vụ"),
        ("valid_from", "Có từ ngày"),
        ("valid_to", "Đến hết ngày"),
        ("authority_number", "Ủy quyền kết nạp: số văn bản"),
        ("authority_date", "Ủy quyền kết nạp: ngày văn bản"),
        ("authority_from", "Ủy quyền kết nạp: từ ngày"),
        ("authority_to", "Ủy quyền kết nạp: đến hết ngày"),
    ),
)
SEATS = Sheet(
    "Chức danh",
    (
        ("citizen_id", "Số căn cước công dân"),
        ("name", "Họ và tên"),
        ("unit", "Mã tổ chức"),
        ("role", "Chức danh"),
        ("starts", "Từ ngày"),
        ("ends", "Đến hết ngày"),
        ("paper", "Văn bản"),
    ),
)
# Three columns of ours, then the fourteen of form 7-HSĐV.
REGISTER = Sheet(
    "Sổ danh sách đảng viên",
    (
        ("unit", "Mã tổ chức"),
        ("birth_date", "Ngày sinh"),
        ("citizen_id", "Số căn cước công dân"),
        ("number", "Số TT"),
        ("names", "Họ và tên; tên khai sinh"),
        ("sex", "Nam, nữ; dân tộc; tôn giáo"),
        ("hometown", "Quê quán"),
        ("education", "Giáo dục phổ thông; lý luận chính trị; chuyên môn; ngoại ngữ"),
        ("occupation", "Nghề nghiệp khi vào Đảng; hiện nay"),
        ("dates", "Ngày vào Đảng; ngày chính thức"),
        ("numbers", "Số thẻ; số lý lịch; số huy hiệu"),
        ("service", "Bộ đội, công an, hưu trí"),
        ("moved_out", "Chuyển đi: ngày; nơi đến"),
        ("moved_in", "Chuyển đến: ngày; nơi đi"),
        ("died", "Từ trần: ngày; lý do"),
        ("left", "Ra khỏi Đảng: ngày; hình thức"),
        ("note", "Ghi chú"),
    ),
)
SHEETS = (UNITS, SEATS, REGISTER)

KIND_WORDS = {
    K.BLOC: "Đảng bộ khối",
    K.GRASSROOTS_COMMITTEE: "Đảng bộ cơ sở",
    K.DEPARTMENTAL_COMMITTEE: "Đảng bộ bộ phận",
    K.CELL: "Chi bộ",
    K.GRASSROOTS_CELL: "Chi bộ cơ sở",
}
ROLE_WORDS = {
    R.SECRETARY: "Bí thư",
    R.STANDING_DEPUTY: "Phó bí thư thường trực",
    R.DEPUTY: "Phó bí thư",
    R.STANDING_MEMBER: "Ủy viên ban thường vụ",
    R.COMMITTEE_MEMBER: "Cấp ủy viên",
    R.ORGANISATION_BOARD: "Ban tổ chức",
    R.OFFICER: "Cán bộ đảng ủy",
    R.TRAINING_CENTRE: "Trung tâm chính trị",
    R.OFFICE: "Văn phòng đảng ủy",
    R.INSPECTION: "Ủy ban kiểm tra",
}
SEX_WORDS = {"m": "Nam", "f": "Nữ"}
