"""The built-in forms of admission: plain words in the manner of such papers, to be replaced by the office's own.

The codes are those of domain, section 4; of the letter and the report of the verification no code was seen.
"""

from __future__ import annotations

from documents.forms.layout import By, Each, Grid, Par, Sheet, Where

HEADED = ("{{ superior }}", "{{ organisation }}", "Số {{ number }}")
KEPT = ("Lưu hồ sơ.",)
BORN = "sinh ngày {{ birth_date }}"
CANDIDATE = Par("Họ và tên: {{ full_name }}; giới tính: {{ sex }}; " + BORN + ".")
ORIGIN = Par("Dân tộc: {{ ethnicity }}; tôn giáo: {{ religion }}; quê quán: {{ hometown }}.")
RESIDENCE = Par("Nơi thường trú: {{ permanent_residence }}. Nơi ở hiện nay: {{ current_residence }}.")
WORK = Par("Nghề nghiệp: {{ occupation }}. Chi bộ xét kết nạp: {{ cell }}.")
WHO = (CANDIDATE, ORIGIN, RESIDENCE, WORK)


def tally(of: str) -> tuple[Par | Where, ...]:
    """The result of a vote; `of` is who is counted."""
    return (
        Par(f"Tổng số {of}: {{{{ votes_entitled }}}}; có mặt: {{{{ votes_present }}}}; vắng: {{{{ votes_absent }}}}."),
        Par("Hình thức biểu quyết: {{ voting }}."),
        Par("Tán thành: {{ votes_for }}, đạt {{ votes_for_percent }} tổng số được tính."),
        Par("Không tán thành: {{ votes_against }}; ý kiến khác: {{ votes_other }}; không hợp lệ: {{ votes_invalid }}."),
        Where("reason", (Par("Lý do, ý kiến ghi nhận: {{ reason }}", ragged=True),)),
    )


_ANSWERED = (
    "- {{ one.asked }}, ngày {{ one.answered_on }}: {{ one.answer }}{% if one.summary %}. {{ one.summary }}{% endif %}"
)
OPINIONS = (
    Par("1. Ý kiến của tổ chức chính trị - xã hội nơi làm việc", bold=True),
    Each("work_opinions", _ANSWERED),
    Par("2. Ý kiến của chi ủy, chi bộ nơi cư trú", bold=True),
    Each("residence_opinions", _ANSWERED),
    Par("3. Nhận xét chung của chi ủy", bold=True),
    Par(
        "Đã hỏi {{ opinions_asked }} nơi; đồng ý {{ opinions_agree }}; không đồng ý {{ opinions_disagree }}; ý kiến "
        "khác {{ opinions_other }}.",
    ),
    By(3),
)

# What a decision rests on, and who takes it.
DECIDED = (
    Par("- Căn cứ Điều lệ Đảng và {{ regulation }};", plain=True),
    Par("- Xét nghị quyết số {{ cell_number }} ngày {{ cell_dated }} của {{ cell }} và hồ sơ kèm theo;", plain=True),
    Par(
        "- Theo kết quả biểu quyết ngày {{ dated }}: {{ votes_for }} trên {{ votes_entitled }} tán thành,",
        plain=True,
    ),
    Par("{{ deciding_body }}", bold=True, centred=True),
    Par("QUYẾT ĐỊNH", bold=True, centred=True),
)

CERTIFICATE = Sheet(
    "CN-NTVĐ",
    "GIẤY CHỨNG NHẬN",
    "học lớp bồi dưỡng nhận thức về Đảng",
    (
        Par("{{ organisation }} chứng nhận:", plain=True),
        CANDIDATE,
        Par("Nơi sinh: {{ birth_place }}. Thuộc {{ cell }}, {{ superior_of_cell }}."),
        Par(
            "Đã học xong chương trình bồi dưỡng nhận thức về Đảng tại {{ class_name }}, từ ngày {{ class_from }} đến "
            "ngày {{ class_to }}; kết quả xếp loại: {{ class_grade }}.",
        ),
        Par("Giấy này có giá trị đến hết ngày {{ valid_to }}."),
    ),
    left=HEADED,
    signatures=(("GIÁM ĐỐC", "{{ signed_by }}"),),
)
APPLICATION = Sheet(
    "1-KNĐ",
    "ĐƠN XIN VÀO ĐẢNG",
    "",
    (
        Par("Kính gửi: Chi ủy {{ cell }};", plain=True),
        Par("Đảng ủy: {{ superior_of_cell }}.", plain=True),
        Par("Tôi là {{ full_name }}, " + BORN + "."),
        Par(
            "Nơi sinh: {{ birth_place }}. Quê quán: {{ hometown }}. Dân tộc: {{ ethnicity }}. Tôn giáo: {{ religion "
            "}}.",
        ),
        Par("Trình độ học vấn: {{ general_education }}. Nơi ở hiện nay: {{ current_residence }}."),
        Par("Nghề nghiệp: {{ occupation }}. Tổ chức đang tham gia: {{ organisations }}."),
        Par("Được xem xét giới thiệu vào Đảng tại {{ cell }}."),
        Par("Tôi tự viết về nhận thức và nguyện vọng của mình như sau:"),
        By(12),
        Par("Tôi xin chịu trách nhiệm về những điều đã viết trong đơn."),
    ),
    signatures=(("NGƯỜI LÀM ĐƠN", "{{ full_name }}"),),
)
BIOGRAPHY = Sheet(
    "2-KNĐ",
    "LÝ LỊCH",
    "của người xin vào Đảng",
    (
        Par("I. BẢN THÂN", bold=True, plain=True),
        Par("Họ và tên đang dùng: {{ full_name }}. Họ và tên khai sinh: {{ birth_name }}. Bí danh: {{ aliases }}."),
        Par("Ngày sinh: {{ birth_date }}. Giới tính: {{ sex }}. Số căn cước: {{ citizen_id }}."),
        Par("Nơi sinh: {{ birth_place }}. Quê quán: {{ hometown }}."),
        RESIDENCE,
        Par("Dân tộc: {{ ethnicity }}. Tôn giáo: {{ religion }}. Thành phần gia đình: {{ social_class }}."),
        Par("Nghề nghiệp trước đây: {{ occupation_before }}. Nghề nghiệp hiện nay: {{ occupation }}."),
        Par("Học vấn phổ thông: {{ general_education }}. Chuyên môn: {{ professional_education }}."),
        Par("Lý luận chính trị: {{ political_theory }}. Ngoại ngữ, tiếng dân tộc: {{ languages }}."),
        Par("Tổ chức chính trị - xã hội đang tham gia: {{ organisations }}."),
        Par("II. QUÁ TRÌNH HỌC TẬP, CÔNG TÁC", bold=True, plain=True),
        Par("{{ life_history }}", ragged=True),
        Par("III. KHEN THƯỞNG, KỶ LUẬT", bold=True, plain=True),
        Par("Khen thưởng: {{ rewards }}", ragged=True),
        Par("Kỷ luật: {{ discipline }}", ragged=True),
        Par("IV. NGƯỜI THÂN", bold=True, plain=True),
        Grid(
            "relatives",
            (
                ("Quan hệ", "{{ one.relation }}", 2.6),
                ("Họ và tên", "{{ one.full_name }}", 3.8),
                ("Năm sinh", "{{ one.birth_year }}", 1.6),
                ("Nghề nghiệp", "{{ one.occupation }}", 3.2),
                ("Nơi ở", "{{ one.residence }}", 3.3),
                ("Đảng viên", "{{ one.member }}", 2.0),
            ),
        ),
        Par("V. CAM ĐOAN", bold=True, plain=True),
        Par("Tôi khai đầy đủ, đúng sự thật và chịu trách nhiệm về những điều đã khai."),
        Par("VI. NHẬN XÉT CỦA CHI ỦY, CHI BỘ", bold=True, plain=True),
        By(3),
        Par("VII. CHỨNG NHẬN CỦA CẤP ỦY CƠ SỞ", bold=True, plain=True),
        Par("Chứng nhận ngày {{ certified_on }}: {{ verification_conclusion }}."),
    ),
    signatures=(("T/M CẤP ỦY CƠ SỞ", "{{ certified_by }}"), ("NGƯỜI KHAI LÝ LỊCH", "{{ full_name }}")),
)
INTRODUCTION = Sheet(
    "3-KNĐ",
    "GIẤY GIỚI THIỆU",
    "người vào Đảng",
    (
        Par("Kính gửi: {{ cell }}.", plain=True),
        Par(
            "Tôi là {{ introducer }}, sinh ngày {{ introducer_birth_date }}, vào Đảng ngày {{ introducer_joined_on "
            "}}, chính thức ngày {{ introducer_official_on }}; đang sinh hoạt tại {{ introducer_cell }}.",
        ),
        Par("Thời gian cùng với người được giới thiệu ({{ together }}): từ ngày {{ together_since }}."),
        Par("Tôi giới thiệu vào Đảng:"),
        *WHO,
        Par("Về lai lịch, phẩm chất, năng lực của người được giới thiệu, tôi báo cáo như sau:"),
        By(8),
        Par("Tôi chịu trách nhiệm về lời giới thiệu của mình."),
    ),
    signatures=(("NGƯỜI GIỚI THIỆU", "{{ introducer }}"),),
)


def _union(code: str, title: str, member: str, right: str) -> Sheet:
    return Sheet(
        code,
        "NGHỊ QUYẾT",
        title,
        (
            Par(f"{{{{ union }}}} họp ngày {{{{ dated }}}} xét giới thiệu {member} vào Đảng:"),
            *WHO,
            Par("Số ủy viên ban chấp hành: ……; có mặt: ……; tán thành: ……; không tán thành: ……"),
            Par("Nhận xét về phẩm chất, năng lực, kết quả rèn luyện:"),
            By(5),
            Par("{{ union }} quyết nghị giới thiệu người có tên trên với {{ cell }} để xem xét kết nạp."),
        ),
        left=("", "{{ union }}", "Số {{ number }}"),
        right=(right,),
        recipients=("{{ cell }};", *KEPT),
        signatures=(("T/M BAN CHẤP HÀNH", "{{ signed_by }}"),),
    )


YOUTH_UNION = _union(
    "4-KNĐ",
    "giới thiệu đoàn viên ưu tú vào Đảng",
    "đoàn viên ưu tú",
    "ĐOÀN TNCS HỒ CHÍ MINH",
)
TRADE_UNION = _union(
    "4A-KNĐ",
    "giới thiệu đoàn viên công đoàn vào Đảng",
    "đoàn viên công đoàn",
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",
)
OPINIONS_SUMMARY = Sheet(
    "5-KNĐ",
    "TỔNG HỢP Ý KIẾN NHẬN XÉT",
    "về người xin vào Đảng",
    (*WHO, *OPINIONS),
    left=HEADED,
    recipients=("{{ superior }};", *KEPT),
    signatures=(("T/M CHI ỦY", "{{ signed_role }}", "{{ signed_by }}"),),
)
CELL_RESOLUTION = Sheet(
    "6-KNĐ",
    "NGHỊ QUYẾT",
    "đề nghị kết nạp đảng viên",
    (
        Par("Ngày {{ dated }}, {{ organisation }} họp xét kết nạp vào Đảng:"),
        *WHO,
        Par("Người giới thiệu:"),
        Each("introducers", "- {{ one.name }}"),
        Par(
            "Sau khi xem xét đơn, lý lịch, giấy giới thiệu, kết quả thẩm tra và tổng hợp ý kiến, chi bộ thảo luận và "
            "nhận xét về lịch sử chính trị, phẩm chất, năng lực, quan hệ quần chúng:",
        ),
        By(4),
        Par("Kết quả biểu quyết", bold=True),
        *tally("đảng viên chính thức của chi bộ"),
        Par(
            "Chi bộ báo cáo {{ superior }} xem xét, quyết định kết nạp người có tên trên vào Đảng. Đảng viên được "
            "phân công giúp đỡ: {{ helper }}.",
        ),
    ),
    left=HEADED,
    recipients=("{{ superior }} (để báo cáo);", *KEPT),
    signatures=(("T/M CHI BỘ", "{{ signed_role }}", "{{ signed_by }}"),),
)
DEPARTMENT_REPORT = Sheet(
    "7-KNĐ",
    "BÁO CÁO",
    "thẩm định nghị quyết của chi bộ về đề nghị kết nạp đảng viên",
    (
        Par(
            "{{ organisation }} đã thẩm định nghị quyết số {{ cell_number }} ngày {{ cell_dated }} của {{ cell }} đề "
            "nghị kết nạp vào Đảng:",
        ),
        *WHO,
        Par(
            "Kết quả biểu quyết của chi bộ: {{ cell_votes_for }} trên {{ cell_votes_entitled }} đảng viên chính thức "
            "tán thành.",
        ),
        Par("Ý kiến thẩm định: {{ reason }}", ragged=True),
        By(3),
        Par("{{ organisation }} báo cáo {{ superior }} xem xét."),
    ),
    left=HEADED,
    recipients=("{{ superior }};", "{{ cell }};", *KEPT),
    signatures=(("T/M ĐẢNG ỦY BỘ PHẬN", "{{ signed_role }}", "{{ signed_by }}"),),
)
COMMITTEE_RESOLUTION = Sheet(
    "8-KNĐ",
    "NGHỊ QUYẾT",
    "đề nghị kết nạp đảng viên",
    (
        Par(
            "Xét nghị quyết số {{ cell_number }} ngày {{ cell_dated }} của {{ cell }}, ngày {{ dated }} {{ "
            "organisation }} họp xét đề nghị kết nạp vào Đảng:",
        ),
        *WHO,
        Par("Kết luận về lý lịch: {{ verification_conclusion }}."),
        Par("Kết quả biểu quyết", bold=True),
        *tally("cấp ủy viên"),
        Par("{{ organisation }} đề nghị {{ deciding_body }} xem xét, quyết định."),
    ),
    left=HEADED,
    recipients=("{{ deciding_body }};", "{{ cell }};", *KEPT),
    signatures=(("T/M ĐẢNG ỦY", "{{ signed_role }}", "{{ signed_by }}"),),
)
ADMISSION_DECISION = Sheet(
    "9-KNĐ",
    "QUYẾT ĐỊNH",
    "kết nạp đảng viên",
    (
        *DECIDED,
        Par("Điều 1. Kết nạp vào Đảng Cộng sản Việt Nam:", bold=True),
        *WHO,
        Par(
            "Điều 2. {{ cell }} tổ chức lễ kết nạp và phân công đảng viên chính thức giúp đỡ đảng viên dự bị theo quy "
            "định.",
        ),
        Par("Điều 3. {{ cell }} và người có tên trên thi hành quyết định này."),
    ),
    left=HEADED,
    recipients=("{{ superior_of_cell }};", "{{ cell }};", *KEPT),
    signatures=(("T/M {{ deciding_body }}", "{{ signed_role }}", "{{ signed_by }}"),),
)
VERIFICATION_LETTER = Sheet(
    "CV-TTLL",
    "ĐỀ NGHỊ THẨM TRA LÝ LỊCH",
    "người xin vào Đảng",
    (
        Par("Kính gửi: {{ authority }}.", plain=True, bold=True),
        Par("{{ organisation }} đang xem xét hồ sơ kết nạp vào Đảng của:"),
        *WHO,
        Par(
            "Để có căn cứ kết luận, đề nghị {{ authority }} thẩm tra và xác nhận những nội dung đã khai về những "
            "người sau:",
        ),
        Grid(
            "persons",
            (
                ("Quan hệ", "{{ one.relation }}", 3.2),
                ("Họ và tên", "{{ one.full_name }}", 4.6),
                ("Năm sinh", "{{ one.birth_year }}", 2.2),
                ("Nơi ở", "{{ one.residence }}", 6.5),
            ),
        ),
        Par(
            "Xin xác nhận về lịch sử chính trị, việc chấp hành chủ trương của Đảng, pháp luật của Nhà nước, và gửi "
            "trả lời về {{ organisation }}. Trân trọng cảm ơn.",
        ),
        Par("Phần trả lời của nơi được hỏi", bold=True),
        By(5),
    ),
    left=HEADED,
    recipients=("Như trên;", *KEPT),
    coded=False,
    signatures=(("T/M CẤP ỦY", "{{ signed_role }}", "{{ signed_by }}"),),
)
VERIFICATION_REPORT = Sheet(
    "BC-TTLL",
    "BÁO CÁO",
    "kết quả thẩm tra lý lịch người xin vào Đảng",
    (
        *WHO,
        Par("1. Những người được thẩm tra", bold=True),
        Grid(
            "persons",
            (
                ("Quan hệ", "{{ one.relation }}", 2.8),
                ("Họ và tên", "{{ one.full_name }}", 4.0),
                ("Kết quả", "{{ one.result }}", 3.0),
                ("Nơi trả lời", "{{ one.authority }}", 3.6),
                ("Ngày", "{{ one.answered_on }}", 3.1),
            ),
        ),
        Par("2. Kết luận: {{ verification_conclusion }}.", bold=True),
        Where("reason", (Par("Điều chưa rõ, lý do: {{ reason }}", ragged=True),)),
        Par("Người thẩm tra ký vào báo cáo này và chịu trách nhiệm về kết quả."),
    ),
    left=HEADED,
    recipients=("{{ cell }};", *KEPT),
    coded=False,
    signatures=(("T/M CẤP ỦY", "{{ signed_role }}", "{{ signed_by }}"),),
)

ADMISSION = (
    CERTIFICATE,
    APPLICATION,
    BIOGRAPHY,
    INTRODUCTION,
    YOUTH_UNION,
    TRADE_UNION,
    OPINIONS_SUMMARY,
    CELL_RESOLUTION,
    DEPARTMENT_REPORT,
    COMMITTEE_RESOLUTION,
    ADMISSION_DECISION,
    VERIFICATION_LETTER,
    VERIFICATION_REPORT,
)
