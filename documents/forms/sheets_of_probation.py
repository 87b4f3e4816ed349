"""The built-in forms of recognition; see sheets.py. The content of 14-KNĐ is to be confirmed (domain, section 4)."""

from __future__ import annotations

from documents.forms.layout import By, Par, Sheet
from documents.forms.sheets import BORN, CANDIDATE, DECIDED, HEADED, KEPT, OPINIONS, tally

MEMBER = (
    CANDIDATE,
    Par(
        "Vào Đảng ngày {{ admitted_on }}, tại {{ cell }}; thời gian dự bị tính từ ngày {{ probation_from }} đến hết "
        "ngày {{ probation_to }}.",
    ),
)
SELF_REVIEW = Sheet(
    "10-KNĐ",
    "BẢN TỰ KIỂM ĐIỂM",
    "của đảng viên dự bị",
    (
        Par("Kính gửi: {{ cell }}.", plain=True),
        Par("Tôi là {{ full_name }}, " + BORN + "."),
        Par("Vào Đảng ngày {{ admitted_on }}; dự bị từ ngày {{ probation_from }}; đảng viên giúp đỡ: {{ helper }}."),
        Par(
            "Tôi tự kiểm điểm về tư tưởng chính trị, phẩm chất, năng lực công tác, ý thức tổ chức kỷ luật và nhiệm vụ "
            "được giao trong thời gian dự bị:",
        ),
        By(12),
        Par("Ưu điểm, khuyết điểm và hướng phấn đấu:"),
        By(5),
        Par("Tôi đề nghị chi bộ xét công nhận tôi là đảng viên chính thức."),
    ),
    signatures=(("NGƯỜI TỰ KIỂM ĐIỂM", "{{ full_name }}"),),
)
HELPER_REMARKS = Sheet(
    "11-KNĐ",
    "BẢN NHẬN XÉT",
    "đảng viên dự bị",
    (
        Par("Kính gửi: {{ cell }}.", plain=True),
        Par(
            "Tôi là {{ helper }}, đảng viên chính thức, được phân công giúp đỡ đảng viên dự bị {{ full_name }}, "
            + BORN
            + ", từ ngày {{ probation_from }}."
        ),
        Par("Nhận xét về ưu điểm, khuyết điểm của đảng viên dự bị:"),
        By(10),
        Par("Tôi chịu trách nhiệm về nhận xét này và đề nghị chi bộ xem xét:"),
        By(2),
    ),
    signatures=(("ĐẢNG VIÊN GIÚP ĐỠ", "{{ helper }}"),),
)
OPINIONS_SUMMARY = Sheet(
    "12-KNĐ",
    "TỔNG HỢP Ý KIẾN NHẬN XÉT",
    "về đảng viên dự bị",
    (*MEMBER, *OPINIONS),
    left=HEADED,
    recipients=("{{ superior }};", *KEPT),
    signatures=(("T/M CHI ỦY", "{{ signed_role }}", "{{ signed_by }}"),),
)
CELL_RESOLUTION = Sheet(
    "13-KNĐ",
    "NGHỊ QUYẾT",
    "đề nghị công nhận đảng viên chính thức",
    (
        Par("Ngày {{ dated }}, {{ organisation }} họp xét công nhận đảng viên chính thức:"),
        *MEMBER,
        Par("Đảng viên giúp đỡ: {{ helper }}. Chi bộ nhận xét về ưu điểm, khuyết điểm:"),
        By(4),
        Par("Kết quả biểu quyết: {{ put_to_vote }}", bold=True),
        *tally("đảng viên chính thức của chi bộ"),
        Par("Chi bộ báo cáo {{ superior }} xem xét, quyết định."),
    ),
    left=HEADED,
    recipients=("{{ superior }} (để báo cáo);", *KEPT),
    signatures=(("T/M CHI BỘ", "{{ signed_role }}", "{{ signed_by }}"),),
)
DEPARTMENT_REPORT = Sheet(
    "14-KNĐ",
    "BÁO CÁO",
    "thẩm định nghị quyết của chi bộ về công nhận đảng viên chính thức",
    (
        Par(
            "{{ organisation }} đã thẩm định nghị quyết số {{ cell_number }} ngày {{ cell_dated }} của {{ cell }} đề "
            "nghị công nhận đảng viên chính thức:",
        ),
        *MEMBER,
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
    "15-KNĐ",
    "NGHỊ QUYẾT",
    "đề nghị công nhận đảng viên chính thức",
    (
        Par(
            "Xét nghị quyết số {{ cell_number }} ngày {{ cell_dated }} của {{ cell }}, ngày {{ dated }} {{ "
            "organisation }} họp xét công nhận đảng viên chính thức:",
        ),
        *MEMBER,
        Par("Kết quả biểu quyết: {{ put_to_vote }}", bold=True),
        *tally("cấp ủy viên"),
        Par("{{ organisation }} đề nghị {{ deciding_body }} xem xét, quyết định."),
    ),
    left=HEADED,
    recipients=("{{ deciding_body }};", "{{ cell }};", *KEPT),
    signatures=(("T/M ĐẢNG ỦY", "{{ signed_role }}", "{{ signed_by }}"),),
)
RECOGNITION_DECISION = Sheet(
    "16-KNĐ",
    "QUYẾT ĐỊNH",
    "công nhận đảng viên chính thức",
    (
        *DECIDED,
        Par("Điều 1. Công nhận đảng viên chính thức:", bold=True),
        *MEMBER,
        Par("Được công nhận là đảng viên chính thức kể từ ngày {{ official_on }}."),
        Par("Điều 2. {{ cell }} và đảng viên có tên trên thi hành quyết định này."),
    ),
    left=HEADED,
    recipients=("{{ superior_of_cell }};", "{{ cell }};", *KEPT),
    signatures=(("T/M {{ deciding_body }}", "{{ signed_role }}", "{{ signed_by }}"),),
)

PROBATION = (
    SELF_REVIEW,
    HELPER_REMARKS,
    OPINIONS_SUMMARY,
    CELL_RESOLUTION,
    DEPARTMENT_REPORT,
    COMMITTEE_RESOLUTION,
    RECOGNITION_DECISION,
)
