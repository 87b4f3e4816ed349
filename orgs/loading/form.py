"""How the form looks: its sheets, columns and words. What reads the form and what writes one share them.

Standard library only: the generator of the demo's file needs no database.
"""

from __future__ import annotations

from dataclasses import dataclass

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

# Kinds of Unit and roles of Seat, in the words of the form.
KIND_WORDS = {
    "bloc": "Đảng bộ khối",
    "grassroots_committee": "Đảng bộ cơ sở",
    "departmental_committee": "Đảng bộ bộ phận",
    "cell": "Chi bộ",
    "grassroots_cell": "Chi bộ cơ sở",
}
ROLE_WORDS = {
    "secretary": "Bí thư",
    "standing_deputy": "Phó bí thư thường trực",
    "deputy": "Phó bí thư",
    "standing_member": "Ủy viên ban thường vụ",
    "committee_member": "Cấp ủy viên",
    "organisation_board": "Ban tổ chức",
    "officer": "Cán bộ đảng ủy",
    "training_centre": "Trung tâm chính trị",
    "office": "Văn phòng đảng ủy",
    "inspection": "Ủy ban kiểm tra",
}
SEX_WORDS = {"m": "Nam", "f": "Nữ"}
