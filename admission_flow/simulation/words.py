"""What the papers of a simulated history say. Plausible, invented, in the office's own language."""

from __future__ import annotations

# The code of no province, so that a citizen ID that begins with it is nobody's.
NO_PROVINCE = "098"
PLACES: dict[str, tuple[str, ...]] = {
    "thành phố Phú Sơn": (
        *("Phường Trần Phú", "Phường Nguyễn Trãi", "Phường Hòa Bình", "Phường Tân An", "Phường Lê Lợi"),
        *("Phường Đông Kinh", "Phường Quang Trung", "Xã Hòa Lạc"),
    ),
    "huyện Thanh Lâm": ("Thị trấn Thanh Lâm", "Xã Tân Hưng", "Xã Đồng Tiến", "Xã Phúc Lộc"),
    "huyện Bình Giang Thượng": ("Xã Vĩnh Hòa", "Xã An Thịnh", "Xã Kim Sơn"),
    "huyện Yên Khê": ("Thị trấn Yên Khê", "Xã Đại Đồng", "Xã Minh Khai", "Xã Thượng Trung"),
    "thị xã Hòa Phong": ("Phường Bắc Sơn", "Phường Nam Sơn", "Xã Liên Hồng"),
}
SCHOOLS = (
    *("Trường Đại học Luật Hà Nội", "Học viện Hành chính Quốc gia", "Trường Đại học Kinh tế quốc dân"),
    *("Trường Đại học Thái Nguyên", "Trường Đại học Vinh", "Học viện Tài chính", "Trường Đại học Y Hà Nội"),
    *("Trường Đại học Nông nghiệp Hà Nội", "Trường Đại học Bách khoa Hà Nội", "Trường Đại học Sư phạm Hà Nội"),
)
SUBJECTS = (
    *("ngành Luật", "ngành Quản trị nhân lực", "ngành Kế toán", "ngành Công nghệ thông tin", "ngành Hành chính học"),
    *("ngành Tài chính", "ngành Y đa khoa", "ngành Điều dưỡng", "ngành Nông học", "ngành Văn học", "ngành Toán học"),
)
# Of ten people of these agencies.
ETHNICITIES = (*("Kinh",) * 7, "Tày", "Nùng", "Mường")
RELIGIONS = (*("Không",) * 9, "Phật giáo")
POLITICAL_THEORY = ("", "", "Sơ cấp", "Trung cấp")
LANGUAGES = ("Tiếng Anh B1", "Tiếng Anh B1", "Tiếng Anh B2", "Tiếng Trung B1", "")
OCCUPATIONS = (
    *("Nông dân", "Giáo viên", "Công chức xã", "Kinh doanh tự do", "Công nhân", "Bộ đội", "Kế toán", "Y sĩ"),
    *("Lái xe", "Thợ xây", "Cán bộ thôn", "Nội trợ", "Kỹ sư", "Viên chức", "Buôn bán nhỏ"),
)
REWARDS = (
    *("", "", "Lao động tiên tiến", "Lao động tiên tiến 2 năm liền", "Chiến sĩ thi đua cơ sở"),
    *("Giấy khen của Giám đốc Sở", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "Giấy khen của Công đoàn ngành"),
)
GAPS_FILLED = (
    *("06 tháng chờ việc sau khi tốt nghiệp ở cùng bố mẹ", "học lớp bồi dưỡng nghiệp vụ 03 tháng"),
    *("hợp đồng lao động tại Văn phòng trước khi được tuyển dụng", "nghỉ thai sản 06 tháng theo chế độ"),
)

OPINIONS = {
    "agrees": (
        *("Có phẩm chất đạo đức tốt, được quần chúng tín nhiệm", "Gia đình chấp hành tốt chủ trương, pháp luật"),
        *("Tích cực tham gia phong trào, lối sống lành mạnh", "Hoàn thành tốt nhiệm vụ được giao"),
    ),
    "other": (
        "Ít tham gia sinh hoạt nơi cư trú, đề nghị quan tâm hơn",
        "Mới chuyển về địa bàn, chưa có điều kiện nhận xét sâu",
        "Cần mạnh dạn hơn trong góp ý, xây dựng tập thể",
    ),
}
AUTHORITIES = (
    *("Đảng ủy phường Trần Phú", "Đảng ủy xã Tân Hưng", "Đảng ủy xã Đại Đồng", "Đảng ủy phường Bắc Sơn"),
    *("Công an phường Nguyễn Trãi", "Đảng ủy thị trấn Yên Khê", "Đảng ủy phường Hòa Bình"),
)
# Whether the refusal is improper -> its reason.
REFUSALS = {
    True: "Gia đình có người ngoài diện thẩm tra chưa rõ lịch sử chính trị nên chưa xác nhận",
    False: "Người được hỏi đã chuyển đi nơi khác, địa phương không còn quản lý",
}
BOARD_ABOVE = "Ban Tổ chức Huyện ủy Thanh Lâm"
ESCALATED = "Đảng ủy cơ sở chưa xác nhận, đề nghị cấp trên trực tiếp xem xét, trả lời"
UNCLEAR = (
    "Chưa rõ thời gian công tác của người thân trước năm 1990",
    "Nơi cư trú cũ chưa có văn bản trả lời về người thân",
    "Quê quán khai chưa thống nhất với giấy khai sinh",
    "Chưa rõ quá trình công tác từ khi tốt nghiệp",
)
EXPIRED = "Giấy tờ đã hết thời hạn sử dụng trước khi chi bộ họp xét"
RETURN_REASONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "papers": ("Hồ sơ còn thiếu giấy tờ", ("Giấy xác nhận nơi cư trú", "Bản sao văn bằng có chứng thực")),
    "residence": ("Nơi ở hiện nay khác với nơi đã lấy ý kiến", ("Nơi ở hiện nay", "Ý kiến của chi ủy nơi cư trú mới")),
    "biography": ("Lý lịch khai chưa đầy đủ, chưa liên tục", ("Bổ sung khoảng thời gian còn trống",)),
    "relatives": ("Phần khai về người thân chưa khớp kết quả thẩm tra", ("Khai lại nghề nghiệp của người thân",)),
    "opinions": ("Ý kiến nhận xét đã cũ, cần lấy lại", ("Nhận xét của chi ủy nơi cư trú",)),
    "verification": ("Kết luận thẩm tra chưa rõ", ("Xác minh lại nội dung chưa rõ", "Xác nhận của nơi công tác cũ")),
}
SUPPLIED = ("Đã bổ sung đủ theo yêu cầu", "Chi bộ đã kiểm tra, bổ sung đầy đủ", "Đã khai lại và nộp giấy xác nhận")
WITHDRAWN = (
    *("Người xin vào Đảng chuyển công tác ra ngoài tỉnh", "Người xin vào Đảng có đơn xin rút vì lý do cá nhân"),
    *("Thẩm tra kéo dài, chi bộ rút hồ sơ để chuẩn bị lại", "Người xin vào Đảng nghỉ việc dài hạn"),
)
REFUSED = (
    *("Chưa đủ thời gian phấn đấu, cần bồi dưỡng thêm", "Kết quả hoàn thành nhiệm vụ năm gần nhất chưa đạt yêu cầu"),
    *("Tập thể chi bộ còn nhiều ý kiến khác nhau", "Cần làm rõ thêm về lịch sử chính trị của gia đình"),
)
NOT_PROPOSED = "Chi bộ biểu quyết chưa đạt tỷ lệ, đề nghị chưa kết nạp"
QUESTIONS = (
    ("Ban Bảo vệ chính trị nội bộ", "Đề nghị cho ý kiến về lịch sử chính trị của gia đình"),
    ("Ủy ban kiểm tra Đảng ủy Khối", "Đề nghị cho ý kiến về đơn thư liên quan"),
)
ANSWERS = ("Không phát hiện vấn đề gì, đủ điều kiện xem xét", "Đơn thư không có cơ sở, đề nghị xem xét kết nạp")
DEPARTMENT = ("Hồ sơ đủ, đúng quy định; đề nghị kết nạp", "Nghị quyết của chi bộ đúng thủ tục; đề nghị đảng ủy xem xét")
ON_RECOGNITION = (
    "Đảng viên dự bị đủ tư cách; đề nghị công nhận",
    "Nghị quyết của chi bộ đúng thủ tục; đề nghị xem xét",
)
NOT_QUALIFIED = "Không hoàn thành nhiệm vụ trong thời gian dự bị, không đủ tư cách đảng viên"
CHECKED = ("Hồ sơ đủ, đúng mẫu", "", "Đã đối chiếu bản gốc", "")
HALLS = ("Hội trường cơ quan", "Phòng họp chi bộ", "Phòng truyền thống", "Hội trường tầng 2")
TRAINING_CENTRE = "Trung tâm chính trị"
# Of a ceremony after its last day.
HELD_LATE = "Người được kết nạp đi công tác xa, không về kịp"
SUPERIOR = "Phó bí thư thường trực"
