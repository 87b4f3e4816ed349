"""The organisations of the demo's province: what a province's agencies are called, with the departments of each.

Which regulation governs which category is the demo's guess, marked as to confirm in the file.
"""

from __future__ import annotations

from dataclasses import dataclass

BLOC = ("DUK", "Đảng bộ Khối các cơ quan tỉnh")
# The bloc's own office: most seats of the bloc are held from here.
OWN_OFFICE = "CQK"

ADMINISTRATION = "Cơ quan hành chính"
PARTY = "Cơ quan tham mưu của Đảng"
JUSTICE = "Cơ quan nội chính, tư pháp"
MASS = "Mặt trận, đoàn thể"
SERVICE = "Đơn vị sự nghiệp"

REGULATIONS = {
    ADMINISTRATION: "98-QĐ/TW (cần xác nhận)",
    JUSTICE: "98-QĐ/TW (cần xác nhận)",
    PARTY: "163-QĐ/TW (cần xác nhận)",
    MASS: "165-QĐ/TW (cần xác nhận)",
    SERVICE: "97-QĐ/TW (cần xác nhận)",
}


@dataclass(frozen=True)
class Organisation:
    """A grassroots organisation: with departments it has a committee and a cell for each, without it is a cell."""

    code: str
    name: str
    category: str
    departments: tuple[str, ...] = ()
    # Those of the departments whose cells stand under a departmental committee, and its name.
    departmental_name: str = ""
    departmental: tuple[str, ...] = ()


def _with(code: str, name: str, category: str, departments: str) -> Organisation:
    return Organisation(
        code, name, category, tuple(" ".join(department.split()) for department in departments.split("|"))
    )


COMMITTEES = (
    _with(
        "VPTU",
        "Văn phòng Tỉnh ủy",
        PARTY,
        """Phòng Tổng hợp|Phòng Hành chính - Tiếp dân|Phòng Cơ yếu - Công nghệ
        thông tin|Phòng Lưu trữ|Phòng Tài chính đảng|Phòng Quản trị""",
    ),
    _with(
        "VPUB",
        "Văn phòng Ủy ban nhân dân tỉnh",
        ADMINISTRATION,
        """Phòng Tổng hợp|Phòng Kinh tế ngành|Phòng Văn hóa -
        Xã hội|Phòng Nội chính|Phòng Hành chính - Tổ chức|Phòng Quản trị - Tài vụ|Ban Tiếp công dân|Trung tâm Tin học -
        Công báo""",
    ),
    _with(
        "SNV",
        "Sở Nội vụ",
        ADMINISTRATION,
        """Phòng Tổ chức cán bộ|Văn phòng|Thanh tra|Phòng Xây dựng chính quyền|Phòng
        Cải cách hành chính|Ban Thi đua - Khen thưởng|Ban Tôn giáo|Chi cục Văn thư - Lưu trữ""",
    ),
    _with(
        "STC",
        "Sở Tài chính",
        ADMINISTRATION,
        """Văn phòng|Phòng Quản lý ngân sách|Phòng Hành chính sự nghiệp|Phòng Đầu
        tư|Phòng Quản lý giá - công sản|Phòng Tài chính doanh nghiệp|Thanh tra""",
    ),
    _with(
        "SKH",
        "Sở Kế hoạch và Đầu tư",
        ADMINISTRATION,
        """Văn phòng|Phòng Tổng hợp|Phòng Đăng ký kinh doanh|Phòng Kinh tế
        đối ngoại|Phòng Thẩm định|Thanh tra""",
    ),
    _with(
        "SNN",
        "Sở Nông nghiệp và Phát triển nông thôn",
        ADMINISTRATION,
        """Văn phòng|Phòng Kế hoạch - Tài chính|Chi cục
        Thủy lợi|Chi cục Bảo vệ thực vật|Chi cục Thú y|Chi cục Phát triển nông thôn|Chi cục Thủy sản|Trung tâm Khuyến
        nông|Trung tâm Nước sạch""",
    ),
    _with(
        "STN",
        "Sở Tài nguyên và Môi trường",
        ADMINISTRATION,
        """Văn phòng|Phòng Quản lý đất đai|Phòng Khoáng sản|Chi cục
        Bảo vệ môi trường|Văn phòng Đăng ký đất đai|Trung tâm Quan trắc|Thanh tra""",
    ),
    _with(
        "SXD",
        "Sở Xây dựng",
        ADMINISTRATION,
        """Văn phòng|Phòng Quản lý quy hoạch|Phòng Quản lý nhà|Phòng Hạ tầng kỹ
        thuật|Thanh tra|Viện Quy hoạch xây dựng""",
    ),
    _with(
        "SGT",
        "Sở Giao thông vận tải",
        ADMINISTRATION,
        """Văn phòng|Phòng Quản lý hạ tầng|Phòng Quản lý vận tải|Thanh
        tra giao thông|Ban Quản lý dự án|Trung tâm Đăng kiểm""",
    ),
    _with(
        "SCT",
        "Sở Công Thương",
        ADMINISTRATION,
        """Văn phòng|Phòng Quản lý công nghiệp|Phòng Quản lý thương mại|Phòng Kỹ
        thuật an toàn|Phòng Xuất nhập khẩu|Trung tâm Khuyến công""",
    ),
    _with(
        "SGD",
        "Sở Giáo dục và Đào tạo",
        ADMINISTRATION,
        """Văn phòng|Phòng Tổ chức cán bộ|Phòng Giáo dục trung
        học|Phòng Giáo dục tiểu học - mầm non|Phòng Khảo thí|Thanh tra|Trung tâm Giáo dục thường xuyên""",
    ),
    _with(
        "SYT",
        "Sở Y tế",
        ADMINISTRATION,
        """Văn phòng|Phòng Nghiệp vụ y|Phòng Tổ chức cán bộ|Thanh tra|Chi cục Dân
        số|Chi cục An toàn vệ sinh thực phẩm|Trung tâm Y tế dự phòng|Trung tâm Kiểm nghiệm""",
    ),
    _with(
        "SLD",
        "Sở Lao động - Thương binh và Xã hội",
        ADMINISTRATION,
        """Văn phòng|Phòng Người có công|Phòng Việc làm -
        An toàn lao động|Phòng Bảo trợ xã hội|Trung tâm Dịch vụ việc làm|Trung tâm Bảo trợ xã hội""",
    ),
    _with(
        "SVH",
        "Sở Văn hóa, Thể thao và Du lịch",
        ADMINISTRATION,
        """Văn phòng|Phòng Nghiệp vụ văn hóa|Phòng Nghiệp vụ
        thể dục thể thao|Phòng Nghiệp vụ du lịch|Thư viện tỉnh|Nhà hát Nghệ thuật|Trung tâm Huấn luyện thể thao""",
    ),
    _with(
        "STP",
        "Sở Tư pháp",
        ADMINISTRATION,
        """Văn phòng|Phòng Xây dựng và kiểm tra văn bản|Phòng Hành chính - Bổ trợ
        tư pháp|Phòng Công chứng số 1|Trung tâm Trợ giúp pháp lý""",
    ),
    _with(
        "SKC",
        "Sở Khoa học và Công nghệ",
        ADMINISTRATION,
        """Văn phòng|Phòng Quản lý khoa học|Chi cục Tiêu chuẩn Đo
        lường Chất lượng|Trung tâm Ứng dụng tiến bộ khoa học|Thanh tra""",
    ),
    _with(
        "TTT",
        "Thanh tra tỉnh",
        ADMINISTRATION,
        """Văn phòng|Phòng Nghiệp vụ 1|Phòng Nghiệp vụ 2|Phòng Nghiệp vụ 3|Phòng Giám sát
        sau thanh tra""",
    ),
    _with(
        "TAND",
        "Tòa án nhân dân tỉnh",
        JUSTICE,
        """Văn phòng|Tòa Hình sự|Tòa Dân sự|Tòa Hành chính - Kinh tế|Phòng Giám
        đốc kiểm tra|Phòng Tổ chức cán bộ""",
    ),
    _with(
        "VKS",
        "Viện kiểm sát nhân dân tỉnh",
        JUSTICE,
        """Văn phòng|Phòng Thực hành quyền công tố|Phòng Kiểm sát xét
        xử|Phòng Kiểm sát thi hành án|Phòng Kiểm sát án dân sự|Phòng Tổ chức cán bộ""",
    ),
    _with(
        "THA",
        "Cục Thi hành án dân sự tỉnh",
        JUSTICE,
        """Văn phòng|Phòng Nghiệp vụ|Phòng Kiểm tra, giải quyết khiếu
        nại|Phòng Tài vụ|Phòng Tổ chức cán bộ""",
    ),
    _with(
        "CTH",
        "Cục Thuế tỉnh",
        ADMINISTRATION,
        """Văn phòng|Phòng Thanh tra 1|Phòng Thanh tra 2|Phòng Kê khai - Kế toán
        thuế|Phòng Quản lý nợ|Phòng Tuyên truyền - Hỗ trợ|Phòng Tổng hợp dự toán|Phòng Tổ chức cán bộ""",
    ),
    _with(
        "KBN",
        "Kho bạc Nhà nước tỉnh",
        ADMINISTRATION,
        """Văn phòng|Phòng Kế toán nhà nước|Phòng Kiểm soát chi|Phòng
        Thanh tra|Phòng Tài vụ""",
    ),
    _with(
        "CHQ",
        "Cục Hải quan tỉnh",
        ADMINISTRATION,
        """Văn phòng|Phòng Nghiệp vụ|Chi cục Hải quan cửa khẩu|Chi cục Hải
        quan khu công nghiệp|Chi cục Kiểm tra sau thông quan|Đội Kiểm soát""",
    ),
    _with(
        "CTK",
        "Cục Thống kê tỉnh",
        ADMINISTRATION,
        """Phòng Tổ chức - Hành chính|Phòng Thống kê tổng hợp|Phòng Thống kê
        kinh tế|Phòng Thống kê xã hội|Phòng Thống kê công nghiệp""",
    ),
    _with(
        "BHX",
        "Bảo hiểm xã hội tỉnh",
        SERVICE,
        """Văn phòng|Phòng Thu|Phòng Chế độ|Phòng Giám định bảo hiểm y tế|Phòng Kế
        hoạch - Tài chính|Phòng Kiểm tra""",
    ),
    _with(
        "NHN",
        "Ngân hàng Nhà nước chi nhánh tỉnh",
        ADMINISTRATION,
        """Phòng Tổng hợp|Phòng Kế toán - Thanh toán|Phòng
        Tiền tệ - Kho quỹ|Thanh tra, giám sát ngân hàng""",
    ),
    _with(
        "CKL",
        "Chi cục Kiểm lâm",
        ADMINISTRATION,
        """Văn phòng Chi cục|Phòng Bảo tồn thiên nhiên|Phòng Thanh tra, pháp
        chế|Đội Kiểm lâm cơ động số 1|Đội Kiểm lâm cơ động số 2""",
    ),
    _with(
        "QLT",
        "Chi cục Quản lý thị trường",
        ADMINISTRATION,
        """Văn phòng Chi cục|Đội Quản lý thị trường cơ động|Đội Quản
        lý thị trường số 1|Đội Quản lý thị trường số 2|Đội Quản lý thị trường số 3""",
    ),
    _with(
        "PTT",
        "Đài Phát thanh và Truyền hình tỉnh",
        SERVICE,
        """Phòng Tổ chức - Hành chính|Phòng Thời sự|Phòng Chuyên
        đề|Phòng Văn nghệ - Giải trí|Phòng Kỹ thuật phát thanh|Phòng Kỹ thuật truyền hình|Phòng Dịch vụ - Quảng cáo""",
    ),
    _with(
        "BAO",
        "Báo Đảng tỉnh",
        PARTY,
        """Phòng Hành chính - Trị sự|Phòng Thư ký tòa soạn|Phòng Phóng viên kinh tế|Phòng
        Phóng viên xây dựng Đảng|Phòng Báo điện tử""",
    ),
    _with(
        "TCT",
        "Trường Chính trị tỉnh",
        SERVICE,
        """Phòng Đào tạo|Phòng Tổ chức - Hành chính|Khoa Lý luận Mác - Lênin|Khoa
        Xây dựng Đảng|Khoa Nhà nước và pháp luật|Khoa Dân vận""",
    ),
    _with(
        "CDS",
        "Trường Cao đẳng Sư phạm",
        SERVICE,
        """Phòng Đào tạo|Phòng Tổ chức - Hành chính|Khoa Tự nhiên|Khoa Xã
        hội|Khoa Tiểu học - Mầm non|Khoa Ngoại ngữ|Phòng Công tác học sinh, sinh viên""",
    ),
    _with(
        "CDY",
        "Trường Cao đẳng Y tế",
        SERVICE,
        """Phòng Đào tạo|Phòng Tổ chức - Hành chính|Khoa Điều dưỡng|Khoa Dược|Khoa
        Y học cơ sở|Phòng Công tác học sinh, sinh viên""",
    ),
    _with(
        "CDN",
        "Trường Cao đẳng Nghề",
        SERVICE,
        """Phòng Đào tạo|Phòng Hành chính - Tổng hợp|Khoa Cơ khí|Khoa Điện - Điện
        tử|Khoa Công nghệ thông tin|Khoa Kinh tế""",
    ),
    Organisation(
        "BVDK",
        "Bệnh viện Đa khoa tỉnh",
        SERVICE,
        (
            *("Phòng Tổ chức cán bộ", "Phòng Kế hoạch tổng hợp", "Phòng Điều dưỡng", "Phòng Tài chính - Kế toán"),
            *("Khoa Khám bệnh", "Khoa Cấp cứu - Hồi sức", "Khoa Dược", "Khoa Xét nghiệm", "Khoa Chẩn đoán hình ảnh"),
            *("Khoa Nội tổng hợp", "Khoa Nội tim mạch", "Khoa Nhi", "Khoa Truyền nhiễm"),
            *(
                "Khoa Ngoại tổng hợp",
                "Khoa Ngoại chấn thương",
                "Khoa Sản",
                "Khoa Gây mê hồi sức",
                "Khoa Mắt - Tai mũi họng",
            ),
        ),
        departmental_name="Khối Ngoại - Sản",
        departmental=("Khoa Ngoại tổng hợp", "Khoa Ngoại chấn thương", "Khoa Sản", "Khoa Gây mê hồi sức"),
    ),
    _with(
        "BVY",
        "Bệnh viện Y học cổ truyền",
        SERVICE,
        """Phòng Tổ chức - Hành chính|Phòng Kế hoạch tổng hợp|Khoa Khám
        bệnh|Khoa Nội - Châm cứu|Khoa Ngoại - Phụ|Khoa Dược""",
    ),
)

GRASSROOTS_CELLS = (
    Organisation(OWN_OFFICE, "Cơ quan Đảng ủy Khối", PARTY),
    Organisation("BTC", "Ban Tổ chức Tỉnh ủy", PARTY),
    Organisation("BTG", "Ban Tuyên giáo Tỉnh ủy", PARTY),
    Organisation("BDV", "Ban Dân vận Tỉnh ủy", PARTY),
    Organisation("BNC", "Ban Nội chính Tỉnh ủy", PARTY),
    Organisation("UKT", "Cơ quan Ủy ban Kiểm tra Tỉnh ủy", PARTY),
    Organisation("MTT", "Cơ quan Ủy ban Mặt trận Tổ quốc tỉnh", MASS),
    Organisation("LDL", "Liên đoàn Lao động tỉnh", MASS),
    Organisation("TDO", "Cơ quan Tỉnh Đoàn", MASS),
    Organisation("HPN", "Hội Liên hiệp Phụ nữ tỉnh", MASS),
    Organisation("HND", "Hội Nông dân tỉnh", MASS),
    Organisation("HCB", "Hội Cựu chiến binh tỉnh", MASS),
    Organisation("HCT", "Hội Chữ thập đỏ tỉnh", MASS),
    Organisation("HNB", "Hội Nhà báo tỉnh", MASS),
    Organisation("HVN", "Hội Văn học Nghệ thuật tỉnh", MASS),
    Organisation("HKH", "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh", MASS),
    Organisation("HLG", "Hội Luật gia tỉnh", MASS),
    Organisation("LHT", "Liên minh Hợp tác xã tỉnh", MASS),
    Organisation("DBQ", "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh", ADMINISTRATION),
    Organisation("STT", "Sở Thông tin và Truyền thông", ADMINISTRATION),
    Organisation("SNG", "Sở Ngoại vụ", ADMINISTRATION),
    Organisation("BDT", "Ban Dân tộc tỉnh", ADMINISTRATION),
    Organisation("KCN", "Ban Quản lý các khu công nghiệp tỉnh", ADMINISTRATION),
    Organisation("BTT", "Bảo tàng tỉnh", SERVICE),
    Organisation("QDT", "Quỹ Đầu tư phát triển tỉnh", SERVICE),
)
